"""What became of each issue that was mailed: counts alone, which name nobody."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge_center.signup.database import moment

_SOON = int(timedelta(days=7).total_seconds())
# Behind a + stands which mailing of the issue it is. Whoever had several of one is one reader.
_ISSUE = "substr(d.issue, 1, instr(d.issue || '+', '+') - 1)"
_WELCOME = "d.issue LIKE '%+welcome'"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFigures:
    """An issue with all its mailings, or the ``welcome`` mails with it; ``at`` is when the first was sent.

    ``refused`` were not taken by a mail server, of ``unknown`` ones nobody knows. ``left`` and ``bounced`` (or
    complained) within seven days of getting it.
    """

    digest: str
    issue: str
    welcome: bool
    at: datetime
    sent: int
    refused: int
    unknown: int
    left: int
    bounced: int


def issue_figures(db: sqlite3.Connection) -> tuple[IssueFigures, ...]:
    """Of every issue, the oldest first. Whoever was erased is in none of the counts."""
    lost = {
        (row["digest"], row["issue"], bool(row["welcome"])): (row["gone"], row["bounced"])
        for row in db.execute(
            f"SELECT d.digest, {_ISSUE} AS issue, {_WELCOME} AS welcome,"
            " count(DISTINCT CASE WHEN c.event <> 'suppressed' THEN c.subscriber_id END) AS gone,"
            " count(DISTINCT CASE WHEN c.event = 'suppressed' THEN c.subscriber_id END) AS bounced"
            " FROM consent c JOIN delivery d ON d.subscriber_id = c.subscriber_id"
            " WHERE c.event IN ('left', 'chosen', 'suppressed') AND d.state IN ('sent', 'failed', 'unknown')"
            " AND c.at >= d.changed_at AND c.at < d.changed_at + ?"
            " AND (c.event <> 'chosen' OR instr(' ' || c.digests || ' ', ' ' || d.digest || ' ') = 0)"
            " GROUP BY 1, 2, 3",
            (_SOON,),
        )
    }
    found = []
    for row in db.execute(
        f"SELECT d.digest, {_ISSUE} AS issue, {_WELCOME} AS welcome, min(d.changed_at) AS at,"
        " sum(d.state = 'sent') AS sent, sum(d.state = 'failed') AS refused, sum(d.state = 'unknown') AS unknown"
        " FROM delivery d WHERE d.state IN ('sent', 'failed', 'unknown') GROUP BY 1, 2, 3"
    ):
        gone, bounced = lost.get((row["digest"], row["issue"], bool(row["welcome"])), (0, 0))
        found.append(
            IssueFigures(
                digest=row["digest"],
                issue=row["issue"],
                welcome=bool(row["welcome"]),
                at=moment(row["at"]),
                sent=row["sent"],
                refused=row["refused"],
                unknown=row["unknown"],
                left=gone,
                bounced=bounced,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.at, one.digest, one.issue)))
