"""What is wrong between the digests of a site and its articles: topics, drafts, days, ledgers that nobody reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.model import Article
from knowledge_center.digests.close_plan import eligible
from knowledge_center.digests.issue_draft import changed_draft_advice, draft_problems, read_draft
from knowledge_center.digests.ledger import STATE_FILE, Ledger, ledger_folder, read_ledger
from knowledge_center.digests.schedule import is_issue_key
from knowledge_center.problems import Problem, Unusable, did_you_mean, one_of
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.settings.reader import FILE

# As many a person may have dated back one by one; more are an import.
_MOST_BACK_DATED = 5


def waiting_draft_advice(
    root: Path, settings: Settings, ledger: Ledger, articles: Articles, now: datetime
) -> list[Problem]:
    """Advice about the words for the next issue: they stop its close, and no page before that."""
    docs = root / settings.docs_dir
    found = list(changed_draft_advice(docs, ledger))
    try:
        draft = read_draft(docs, ledger)
        if draft is not None:
            found += draft_problems(draft, docs, settings, articles.all, now)
    except Unusable as unusable:
        found += unusable.problems
    return [replace(problem, advice=True) for problem in found]


def unknown_topics(settings: Settings, articles: Articles) -> list[Problem]:
    """Digests about a category that is in no list: they would stay silent for ever."""
    problems = []
    for digest in settings.digests:
        for slug in digest.categories:
            if articles.categories and slug not in articles.categories:
                known = ", ".join(articles.categories)
                message = (
                    f"extra.knowledge_center.digests: “{digest.key}” is to carry the category “{slug}”, which "
                    f"does not exist. Known are {known}."
                )
                meant = did_you_mean(slug, articles.categories) or next(iter(articles.categories))
                problems.append(Problem(path=FILE, message=message, fix=f"categories: [{meant}]"))
    return problems


def back_dated_advice(
    digest: DigestSettings, ledger: Ledger, articles: Articles, now: datetime
) -> list[Problem]:
    """Advice about new articles that services which go by date would miss; our own digest has them."""
    if not ledger.issues:
        return []
    closed = ledger.issues[-1].closed_at
    found = [a for a in eligible(articles.all, ledger, digest, now) if a.published < closed]
    if len(found) > _MOST_BACK_DATED:
        return [_imported(digest, ledger, found)]
    return [
        Problem(
            path=article.source,
            line=articles.date_lines[article.source],
            message=(
                f"The article is new, but dated before the last issue of {digest.key} closed. The next issue has "
                "it all the same; a mail service that reads /email.xml by date would miss it."
            ),
            fix=f"date: {now.astimezone(closed.tzinfo):%Y-%m-%d %H:%M}",
            advice=True,
        )
        for article in found
    ]


def ledgers_without_digest(docs: Path, docs_dir: str, settings: Settings) -> list[Problem]:
    """Ledgers of a digest that is not in the settings: under another name, all that they know would be news again."""
    problems = []
    for folder in sorted(path for path in (docs / "digests").glob("*/") if path.is_dir()):
        if settings.digest(folder.name) is None and _remembers(docs, docs_dir, folder.name, settings):
            named = one_of(f"“{digest.key}”" for digest in settings.digests) or "no digest"
            problems.append(
                Problem(
                    path=f"{docs_dir}/digests/{folder.name}",
                    message=(
                        f"Here is the ledger of a digest “{folder.name}”, but {FILE} knows {named}. Nobody could read "
                        "its issues, and a digest under another name would send everything in it once more."
                    ),
                    fix=f"key: {folder.name}\n{_other_than_that_key(docs, settings)}",
                )
            )
    return problems


def _imported(digest: DigestSettings, ledger: Ledger, articles: Sequence[Article]) -> Problem:
    """Advice about many at once: hardly slips of the hand, and a list of them would hide everything else."""
    first = min(article.source for article in articles)
    return Problem(
        path=ledger.source,
        message=(
            f"{len(articles):,} new articles are dated before the last issue of {digest.key} closed, {first} among "
            "them. If they are news, leave it at that: issues will have them, and only a mail service that reads "
            "/email.xml by date would miss them. If they come from another site, say that they are none."
        ),
        fix=f"knowledge-center close {digest.key} --baseline",
        advice=True,
    )


def _other_than_that_key(docs: Path, settings: Settings) -> str:
    """What to do where a digest is not to have the key of an old ledger: renamed, it has none under its new key."""
    new = [digest.key for digest in settings.digests if not ledger_folder(docs, digest.key).is_dir()]
    if not new:
        return "If it has ended for good, delete this folder."
    return (
        "Readers see the title, which may change; subscribers, addresses and what was sent go by the key.\n"
        f"If it has ended for good and “{new[0]}” is another digest, delete this folder, and say that nothing of it "
        f"is news:  knowledge-center close {new[0]} --baseline"
    )


def _remembers(docs: Path, docs_dir: str, key: str, settings: Settings) -> bool:
    """Whether a folder holds a ledger that knows any article, or one that only cannot be read."""
    try:
        return bool(read_ledger(docs, docs_dir, key, settings.zone).known_ids)
    except Unusable:
        names = ledger_folder(docs, key)
        return (names / STATE_FILE).exists() or any(is_issue_key(path.stem) for path in names.glob("*.md"))
