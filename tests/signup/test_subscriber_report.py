"""What the operator reads about a subscriber."""

from __future__ import annotations

import json
import sqlite3

from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.subscriber_report import (
    as_data,
    format_line,
    format_record,
    plain,
    read_record,
    record_as_data,
)
from tests.signup.people import NOW, ask, deliver, subscribe

BOB = read_address("bob@example.com")


def test_a_line_says_who_how_and_since_when(db: sqlite3.Connection, keys: Keys) -> None:
    """A list is read by people first."""
    found = subscribers.find(db, subscribe(db, keys, "Ann@example.com"))
    assert found
    assert format_line(found) == "Ann@example.com  active  weekly  since 2026-11-20"


def test_everything_about_somebody_is_reported(db: sqlite3.Connection, keys: Keys) -> None:
    """Who asks what is kept about them gets all of it: consent, mails and issues."""
    key = subscribe(db, keys, "ann@example.com")
    deliver(db, key, "2026-W47")
    with transaction(db):
        db.execute(
            "INSERT INTO letter (subscriber_id, kind, created_at, state, next_at, changed_at)"
            " VALUES (?, 'confirm', 1795176000, 'sent', 0, 0)",
            (key,),
        )
    found = subscribers.find(db, key)
    assert found
    text = format_record(read_record(db, found))
    assert "2026-11-20 12:00 UTC  signup weekly  from 192.0.2.7  on /articles/second-interview/" in text
    assert "text 2026-11  “Yes, mail me.”" in text
    assert "2026-11-20 13:00 UTC  confirmed weekly  from 198.51.100.9" in text
    assert "2026-11-20 12:00 UTC  confirm: sent" in text
    assert "2026-11-20 12:00 UTC  weekly 2026-W47: sent" in text
    data = json.loads(json.dumps(record_as_data(read_record(db, found))))
    assert [consent["event"] for consent in data["consents"]] == ["signup", "confirmed"]
    assert data["deliveries"] == [
        {"digest": "weekly", "issue": "2026-W47", "state": "sent", "at": "2026-11-20T12:00:00Z", "detail": ""}
    ]


def test_nothing_known_is_reported_as_nothing(db: sqlite3.Connection, keys: Keys) -> None:
    """Somebody who has not clicked is confirmed never and gets no digest."""
    key, _ = ask(db, keys, "ann@example.com")
    found = subscribers.find(db, key)
    assert found
    assert as_data(found)["confirmed"] is None
    assert "confirmed  never" in format_record(read_record(db, found))
    assert "digests    none" in format_record(read_record(db, found))


def test_what_others_wrote_cannot_play_with_the_terminal(db: sqlite3.Connection, keys: Keys) -> None:
    """The page of a signup comes from the form: escape sequences, line ends and turned text are taken out."""
    assert plain("a\x1b[2Jb\nc\u202ed\x9b") == "a [2Jb c d"
    with transaction(db):
        key = subscribers.add(db, keys, BOB, ["weekly"], Evidence(page="/\x1b]0;x\x07"), NOW)
    assert key
    found = subscribers.find(db, key)
    assert found
    assert "\x1b" not in format_record(read_record(db, found)) and "\x07" not in format_record(
        read_record(db, found)
    )
