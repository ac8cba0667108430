"""Who is subscribed to what: every change of a subscriber's state, each with its evidence.

    nobody --request--> pending --confirm--> active --leave--> left --request, confirm--> active
    any --bounce--> suppressed --request, confirm--> active
    any --complaint--> suppressed, for good
    suppressed --an operator's word--> what it was before

Every function works inside the caller's transaction (``database.transaction``); ``now`` is an aware
datetime. Nothing here knows of HTTP or SMTP.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from knowledge_center.signup.consents import (
    Evidence,
    consents,
    digests_before_suppression,
    has_left,
    note_consent,
)
from knowledge_center.signup.database import moment, seconds
from knowledge_center.signup.email_addresses import MailAddress
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.personal_links import new_id, token_hash

CONFIRM_DAYS = 7
UNCONFIRMED_DAYS = 30
# The reason of a suppression that no signup takes back; every other one is a bounce.
COMPLAINED = "complained"

SubscriberState = Literal["pending", "active", "left", "suppressed"]
LinkState = Literal["open", "confirmed", "expired", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One address. ``digests`` are keys, in order; moments are aware, in UTC."""

    id: str
    address: str
    state: SubscriberState
    reason: str
    created: datetime
    changed: datetime
    confirmed: datetime | None
    digests: tuple[str, ...]

    @property
    def may_confirm(self) -> bool:
        """Whether a signup that was asked for can still be confirmed: after a bounce, but not after a complaint."""
        return self.state in ("pending", "left") or (self.state == "suppressed" and self.reason != COMPLAINED)


def ask(
    db: sqlite3.Connection,
    keys: Keys,
    address: MailAddress,
    digests: Iterable[str],
    evidence: Evidence,
    now: datetime,
) -> tuple[str, Literal["confirm", "already"]] | None:
    """Somebody asks to be subscribed: the subscriber's id and the mail that is due, or None for no mail.

    An address that complained gets none. One that bounced stays suppressed until the signup is confirmed: then
    its mailbox is there. An active one stays as it is: whoever typed it may be somebody else.
    """
    row = _by_key(db, address.key)
    reasons = {_reason(db, keys, address), row["reason"] if row is not None else ""}
    if COMPLAINED in reasons:
        return None
    if row is not None and row["state"] == "active":
        return row["id"], "already"
    wanted = _joined(digests)
    if row is None:
        subscriber = _insert(db, address, now)
    else:
        subscriber = row["id"]
        db.execute("UPDATE subscriber SET address = ? WHERE id = ?", (address.text, subscriber))
        if row["state"] == "pending":
            # Thirty days from now, else the new link could be deleted before it is over.
            db.execute("UPDATE subscriber SET changed_at = ? WHERE id = ?", (seconds(now), subscriber))
    note_consent(db, subscriber, "signup", wanted, evidence, now)
    return subscriber, "confirm"


def add_token(
    db: sqlite3.Connection, subscriber: str, token: str, digests: Iterable[str], now: datetime
) -> None:
    """Remember a confirmation link for seven days. The link's secret itself is not kept."""
    expires = seconds(now + timedelta(days=CONFIRM_DAYS))
    db.execute(
        "INSERT INTO confirmation (token_hash, subscriber_id, digests, expires_at) VALUES (?, ?, ?, ?)",
        (token_hash(token), subscriber, _joined(digests), expires),
    )


def link_state(db: sqlite3.Connection, token: str, now: datetime) -> tuple[LinkState, str]:
    """What a confirmation link is worth, and whose it is; nothing changes."""
    row = db.execute(
        "SELECT c.*, s.state, s.reason FROM confirmation c JOIN subscriber s ON s.id = c.subscriber_id"
        " WHERE token_hash = ?",
        (token_hash(token),),
    ).fetchone()
    if row is None or (row["state"] == "suppressed" and row["reason"] == COMPLAINED):
        return "unknown", ""
    if row["used_at"] is not None:
        return "confirmed", row["subscriber_id"]
    return ("open" if row["expires_at"] > seconds(now) else "expired"), row["subscriber_id"]


def confirm(
    db: sqlite3.Connection, keys: Keys, token: str, evidence: Evidence, now: datetime
) -> tuple[LinkState, str]:
    """Make the signup of a link count, and lift a bounce by it: a mail has arrived.

    A second time it changes nothing; after leaving, the link is dead.
    """
    state, subscriber = link_state(db, token, now)
    if state != "open":
        return state, subscriber
    link = token_hash(token)
    digests = db.execute("SELECT digests FROM confirmation WHERE token_hash = ?", (link,)).fetchone()[0]
    db.execute("UPDATE confirmation SET used_at = ? WHERE token_hash = ?", (seconds(now), link))
    key = db.execute("SELECT address_key FROM subscriber WHERE id = ?", (subscriber,)).fetchone()[0]
    db.execute("DELETE FROM suppression WHERE mark = ?", (_mark(keys, key),))
    _activate(db, subscriber, now, now)
    _add_choices(db, subscriber, digests.split())
    note_consent(db, subscriber, "confirmed", digests, evidence, now)
    return "confirmed", subscriber


def leave(
    db: sqlite3.Connection,
    subscriber: str,
    evidence: Evidence,
    now: datetime,
    event: Literal["left", "removed"] = "left",
) -> bool:
    """No digest any more. Waiting links and mails die with it. False for an id that nobody has.

    A suppressed address stays one, and has left once that is taken back.
    """
    found = find(db, subscriber)
    if found is None:
        return False
    suppressed = found.state == "suppressed"
    if has_left(consents(db, subscriber)) if suppressed else found.state == "left":
        return True
    _silence(db, subscriber, "suppressed" if suppressed else "left", found.reason, now)
    note_consent(db, subscriber, event, "", evidence, now)
    return True


def choose(
    db: sqlite3.Connection, subscriber: str, digests: Iterable[str], evidence: Evidence, now: datetime
) -> bool:
    """An active subscriber's own choice of digests; of none is leaving. False if nobody active has the id."""
    wanted = tuple(dict.fromkeys(digests))
    found = find(db, subscriber)
    if found is None or found.state != "active":
        return False
    if not wanted:
        return leave(db, subscriber, evidence, now)
    if set(wanted) != set(found.digests):
        db.execute("DELETE FROM choice WHERE subscriber_id = ?", (subscriber,))
        _add_choices(db, subscriber, wanted)
        db.execute("UPDATE subscriber SET changed_at = ? WHERE id = ?", (seconds(now), subscriber))
        note_consent(db, subscriber, "chosen", _joined(wanted), evidence, now)
    return True


def add(
    db: sqlite3.Connection,
    keys: Keys,
    address: MailAddress,
    digests: Iterable[str],
    evidence: Evidence,
    now: datetime,
    event: Literal["added", "imported"] = "added",
    confirmed: datetime | None = None,
) -> str | None:
    """Subscribe an address by hand, on evidence. Returns its id; None for a suppressed address.

    An import never brings back somebody who left here. ``confirmed`` is when consent was given
    elsewhere, now if it is None; whoever is active already keeps the moment there is.
    """
    if suppressed(db, keys, address):
        return None
    row = _by_key(db, address.key)
    if row is not None and (row["state"] == "suppressed" or (row["state"] == "left" and event == "imported")):
        return None
    subscriber = _insert(db, address, now) if row is None else str(row["id"])
    if row is None or row["state"] != "active":
        _activate(db, subscriber, now, confirmed or now)
    wanted = tuple(dict.fromkeys(digests))
    _add_choices(db, subscriber, wanted)
    note_consent(db, subscriber, event, _joined(wanted), evidence, now)
    return subscriber


def suppress(db: sqlite3.Connection, keys: Keys, address: MailAddress, reason: str, now: datetime) -> bool:
    """Never mail this address again. False if it was suppressed already, unless a complaint comes to a bounce."""
    before = _reason(db, keys, address)
    if before is not None and (reason != COMPLAINED or before == COMPLAINED):
        return False
    db.execute(
        "INSERT OR REPLACE INTO suppression (mark, at, reason) VALUES (?, ?, ?)",
        (_mark(keys, address.key), seconds(now), reason),
    )
    row = _by_key(db, address.key)
    if row is not None:
        _silence(db, row["id"], "suppressed", reason, now)
        note_consent(db, row["id"], "suppressed", "", Evidence(text=reason), now)
    return True


def suppressed(db: sqlite3.Connection, keys: Keys, address: MailAddress) -> bool:
    """Whether the address is never to be mailed again."""
    return _reason(db, keys, address) is not None


def unsuppress(
    db: sqlite3.Connection, keys: Keys, address: MailAddress, evidence: Evidence, now: datetime
) -> bool:
    """Take a suppression back, on an operator's evidence. False if there is none.

    Who was subscribed is again, to the same digests; whoever had left or not confirmed has still.
    """
    gone = db.execute("DELETE FROM suppression WHERE mark = ?", (_mark(keys, address.key),)).rowcount
    row = _by_key(db, address.key)
    if row is None or row["state"] != "suppressed":
        return gone > 0
    lines = consents(db, row["id"])
    digests = digests_before_suppression(lines)
    if digests:
        state: SubscriberState = "active"
        _add_choices(db, row["id"], digests)
    else:
        state = "left" if row["confirmed_at"] is not None or has_left(lines) else "pending"
    db.execute(
        "UPDATE subscriber SET state = ?, reason = '', changed_at = ? WHERE id = ?",
        (state, seconds(now), row["id"]),
    )
    note_consent(db, row["id"], "unsuppressed", _joined(digests), evidence, now)
    return True


def anybody(db: sqlite3.Connection) -> bool:
    """Whether there is a subscriber, or an address that is never to be mailed again."""
    query = "SELECT EXISTS (SELECT 1 FROM subscriber) OR EXISTS (SELECT 1 FROM suppression)"
    return bool(db.execute(query).fetchone()[0])


def mark_suppressed(db: sqlite3.Connection, keys: Keys) -> None:
    """Mark anew, with other keys, the suppressed addresses that are still known."""
    for row in db.execute("SELECT * FROM subscriber WHERE state = 'suppressed'").fetchall():
        db.execute(
            "INSERT OR IGNORE INTO suppression (mark, at, reason) VALUES (?, ?, ?)",
            (_mark(keys, row["address_key"]), row["changed_at"], row["reason"]),
        )


def erase(db: sqlite3.Connection, address: MailAddress) -> bool:
    """Delete all that is known of an address, evidence and deliveries too. False where nothing was.

    A suppression stays, as a mark that cannot be read back: erased addresses shall not be mailed again
    when an old list is imported.
    """
    row = _by_key(db, address.key)
    asked = db.execute("DELETE FROM request WHERE address_key = ?", (address.key,)).rowcount
    if row is not None:
        db.execute("DELETE FROM subscriber WHERE id = ?", (row["id"],))
    return row is not None or asked > 0


def purge(db: sqlite3.Connection, now: datetime) -> int:
    """Delete signups that nobody confirmed within 30 days, and what only limits needed. Returns how many."""
    month = seconds(now - timedelta(days=UNCONFIRMED_DAYS))
    stale = "state = 'pending' AND changed_at < ?"
    gone = db.execute(f"DELETE FROM subscriber WHERE {stale}", (month,)).rowcount
    db.execute("DELETE FROM confirmation WHERE expires_at < ? AND used_at IS NULL", (month,))
    db.execute("DELETE FROM letter WHERE created_at < ? AND state IN ('sent', 'failed', 'unknown')", (month,))
    # Those of the future were written while the clock was wrong.
    around = seconds(now - timedelta(days=2)), seconds(now + timedelta(days=2))
    db.execute("DELETE FROM request WHERE NOT at BETWEEN ? AND ? AND state <> 'new'", around)
    return gone


def find(db: sqlite3.Connection, subscriber: str) -> Subscriber | None:
    """The subscriber with an id."""
    row = db.execute("SELECT * FROM subscriber WHERE id = ?", (subscriber,)).fetchone()
    return _subscriber(db, row) if row else None


def find_address(db: sqlite3.Connection, address: MailAddress) -> Subscriber | None:
    """The subscriber with an address."""
    row = _by_key(db, address.key)
    return _subscriber(db, row) if row else None


def everybody(
    db: sqlite3.Connection, *, digest: str = "", state: SubscriberState | None = None
) -> Iterator[Subscriber]:
    """Subscribers by address, one at a time: of a digest, in a state, or all."""
    query = "SELECT s.* FROM subscriber s WHERE 1"
    values: list[str] = []
    if digest:
        query += " AND EXISTS (SELECT 1 FROM choice c WHERE c.subscriber_id = s.id AND c.digest = ?)"
        values.append(digest)
    if state:
        query += " AND s.state = ?"
        values.append(state)
    for row in db.execute(f"{query} ORDER BY s.address_key", values):
        yield _subscriber(db, row)


def _mark(keys: Keys, key: str) -> bytes:
    return keys.mark("suppression", key)


def _reason(db: sqlite3.Connection, keys: Keys, address: MailAddress) -> str | None:
    """Why an address is suppressed, None if it is not."""
    mark = _mark(keys, address.key)
    row = db.execute("SELECT reason FROM suppression WHERE mark = ?", (mark,)).fetchone()
    return row["reason"] if row else None


def _joined(digests: Iterable[str]) -> str:
    """Keys hold no blanks (``slugs.NAME``), so one column holds several."""
    return " ".join(dict.fromkeys(digests))


def _by_key(db: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute("SELECT * FROM subscriber WHERE address_key = ?", (key,)).fetchone()
    return row


def _insert(db: sqlite3.Connection, address: MailAddress, now: datetime) -> str:
    subscriber = new_id()
    db.execute(
        "INSERT INTO subscriber (id, address, address_key, state, created_at, changed_at)"
        " VALUES (?, ?, ?, 'pending', ?, ?)",
        (subscriber, address.text, address.key, seconds(now), seconds(now)),
    )
    return subscriber


def _activate(db: sqlite3.Connection, subscriber: str, now: datetime, confirmed: datetime) -> None:
    db.execute(
        "UPDATE subscriber SET state = 'active', reason = '', changed_at = ?, confirmed_at = ? WHERE id = ?",
        (seconds(now), seconds(confirmed), subscriber),
    )


def _add_choices(db: sqlite3.Connection, subscriber: str, digests: Iterable[str]) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO choice (subscriber_id, digest) VALUES (?, ?)",
        [(subscriber, digest) for digest in digests],
    )


def _silence(db: sqlite3.Connection, subscriber: str, state: str, reason: str, now: datetime) -> None:
    """Into a state in which nothing is mailed: choices, links and mails that wait are taken back."""
    db.execute("DELETE FROM choice WHERE subscriber_id = ?", (subscriber,))
    db.execute("DELETE FROM confirmation WHERE subscriber_id = ?", (subscriber,))
    db.execute("DELETE FROM letter WHERE subscriber_id = ? AND state = 'pending'", (subscriber,))
    db.execute(
        "UPDATE subscriber SET state = ?, reason = ?, changed_at = ? WHERE id = ?",
        (state, reason, seconds(now), subscriber),
    )


def _subscriber(db: sqlite3.Connection, row: sqlite3.Row) -> Subscriber:
    digests = db.execute("SELECT digest FROM choice WHERE subscriber_id = ? ORDER BY digest", (row["id"],))
    return Subscriber(
        id=row["id"],
        address=row["address"],
        state=row["state"],
        reason=row["reason"],
        created=moment(row["created_at"]),
        changed=moment(row["changed_at"]),
        confirmed=moment(row["confirmed_at"]) if row["confirmed_at"] is not None else None,
        digests=tuple(found["digest"] for found in digests),
    )
