"""Issue after issue that failed at one reader, and when that is enough.

A full mailbox or a busy server is no reason to lose a reader until it goes on: ``MOST_ISSUES`` in a row, over
``LEAST_TIME`` at least. An issue that arrived ends the row; what failed because of us, or is still on its way,
neither counts nor ends it. What counts is read anew from what the servers said (``failure_kinds``).
"""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime, timedelta

from knowledge_center.signup.bounces.failure_kinds import FailureKind, read_failure
from knowledge_center.signup.database import moment
from knowledge_center.signup.email_addresses import BadAddress, read_address
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.subscribers import find, suppress

MOST_ISSUES, LEAST_TIME = 5, timedelta(days=30)
# How a delivery says that it came back; what was not even taken by our own server begins with a reply code.
BOUNCED = "came back: "
REASON = f"bounced {MOST_ISSUES} issues in a row"
_ANSWER = re.compile(r"[45]\d\d\b")


def suppress_lasting_failure(db: sqlite3.Connection, keys: Keys, subscriber: str, now: datetime) -> bool:
    """Suppress a reader at whom the latest issues have failed for long enough. Whether that was done."""
    found = find(db, subscriber)
    if found is None or not _lasts(db, subscriber, now):
        return False
    try:
        return suppress(db, keys, read_address(found.address), REASON, now)
    except BadAddress:
        return False


def _lasts(db: sqlite3.Connection, subscriber: str, now: datetime) -> bool:
    rows = db.execute(
        "SELECT d.digest, d.issue, d.state, d.detail, ifnull(s.began_at, d.changed_at) AS began"
        " FROM delivery d LEFT JOIN sending s USING (digest, issue) WHERE d.subscriber_id = ?"
        " ORDER BY began DESC, d.digest DESC, d.issue DESC",
        (subscriber,),
    )
    failed: set[tuple[str, str]] = set()
    first = now
    for row in rows:
        if row["state"] == "sent":
            break
        if row["state"] == "failed" and _kind(row["detail"]) in ("passing", "reader"):
            # A second mailing of an issue, such as 2026-W46+2, is no other issue.
            failed.add((row["digest"], row["issue"].partition("+")[0]))
            first = moment(row["began"])
    return len(failed) >= MOST_ISSUES and now - first >= LEAST_TIME


def _kind(detail: str) -> FailureKind | None:
    """Of which kind a failed delivery is; None if no server said so. A missing mailbox that counts here is
    one behind a forwarding: the reader's own would have been suppressed."""
    if detail.startswith(BOUNCED):
        return read_failure("", detail.removeprefix(BOUNCED)).kind
    return read_failure("", detail).kind if _ANSWER.match(detail) else None
