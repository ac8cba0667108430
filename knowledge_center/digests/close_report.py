"""Where a digest stands and what a close did, as sentences for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from knowledge_center.articles.model import Article
from knowledge_center.digests.close_plan import (
    MOST_IN_AN_ISSUE,
    MOST_WITHOUT_ASKING,
    AlreadyClosed,
    Close,
    ConsentNeeded,
    NothingDue,
    NothingNew,
    Outcome,
    eligible,
    plan,
)
from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.schedule import period_label
from knowledge_center.settings.model import DigestSettings
from knowledge_center.text.dates import moment_label
from knowledge_center.text.plurals import counted

_THEN = "Next: write an introduction below its fields if you like; then commit, push and build."
_THEN_COMMIT = "Next: commit, push and build."


def format_status(
    articles: Iterable[Article], ledger: Ledger, digest: DigestSettings, zone: ZoneInfo, now: datetime
) -> str:
    """Where a digest stands, as a sentence for people, with the command to run when it is due."""
    year = now.astimezone(zone).year
    outcome = plan(articles, ledger, digest, zone, now)
    command = f"knowledge-center close {digest.key}"
    match outcome:
        case NothingDue():
            waiting = len(eligible(articles, ledger, digest, now))
            more = f" {_articles(waiting)} waiting for it." if waiting else ""
            if outcome.next is None:
                return f"{digest.key} mails the next article as soon as there is one."
            if digest.every == "article":
                return f"{digest.key} mails next on {_when(outcome.next, year)}.{more}"
            return f"{digest.key} closes next on {_when(outcome.next, year)}.{more}"
        case Close():
            boundary, news = outcome.issue.boundary, f"{_new(len(outcome.issue.entries) + outcome.waiting)}"
        case ConsentNeeded():
            boundary = outcome.boundary
            news = f"{_new(outcome.count)}, {_why_ask(outcome)}"
            command += f" --accept, or knowledge-center close {digest.key} --baseline"
        case AlreadyClosed():
            boundary, news = outcome.boundary, f"{outcome.issue.key} is closed, only the date is not recorded"
        case NothingNew():
            boundary, news = outcome.boundary, "nothing new"
    return f"{digest.key} is due since {_when(boundary, year)}, {news}: {command}"


def format_outcome(outcome: Outcome, digest: DigestSettings, *, this_year: int, dry_run: bool = False) -> str:
    """What a close did, or with ``dry_run`` would do, as sentences for the terminal."""
    match outcome:
        case NothingDue():
            if outcome.next is None:
                return f"{digest.key}: nothing is due. It mails the next article as soon as there is one."
            held = f" {_articles(len(outcome.held))} held until then." if outcome.held else ""
            verb = "mails" if digest.every == "article" else "closes"
            return f"{digest.key}: nothing is due. It {verb} next on {_when(outcome.next, this_year)}.{held}"
        case NothingNew():
            record = "would be recorded" if dry_run else "is recorded"
            boundary = _when(outcome.boundary, this_year)
            kept = f" {outcome.draft} waits for the next one." if outcome.draft else ""
            return (
                f"{digest.key}: nothing is new since the last issue; {boundary} {record} as dealt with.{kept}"
            )
        case AlreadyClosed():
            waiting = f" {_articles(outcome.waiting)} waiting for the next one." if outcome.waiting else ""
            return f"{digest.key}: {outcome.issue.key} is closed already, in {outcome.issue.source}.{waiting}"
        case ConsentNeeded():
            rest = f"   (the oldest {MOST_IN_AN_ISSUE} now, the rest in later issues)"
            what = "The digest would begin with an archive." if outcome.old else "That looks like an import."
            return (
                f"{digest.key}: refused, nothing was written. {_new(outcome.count)}, {_why_ask(outcome)}. {what}\n"
                f"  They are no news: knowledge-center close {digest.key} --baseline\n"
                f"  They are news:    knowledge-center close {digest.key} --accept"
                f"{rest if outcome.count > MOST_IN_AN_ISSUE else ''}"
            )
        case Close():
            issue = outcome.issue
            verb = "would close" if dry_run else "closed"
            waiting = f" {_articles(outcome.waiting)} waiting for the next one." if outcome.waiting else ""
            titles = "".join(f"\n  {' '.join(entry.title.split())}" for entry in issue.entries)
            head = f"{digest.key}: {verb} {issue.key} ({period_label(issue.key)})"
            if issue.evergreen:
                titles += f"\n  Worth re-reading: {' '.join(issue.evergreen.title.split())}"
            words = ""
            if issue.draft and outcome.draft:
                words = f"\n  Its words {'would be' if dry_run else 'are'} those of {outcome.draft.source}."
            then = "" if dry_run else f"\n  {_THEN_COMMIT if issue.intro else _THEN}"
            text = f"{head} with {_new(len(issue.entries))}: {issue.source}.{waiting}{titles}"
            return f"{text}{words}{then}"


def _why_ask(outcome: ConsentNeeded) -> str:
    if not outcome.old:
        return f"more than {MOST_WITHOUT_ASKING}"
    which = "" if outcome.old == outcome.count else f"{outcome.old:,} of them "
    return f"{which}older than one period"


def _when(moment: datetime, this_year: int) -> str:
    return moment_label(moment, this_year=this_year)


def _new(count: int) -> str:
    return counted(count, "new article")


def _articles(count: int) -> str:
    return counted(count, "article is", "articles are")
