"""Signups as they come in by the form, and what becomes of them a moment later.

The form's answer tells nothing, neither by its words nor by its time: whatever was typed, one row is
written and that is all. After a pause a worker asks who is subscribed and queues a transactional mail: a pause
of any length, so that who watches how busy the service is learns nothing either. Where limits that people share
are reached, the request waits until they open.
Every function works inside the caller's transaction (``database.transaction``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import moment, seconds
from knowledge_center.signup.email_addresses import MailAddress
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.rate_limits import DAY, Limits, Marks, crowded, marks, opens, reached
from knowledge_center.signup.subscribers import LinkState, ask, confirm, link_state
from knowledge_center.text.plurals import counted

# Mails to one subscriber: a limit by mailbox holds per request, this one whatever way requests came.
MOST_IN_A_DAY = {"confirm": 5, "already": 1, "welcome": 1}

# Between these many seconds, by chance, a request waits before it is acted upon, whatever becomes of it.
PAUSE = (2, 10)
# The rows whose time has come. None is put off for longer than an hour: where one is, the clock was wrong.
_DUE = "address <> '' AND (due_at <= :now OR due_at > :far)"

RequestState = Literal["new", "limited", "robot", "crowded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignupRequest:
    """What was typed into the form: ``digests`` are keys of the settings, ``robot`` whether the trap was filled in."""

    address: MailAddress
    digests: tuple[str, ...]
    evidence: Evidence
    robot: bool = False


def receive(
    db: sqlite3.Connection,
    keys: Keys,
    request: SignupRequest,
    limits: Limits,
    now: datetime,
    *,
    pause: int = 0,
) -> tuple[RequestState, tuple[str, ...]]:
    """Keep a request: one row and the same statements. Returns its state and the mailbox's limits it is over.

    It is acted upon after ``pause`` seconds. ``crowded``: it was not kept, because so many from the same
    computer or network wait that it would for more than a day; that says nothing about the address.
    """
    evidence = request.evidence
    own = marks(keys, request.address, evidence.ip)
    if crowded(db, limits, own):
        return "crowded", ()
    over = reached(db, limits, own, now)
    state: RequestState = "robot" if request.robot else "limited" if over else "new"
    db.execute(
        "INSERT INTO request (at, due_at, address, address_key, digests, ip, page, version, text,"
        " mailbox_mark, ip_mark, network_mark, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seconds(now), seconds(now) + pause, request.address.text, request.address.key,
            " ".join(request.digests), evidence.ip, evidence.page, evidence.version, evidence.text,
            own.mailbox, own.computer, own.network, state,
        ),
    )  # fmt: skip
    return state, over


def due(db: sqlite3.Connection, now: datetime) -> bool:
    """Whether there is a request to act upon."""
    return db.execute(f"SELECT 1 FROM request WHERE {_DUE} LIMIT 1", _due_values(now)).fetchone() is not None


def process(db: sqlite3.Connection, keys: Keys, limits: Limits, now: datetime, *, most: int = 50) -> int:
    """Act upon the requests whose time has come, ``most`` at a time, oldest first. Returns how many there were.

    Of a request that was acted upon only the marks are left; what is evidence now stands with the subscriber.
    """
    query = f"SELECT * FROM request WHERE {_DUE} ORDER BY due_at, id LIMIT :most"
    rows = db.execute(query, {**_due_values(now), "most": most}).fetchall()
    gone: set[int] = set()
    for row in rows:
        if row["id"] in gone:
            continue
        if row["state"] != "new":
            # Those turned away wait too, but only to be emptied: work that must not show in the form's answer.
            _empty(db, row["id"], row["state"], row["at"])
            continue
        own = Marks(mailbox=row["mailbox_mark"], computer=row["ip_mark"], network=row["network_mark"])
        again = opens(db, limits, own, now)
        if again > seconds(now):
            db.execute("UPDATE request SET due_at = ? WHERE id = ?", (again, row["id"]))
            continue
        gone |= _act_upon(db, keys, row, now)
        # From now on it counts as of this moment: the limits are about mails.
        _empty(db, row["id"], "done", seconds(now))
    return len(rows)


def use_link(
    db: sqlite3.Connection, keys: Keys, token: str, evidence: Evidence, now: datetime, *, welcome: bool
) -> tuple[LinkState, str]:
    """Confirm by a link, see ``subscribers.confirm``. Whoever is new by it gets a mail that says ``welcome``."""
    is_new = link_state(db, token, now)[0] == "open"
    state, subscriber = confirm(db, keys, token, evidence, now)
    if welcome and is_new and state == "confirmed":
        _queue_mail(db, subscriber, "welcome", (), now)
    return state, subscriber


def waiting(db: sqlite3.Connection) -> tuple[int, datetime | None]:
    """How many signups wait because of the limits that people share, and since when the oldest has."""
    row = db.execute(
        "SELECT count(*), min(at) FROM request WHERE address <> '' AND state = 'new' AND due_at > at + ?",
        (PAUSE[1],),
    ).fetchone()
    return row[0], moment(row[1]) if row[0] else None


def format_waiting(db: sqlite3.Connection) -> str:
    """What waits as a sentence, empty where nothing does."""
    count, since = waiting(db)
    if since is None:
        return ""
    wait = counted(count, "signup waits", "signups wait")
    return f"{wait} for a limit of computers or networks, the oldest since {since:%Y-%m-%d %H:%M} UTC."


def dropped(db: sqlite3.Connection, now: datetime) -> int:
    """How many signups of the last day were dropped because their mailbox had got all it may."""
    query = "SELECT count(*) FROM request WHERE state = 'limited' AND at > ?"
    found: int = db.execute(query, (seconds(now) - DAY,)).fetchone()[0]
    return found


def _due_values(now: datetime) -> dict[str, int]:
    return {"now": seconds(now), "far": seconds(now + timedelta(days=1))}


def _empty(db: sqlite3.Connection, request: int, state: str, at: int) -> None:
    db.execute(
        "UPDATE request SET state = ?, at = ?, address = '', address_key = '', ip = '', page = '', text = ''"
        " WHERE id = ?",
        (state, at, request),
    )


def _act_upon(db: sqlite3.Connection, keys: Keys, row: sqlite3.Row, now: datetime) -> set[int]:
    """Queue the mail of a request. Others of the same address that wait go along: one mail is enough.

    Returns the ids of those; they are gone.
    """
    query = (
        "SELECT * FROM request WHERE mailbox_mark = ? AND state IN ('new', 'done') AND state = 'new'"
        " AND address_key = ? ORDER BY id"
    )
    together = db.execute(query, (row["mailbox_mark"], row["address_key"])).fetchall()
    for one in together:
        address = MailAddress(text=one["address"], key=one["address_key"])
        evidence = Evidence(ip=one["ip"], page=one["page"], version=one["version"], text=one["text"])
        digests = one["digests"].split()
        # Evidence is of the moment when the form was sent, however long the request had to wait.
        asked = ask(db, keys, address, digests, evidence, min(moment(one["at"]), now))
        if asked is not None:
            _queue_mail(db, asked[0], asked[1], digests, now)
    others = {one["id"] for one in together if one["id"] != row["id"]}
    db.executemany("DELETE FROM request WHERE id = ?", [(one,) for one in others])
    return others


def _queue_mail(
    db: sqlite3.Connection,
    subscriber: str,
    kind: Literal["confirm", "already", "welcome"],
    digests: Iterable[str],
    now: datetime,
) -> None:
    """Queue a mail. One that still waits takes the new digests with it instead."""
    at = seconds(now)
    waiting = db.execute(
        "SELECT id, digests FROM letter WHERE subscriber_id = ? AND kind = ? AND state = 'pending'",
        (subscriber, kind),
    ).fetchone()
    if waiting is not None:
        wanted = " ".join(dict.fromkeys([*waiting["digests"].split(), *digests]))
        db.execute("UPDATE letter SET digests = ? WHERE id = ?", (wanted, waiting["id"]))
        return
    lately = db.execute(
        "SELECT count(*) FROM letter WHERE subscriber_id = ? AND kind = ? AND created_at > ?",
        (subscriber, kind, at - DAY),
    ).fetchone()[0]
    if lately < MOST_IN_A_DAY[kind]:
        db.execute(
            "INSERT INTO letter (subscriber_id, kind, digests, created_at, state, next_at, changed_at)"
            " VALUES (?, ?, ?, ?, 'pending', ?, ?)",
            (subscriber, kind, " ".join(digests), at, at, at),
        )
