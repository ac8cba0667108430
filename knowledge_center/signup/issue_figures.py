"""What became of each issue that was mailed: counts alone, which name nobody."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from knowledge_center.signup.database import moment

_SOON = int(timedelta(days=7).total_seconds())


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
    sent: int = 0
    refused: int = 0
    unknown: int = 0
    left: int = 0
    bounced: int = 0


def issue_figures(db: sqlite3.Connection) -> tuple[IssueFigures, ...]:
    """Of every issue, the oldest first. Whoever was erased is in none of the counts."""
    lost = {
        (row["digest"], row["issue"]): (row["gone"], row["bounced"])
        for row in db.execute(
            "SELECT d.digest, d.issue,"
            " count(DISTINCT CASE WHEN c.event <> 'suppressed' THEN c.subscriber_id END) AS gone,"
            " count(DISTINCT CASE WHEN c.event = 'suppressed' THEN c.subscriber_id END) AS bounced"
            " FROM consent c JOIN delivery d ON d.subscriber_id = c.subscriber_id"
            " WHERE c.event IN ('left', 'chosen', 'suppressed') AND d.state IN ('sent', 'failed', 'unknown')"
            " AND c.at >= d.changed_at AND c.at < d.changed_at + ?"
            " AND (c.event <> 'chosen' OR instr(' ' || c.digests || ' ', ' ' || d.digest || ' ') = 0)"
            " GROUP BY d.digest, d.issue",
            (_SOON,),
        )
    }
    found: dict[tuple[str, str, bool], IssueFigures] = {}
    for row in db.execute(
        "SELECT digest, issue, min(changed_at) AS at, sum(state = 'sent') AS sent, sum(state = 'failed') AS refused,"
        " sum(state = 'unknown') AS unknown FROM delivery GROUP BY digest, issue"
        " HAVING sum(state IN ('sent', 'failed', 'unknown')) > 0 ORDER BY at"
    ):
        gone, bounced = lost.get((row["digest"], row["issue"]), (0, 0))
        # Behind a + stands which mailing of the issue it is.
        issue, _, mailing = row["issue"].partition("+")
        name = (row["digest"], issue, mailing == "welcome")
        before = found.get(name) or IssueFigures(
            digest=row["digest"], issue=issue, welcome=mailing == "welcome", at=moment(row["at"])
        )
        found[name] = replace(
            before,
            sent=before.sent + row["sent"],
            refused=before.refused + row["refused"],
            unknown=before.unknown + row["unknown"],
            left=before.left + gone,
            bounced=before.bounced + bounced,
        )
    return tuple(sorted(found.values(), key=lambda one: (one.at, one.digest, one.issue)))
