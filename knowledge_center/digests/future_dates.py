"""What a ledger dates in the future: somebody closed while a clock was ahead, and the digest would stay silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge_center.digests.ledger import STATE_FILE, Issue, Ledger
from knowledge_center.digests.schedule import latest_boundary
from knowledge_center.problems import Problem
from knowledge_center.settings.model import DigestSettings

# A boundary is written without its offset. A site that moves reads it in its new zone: up to 26 hours later.
_ZONES_APART = timedelta(hours=26)
# An issue's closing has its offset; clocks that are set by hand or badly still differ by minutes.
_CLOCKS_APART = timedelta(hours=1)


def future_problems(
    ledger: Ledger, digest: DigestSettings, zone: ZoneInfo, now: datetime
) -> Iterator[Problem]:
    """Every line of the ledger that is to be mended; ``zone`` is the site's."""
    instant, now = now.astimezone(UTC), now.astimezone(zone)
    if ledger.processed is not None and ledger.processed.astimezone(UTC) > instant + _ZONES_APART:
        yield Problem(
            path=f"{ledger.source}/{STATE_FILE}",
            line=ledger.processed_line,
            message=_message(f"{digest.key} is dealt with up to", ledger.processed, now)
            + " Until then no issue would close.",
            fix=f"processed: {_wall(latest_boundary(digest, zone, now))}",
        )
    taken = {issue.boundary.astimezone(UTC) for issue in ledger.issues}
    minute = instant.replace(second=0, microsecond=0)
    for issue in reversed(ledger.issues):
        while minute in taken:  # an issue has its boundary to itself
            minute -= timedelta(minutes=1)
        found = list(_of_issue(issue, ledger, now, minute.astimezone(zone)))
        if found:
            taken.add(minute)
            yield from found


def _of_issue(issue: Issue, ledger: Ledger, now: datetime, minute: datetime) -> Iterator[Problem]:
    """An issue keeps its name, which is in readers' mails, and gets a boundary and a time that have been."""
    instant = now.astimezone(UTC)
    if issue.boundary.astimezone(UTC) > instant + _ZONES_APART:
        yield Problem(
            path=issue.source,
            line=issue.boundary_line,
            message=_message("The issue answers to", issue.boundary, now)
            + " Until then no other would close.",
            fix=f"boundary: {_wall(minute)}\n"
            "If the issue was never sent, you can delete this file instead, and its line in "
            f"{ledger.source}/{STATE_FILE}: its articles are news again then.",
        )
    if issue.closed_at.astimezone(UTC) > instant + _CLOCKS_APART:
        yield Problem(
            path=issue.source,
            line=issue.closed_at_line,
            message=_message("The issue closed at", issue.closed_at.astimezone(now.tzinfo), now)
            + " Feeds and mail programs would show it on top until then.",
            fix=f"closed_at: {minute.isoformat(timespec='seconds')}",
        )


def _message(what: str, moment: datetime, now: datetime) -> str:
    return (
        f"{what} {_wall(moment)}, which is in the future: it is {_wall(now)} on the site's clock. "
        "A clock was ahead, or this machine's is behind."
    )


def _wall(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
