"""The outbox of an issue: a row for each recipient, and how it goes through the states of ``delivery_state``.

Every function works inside the caller's transaction (``database.transaction``); ``now`` is an aware datetime.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge_center.sending import editions
from knowledge_center.sending.delivery_state import (
    DUE,
    DeliveryState,
    Progress,
    RetryableState,
    due_values,
    suppress_missing_mailbox,
)
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.transport import NotSent
from knowledge_center.signup.bounces.failing_issues import suppress_lasting_failure
from knowledge_center.signup.database import moment, seconds
from knowledge_center.signup.keys import Keys

# How long a message waits after each time it was put off; after the last it has failed.
WAITS = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4),
)  # fmt: skip
LEFT = "no longer subscribed"
HAD = "had all of it already"
_OPEN = "digest = :digest AND issue = :issue AND state IN ('pending', 'sending')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one reader gets: identities in order, and the ``edition`` to be kept; None: that of the sending."""

    articles: tuple[str, ...]
    edition: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A row that is ours to send. ``tries`` counts those before this one.

    ``articles`` are the identities it carries; empty where nobody was asked: all of the issue.
    """

    issue_key: IssueKey
    subscriber: str
    address: str
    tries: int
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row as an operator sees it; ``changed`` is aware, in UTC."""

    address: str
    state: DeliveryState
    changed: datetime
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rows are in which state; ``had`` of the skipped ones because there was nothing new for them."""

    pending: int = 0
    sending: int = 0
    sent: int = 0
    failed: int = 0
    unknown: int = 0
    skipped: int = 0
    had: int = 0

    @property
    def all(self) -> int:
        return self.pending + self.sending + self.sent + self.failed + self.unknown + self.skipped


def began(db: sqlite3.Connection, issue_key: IssueKey) -> datetime | None:
    """When the sending of the issue first began, or None."""
    row = db.execute(
        "SELECT began_at FROM sending WHERE digest = ? AND issue = ?", (issue_key.digest, issue_key.issue)
    ).fetchone()
    return moment(row["began_at"]) if row else None


def begin(
    db: sqlite3.Connection, issue_key: IssueKey, now: datetime, articles: Collection[str] = ()
) -> datetime:
    """Freeze the recipients: everybody who is subscribed at this moment. A second time it changes nothing.

    ``articles`` are the identities that it carries. Returns when the sending first began.
    """
    values: dict[str, object] = {
        "digest": issue_key.digest, "issue": issue_key.issue, "now": seconds(now), "edition": None,
    }  # fmt: skip
    if articles and began(db, issue_key) is None:
        values["edition"] = editions.edition(db, issue_key.digest, issue_key.issue, articles)
    first = db.execute(
        "INSERT OR IGNORE INTO sending (digest, issue, began_at, edition_id)"
        " VALUES (:digest, :issue, :now, :edition)",
        values,
    ).rowcount
    if first:
        # Somebody who got it as a trial has a row already, and keeps it.
        db.execute(
            "INSERT OR IGNORE INTO delivery (digest, issue, subscriber_id, state, changed_at)"
            " SELECT :digest, :issue, s.id, 'pending', :now FROM choice c"
            " JOIN subscriber s ON s.id = c.subscriber_id WHERE c.digest = :digest AND s.state = 'active'",
            values,
        )
    return began(db, issue_key) or now


def note_end(db: sqlite3.Connection, issue_key: IssueKey, reason: str, now: datetime) -> None:
    """Write down how a run ended: ``reason`` is why it stopped by itself, empty if it did not or has just begun.

    A trial before the sending itself has no row for that.
    """
    db.execute(
        "UPDATE sending SET ended_at = ?, stopped = ? WHERE digest = ? AND issue = ?",
        (seconds(now), reason, issue_key.digest, issue_key.issue),
    )


def stopped(db: sqlite3.Connection) -> tuple[IssueKey, datetime] | None:
    """The issue of the latest run, and when, if that stopped by itself."""
    row = db.execute("SELECT * FROM sending ORDER BY ended_at DESC LIMIT 1").fetchone()
    if row is None or not row["stopped"]:
        return None
    return IssueKey(digest=row["digest"], issue=row["issue"]), moment(row["ended_at"])


def why_stopped(db: sqlite3.Connection, issue_key: IssueKey) -> str:
    """Why the latest run of an issue stopped by itself, as a sentence; empty if it did not."""
    row = db.execute(
        "SELECT stopped FROM sending WHERE digest = ? AND issue = ?", (issue_key.digest, issue_key.issue)
    ).fetchone()
    return str(row["stopped"]) if row else ""


def add_trial(db: sqlite3.Connection, issue_key: IssueKey, subscriber: str, now: datetime) -> None:
    """One recipient ahead of all others, while nothing is frozen yet."""
    db.execute(
        "INSERT OR IGNORE INTO delivery (digest, issue, subscriber_id, state, changed_at)"
        " VALUES (?, ?, ?, 'pending', ?)",
        (issue_key.digest, issue_key.issue, subscriber, seconds(now)),
    )


def add_welcome(
    db: sqlite3.Connection, issue_key: IssueKey, subscriber: str, share: Share, now: datetime
) -> None:
    """Somebody is being welcomed with an issue: from now on it counts as mailed, unless it is taken back."""
    at = seconds(now)
    db.execute(
        "INSERT OR IGNORE INTO sending (digest, issue, began_at, edition_id) VALUES (?, ?, ?, ?)",
        (issue_key.digest, issue_key.issue, at, share.edition),
    )
    db.execute(
        "INSERT OR REPLACE INTO delivery (digest, issue, subscriber_id, state, tries, changed_at, edition_id)"
        " VALUES (?, ?, ?, 'sent', 1, ?, ?)",
        (issue_key.digest, issue_key.issue, subscriber, at, share.edition),
    )


def take_back_welcome(db: sqlite3.Connection, issue_key: IssueKey, subscriber: str) -> None:
    """The welcome did not leave."""
    db.execute(
        "DELETE FROM delivery WHERE digest = ? AND issue = ? AND subscriber_id = ?",
        (issue_key.digest, issue_key.issue, subscriber),
    )


def claim(
    db: sqlite3.Connection,
    issue_key: IssueKey,
    owner: str,
    now: datetime,
    *,
    only: str = "",
    share: Callable[[sqlite3.Connection, str], Share | None] | None = None,
) -> Claim | None:
    """Take the next row whose time has come, or None. ``only`` names the one subscriber to look at.

    Whether the reader still wants it is asked again: who has left, or given up this digest, is skipped. So is
    who has had all of it: ``share`` tells what is left for a subscriber; without it everybody gets everything.
    """
    values: dict[str, object] = {
        "digest": issue_key.digest, "issue": issue_key.issue, "only": only, **due_values(now, WAITS),
    }  # fmt: skip
    chosen = " AND subscriber_id = :only" if only else ""
    while True:
        row = db.execute(
            "SELECT d.subscriber_id, d.tries, d.edition_id, s.address, s.state = 'active' AND EXISTS"
            " (SELECT 1 FROM choice c WHERE c.digest = d.digest AND c.subscriber_id = d.subscriber_id) AS wanted"
            " FROM (SELECT * FROM delivery"
            f" WHERE {_OPEN} AND {DUE}{chosen}"
            " ORDER BY next_at, subscriber_id LIMIT 1) d JOIN subscriber s ON s.id = d.subscriber_id",
            values,
        ).fetchone()
        if row is None:
            return None
        before = Progress(tries=row["tries"])
        part = share(db, row["subscriber_id"]) if share and row["wanted"] else None
        if row["wanted"] and (part or not share):
            _write(db, issue_key, row["subscriber_id"], before.claimed(), now, owner=owner)
            if part and part.edition != row["edition_id"]:
                db.execute(
                    "UPDATE delivery SET edition_id = ? WHERE digest = ? AND issue = ? AND subscriber_id = ?",
                    (part.edition, issue_key.digest, issue_key.issue, row["subscriber_id"]),
                )
            return Claim(
                issue_key=issue_key,
                subscriber=row["subscriber_id"],
                address=row["address"],
                tries=row["tries"],
                articles=part.articles if part else (),
            )
        _write(db, issue_key, row["subscriber_id"], before.skipped(HAD if row["wanted"] else LEFT), now)


def settle(
    db: sqlite3.Connection, keys: Keys, done: Claim, refusal: NotSent | None, now: datetime
) -> DeliveryState:
    """Write down what became of a claimed row; returns its new state. ``refusal`` is None for a success.

    An address that does not exist, or at which issue after issue failed, is suppressed along with it.
    """
    after = Progress(state="sending", tries=done.tries).settled(refusal, WAITS)
    _write(db, done.issue_key, done.subscriber, after, now)
    suppress_missing_mailbox(db, keys, done.address, refusal, after.detail, now)
    if after.state == "failed":
        suppress_lasting_failure(db, keys, done.subscriber, now)
    return after.state


def sweep(db: sqlite3.Connection, issue_key: IssueKey, now: datetime, alive: Callable[[str], bool]) -> int:
    """Rows of senders that are not ``alive`` become unknown. Returns how many."""
    values = {"digest": issue_key.digest, "issue": issue_key.issue}
    rows = db.execute(
        f"SELECT subscriber_id, owner, tries FROM delivery WHERE {_OPEN} AND state = 'sending'", values
    ).fetchall()
    dead = [row for row in rows if not alive(row["owner"])]
    for row in dead:
        lost = Progress(state="sending", tries=row["tries"]).lost(
            "the sender died; the message may have left"
        )
        _write(db, issue_key, row["subscriber_id"], lost, now)
    return len(dead)


def retry(
    db: sqlite3.Connection, issue_key: IssueKey, state: RetryableState, now: datetime, *, only: str = ""
) -> int:
    """An operator says: send these again, even if somebody whose message is ``unknown`` gets two. Returns
    how many. ``only`` is one subscriber, all if it is empty."""
    again = Progress(state=state).retried()
    return db.execute(
        "UPDATE delivery SET state = :again, tries = :tries, next_at = 0, changed_at = :now, detail = :detail"
        " WHERE digest = :digest AND issue = :issue AND state = :state"
        + (" AND subscriber_id = :only" if only else ""),
        {
            "digest": issue_key.digest, "issue": issue_key.issue, "state": state, "again": again.state,
            "tries": again.tries, "detail": again.detail, "now": seconds(now), "only": only,
        },
    ).rowcount  # fmt: skip


def counts(db: sqlite3.Connection, issue_key: IssueKey) -> Counts:
    """How far the sending of an issue has come."""
    rows = db.execute(
        "SELECT state, count(*), sum(detail = ?) FROM delivery WHERE digest = ? AND issue = ? GROUP BY state",
        (HAD, issue_key.digest, issue_key.issue),
    ).fetchall()
    had = sum(row[2] for row in rows if row["state"] == "skipped")
    return Counts(**{row["state"]: row[1] for row in rows}, had=had)


def next_due(db: sqlite3.Connection, issue_key: IssueKey, *, only: str = "") -> datetime | None:
    """When the next pending row may be tried; None if there is none."""
    row = db.execute(
        f"SELECT min(next_at) FROM delivery WHERE {_OPEN} AND state = 'pending'"
        + (" AND subscriber_id = :only" if only else ""),
        {"digest": issue_key.digest, "issue": issue_key.issue, "only": only},
    ).fetchone()
    return moment(row[0]) if row[0] is not None else None


def delivery(db: sqlite3.Connection, issue_key: IssueKey, subscriber: str) -> Delivery | None:
    """The row of one subscriber, if there is one."""
    return next(_deliveries(db, issue_key, "d.subscriber_id = ?", subscriber), None)


def in_state(db: sqlite3.Connection, issue_key: IssueKey, state: DeliveryState) -> Iterator[Delivery]:
    """The rows in a state, by address, one at a time."""
    return _deliveries(db, issue_key, "d.state = ?", state)


def issue_keys(db: sqlite3.Connection, digest: str) -> tuple[IssueKey, ...]:
    """Every issue of a digest of which something was sent or tried, oldest first."""
    rows = db.execute(
        "SELECT DISTINCT issue FROM (SELECT digest, issue FROM sending UNION SELECT digest, issue FROM delivery)"
        " WHERE digest = ? ORDER BY issue",
        (digest,),
    )
    return tuple(IssueKey(digest=digest, issue=row["issue"]) for row in rows)


def begun(db: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """The digests and issues whose sending ever began."""
    return frozenset((row["digest"], row["issue"]) for row in db.execute("SELECT digest, issue FROM sending"))


def unfinished(db: sqlite3.Connection, digest: str) -> tuple[IssueKey, ...]:
    """The mailings of a digest that have begun and have messages still to be sent, oldest first."""
    rows = db.execute(
        "SELECT issue FROM sending s WHERE digest = ? AND EXISTS (SELECT 1 FROM delivery d WHERE"
        " d.digest = s.digest AND d.issue = s.issue AND d.state IN ('pending', 'sending') AND d.state = 'pending')"
        " ORDER BY began_at, issue",
        (digest,),
    )
    return tuple(IssueKey(digest=digest, issue=row["issue"]) for row in rows)


def mailings(db: sqlite3.Connection, issue_key: IssueKey) -> tuple[IssueKey, ...]:
    """The mailings of an issue that have begun, the first one and those of what was added, in order."""
    pattern = re.compile(rf"{re.escape(issue_key.issue)}(?:\+(\d+))?")
    rows = db.execute(
        "SELECT issue FROM sending WHERE digest = ? AND issue >= ? AND issue < ?",
        (issue_key.digest, issue_key.issue, f"{issue_key.issue},"),
    )
    found = (pattern.fullmatch(row["issue"]) for row in rows)
    numbers = sorted((int(match[1] or 1), match[0]) for match in found if match)
    return tuple(IssueKey(digest=issue_key.digest, issue=issue) for _, issue in numbers)


def recipients(db: sqlite3.Connection, issue_key: IssueKey) -> Iterator[tuple[str, str]]:
    """Whom a sending would go to now, as it seems: ids and addresses, in order of these."""
    if began(db, issue_key):
        query = (
            "SELECT s.id, s.address FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id JOIN choice c"
            " ON c.subscriber_id = s.id AND c.digest = d.digest"
            " WHERE d.digest = :digest AND d.issue = :issue AND d.state = 'pending' AND s.state = 'active'"
        )
    else:
        query = (
            "SELECT s.id, s.address FROM choice c JOIN subscriber s ON s.id = c.subscriber_id"
            " LEFT JOIN delivery d ON d.digest = c.digest AND d.issue = :issue AND d.subscriber_id = s.id"
            " WHERE c.digest = :digest AND s.state = 'active' AND ifnull(d.state, 'pending') = 'pending'"
        )
    values = {"digest": issue_key.digest, "issue": issue_key.issue}
    for row in db.execute(f"{query} ORDER BY s.address_key", values):
        yield row["id"], row["address"]


def _deliveries(db: sqlite3.Connection, issue_key: IssueKey, which: str, value: str) -> Iterator[Delivery]:
    rows = db.execute(
        "SELECT s.address, d.state, d.changed_at, d.detail FROM delivery d JOIN subscriber s"
        f" ON s.id = d.subscriber_id WHERE d.digest = ? AND d.issue = ? AND {which} ORDER BY s.address_key",
        (issue_key.digest, issue_key.issue, value),
    )
    for row in rows:
        yield Delivery(
            address=row["address"],
            state=row["state"],
            changed=moment(row["changed_at"]),
            detail=row["detail"],
        )


def _write(
    db: sqlite3.Connection,
    issue_key: IssueKey,
    subscriber: str,
    progress: Progress,
    now: datetime,
    *,
    owner: str = "",
) -> None:
    db.execute(
        "UPDATE delivery SET state = ?, changed_at = ?, owner = ?, detail = ?, tries = ?, next_at = ?"
        " WHERE digest = ? AND issue = ? AND subscriber_id = ?",
        (
            progress.state, seconds(now), owner, progress.detail, progress.tries,
            seconds(now + progress.wait) if progress.wait else 0,
            issue_key.digest, issue_key.issue, subscriber,
        ),
    )  # fmt: skip
