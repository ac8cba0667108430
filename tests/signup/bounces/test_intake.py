"""What is done about a report: for a mail of ours, for its own reader, once."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from knowledge_center.mail.message import message_id
from knowledge_center.signup import subscribers
from knowledge_center.signup.bounces.intake import BOUNCED, Intake, Taken
from knowledge_center.signup.bounces.report_parser import read_report
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys, make_keys
from knowledge_center.signup.personal_links import Links
from tests.signup.bounces import samples
from tests.signup.bounces.samples import ISSUE, SETTINGS
from tests.signup.people import ASKED, NOW, deliver, subscribe

ANN = "ann@example.com"


def take(
    db: sqlite3.Connection, keys: Keys, data: bytes, *, unsigned: bool = False, source: str = "x.eml"
) -> Taken:
    with transaction(db):
        intake = Intake(settings=SETTINGS, keys=keys, unsigned=unsigned)
        return intake.take(db, read_report(data, source), NOW)


def state(db: sqlite3.Connection, address: str = ANN) -> tuple[str, str]:
    found = subscribers.find_address(db, read_address(address))
    assert found
    return found.state, found.reason


@pytest.fixture
def ann(db: sqlite3.Connection, keys: Keys) -> str:
    """Ann is subscribed and the issue went to her."""
    key = subscribe(db, keys, ANN)
    deliver(db, key, ISSUE.key)
    return key


@pytest.fixture
def ours(keys: Keys, ann: str) -> bytes:
    """The message that went to Ann."""
    return samples.ours(keys, ann, ANN)


@pytest.mark.parametrize(
    ("shape", "status"),
    samples.NO_MAILBOX,
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_mailbox_that_is_not_there_is_never_mailed_again(
    db: sqlite3.Connection, keys: Keys, ours: bytes, shape: object, status: str
) -> None:
    """Whichever server says so, and saying it twice changes nothing."""
    assert callable(shape)
    taken = take(db, keys, shape(ours, ANN))
    assert (taken.verdict, taken.address) == ("suppressed", ANN)
    assert state(db) == ("suppressed", f"bounced {status}")
    assert subscribers.suppressed(db, keys, read_address(ANN))
    before = db.execute("SELECT * FROM consent").fetchall()
    assert take(db, keys, shape(ours, ANN)).verdict == "known"
    assert db.execute("SELECT * FROM consent").fetchall() == before


def test_a_complaint_is_heard_at_once(db: sqlite3.Connection, keys: Keys, ours: bytes) -> None:
    """Also when the service does not say who complained."""
    assert take(db, keys, samples.complaint(ours)).verdict == "suppressed"
    assert state(db) == ("suppressed", "complained")


def test_a_full_mailbox_counts_and_three_issues_in_a_row_are_enough(
    db: sqlite3.Connection, keys: Keys
) -> None:
    """Other lasting failures are no reason to lose a reader, until they go on."""
    key = subscribe(db, keys, ANN)
    for number in range(3):
        deliver(db, key, f"2026-W{number + 10}", began=NOW + timedelta(weeks=number))
    bounces = []
    for number in range(3):
        identity = message_id(SETTINGS, "weekly", f"2026-W{number + 10}", ANN).encode()
        own = message_id(SETTINGS, ISSUE.digest, ISSUE.key, ANN).encode()
        bounces.append(samples.postfix(samples.ours(keys, key, ANN).replace(own, identity), ANN, "5.2.2"))
    # In any order, and each more than once.
    for number, verdict in ((2, "counted"), (2, "known"), (0, "counted"), (0, "known")):
        assert take(db, keys, bounces[number]).verdict == verdict
        assert state(db) == ("active", "")
    assert take(db, keys, bounces[1]).verdict == "suppressed"
    assert state(db) == ("suppressed", "bounced 3 issues in a row")
    rows = db.execute("SELECT state, detail FROM delivery").fetchall()
    assert {row["state"] for row in rows} == {"failed"}
    assert all(row["detail"].startswith(f"{BOUNCED}5.2.2 smtp; 550 5.2.2") for row in rows)


def test_an_issue_that_arrived_ends_the_row(db: sqlite3.Connection, keys: Keys) -> None:
    """Three failures long ago, one issue that arrived, one failure: still subscribed."""
    key = subscribe(db, keys, ANN)
    for number, how in enumerate(("failed", "failed", "failed", "sent", "sent")):
        deliver(db, key, f"2026-W{number + 10}", state=how, began=NOW + timedelta(weeks=number))
    db.execute("UPDATE delivery SET detail = ? WHERE state = 'failed'", (f"{BOUNCED}5.2.2",))
    own = message_id(SETTINGS, ISSUE.digest, ISSUE.key, ANN).encode()
    last = message_id(SETTINGS, "weekly", "2026-W14", ANN).encode()
    data = samples.postfix(samples.ours(keys, key, ANN).replace(own, last), ANN, "5.2.2")
    assert take(db, keys, data).verdict == "counted"
    assert state(db) == ("active", "")


def test_what_our_own_server_refused_is_no_report(db: sqlite3.Connection, keys: Keys) -> None:
    """Failures while sending say nothing about the mailbox, and do not count in the row."""
    key = subscribe(db, keys, ANN)
    for number in range(3):
        deliver(db, key, f"2026-W{number + 10}", state="failed", began=NOW - timedelta(weeks=9 - number))
    deliver(db, key, ISSUE.key)
    assert take(db, keys, samples.postfix(samples.ours(keys, key, ANN), ANN, "5.7.1")).verdict == "counted"
    assert state(db) == ("active", "")


def test_a_failure_behind_a_forwarding_only_counts(db: sqlite3.Connection, keys: Keys, ours: bytes) -> None:
    """Ann forwards to a place that is gone: her own mailbox may well be there."""
    data = samples.exchange(ours, "ann.home@example.net")
    assert take(db, keys, data).verdict == "counted"
    assert state(db) == ("active", "")
    assert not subscribers.suppressed(db, keys, read_address("ann.home@example.net"))


@pytest.mark.parametrize("shape", [samples.postfix, samples.qmail, samples.gmail])
def test_the_address_as_we_gave_it_counts(
    db: sqlite3.Connection, keys: Keys, ann: str, ours: bytes, shape: object
) -> None:
    """Capitals in a report make no other address."""
    assert callable(shape)
    assert take(db, keys, shape(ours, "ANN@Example.COM")).verdict == "suppressed"
    assert state(db)[0] == "suppressed"


class TestForged:
    """Anybody can write a report. Only what came back from us counts."""

    def test_without_our_headers(self, db: sqlite3.Connection, keys: Keys, ann: str) -> None:
        """An address alone is what a stranger knows."""
        taken = take(db, keys, samples.postfix(b"Subject: x\r\n\r\nx", ANN))
        assert taken.verdict == "not ours" and state(db) == ("active", "")

    def test_with_a_message_id_anybody_can_work_out(
        self, db: sqlite3.Connection, keys: Keys, ann: str
    ) -> None:
        """The Message-ID follows from issue and address, so it proves nothing by itself."""
        identity = message_id(SETTINGS, ISSUE.digest, ISSUE.key, ANN)
        forged = f"Message-ID: {identity}\r\nTo: {ANN}\r\n\r\nx".encode()
        taken = take(db, keys, samples.postfix(forged, ANN))
        assert taken.verdict == "not ours" and state(db) == ("active", "")
        assert "no unsubscribe link" in taken.text
        # Whoever knows that nobody else writes into the mailbox may say so.
        assert take(db, keys, samples.postfix(forged, ANN), unsigned=True).verdict == "suppressed"

    def test_with_a_link_signed_by_somebody_else(self, db: sqlite3.Connection, keys: Keys, ann: str) -> None:
        """Ann's id with another key's mark, and the word of the operator does not help it."""
        data = samples.postfix(samples.ours(make_keys(), ann, ANN), ANN)
        for unsigned in (False, True):
            assert take(db, keys, data, unsigned=unsigned).verdict == "not ours"
        assert state(db) == ("active", "")

    def test_with_ones_own_link_and_the_address_of_another(
        self, db: sqlite3.Connection, keys: Keys, ann: str
    ) -> None:
        """Mallory is a subscriber too and has a link that is good, but for Mallory alone."""
        mallory = subscribe(db, keys, "mallory@example.org")
        deliver(db, mallory, ISSUE.key)
        own = samples.ours(keys, mallory, "mallory@example.org")
        assert take(db, keys, samples.postfix(own, ANN)).address == "mallory@example.org"
        identity = message_id(SETTINGS, ISSUE.digest, ISSUE.key, ANN).encode()
        mine = message_id(SETTINGS, ISSUE.digest, ISSUE.key, "mallory@example.org").encode()
        assert take(db, keys, samples.postfix(own.replace(mine, identity), ANN)).verdict == "not ours"
        assert state(db) == ("active", "")

    def test_about_an_issue_that_never_went_out(self, db: sqlite3.Connection, keys: Keys, ann: str) -> None:
        """A link from an old mail with the Message-ID of an issue to come."""
        deliver(db, ann, "2026-W50", state="pending")
        own = message_id(SETTINGS, ISSUE.digest, ISSUE.key, ANN).encode()
        for issue in ("2026-W50", "2026-W51"):
            identity = message_id(SETTINGS, "weekly", issue, ANN).encode()
            data = samples.ours(keys, ann, ANN).replace(own, identity)
            assert take(db, keys, samples.postfix(data, ANN)).verdict == "not ours"
        assert state(db) == ("active", "")

    def test_a_mail_that_asks_to_leave(self, db: sqlite3.Connection, keys: Keys, ann: str) -> None:
        """Without a mark of ours, or with one for another page, nobody is taken off."""
        for mark in (
            Links(keys=make_keys(), public_url="").own("u", ann),
            Links(keys=keys, public_url="").own("preferences", ann),
            f"{ann}.AAAAAAAAAAAAAAAA",
        ):
            assert take(db, keys, samples.leave(mark)).verdict == "not ours"
        assert state(db) == ("active", "")


def test_a_mail_that_asks_to_leave_is_obeyed(db: sqlite3.Connection, keys: Keys, ann: str) -> None:
    """The mailto way out of List-Unsubscribe, with its evidence; older keys count too."""
    mark = Links(keys=keys, public_url="").own("u", ann)
    newer = Keys(links=(*make_keys().links, *keys.links), marks=keys.marks)
    assert take(db, newer, samples.leave(mark)).verdict == "left"
    assert state(db) == ("left", "")
    assert subscribers.consents(db, ann)[-1].event == "left"
    assert take(db, newer, samples.leave(mark)).verdict == "known"


def test_an_opt_out_report_is_a_way_to_leave(db: sqlite3.Connection, keys: Keys, ours: bytes) -> None:
    """RFC 6430: not a complaint, so the reader may come back."""
    assert take(db, keys, samples.complaint(ours, ANN, "opt-out")).verdict == "left"
    assert state(db) == ("left", "")


def test_an_erased_reader_is_not_ours_any_more(
    db: sqlite3.Connection, keys: Keys, ann: str, ours: bytes
) -> None:
    """A late report brings nobody back into the database."""
    with transaction(db):
        subscribers.erase(db, read_address(ANN))
    assert take(db, keys, samples.postfix(ours, ANN)).verdict == "not ours"
    assert subscribers.find_address(db, read_address(ANN)) is None


def test_who_left_can_still_complain(db: sqlite3.Connection, keys: Keys, ann: str, ours: bytes) -> None:
    """Leaving is not the end of what a reader may say."""
    with transaction(db):
        subscribers.leave(db, ann, ASKED, NOW)
    assert take(db, keys, samples.complaint(ours, ANN)).verdict == "suppressed"


@pytest.mark.parametrize("shape", [samples.holiday, lambda ours: samples.postfix(ours, ANN, "4.4.1")])
def test_other_mail_changes_nothing(
    db: sqlite3.Connection, keys: Keys, ann: str, ours: bytes, shape: object
) -> None:
    """Automatic answers and delays."""
    assert callable(shape)
    before = "\n".join(db.iterdump())
    assert take(db, keys, shape(ours)).verdict in ("no report", "nothing")
    assert "\n".join(db.iterdump()) == before
