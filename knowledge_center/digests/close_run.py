"""Closing for real: read the ledger, plan, write the issue, put its draft away, then record the boundary.

In that order: after a crash between any two, the issue's file says that the boundary is dealt with and
that the draft's words are in it, and the next run only does what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge_center.articles.model import Article
from knowledge_center.digests.close_plan import (
    AlreadyClosed,
    Close,
    NothingDue,
    NothingNew,
    Outcome,
    TooMany,
    baseline,
    eligible,
    next_to_close,
    plan,
    with_draft,
)
from knowledge_center.digests.issue_draft import Draft, draft_path, draft_text, read_draft, spent, waiting
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.ledger_writing import only_closer, put_away, write_issue, write_new, write_state
from knowledge_center.digests.schedule import issue_key
from knowledge_center.problems import Unusable
from knowledge_center.settings.model import DigestSettings

# Raises Unusable for an issue that may not be written.
Judge = Callable[[Close], None]


def planned(
    docs: Path,
    ledger: Ledger,
    digest: DigestSettings,
    articles: Sequence[Article],
    zone: ZoneInfo,
    now: datetime,
    *,
    accept: bool = False,
    judge: Judge | None = None,
) -> Outcome:
    """What a close would do now, the editor's draft included; nothing is written.

    Raises Unusable for a draft that cannot be taken over, and whatever ``judge`` has against the issue.
    A draft is looked at only when an issue would take it: half a sentence hinders no week without one.
    """
    outcome = plan(articles, ledger, digest, zone, now, accept=accept)
    if isinstance(outcome, Close):
        outcome = with_draft(outcome, read_draft(docs, ledger))
        if judge is not None:
            judge(outcome)
    elif isinstance(outcome, NothingNew):
        drafts = waiting(docs, ledger)
        outcome = replace(outcome, draft=f"{ledger.source}/{drafts[0].name}" if drafts else "")
    return outcome


def close(
    docs: Path,
    shown: str,
    digest: DigestSettings,
    articles: Sequence[Article],
    zone: ZoneInfo,
    now: datetime,
    *,
    accept: bool = False,
    judge: Judge | None = None,
) -> Outcome:
    """Close the digest if a boundary has come, and say what was done.

    Raises Unusable when the ledger or the draft cannot be read; nothing is written then.
    """
    with only_closer(docs):
        ledger = read_ledger(docs, shown, digest.key, zone)
        outcome = planned(docs, ledger, digest, articles, zone, now, accept=accept, judge=judge)
        for path in spent(docs, ledger):  # a closer was killed before it came to this
            put_away(path)
        match outcome:
            case NothingDue() | TooMany():
                return outcome
            case Close():
                boundary = outcome.issue.boundary
                if write_issue(docs, outcome.issue):
                    _put_draft_away(docs, ledger, outcome.draft)
                else:
                    more = len(outcome.issue.entries) + outcome.waiting
                    outcome = AlreadyClosed(boundary=boundary, issue=outcome.issue, waiting=more)
            case _:
                boundary = outcome.boundary
        names = _names(ledger)
        if isinstance(outcome, (Close, AlreadyClosed)):
            names.append(outcome.issue.key)
        write_state(docs, digest.key, processed=boundary, issues=names, baseline=ledger.baseline)
    return outcome


def prepare_draft(
    docs: Path,
    shown: str,
    digest: DigestSettings,
    articles: Sequence[Article],
    zone: ZoneInfo,
    now: datetime,
    *,
    dry_run: bool = False,
) -> tuple[str, bool]:
    """A file for the words of the issue that closes next: its name, and whether it is made new.

    A draft that waits already is left as it is. Raises Unusable when the ledger cannot be read.
    """
    with only_closer(docs):
        ledger = read_ledger(docs, shown, digest.key, zone)
        there = waiting(docs, ledger)
        if there:
            return f"{ledger.source}/{there[0].name}", False
        boundary = next_to_close(ledger, digest, zone, now)
        key = issue_key(digest, boundary)
        path = draft_path(docs, digest.key, key)
        if not dry_run:
            # What is scheduled until then is in it too.
            found = eligible(articles, ledger, digest, max(now, boundary))
            write_new(path, draft_text(digest, key, found, ledger.source))
        return f"{ledger.source}/{path.name}", True


def _put_draft_away(docs: Path, ledger: Ledger, draft: Draft | None) -> None:
    """Delete the draft that an issue has just taken over, unless somebody wrote on meanwhile."""
    if draft is None:
        return
    with suppress(Unusable):
        if read_draft(docs, ledger) == draft:
            put_away(draft_path(docs, ledger.digest, draft.key))


def add_to_baseline(
    docs: Path, shown: str, digest_key: str, articles: Sequence[Article], zone: ZoneInfo, now: datetime
) -> int:
    """Make everything readers could have seen so far no news to this digest. Returns how many that adds.

    Raises Unusable when the ledger cannot be read; nothing is written then.
    """
    with only_closer(docs):
        ledger = read_ledger(docs, shown, digest_key, zone)
        added = not_in_ledger(articles, ledger, now)
        if added:
            ids = ledger.baseline | added
            write_state(docs, digest_key, processed=ledger.processed, issues=_names(ledger), baseline=ids)
    return len(added)


def _names(ledger: Ledger) -> list[str]:
    return [issue.key for issue in ledger.issues]


def not_in_ledger(articles: Sequence[Article], ledger: Ledger, now: datetime) -> frozenset[str]:
    """The ids that ``add_to_baseline`` adds."""
    return baseline(articles, now) - ledger.known_ids
