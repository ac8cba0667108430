"""A database with people in it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.personal_links import new_token

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ASKED = Evidence(ip="192.0.2.7", page="/articles/second-interview/", version="2026-11", text="Yes, mail me.")
CLICKED = Evidence(ip="198.51.100.9")


def ask(
    db: sqlite3.Connection, keys: Keys, address: str, *digests: str, now: datetime = NOW
) -> tuple[str, str]:
    """Somebody asks by the form; returns the id and the secret of the link."""
    with transaction(db):
        asked = subscribers.ask(db, keys, read_address(address), digests or ("weekly",), ASKED, now)
        assert asked is not None
        token = new_token()
        subscribers.add_token(db, asked[0], token, digests or ("weekly",), now)
    return asked[0], token


def subscribe(db: sqlite3.Connection, keys: Keys, address: str, *digests: str, now: datetime = NOW) -> str:
    """Somebody asks and, an hour later, clicks; returns the id."""
    subscriber, token = ask(db, keys, address, *digests, now=now)
    with transaction(db):
        subscribers.confirm(db, keys, token, CLICKED, now + timedelta(hours=1))
    return subscriber


def deliver(
    db: sqlite3.Connection, subscriber: str, issue: str, *, state: str = "sent", began: datetime = NOW
) -> None:
    """An issue of the weekly digest went to a subscriber."""
    at = int(began.timestamp())
    with transaction(db):
        db.execute(
            "INSERT OR IGNORE INTO sending (digest, issue, began_at) VALUES ('weekly', ?, ?)", (issue, at)
        )
        db.execute(
            "INSERT INTO delivery (digest, issue, subscriber_id, state, changed_at) VALUES ('weekly', ?, ?, ?, ?)",
            (issue, subscriber, state, at),
        )
