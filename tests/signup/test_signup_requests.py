"""What the form leaves behind, and what becomes of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge_center.signup import database, subscribers
from knowledge_center.signup.consents import Evidence, consents
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.rate_limits import LIFTED, Limits
from knowledge_center.signup.signup_requests import SignupRequest, process, receive, waiting

KEYS = make_keys()
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SEEN = Evidence(ip="192.0.2.7", page="/articles/x/", version="1", text="Yes, mail me.")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "s.sqlite3")
    yield connection
    connection.close()


def request(address: str = "ana@example.org", *digests: str, robot: bool = False) -> SignupRequest:
    return SignupRequest(
        address=read_address(address), digests=digests or ("weekly",), evidence=SEEN, robot=robot
    )


def take(db: sqlite3.Connection, given: SignupRequest, limits: Limits = LIFTED, now: datetime = NOW) -> str:
    with transaction(db):
        return receive(db, KEYS, given, limits, now)[0]


def work(db: sqlite3.Connection, now: datetime = NOW) -> int:
    with transaction(db):
        return process(db, KEYS, LIFTED, now)


def mails(db: sqlite3.Connection) -> list[tuple[str, str, str]]:
    rows = db.execute("SELECT kind, digests, state FROM letter ORDER BY id")
    return [(row["kind"], row["digests"], row["state"]) for row in rows]


def active(db: sqlite3.Connection, address: str = "ana@example.org") -> str:
    with transaction(db):
        found = subscribers.add(db, KEYS, read_address(address), ["weekly"], SEEN, NOW)
    assert found is not None
    return found


def test_a_signup_leaves_a_mail_and_evidence(db: sqlite3.Connection) -> None:
    """A new address gets one mail to confirm with, and what was agreed to is on record."""
    assert take(db, request("ana@example.org", "weekly", "monthly")) == "new"
    assert mails(db) == []
    assert work(db) == 1
    assert mails(db) == [("confirm", "weekly monthly", "pending")]
    found = subscribers.find_address(db, read_address("ana@example.org"))
    assert found is not None and found.state == "pending"
    assert [(line.event, line.evidence) for line in consents(db, found.id)] == [("signup", SEEN)]
    assert work(db) == 0
    assert len(mails(db)) == 1


@pytest.mark.parametrize("case", ["new", "pending", "active", "left", "suppressed", "limited", "robot"])
def test_every_post_does_the_same_work(db: sqlite3.Connection, case: str) -> None:
    """Whoever is behind an address, and whatever limit is reached: the same statements, and one row."""
    address = read_address("ana@example.org")
    if case == "pending":
        take(db, request())
        work(db)
    elif case in ("active", "left"):
        subscriber = active(db)
        if case == "left":
            with transaction(db):
                subscribers.leave(db, subscriber, SEEN, NOW)
    elif case == "suppressed":
        with transaction(db):
            subscribers.suppress(db, KEYS, address, "no such mailbox", NOW)
    elif case == "limited":
        for _ in range(5):
            take(db, request())
    rows = db.execute("SELECT count(*) FROM request").fetchone()[0]
    done: list[str] = []
    db.set_trace_callback(lambda statement: done.append(statement.split(" (")[0].split("WHERE")[0]))
    state = take(db, request(robot=case == "robot"), Limits())
    db.set_trace_callback(None)
    assert state == (case if case in ("limited", "robot") else "new")
    assert done == ["BEGIN IMMEDIATE", *["SELECT count(*) FROM"] * 5, "INSERT INTO request", "COMMIT"]
    assert db.execute("SELECT count(*) FROM request").fetchone()[0] == rows + 1


def test_what_was_acted_upon_holds_no_address_any_more(db: sqlite3.Connection) -> None:
    """After the worker's turn only marks are left of a request, of those turned away too."""
    take(db, request("ana@example.org"))
    take(db, request("bot@example.org", robot=True))
    take(db, request("cut+1@example.org"))
    take(db, request("cut@example.org"), Limits(mailbox_hour=1))
    assert work(db) == 4
    rows = db.execute("SELECT * FROM request ORDER BY id").fetchall()
    assert [row["state"] for row in rows] == ["done", "robot", "done", "limited"]
    assert {(row["address"], row["address_key"], row["ip"], row["page"], row["text"]) for row in rows} == {
        ("", "", "", "", "")
    }
    assert subscribers.find_address(db, read_address("bot@example.org")) is None
    assert subscribers.find_address(db, read_address("cut@example.org")) is None
    assert mails(db) == [("confirm", "weekly", "pending")] * 2


def test_asking_twice_at_once_is_one_mail(db: sqlite3.Connection) -> None:
    """A double click, or a second form: as long as the mail waits, it takes the new wishes with it."""
    take(db, request("ana@example.org", "weekly"))
    take(db, request("ana@example.org", "monthly"))
    work(db)
    assert mails(db) == [("confirm", "weekly monthly", "pending")]


def test_a_lost_mail_can_be_asked_for_again(db: sqlite3.Connection) -> None:
    """Once a mail was sent, the next request sends another; five a day are enough."""
    for _ in range(7):
        take(db, request())
        work(db)
        db.execute("UPDATE letter SET state = 'sent'")
    assert mails(db) == [("confirm", "weekly", "sent")] * 5
    tomorrow = NOW + timedelta(days=1, seconds=1)
    take(db, request(), now=tomorrow)
    work(db, tomorrow)
    assert len(mails(db)) == 6


def test_asking_again_begins_the_thirty_days_anew(db: sqlite3.Connection) -> None:
    """Who asks again on the last day is not forgotten before the new link is over."""
    take(db, request())
    work(db)
    again = NOW + timedelta(days=29)
    take(db, request(), now=again)
    work(db, again)
    with transaction(db):
        assert subscribers.purge(db, again + timedelta(days=6)) == 0
        assert subscribers.purge(db, again + timedelta(days=31)) == 1


def test_who_is_subscribed_is_reported_so_once_a_day(db: sqlite3.Connection) -> None:
    """An address that is subscribed gets a mail that says so, and nothing about it changes."""
    subscriber = active(db)
    before = subscribers.find(db, subscriber)
    for _ in range(3):
        take(db, request("ana@example.org", "monthly"))
        work(db)
        db.execute("UPDATE letter SET state = 'sent'")
    assert mails(db) == [("already", "monthly", "sent")]
    assert subscribers.find(db, subscriber) == before
    tomorrow = NOW + timedelta(days=1, seconds=1)
    take(db, request(), now=tomorrow)
    work(db, tomorrow)
    assert [kind for kind, _, _ in mails(db)] == ["already", "already"]


def test_a_suppressed_address_gets_nothing(db: sqlite3.Connection) -> None:
    """Whoever types it."""
    with transaction(db):
        subscribers.suppress(db, KEYS, read_address("ana@example.org"), "complained", NOW)
    take(db, request())
    assert work(db) == 1
    assert mails(db) == []


def test_a_pile_is_worked_off_in_parts(db: sqlite3.Connection) -> None:
    """The oldest come first, some at a time, so that others can write in between."""
    for n in range(7):
        take(db, request(f"r{n}@example.org"))
    with transaction(db):
        assert process(db, KEYS, LIFTED, NOW, most=3) == 3
    assert subscribers.find_address(db, read_address("r2@example.org")) is not None
    assert subscribers.find_address(db, read_address("r3@example.org")) is None
    assert work(db) == 4
    assert len(mails(db)) == 7


def test_what_waited_before_an_update_is_acted_upon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request in a database of the first version: it is due at once, and counts as any other."""
    monkeypatch.setattr(database, "MIGRATIONS", database.MIGRATIONS[:1])
    old = connect(tmp_path / "old.sqlite3")
    with transaction(old):
        old.execute(
            "INSERT INTO request (at, address, address_key, digests, ip, page, version, text, mailbox_mark, ip_mark,"
            " network_mark, state) VALUES (?, 'ana@example.org', 'ana@example.org', 'weekly', '', '', '1', '', x'01',"
            " x'02', x'03', 'new')",
            (int(NOW.timestamp()),),
        )
    old.close()
    monkeypatch.undo()
    db = connect(tmp_path / "old.sqlite3")
    assert waiting(db) == (0, None)
    with transaction(db):
        assert process(db, KEYS, Limits(), NOW) == 1
    assert mails(db) == [("confirm", "weekly", "pending")]
    db.close()
