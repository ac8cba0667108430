"""The evidence about subscribers: a line for each event, and what can be read from them.

Every function works inside the caller's transaction (``database.transaction``); moments are aware datetimes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from knowledge_center.signup.database import moment, seconds

Event = Literal[
    "signup", "confirmed", "added", "imported", "chosen", "left", "removed", "suppressed", "unsuppressed"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How somebody came to agree: the address of the computer, the page with the form, which text."""

    ip: str = ""
    page: str = ""
    version: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One line of the evidence about a subscriber."""

    at: datetime
    event: str
    digests: tuple[str, ...]
    evidence: Evidence


def note_consent(
    db: sqlite3.Connection, subscriber: str, event: Event, digests: str, evidence: Evidence, now: datetime
) -> None:
    """One line more: what happened, to which ``digests`` (keys with blanks between them), on which evidence."""
    db.execute(
        "INSERT INTO consent (subscriber_id, at, event, digests, ip, page, version, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            subscriber, seconds(now), event, digests, evidence.ip, evidence.page, evidence.version, evidence.text,
        ),
    )  # fmt: skip


def consents(db: sqlite3.Connection, subscriber: str) -> tuple[Consent, ...]:
    """The evidence about a subscriber, oldest first."""
    rows = db.execute("SELECT * FROM consent WHERE subscriber_id = ? ORDER BY id", (subscriber,))
    return tuple(
        Consent(
            at=moment(row["at"]),
            event=row["event"],
            digests=tuple(row["digests"].split()),
            evidence=Evidence(ip=row["ip"], page=row["page"], version=row["version"], text=row["text"]),
        )
        for row in rows
    )


def changed_digests(db: sqlite3.Connection) -> frozenset[str]:
    """The ids of those who ever changed what they get."""
    rows = db.execute("SELECT DISTINCT subscriber_id FROM consent WHERE event = 'chosen'")
    return frozenset(row["subscriber_id"] for row in rows)


def lifted(
    lines: Iterable[Consent], *, by: Collection[str] = ("confirmed", "unsuppressed")
) -> datetime | None:
    """When a suppression was taken back last, by one of these events; None if it never was."""
    silenced, at = False, None
    for line in lines:
        if line.event == "suppressed":
            silenced = True
        elif silenced and line.event in by:
            silenced, at = False, line.at
    return at


def digests_before_suppression(lines: Iterable[Consent]) -> tuple[str, ...]:
    """The digests that somebody was subscribed to when the latest suppression came, by the evidence."""
    digests: tuple[str, ...] = ()
    silenced = False
    for line in lines:
        if line.event == "suppressed":
            silenced = True
        elif line.event in ("confirmed", "added", "imported"):
            # A signup that lifted a bounce began anew.
            digests = tuple(dict.fromkeys((*(() if silenced else digests), *line.digests)))
            silenced = False
        elif line.event in ("chosen", "left", "removed", "unsuppressed"):
            digests, silenced = line.digests, False
    return digests


def has_left(lines: Iterable[Consent]) -> bool:
    """Whether somebody's last word was to leave, by the evidence; asking alone brings nobody back."""
    comes_and_goes = ("confirmed", "added", "imported", "left", "removed")
    last = [line.event for line in lines if line.event in comes_and_goes][-1:]
    return bool(last) and last[0] in ("left", "removed")
