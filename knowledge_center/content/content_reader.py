"""All that docs/ holds, articles and ledgers together, with every problem of both."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from glob import escape
from pathlib import Path

from knowledge_center.articles.articles_reader import Articles, LastGood, Share, alone, read_articles
from knowledge_center.articles.docs_files import MARKDOWN
from knowledge_center.articles.model import POSTS, Article, public
from knowledge_center.articles.published_record import NAME as RECORD
from knowledge_center.articles.published_record import PublishedAddress, read_record
from knowledge_center.articles.translations import for_everybody
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.content import check_rules, project_rules
from knowledge_center.digests.close_plan import eligible
from knowledge_center.digests.future_dates import future_problems
from knowledge_center.digests.issue_draft import (
    changed_draft_advice,
    draft_problems,
    introduction_problems,
    read_draft,
)
from knowledge_center.digests.known_articles import KnownArticle, in_ledgers, in_record
from knowledge_center.digests.ledger import STATE_FILE, Ledger, ledger_folder, read_ledger
from knowledge_center.digests.missing_addresses import (
    address_problems,
    emptied_problems,
    listing_problems,
    record_problems,
)
from knowledge_center.digests.missing_articles import article_problems, image_problems
from knowledge_center.digests.schedule import is_issue_key
from knowledge_center.feeds.archive import ArchivePage, unreachable
from knowledge_center.feeds.archive_file import NAME, read_archive
from knowledge_center.front_matter.parser import parse, read_text
from knowledge_center.pictures.mail_renditions import logo_file
from knowledge_center.pictures.measuring import measure
from knowledge_center.problems import Problem, Unusable, did_you_mean, in_order, one_of
from knowledge_center.settings.migrations import SCHEMA
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.settings.reader import FILE
from knowledge_center.text.plurals import counted

# As many a person may have dated back one by one; more are an import.
_MOST_BACK_DATED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The articles, the ledger of each digest in the settings' order, and what is wrong with either.

    ``kept_images`` are the pictures that closed issues show: site-relative path -> file relative to docs.
    They stay where the mails look for them, also after their article was renamed, withdrawn or removed, as
    long as the file lies there. ``archive`` are the closed pages of the archive feed, ``record`` the addresses that
    readers have met.
    """

    articles: Articles
    ledgers: tuple[Ledger, ...]
    kept_images: Mapping[str, str]
    problems: tuple[Problem, ...]
    archive: tuple[ArchivePage, ...] = ()
    record: tuple[PublishedAddress, ...] = ()


def read_content(
    root: Path,
    settings: Settings,
    now: datetime,
    cache: BuildCache | None = None,
    last_good: LastGood | None = None,
    share: Share = alone,
) -> Content:
    """Read docs/ below ``root``. Nothing is raised: see ``problems``. ``share`` is who reads the articles.

    A digest whose ledger cannot be read has an empty one here; its problems stop every build.
    """
    problems = [
        *project_rules.of_settings(settings.advice), *project_rules.of_older_settings(_older_settings(settings)),
        *project_rules.of_advice_off(check_rules.unknown_ids(settings.advice_off)),
    ]  # fmt: skip
    ledgers = []
    for digest in settings.digests:
        try:
            ledgers.append(
                read_ledger(root / settings.docs_dir, settings.docs_dir, digest.key, settings.zone)
            )
        except Unusable as error:
            problems.extend(project_rules.of_ledgers(error.problems))
            ledgers.append(Ledger(digest=digest.key, source=f"{settings.docs_dir}/digests/{digest.key}"))
    archive: tuple[ArchivePage, ...] = ()
    try:
        archive = read_archive(root / settings.docs_dir, settings.docs_dir)
    except Unusable as error:
        problems.extend(project_rules.of_archive(error.problems))
    record: tuple[PublishedAddress, ...] = ()
    try:
        record = read_record(root / settings.docs_dir, settings.docs_dir)
    except Unusable as error:
        problems.extend(project_rules.of_published(error.problems))
    known = _known_articles(ledgers, archive, record, settings)
    emptied = () if record else emptied_problems(root / settings.docs_dir, known, settings.docs_dir)
    problems.extend(project_rules.of_published(emptied))
    articles = read_articles(root, settings, now, cache, last_good, [article.id for article in known], share)
    problems.extend(articles.problems)
    # After the articles: their pictures, which the last build knows, are not opened again.
    problems.extend(project_rules.of_logo(_logo_of_mails(root, settings)))
    problems.extend(project_rules.of_unreachable(_unreachable_advice(archive, articles, settings, now)))
    gone = [entry.id for entry in articles.gone]
    today = now.astimezone(settings.zone).date()
    lost = [
        *project_rules.of_published(
            record_problems(record, claimed=articles.claimed, gone=gone, docs=settings.docs_dir)
        ),
        *project_rules.of_known_articles(
            article_problems(
                known,
                claims=articles.claims,
                claimed=articles.claimed,
                articles=articles.all,
                gone=gone,
                today=today,
                docs=settings.docs_dir,
            )
        ),
        *project_rules.of_published(
            address_problems(
                record,
                articles=articles.all,
                claims=articles.claims,
                claimed=articles.claimed,
                gone=gone,
                has_own_page=lambda url: _has_own_page(root / settings.docs_dir, url),
                line_of=lambda source, field: _line_of(root / source, field),
                moved_pages=articles.moved_pages,
                now=now,
                today=today,
                docs=settings.docs_dir,
            )
        ),
    ]
    problems.extend(lost)
    # A topic is missed by itself alone: of its only article others say that it is away.
    if not lost:
        problems.extend(
            project_rules.of_published(
                listing_problems(
                    record,
                    articles=articles.all,
                    claimed=articles.claimed,
                    gone=gone,
                    today=today,
                    docs=settings.docs_dir,
                )
            )
        )
    problems.extend(project_rules.of_digest_topics(_unknown_categories(settings, articles)))
    problems.extend(
        project_rules.of_lost_ledgers(
            _ledgers_without_digest(root / settings.docs_dir, settings.docs_dir, settings)
        )
    )
    for ledger in ledgers:
        found = _draft_advice(root, settings, ledger, articles, now)
        problems.extend(project_rules.of_issue_drafts(found))
        problems.extend(introduction_problems(root, ledger, settings))
    for digest, ledger in zip(settings.digests, ledgers, strict=True):
        problems.extend(project_rules.of_back_dated(_back_dated_advice(digest, ledger, articles, now)))
        problems.extend(project_rules.of_issue_dates(future_problems(ledger, digest, settings.zone, now)))
    kept = _kept_images(root / settings.docs_dir, articles, ledgers)
    problems.extend(project_rules.of_issue_pictures(image_problems(ledgers, lambda path: path in kept)))
    return Content(
        articles=articles,
        ledgers=tuple(ledgers),
        kept_images=kept,
        problems=in_order(p for p in problems if not (p.advice and p.rule in settings.advice_off)),
        archive=archive,
        record=record,
    )


def _older_settings(settings: Settings) -> list[Problem]:
    """Advice to write down what is read into older settings now."""
    if settings.schema == SCHEMA:
        return []
    message = (
        f"The settings are of schema {settings.schema}; they are read as if they were of schema {SCHEMA}."
    )
    fix = "knowledge-center upgrade\nIt shows what would change; with --write it does that."
    return [Problem(path=FILE, message=message, fix=fix, advice=True)]


def _logo_of_mails(root: Path, settings: Settings) -> list[Problem]:
    """Advice that mails would show the site's name alone, though it has a logo."""
    logo, docs = settings.organization.logo, root / settings.docs_dir
    file = logo_file(logo)
    if not logo or not settings.digests or not (docs / logo).is_file():
        # That the site's own pages miss it is for others to say.
        return []
    if measure(docs / file, path=file, alt="") is not None:
        return []
    shown = f"{settings.docs_dir}/{file}"
    why = (
        "cannot be read as a picture"
        if (docs / file).exists()
        else "is not there, and mail programs draw no SVG"
    )
    return [
        Problem(
            path=FILE,
            message=f"extra.knowledge_center.organization.logo: Mails show no logo, because {shown} {why}.",
            fix=f"Put a PNG there, 72 pixels high or more: {shown}",
            advice=True,
        )
    ]


def blocking_problems(content: Content, now: datetime) -> tuple[Problem, ...]:
    """What has to be mended before anything may be closed; articles nobody can read yet do not hinder."""
    hidden = {article.source for article in content.articles.all if not public(article, now)}
    return tuple(p for p in content.problems if not p.advice and p.path not in hidden)


def _known_articles(
    ledgers: Iterable[Ledger],
    archive: Iterable[ArchivePage],
    record: Iterable[PublishedAddress],
    settings: Settings,
) -> tuple[KnownArticle, ...]:
    """Every article that readers have met: what is known here keeps its identity, and is missed when it is away.

    The one place that says which records are asked: the ledgers, then the archive file, then the record of addresses,
    which alone knows what an article was like when it was last seen.
    """
    path = f"{settings.docs_dir}/{NAME}"
    archived = (
        KnownArticle(id=name, path=path, line=line)
        for page in archive
        for line, name in zip(page.lines, page.ids, strict=True)
    )
    return (*in_ledgers(ledgers), *archived, *in_record(record, f"{settings.docs_dir}/{RECORD}"))


def _has_own_page(docs: Path, url: str) -> bool:
    """Whether a file of the site's own makes the page at an address."""
    stem = url.strip("/")
    stems = (stem, f"{stem}/index", f"{stem}/README")
    # Of a name that no file can have, pathlib raises.
    return any(os.path.isfile(docs / f"{one}{ending}") for one in stems for ending in MARKDOWN)


def _line_of(file: Path, field: str) -> int:
    """The line of a field at the top of an article that can be read, 0 where it is not there."""
    with suppress(Unusable):
        found = parse(read_text(file, file.name), file.name).fields.get(field)
        return found.line if found else 0
    return 0


def _unreachable_advice(
    archive: tuple[ArchivePage, ...], articles: Articles, settings: Settings, now: datetime
) -> list[Problem]:
    """Advice about articles that no feed holds any more, once there is an archive that could."""
    shown = for_everybody(article for article in articles.all if public(article, now))
    count = len(unreachable(shown, archive, settings.feeds.entries)) if archive else 0
    if not count:
        return []
    message = counted(count, "article has left the feed and is", "articles have left the feed and are")
    return [
        Problem(
            path=f"{settings.docs_dir}/{NAME}",
            message=f"{message} on no page of the archive yet.",
            fix="knowledge-center archive",
            advice=True,
        )
    ]


def _draft_advice(
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


def _unknown_categories(settings: Settings, articles: Articles) -> list[Problem]:
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


def _back_dated_advice(
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


def _imported(digest: DigestSettings, ledger: Ledger, articles: Sequence[Article]) -> Problem:
    """Advice about many at once: hardly slips of the hand, and a list of them would hide everything else."""
    first = min(article.source for article in articles)
    return Problem(
        path=ledger.source,
        message=(
            f"{len(articles)} new articles are dated before the last issue of {digest.key} closed, {first} among "
            "them. If they are news, leave it at that: issues will have them, and only a mail service that reads "
            "/email.xml by date would miss them. If they come from another site, say that they are none."
        ),
        fix=f"knowledge-center close {digest.key} --baseline",
        advice=True,
    )


def _ledgers_without_digest(docs: Path, docs_dir: str, settings: Settings) -> list[Problem]:
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


def _kept_images(docs: Path, articles: Articles, ledgers: Iterable[Ledger]) -> dict[str, str]:
    sources = {path: source for source, path in articles.images.items()}
    by_name: dict[str, list[str]] = {}
    for path in sources:
        by_name.setdefault(path.split("/")[1], []).append(path)
    for article in articles.all:
        for alias in article.aliases:
            if alias.startswith("/"):
                continue
            for path in by_name.get(article.name, []):
                sources.setdefault(f"articles/{alias}/{path.removeprefix(article.url)}", sources[path])
    shown = {e.image.path for ledger in ledgers for issue in ledger.issues for e in issue.shown if e.image}
    for path in shown - sources.keys():
        if source := _orphaned_picture(docs, path, articles):
            sources[path] = source
    return {path: sources[path] for path in sorted(shown) if path in sources}


def _orphaned_picture(docs: Path, path: str, articles: Articles) -> str:
    """The file of a picture that no article shows any more, or nothing: it is where its article was."""
    _, _, name = path.removeprefix("articles/").partition("/")
    if ".." in name.split("/"):
        return ""
    found = {
        file.relative_to(docs).as_posix()
        for pattern in (escape(name), f"*/{escape(name)}")
        for file in (docs / POSTS).glob(pattern)
        if name and measure(file, path=path, alt="") is not None
    }
    # One that another article shows is another picture of the same name.
    found -= articles.images.keys()
    return found.pop() if len(found) == 1 else ""
