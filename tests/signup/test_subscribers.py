"""Who is subscribed to what, whatever is asked in whatever order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings as checked
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence, consents
from knowledge_center.signup.database import MIGRATIONS, connect, transaction
from knowledge_center.signup.email_addresses import MailAddress, read_address
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.personal_links import new_token

KEYS = make_keys()
START = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANA = read_address("ana@example.org")
SEEN = Evidence(ip="192.0.2.7", page="/articles/x/", version="1", text="Yes, mail me.")
CLICK = Evidence(ip="198.51.100.9")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "s.sqlite3")
    yield connection
    connection.close()


def subscribe(db: sqlite3.Connection, address: MailAddress = ANA, *digests: str) -> str:
    """As a reader does: ask, get a link, click it."""
    asked = subscribers.ask(db, KEYS, address, digests or ("weekly",), SEEN, START)
    assert asked is not None
    token = new_token()
    subscribers.add_token(db, asked[0], token, digests or ("weekly",), START)
    assert subscribers.confirm(db, KEYS, token, CLICK, START) == ("confirmed", asked[0])
    return asked[0]


def test_nobody_is_subscribed_without_a_click(db: sqlite3.Connection) -> None:
    """Asking makes a pending signup; the click in the mail makes it count, with evidence of both."""
    asked = subscribers.ask(db, KEYS, ANA, ["weekly", "monthly"], SEEN, START)
    assert asked is not None
    subscriber, kind = asked
    assert kind == "confirm"
    found = subscribers.find_address(db, ANA)
    assert found is not None
    assert (found.state, found.digests, found.confirmed) == ("pending", (), None)
    token = new_token()
    subscribers.add_token(db, subscriber, token, ["weekly", "monthly"], START)
    assert subscribers.link_state(db, token, START) == ("open", subscriber)
    later = START + timedelta(days=1)
    assert subscribers.confirm(db, KEYS, token, CLICK, later) == ("confirmed", subscriber)
    found = subscribers.find(db, subscriber)
    assert found is not None
    assert (found.state, found.digests, found.confirmed) == ("active", ("monthly", "weekly"), later)
    asked_for, clicked = consents(db, subscriber)
    assert (asked_for.event, asked_for.evidence, asked_for.at) == ("signup", SEEN, START)
    assert (clicked.event, clicked.evidence, clicked.at) == ("confirmed", CLICK, later)
    assert asked_for.digests == clicked.digests == ("weekly", "monthly")


def test_a_second_click_changes_nothing(db: sqlite3.Connection) -> None:
    """Readers click twice, and mail scanners before them."""
    asked = subscribers.ask(db, KEYS, ANA, ["weekly"], SEEN, START)
    assert asked is not None
    token = new_token()
    subscribers.add_token(db, asked[0], token, ["weekly"], START)
    subscribers.confirm(db, KEYS, token, CLICK, START)
    before = list(map(tuple, db.execute("SELECT * FROM subscriber"))), consents(db, asked[0])
    assert subscribers.confirm(db, KEYS, token, SEEN, START + timedelta(days=9)) == ("confirmed", asked[0])
    assert before == (
        list(map(tuple, db.execute("SELECT * FROM subscriber"))), consents(db, asked[0]),
    )  # fmt: skip


def test_a_link_lasts_seven_days(db: sqlite3.Connection) -> None:
    """To the second; after that one has to ask again."""
    asked = subscribers.ask(db, KEYS, ANA, ["weekly"], SEEN, START)
    assert asked is not None
    token = new_token()
    subscribers.add_token(db, asked[0], token, ["weekly"], START)
    end = START + timedelta(days=7)
    assert subscribers.link_state(db, token, end - timedelta(seconds=1))[0] == "open"
    assert subscribers.confirm(db, KEYS, token, CLICK, end) == ("expired", asked[0])
    found = subscribers.find_address(db, ANA)
    assert found is not None and found.state == "pending"
    assert subscribers.confirm(db, KEYS, "made up", CLICK, START) == ("unknown", "")


def test_one_who_leaves_gets_nothing_and_old_links_are_dead(db: sqlite3.Connection) -> None:
    """Leaving takes back every digest, every link and every mail that waits; asking again brings one back."""
    subscriber = subscribe(db)
    token = new_token()
    subscribers.add_token(db, subscriber, token, ["weekly"], START)
    db.execute(
        "INSERT INTO letter (subscriber_id, kind, created_at, state, next_at, changed_at)"
        " VALUES (?, 'already', 0, 'pending', 0, 0)",
        (subscriber,),
    )
    assert subscribers.leave(db, subscriber, CLICK, START)
    found = subscribers.find(db, subscriber)
    assert found is not None
    assert (found.state, found.digests) == ("left", ())
    assert subscribers.confirm(db, KEYS, token, CLICK, START) == ("unknown", "")
    assert db.execute("SELECT count(*) FROM letter").fetchone()[0] == 0
    assert subscribers.leave(db, subscriber, CLICK, START)  # one-click may come twice
    assert [consent.event for consent in consents(db, subscriber)].count("left") == 1
    assert subscribe(db) == subscriber
    assert not subscribers.leave(db, "nobodyever", CLICK, START)


def test_asking_for_an_active_address_changes_nothing(db: sqlite3.Connection) -> None:
    """Anybody can type anybody's address: what is subscribed stays as it is, and its owner gets a note."""
    subscriber = subscribe(db)
    before = subscribers.find(db, subscriber)
    assert subscribers.ask(db, KEYS, ANA, ["monthly"], SEEN, START) == (subscriber, "already")
    assert subscribers.find(db, subscriber) == before


def test_choosing_digests(db: sqlite3.Connection) -> None:
    """Another set replaces the old one; no digest at all is leaving; who is not active has no choice."""
    subscriber = subscribe(db)
    assert subscribers.choose(db, subscriber, ["monthly", "weekly", "monthly"], CLICK, START)
    found = subscribers.find(db, subscriber)
    assert found is not None and found.digests == ("monthly", "weekly")
    count = len(consents(db, subscriber))
    assert subscribers.choose(db, subscriber, ["weekly", "monthly"], CLICK, START)
    assert len(consents(db, subscriber)) == count
    assert subscribers.choose(db, subscriber, [], CLICK, START)
    found = subscribers.find(db, subscriber)
    assert found is not None and found.state == "left"
    assert not subscribers.choose(db, subscriber, ["weekly"], CLICK, START)


def test_a_suppressed_address_is_never_mailed_again(db: sqlite3.Connection) -> None:
    """One that complained: not when somebody asks, imports, adds or confirms; not even after it was erased."""
    subscriber = subscribe(db)
    token = new_token()
    subscribers.add_token(db, subscriber, token, ["weekly"], START)
    assert subscribers.suppress(db, KEYS, ANA, subscribers.COMPLAINED, START)
    assert not subscribers.suppress(db, KEYS, ANA, "again", START)
    for _ in range(2):
        assert subscribers.ask(db, KEYS, ANA, ["weekly"], SEEN, START) is None
        assert subscribers.add(db, KEYS, ANA, ["weekly"], SEEN, START) is None
        assert subscribers.add(db, KEYS, ANA, ["weekly"], SEEN, START, event="imported") is None
        assert subscribers.confirm(db, KEYS, token, CLICK, START) == ("unknown", "")
        subscribers.erase(db, ANA)


@pytest.mark.parametrize("erased", [False, True])
def test_a_confirmed_signup_lifts_a_bounce(db: sqlite3.Connection, erased: bool) -> None:
    """The mail arrived, so the mailbox is there. Until then, and for everything else, it stays suppressed."""
    subscriber = subscribe(db)
    old = new_token()
    subscribers.add_token(db, subscriber, old, ["weekly"], START)
    subscribers.suppress(db, KEYS, ANA, "bounced 5.1.1", START)
    if erased:
        subscribers.erase(db, ANA)
    assert subscribers.confirm(db, KEYS, old, CLICK, START) == ("unknown", "")
    asked = subscribers.ask(db, KEYS, ANA, ["monthly"], SEEN, START)
    assert asked and asked[1] == "confirm"
    token = new_token()
    subscribers.add_token(db, asked[0], token, ["monthly"], START)
    assert subscribers.suppressed(db, KEYS, ANA)
    assert subscribers.add(db, KEYS, ANA, ["weekly"], SEEN, START, event="imported") is None
    assert not list(subscribers.everybody(db, state="active"))
    assert subscribers.confirm(db, KEYS, token, CLICK, START) == ("confirmed", asked[0])
    assert not subscribers.suppressed(db, KEYS, ANA)
    found = subscribers.find(db, asked[0])
    assert found and (found.state, found.reason, found.digests) == ("active", "", ("monthly",))


def test_a_complaint_that_comes_to_a_bounce_counts(db: sqlite3.Connection) -> None:
    """Whoever asked meanwhile: the link is dead, and no signup brings the address back."""
    subscribe(db)
    subscribers.suppress(db, KEYS, ANA, "bounced 5.1.1", START)
    asked = subscribers.ask(db, KEYS, ANA, ["weekly"], SEEN, START)
    assert asked
    token = new_token()
    subscribers.add_token(db, asked[0], token, ["weekly"], START)
    assert subscribers.suppress(db, KEYS, ANA, subscribers.COMPLAINED, START)
    assert subscribers.confirm(db, KEYS, token, CLICK, START) == ("unknown", "")
    assert subscribers.ask(db, KEYS, ANA, ["weekly"], SEEN, START) is None


@pytest.mark.parametrize("clicked", [False, True])
def test_who_leaves_after_a_bounce_is_not_brought_back_by_an_operator(
    db: sqlite3.Connection, clicked: bool
) -> None:
    """By the link in an old mail: taking the bounce back mails nobody, an import neither, waiting links are dead."""
    token = new_token()
    if clicked:
        subscriber = subscribe(db)
    else:
        asked = subscribers.ask(db, KEYS, ANA, ["weekly"], SEEN, START)
        assert asked
        subscriber = asked[0]
    subscribers.suppress(db, KEYS, ANA, "bounced 5.1.1", START)
    subscribers.ask(db, KEYS, ANA, ["weekly"], SEEN, START)
    subscribers.add_token(db, subscriber, token, ["weekly"], START)
    assert subscribers.leave(db, subscriber, CLICK, START)
    assert subscribers.leave(db, subscriber, CLICK, START)
    assert subscribers.suppressed(db, KEYS, ANA)
    assert subscribers.confirm(db, KEYS, token, CLICK, START) == ("unknown", "")
    assert subscribers.unsuppress(db, KEYS, ANA, SEEN, START)
    found = subscribers.find(db, subscriber)
    assert found is not None and (found.state, found.digests) == ("left", ())
    assert subscribers.add(db, KEYS, ANA, ["weekly"], SEEN, START, event="imported") is None
    assert [line.event for line in consents(db, subscriber)].count("left") == 1


@pytest.mark.parametrize("back", ["confirmed", "added"])
def test_who_came_back_and_bounced_can_leave_again(db: sqlite3.Connection, back: str) -> None:
    """By the link in a mail of the second time: that they had left once before is no answer to it."""
    subscriber = subscribe(db)
    assert subscribers.leave(db, subscriber, CLICK, START)
    if back == "added":
        assert subscribers.add(db, KEYS, ANA, ["weekly"], SEEN, START)
    else:
        assert subscribe(db) == subscriber
    subscribers.suppress(db, KEYS, ANA, "bounced 5.1.1", START)
    assert subscribers.leave(db, subscriber, CLICK, START)
    assert subscribers.unsuppress(db, KEYS, ANA, SEEN, START)
    found = subscribers.find(db, subscriber)
    assert found is not None and (found.state, found.digests) == ("left", ())


def test_a_second_bounce_forgets_no_digest(db: sqlite3.Connection) -> None:
    """Who was brought back once, and put on one list more, comes back from the next bounce to all of them."""
    subscriber = subscribe(db, ANA, "monthly")
    for _ in range(2):
        subscribers.suppress(db, KEYS, ANA, "bounced 5.1.1", START)
        assert subscribers.unsuppress(db, KEYS, ANA, SEEN, START)
        subscribers.add(db, KEYS, ANA, ["weekly"], SEEN, START, event="imported")
    found = subscribers.find(db, subscriber)
    assert found is not None and set(found.digests) == {"weekly", "monthly"}


def test_erasing_leaves_nothing_to_read(db: sqlite3.Connection, tmp_path: Path) -> None:
    """Neither a table nor a byte of the file still holds the address, evidence included."""
    subscriber = subscribe(db)
    db.execute(
        "INSERT INTO request (at, address, address_key, digests, ip, page, version, text, mailbox_mark, ip_mark,"
        " network_mark, state) VALUES (0, ?, ?, '', '', '', '', '', x'', x'', x'', 'done')",
        (ANA.text, ANA.key),
    )
    db.execute(
        "INSERT INTO delivery VALUES ('weekly', '2026-W46', ?, 'sent', 1, 0, 0, '', '', NULL)", (subscriber,)
    )
    with transaction(db):
        assert subscribers.erase(db, ANA)
    assert not subscribers.erase(db, ANA)
    assert db.execute("SELECT count(*) FROM delivery").fetchone()[0] == 0
    assert db.execute("SELECT count(*) FROM consent").fetchone()[0] == 0
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert ANA.key.encode() not in (tmp_path / "s.sqlite3").read_bytes()


def test_an_import_brings_nobody_back_who_left(db: sqlite3.Connection) -> None:
    """An old list knows nothing of who left since; adding one by hand, on evidence, still works."""
    subscriber = subscribe(db)
    subscribers.leave(db, subscriber, CLICK, START)
    assert subscribers.add(db, KEYS, ANA, ["weekly"], SEEN, START, event="imported") is None
    assert (
        subscribers.add(db, KEYS, ANA, ["weekly"], Evidence(text="signed at the fair"), START) == subscriber
    )
    found = subscribers.find(db, subscriber)
    assert found is not None and (found.state, found.digests) == ("active", ("weekly",))


def test_an_import_keeps_when_consent_was_given(db: sqlite3.Connection) -> None:
    """Evidence that came along is not younger than it is."""
    long_ago = datetime(2020, 1, 2, tzinfo=UTC)
    subscriber = subscribers.add(db, KEYS, ANA, ["weekly"], SEEN, START, event="imported", confirmed=long_ago)
    assert subscriber is not None
    found = subscribers.find(db, subscriber)
    assert found is not None and found.confirmed == long_ago


def test_what_nobody_confirmed_is_purged_after_thirty_days(db: sqlite3.Connection) -> None:
    """Signups without a click and what only limits needed go; subscribers and their evidence stay."""
    active = subscribe(db)
    bob = read_address("bob@example.org")
    subscribers.ask(db, KEYS, bob, ["weekly"], SEEN, START)
    assert subscribers.purge(db, START + timedelta(days=30)) == 0
    assert subscribers.purge(db, START + timedelta(days=30, seconds=1)) == 1
    assert subscribers.find_address(db, bob) is None
    assert subscribers.find(db, active) is not None
    assert len(consents(db, active)) == 2


@pytest.mark.parametrize(
    ("state", "kept"), [("sent", 0), ("failed", 0), ("unknown", 0), ("pending", 1), ("sending", 1)]
)
def test_mails_that_are_done_with_are_forgotten_after_thirty_days(
    db: sqlite3.Connection, state: str, kept: int
) -> None:
    """Whatever became of them; one that waits or is on its way is not lost by tidying up."""
    subscriber = subscribe(db)
    db.execute(
        "INSERT INTO letter (subscriber_id, kind, created_at, state, next_at, changed_at)"
        " VALUES (?, 'confirm', ?, ?, 0, 0)",
        (subscriber, int(START.timestamp()), state),
    )
    subscribers.purge(db, START + timedelta(days=30))
    assert db.execute("SELECT count(*) FROM letter").fetchone()[0] == 1
    subscribers.purge(db, START + timedelta(days=30, seconds=1))
    assert db.execute("SELECT count(*) FROM letter").fetchone()[0] == kept


def test_everybody_by_digest_and_state(db: sqlite3.Connection) -> None:
    """The lists that exports and sendings are made of, by address."""
    for name, digests in (("zoe", ("weekly",)), ("ben", ("monthly",)), ("cy", ("weekly", "monthly"))):
        subscribe(db, read_address(f"{name}@example.org"), *digests)
    subscribers.ask(db, KEYS, ANA, ["weekly"], SEEN, START)

    def names(**chosen: str) -> list[str]:
        return [found.address.partition("@")[0] for found in subscribers.everybody(db, **chosen)]  # type: ignore[arg-type]

    assert names() == ["ana", "ben", "cy", "zoe"]
    assert names(digest="weekly") == ["cy", "zoe"]
    assert names(state="pending") == ["ana"]
    assert names(digest="monthly", state="active") == ["ben", "cy"]


PEOPLE = tuple(read_address(f"{name}@example.org") for name in ("ana", "ben", "cy"))
person = st.sampled_from(PEOPLE)
digests = st.lists(st.sampled_from(["weekly", "monthly"]), min_size=1, unique=True)


class SignupRoutes(RuleBasedStateMachine):
    """Readers, strangers, operators and mail servers, in any order, against a model of a few sets."""

    def __init__(self) -> None:
        super().__init__()
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA foreign_keys = ON")
        for step in MIGRATIONS:
            self.db.executescript(step)
        self.now = START
        self.gets: dict[str, set[str]] = {}
        self.never: set[str] = set()
        self.bounced: set[str] = set()
        self.before: dict[str, set[str]] = {}
        self.left: set[str] = set()
        self.used: set[str] = set()
        self.tokens: list[tuple[str, MailAddress, list[str], datetime]] = []

    def id_of(self, address: MailAddress) -> str | None:
        found = subscribers.find_address(self.db, address)
        return found.id if found else None

    def forget(self, address: MailAddress) -> None:
        self.gets.pop(address.key, None)
        self.tokens = [token for token in self.tokens if token[1] != address]

    @rule(address=person, wanted=digests)
    def ask(self, address: MailAddress, wanted: list[str]) -> None:
        asked = subscribers.ask(self.db, KEYS, address, wanted, SEEN, self.now)
        if address.key in self.never:
            assert asked is None
        elif address.key in self.gets:
            assert asked is not None and asked[1] == "already"
        else:
            assert asked is not None and asked[1] == "confirm"
            token = new_token()
            subscribers.add_token(self.db, asked[0], token, wanted, self.now)
            self.tokens.append((token, address, wanted, self.now))

    @rule(number=st.integers(0, 9))
    def click(self, number: int) -> None:
        if not self.tokens:
            return
        token, address, wanted, made = self.tokens[number % len(self.tokens)]
        state, _ = subscribers.confirm(self.db, KEYS, token, CLICK, self.now)
        if state == "confirmed":
            self.left.discard(address.key)
            self.bounced.discard(address.key)
            self.gets.setdefault(address.key, set()).update(() if token in self.used else wanted)
            self.used.add(token)
        else:
            assert state == "expired" and self.now - made >= timedelta(days=7)

    @rule(address=person)
    def leave(self, address: MailAddress) -> None:
        subscriber = self.id_of(address)
        if subscriber:
            subscribers.leave(self.db, subscriber, CLICK, self.now)
            self.forget(address)
            self.left.add(address.key)
            self.before[address.key] = set()

    @rule(address=person, wanted=digests)
    def choose(self, address: MailAddress, wanted: list[str]) -> None:
        subscriber = self.id_of(address)
        if subscriber and subscribers.choose(self.db, subscriber, wanted, CLICK, self.now):
            assert address.key in self.gets
            self.gets[address.key] = set(wanted)

    @rule(address=person, wanted=digests)
    def imported(self, address: MailAddress, wanted: list[str]) -> None:
        done = subscribers.add(self.db, KEYS, address, wanted, SEEN, self.now, event="imported")
        assert (done is None) == (address.key in self.never | self.bounced | self.left)
        if done:
            self.gets.setdefault(address.key, set()).update(wanted)

    def silence(self, address: MailAddress, reason: str) -> None:
        if subscribers.suppress(self.db, KEYS, address, reason, self.now):
            if address.key not in self.never | self.bounced:
                self.before[address.key] = self.gets.get(address.key, set())
            self.forget(address)

    @rule(address=person)
    def complain(self, address: MailAddress) -> None:
        self.silence(address, subscribers.COMPLAINED)
        self.never.add(address.key)

    @rule(address=person)
    def bounce(self, address: MailAddress) -> None:
        self.silence(address, "bounced 5.1.1")
        self.bounced.add(address.key)

    @rule(address=person)
    def unsuppress(self, address: MailAddress) -> None:
        lifted = subscribers.unsuppress(self.db, KEYS, address, SEEN, self.now)
        assert lifted == (address.key in self.never | self.bounced)
        self.never.discard(address.key)
        self.bounced.discard(address.key)
        if lifted and self.before[address.key]:
            self.gets[address.key] = self.before[address.key]

    @rule(address=person)
    def erase(self, address: MailAddress) -> None:
        subscribers.erase(self.db, address)
        self.before[address.key] = set()
        self.forget(address)
        self.left.discard(address.key)

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        subscribers.purge(self.db, self.now)
        pending = {address for _, address, _, made in self.tokens if address.key not in self.gets}
        for address in pending:
            if self.id_of(address) is None:
                self.forget(address)
        self.tokens = [t for t in self.tokens if self.known(t[0])]

    def known(self, token: str) -> bool:
        return subscribers.link_state(self.db, token, self.now)[0] != "unknown"

    @invariant()
    def exactly_those_get_mail_who_said_so(self) -> None:
        for digest in ("weekly", "monthly"):
            found = {s.address for s in subscribers.everybody(self.db, digest=digest, state="active")}
            assert found == {key for key, wanted in self.gets.items() if digest in wanted}
        # Nobody who is not active keeps a choice: a sender that forgot to ask for the state mails nobody wrong.
        assert all(s.state == "active" or not s.digests for s in subscribers.everybody(self.db))

    def teardown(self) -> None:
        self.db.close()


def test_exactly_those_get_mail_who_confirmed_and_have_not_left() -> None:
    """Ask, click, leave, choose, import, bounce, erase, wait: in any order, with any link, old or new."""
    run_state_machine_as_test(
        SignupRoutes, settings=checked(max_examples=120, stateful_step_count=30, deadline=None)
    )
