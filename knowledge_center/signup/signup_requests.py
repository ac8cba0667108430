"""Signups as they come in by the form, and what becomes of them a moment later.

The form's answer tells nothing, neither by its words nor by its time: whatever was typed, one row is
written and that is all. A worker then asks who is subscribed and queues a transactional mail.
Every function works inside the caller's transaction (``database.transaction``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from knowledge_center.signup.database import seconds
from knowledge_center.signup.email_addresses import MailAddress
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.rate_limits import DAY, Limits, marks, reached
from knowledge_center.signup.subscribers import Evidence, LinkState, ask, confirm, link_state

# Mails to one subscriber: a limit by mailbox holds per request, this one whatever way requests came.
MOST_IN_A_DAY = {"confirm": 5, "already": 1, "welcome": 1}

RequestState = Literal["new", "limited", "robot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignupRequest:
    """What was typed into the form: ``digests`` are keys of the settings, ``robot`` whether the trap was filled in."""

    address: MailAddress
    digests: tuple[str, ...]
    evidence: Evidence
    robot: bool = False


def receive(
    db: sqlite3.Connection, keys: Keys, request: SignupRequest, limits: Limits, now: datetime
) -> tuple[RequestState, tuple[str, ...]]:
    """Keep a request: always one row and the same statements. Returns its state and the limits it is over."""
    evidence = request.evidence
    counted = marks(keys, request.address, evidence.ip)
    over = reached(db, limits, counted, now)
    state: RequestState = "robot" if request.robot else "limited" if over else "new"
    db.execute(
        "INSERT INTO request (at, address, address_key, digests, ip, page, version, text,"
        " mailbox_mark, ip_mark, network_mark, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seconds(now), request.address.text, request.address.key, " ".join(request.digests),
            evidence.ip, evidence.page, evidence.version, evidence.text, counted.mailbox, counted.computer,
            counted.network, state,
        ),
    )  # fmt: skip
    return state, over


def process(db: sqlite3.Connection, keys: Keys, now: datetime, *, most: int = 50) -> int:
    """Act upon the oldest requests that wait, ``most`` at a time. Returns how many there were.

    Of a request that was acted upon only the marks are left; what is evidence now stands with the subscriber.
    """
    # Those turned away wait too, but only to be emptied: work that must not show in the form's answer.
    rows = db.execute("SELECT * FROM request WHERE address <> '' ORDER BY id LIMIT ?", (most,)).fetchall()
    for row in rows:
        if row["state"] == "new":
            _act_upon(db, keys, row, now)
        db.execute(
            "UPDATE request SET state = ?, address = '', address_key = '', ip = '', page = '', text = ''"
            " WHERE id = ?",
            ("done" if row["state"] == "new" else row["state"], row["id"]),
        )
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


def _act_upon(db: sqlite3.Connection, keys: Keys, row: sqlite3.Row, now: datetime) -> None:
    address = MailAddress(text=row["address"], key=row["address_key"])
    evidence = Evidence(ip=row["ip"], page=row["page"], version=row["version"], text=row["text"])
    digests = row["digests"].split()
    due = ask(db, keys, address, digests, evidence, now)
    if due is not None:
        _queue_mail(db, due[0], due[1], digests, now)


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
