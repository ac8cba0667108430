"""How often somebody may ask, and who counts as the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.rate_limits import LIFTED, Limits, computer_and_network, marks, reached
from knowledge_center.signup.signup_requests import SignupRequest, receive
from knowledge_center.signup.subscribers import Evidence, purge

KEYS = make_keys()
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "s.sqlite3")
    yield connection
    connection.close()


def ask(
    db: sqlite3.Connection,
    address: str = "ana@example.org",
    ip: str = "192.0.2.7",
    *,
    limits: Limits | None = None,
    now: datetime = NOW,
    robot: bool = False,
) -> str:
    """What becomes of a post."""
    post = SignupRequest(
        address=read_address(address), digests=("weekly",), evidence=Evidence(ip=ip), robot=robot
    )
    with transaction(db):
        return receive(db, KEYS, post, limits or Limits(), now)[0]


@pytest.mark.parametrize(
    ("ip", "computer", "network"),
    [
        ("192.0.2.7", "192.0.2.7", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        ("unknown", "unknown", "unknown"),
        ("", "", ""),
    ],
)
def test_what_counts_as_one_computer(ip: str, computer: str, network: str) -> None:
    """One household's IPv6 addresses are one computer, and an IPv4 address is the same in both spellings."""
    assert computer_and_network(ip) == (computer, network)


def test_a_mailbox_gets_two_mails_an_hour_and_five_a_day(db: sqlite3.Connection) -> None:
    """Whoever types it, from wherever, with whatever tag or capitals: it is one mailbox."""
    spellings = ["ana@example.org", "Ana+news@example.org", "ANA@EXAMPLE.ORG"]
    states = [ask(db, spelling, f"198.51.{n}.1") for n, spelling in enumerate(spellings)]
    assert states == ["new", "new", "limited"]
    later = [
        ask(db, ip=f"198.51.{hour}{n}.1", now=NOW + timedelta(hours=hour, seconds=1))
        for hour in (1, 2, 3)
        for n in (1, 2)
    ]
    assert later == ["new", "new", "new", "limited", "limited", "limited"]
    assert ask(db, now=NOW + timedelta(days=1, hours=4)) == "new"


def test_one_computer_cannot_ask_for_many(db: sqlite3.Connection) -> None:
    """Ten addresses an hour from one computer, then the next network has its turn."""
    assert [ask(db, f"r{n}@example.org") for n in range(12)] == ["new"] * 10 + ["limited"] * 2
    household = [ask(db, f"s{n}@example.org", f"2001:db8:0:1::{n:x}") for n in range(11)]
    assert household == ["new"] * 10 + ["limited"]
    assert ask(db, "t@example.org", "203.0.113.5") == "new"


def test_one_network_cannot_ask_for_many(db: sqlite3.Connection) -> None:
    """Forty an hour from one network, however many of its computers ask."""
    states = [ask(db, f"r{n}@example.org", f"192.0.2.{n}") for n in range(42)]
    assert states == ["new"] * 40 + ["limited"] * 2
    states = [ask(db, f"s{n}@example.org", f"2001:db8:5:{n:x}::1") for n in range(42)]
    assert states == ["new"] * 40 + ["limited"] * 2


def test_all_together_cannot_ask_without_end(db: sqlite3.Connection) -> None:
    """A crowd of computers all over the world meets the limit for all."""
    limits = Limits(all_hour=15)
    states = [ask(db, f"r{n}@example.org", f"10.{n}.0.1", limits=limits) for n in range(17)]
    assert states == ["new"] * 15 + ["limited"] * 2
    assert (
        ask(db, "z@example.org", "10.99.0.1", limits=limits, now=NOW + timedelta(hours=1, seconds=1)) == "new"
    )


def test_who_is_turned_away_does_not_count(db: sqlite3.Connection) -> None:
    """A flood from elsewhere cannot keep a reader out for longer than the hour it had anyway."""
    for n in range(30):
        ask(db, ip="198.51.100.1", now=NOW + timedelta(minutes=n))
    assert ask(db, ip="192.0.2.7", now=NOW + timedelta(minutes=62)) == "new"


def test_a_clock_that_was_wrong_keeps_nobody_out(db: sqlite3.Connection) -> None:
    """After it was set back, signups of the future count for nothing, and the next purge deletes them."""
    future = NOW + timedelta(days=400)
    while ask(db, now=future) == "new":
        pass
    for _ in range(2):
        assert ask(db) == "new"
    assert ask(db) == "limited"
    with transaction(db):
        db.execute("UPDATE request SET state = 'done' WHERE state = 'new'")
        purge(db, NOW)
    assert db.execute("SELECT count(*), max(at) FROM request").fetchone()[:] == (3, int(NOW.timestamp()))


def test_robots_do_not_use_up_the_limits(db: sqlite3.Connection) -> None:
    """A post that fell into the trap costs nobody a signup."""
    assert [ask(db, robot=True) for _ in range(20)] == ["robot"] * 20
    assert ask(db) == "new"


def test_limits_can_be_lifted(db: sqlite3.Connection) -> None:
    """For load tests: as many as come."""
    assert {ask(db, limits=LIFTED) for _ in range(50)} == {"new"}


def test_all_limits_are_asked_each_time(db: sqlite3.Connection) -> None:
    """Whatever is reached, the same questions go to the database: the time of an answer tells nothing."""
    asked: list[str] = []
    db.set_trace_callback(lambda statement: asked.append(statement.split("WHERE")[0]))
    counted = marks(KEYS, read_address("ana@example.org"), "192.0.2.7")
    assert reached(db, Limits(), counted, NOW) == ()
    before = list(asked)
    db.set_trace_callback(None)
    for _ in range(5):
        ask(db, limits=LIFTED)
    asked.clear()
    db.set_trace_callback(lambda statement: asked.append(statement.split("WHERE")[0]))
    assert reached(db, Limits(), counted, NOW) == ("mailbox_hour", "mailbox_day")
    assert len(before) == 5
    assert asked == before


def test_counting_is_by_index(db: sqlite3.Connection) -> None:
    """However many requests there are, a limit is looked up, never searched for."""
    for where in ("mailbox_mark = x'' AND ", "ip_mark = x'' AND ", "network_mark = x'' AND ", ""):
        query = f"SELECT 1 FROM request WHERE {where}at > 0 AND state IN ('new', 'done') LIMIT 2"
        plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert all(step.startswith("SEARCH request USING INDEX") for step in plan), plan
