"""Closing for real: read the ledger, plan, write the issue, then record the boundary.

In that order: after a crash between the two, the issue's file says that the boundary is dealt with, and
the next run only records it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge_center.article import Article
from knowledge_center.digests.closing import (
    AlreadyClosed,
    Close,
    NothingDue,
    Outcome,
    TooMany,
    baseline,
    plan,
)
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.writing import only_closer, write_issue, write_state
from knowledge_center.settings import DigestSettings


def close(
    docs: Path,
    shown: str,
    digest: DigestSettings,
    articles: Sequence[Article],
    zone: ZoneInfo,
    now: datetime,
    *,
    accept: bool = False,
) -> Outcome:
    """Close the digest if a boundary has come, and say what was done.

    Raises Unusable when the ledger cannot be read; nothing is written then.
    """
    with only_closer(docs):
        ledger = read_ledger(docs, shown, digest.key, zone)
        outcome = plan(articles, ledger, digest, zone, now, accept=accept)
        match outcome:
            case NothingDue() | TooMany():
                return outcome
            case Close():
                boundary = outcome.issue.boundary
                if not write_issue(docs, outcome.issue):
                    waiting = len(outcome.issue.entries) + outcome.waiting
                    outcome = AlreadyClosed(boundary=boundary, issue=outcome.issue, waiting=waiting)
            case _:
                boundary = outcome.boundary
        write_state(docs, digest.key, processed=boundary, baseline=ledger.baseline)
    return outcome


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
            write_state(docs, digest_key, processed=ledger.processed, baseline=ids)
    return len(added)


def not_in_ledger(articles: Sequence[Article], ledger: Ledger, now: datetime) -> frozenset[str]:
    """The ids that ``add_to_baseline`` adds."""
    return baseline(articles, now) - ledger.known_ids
