"""How often somebody may ask, and who counts as the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.rate_limits import (
    LIFTED,
    Limits,
    computer_and_network,
    crowded,
    marks,
    opens,
    reached,
)
from knowledge_center.signup.signup_requests import SignupRequest, due, process, receive, waiting
from knowledge_center.signup.subscribers import purge

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


def acted_upon(db: sqlite3.Connection, now: datetime, limits: Limits | None = None) -> int:
    """How many of the requests that wait are acted upon at a moment."""
    query = "SELECT count(*) FROM request WHERE state = 'done'"
    before: int = db.execute(query).fetchone()[0]
    with transaction(db):
        while process(db, KEYS, limits or Limits(), now):
            pass
    after: int = db.execute(query).fetchone()[0]
    return after - before


def by_hour(db: sqlite3.Connection, hours: int, limits: Limits | None = None) -> list[int]:
    """How many are acted upon at each full hour from now on."""
    return [acted_upon(db, NOW + timedelta(hours=hour), limits) for hour in range(hours)]


def test_one_computer_gets_ten_letters_an_hour_and_the_rest_wait(db: sqlite3.Connection) -> None:
    """Nobody is dropped; another network does not wait behind them, and one household's IPv6 is one computer."""
    assert {ask(db, f"r{n}@example.org") for n in range(25)} == {"new"}
    assert {ask(db, f"s{n}@example.org", f"2001:db8:0:1::{n:x}") for n in range(11)} == {"new"}
    assert ask(db, "t@example.org", "203.0.113.5") == "new"
    assert by_hour(db, 4) == [10 + 10 + 1, 10 + 1, 5, 0]


def test_who_waits_longest_comes_first(db: sqlite3.Connection) -> None:
    """Those that came while others waited do not overtake them, at whatever moment the limit opens."""
    names = [f"r{n:02}@example.org" for n in range(30)]
    for n, name in enumerate(names):
        ask(db, name, now=NOW + timedelta(minutes=n))
        acted_upon(db, NOW + timedelta(minutes=n))
    for minute in range(30, 24 * 60, 7):
        acted_upon(db, NOW + timedelta(minutes=minute))
    query = (
        "SELECT address, l.created_at FROM letter l JOIN subscriber s ON s.id = subscriber_id ORDER BY l.id"
    )
    letters = [tuple(row) for row in db.execute(query)]
    assert [address for address, _ in letters] == names
    times = [at for _, at in letters]
    assert all(later - earlier >= 3600 for earlier, later in zip(times, times[10:], strict=False))
    assert times[-1] - times[0] < 2.5 * 3600


def test_one_network_gets_forty_letters_an_hour_and_the_rest_wait(db: sqlite3.Connection) -> None:
    """However many of its computers ask."""
    for n in range(42):
        ask(db, f"r{n}@example.org", f"192.0.2.{n}")
        ask(db, f"s{n}@example.org", f"2001:db8:5:{n:x}::1")
    assert by_hour(db, 3) == [80, 4, 0]


def test_all_together_get_no_more_than_the_limit_for_all(db: sqlite3.Connection) -> None:
    """A crowd of computers all over the world waits too."""
    limits = Limits(all_hour=15)
    assert {ask(db, f"r{n}@example.org", f"10.{n}.0.1", limits=limits) for n in range(17)} == {"new"}
    assert by_hour(db, 3, limits) == [15, 2, 0]


def test_a_mailbox_gets_no_more_letters_when_a_limit_opens(db: sqlite3.Connection) -> None:
    """What waited for hours, with tags and from everywhere, still comes twice an hour and five times a day."""
    asked = []
    for hour in range(4):
        for n in range(3):
            now = NOW + timedelta(minutes=65 * hour + n)
            asked.append(ask(db, f"ana+{hour}{n}@example.org", f"10.{hour}{n}.0.1", now=now))
    assert asked.count("new") == 5
    letters = [acted_upon(db, NOW + timedelta(hours=hour)) for hour in (4, 5, 6, 7)]
    assert letters == [2, 2, 1, 0]


def test_who_asks_again_while_waiting_gets_one_letter(db: sqlite3.Connection) -> None:
    """The letter takes both along, as soon as one of them may go: whoever filled up a network keeps nobody out."""
    few = Limits(computer_hour=1)
    ask(db, "first@example.org", limits=few)
    ask(db, limits=few)
    assert acted_upon(db, NOW, few) == 1
    assert waiting(db) == (1, NOW)
    assert ask(db, ip="203.0.113.5", limits=few) == "new"
    assert acted_upon(db, NOW, few) == 1
    assert db.execute("SELECT count(*) FROM letter").fetchone()[0] == 2
    assert db.execute("SELECT count(*) FROM consent").fetchone()[0] == 3
    assert waiting(db) == (0, None)


def test_what_would_wait_for_more_than_a_day_is_not_taken(db: sqlite3.Connection) -> None:
    """A computer that floods the form fills no database, is told so, and keeps nobody else out."""
    states = [ask(db, f"r{n}@example.org") for n in range(250)]
    assert states == ["new"] * 240 + ["crowded"] * 10
    assert db.execute("SELECT count(*) FROM request").fetchone()[0] == 240
    assert ask(db, "ana@example.org", robot=True) == "crowded"
    assert ask(db, "ana@example.org", "203.0.113.5") == "new"
    assert by_hour(db, 26) == [11, *[10] * 23, 0, 0]
    few = Limits(all_hour=1)
    assert [ask(db, f"s{n}@example.org", f"10.{n}.0.1", limits=few) for n in range(25)] == ["new"] * 24 + [
        "crowded"
    ]


def test_gmails_dots_and_its_two_names_are_one_mailbox(db: sqlite3.Connection) -> None:
    """For the limits alone: a mail goes to the address as it was typed. Elsewhere a dot is another mailbox."""
    spellings = ["an.a@gmail.com", "a.n.a+x@googlemail.com", "Ana@Gmail.com"]
    assert [ask(db, spelling) for spelling in spellings] == ["new", "new", "limited"]
    elsewhere = ["b.ob@example.org", "bob@example.org", "bo.b@example.org"]
    assert [ask(db, spelling) for spelling in elsewhere] == ["new"] * 3
    acted_upon(db, NOW)
    found = [row["address"] for row in db.execute("SELECT address FROM subscriber ORDER BY rowid LIMIT 2")]
    assert found == ["an.a@gmail.com", "a.n.a+x@googlemail.com"]


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
    assert reached(db, Limits(), counted, NOW) == () and not crowded(db, Limits(), counted)
    before = list(asked)
    db.set_trace_callback(None)
    for _ in range(5):
        ask(db, limits=LIFTED)
    asked.clear()
    db.set_trace_callback(lambda statement: asked.append(statement.split("WHERE")[0]))
    assert reached(db, Limits(), counted, NOW) == ("mailbox_hour", "mailbox_day")
    assert not crowded(db, Limits(), counted)
    assert len(before) == 5
    assert asked == before


def test_counting_is_by_index(db: sqlite3.Connection) -> None:
    """However many requests there are, a limit is looked up, never searched for; so is what waits."""
    queries: list[str] = []
    counted = marks(KEYS, read_address("ana@example.org"), "192.0.2.7")
    db.set_trace_callback(queries.append)
    reached(db, Limits(), counted, NOW)
    crowded(db, Limits(), counted)
    opens(db, Limits(), counted, NOW)
    due(db, NOW)
    process(db, KEYS, Limits(), NOW)
    waiting(db)
    db.set_trace_callback(None)
    assert len(queries) == 2 + 3 + 5 + 1 + 1 + 1
    for query in queries:
        plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert all(
            "request USING INDEX" in step
            or "ORDER BY" in step
            or "CO-ROUTINE" in step
            or "SCAN (sub" in step
            or "MULTI-INDEX" in step
            for step in plan
        ), (query, plan)
