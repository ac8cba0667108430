"""What is done about a report: for a mail of ours, for its own reader, once."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge_center.mail.message import message_id
from knowledge_center.signup import return_path, subscribers
from knowledge_center.signup.bounces.failing_issues import BOUNCED
from knowledge_center.signup.bounces.failure_kinds import CAUSES
from knowledge_center.signup.bounces.intake import Intake, Taken
from knowledge_center.signup.bounces.report_parser import read_report
from knowledge_center.signup.consents import consents
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys, make_keys
from knowledge_center.signup.personal_links import Links
from tests.signup.bounces import samples
from tests.signup.bounces.samples import ISSUE, SETTINGS
from tests.signup.people import ASKED, NOW, ask, deliver, subscribe

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


def issues(db: sqlite3.Connection, keys: Keys, *weeks: int, **more: str) -> str:
    """Ann gets an issue in each of these weeks; returns her id."""
    key = subscribe(db, keys, ANN)
    for week in weeks:
        deliver(db, key, f"2026-W{week}", began=NOW + timedelta(weeks=week - 60), **more)
    return key


def bounce(keys: Keys, key: str, week: int, status: str, words: str = "") -> bytes:
    """The issue of that week comes back from Ann."""
    identity = message_id(SETTINGS, "weekly", f"2026-W{week}", ANN).encode()
    own = message_id(SETTINGS, ISSUE.digest, ISSUE.key, ANN).encode()
    made = samples.postfix(samples.ours(keys, key, ANN).replace(own, identity), ANN, status)
    return made.replace(b"Recipient address rejected", words.encode()) if words else made


def test_a_full_mailbox_counts_and_five_issues_in_a_row_are_enough(
    db: sqlite3.Connection, keys: Keys
) -> None:
    """A failure that may pass is no reason to lose a reader, until it goes on for a month."""
    key = issues(db, keys, *range(50, 55))
    # In any order, and each more than once.
    for week in (52, 50, 54, 51):
        for verdict in ("counted", "known"):
            assert take(db, keys, bounce(keys, key, week, "5.2.2")).verdict == verdict
            assert state(db) == ("active", "")
    assert take(db, keys, bounce(keys, key, 53, "5.2.2")).verdict == "suppressed"
    assert state(db) == ("suppressed", "bounced 5 issues in a row")
    rows = db.execute("SELECT state, detail FROM delivery").fetchall()
    assert {row["state"] for row in rows} == {"failed"}
    assert all(row["detail"].startswith(f"{BOUNCED}5.2.2 smtp; 550 5.2.2") for row in rows)


def test_less_than_thirty_days_are_not_enough(db: sqlite3.Connection, keys: Keys) -> None:
    """Six issues within a holiday."""
    key = subscribe(db, keys, ANN)
    for week in range(50, 56):
        deliver(db, key, f"2026-W{week}", began=NOW - timedelta(days=79 - week))
    for week in range(50, 56):
        assert take(db, keys, bounce(keys, key, week, "5.2.2")).verdict == "counted"
    assert state(db) == ("active", "")


def test_an_issue_that_arrived_ends_the_row(db: sqlite3.Connection, keys: Keys) -> None:
    """Four failures long ago, one issue that arrived, one failure: still subscribed."""
    key = issues(db, keys, *range(40, 46))
    for week in (40, 41, 42, 43, 45):
        assert take(db, keys, bounce(keys, key, week, "5.2.2")).verdict == "counted"
    assert state(db) == ("active", "")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.1.8", "Domain of sender address does not exist"),
        ("5.7.1", "blocked"),
        ("5.1.0", "sender rejected"),
        ("5.3.4", "Message too large"),
        ("5.7.26", "unauthenticated"),
    ],
)
def test_what_is_our_fault_is_never_counted_against_a_reader(
    db: sqlite3.Connection, keys: Keys, status: str, words: str
) -> None:
    """However many issues; the operator hears the cause and the remedy."""
    key = issues(db, keys, *range(40, 50))
    for week in range(40, 50):
        taken = take(db, keys, bounce(keys, key, week, status, words))
        assert taken.verdict == "our fault"
        assert any(taken.text.startswith(f"{cause}; {remedy}. weekly") for cause, remedy in CAUSES.values())
    assert state(db) == ("active", "")


def test_what_is_our_fault_neither_counts_nor_ends_a_row(db: sqlite3.Connection, keys: Keys) -> None:
    """Full, full, blocked, full, full, full: out after five."""
    key = issues(db, keys, *range(50, 56))
    assert take(db, keys, bounce(keys, key, 52, "5.7.1", "blocked")).verdict == "our fault"
    verdicts = [take(db, keys, bounce(keys, key, week, "5.2.2")).verdict for week in (50, 51, 53, 54, 55)]
    assert verdicts == ["counted"] * 4 + ["suppressed"]


def test_what_was_refused_while_sending_counts_likewise(db: sqlite3.Connection, keys: Keys) -> None:
    """A mailbox that is full is full whether the server says so at once or in a report."""
    key = issues(db, keys, *range(50, 54), state="failed")
    db.execute("UPDATE delivery SET detail = '452 4.2.2 mailbox full'")
    deliver(db, key, "2026-W54", began=NOW - timedelta(weeks=6))
    assert take(db, keys, bounce(keys, key, 54, "5.2.2")).verdict == "suppressed"


def test_what_no_server_said_does_not_count(db: sqlite3.Connection, keys: Keys) -> None:
    """A connection that was lost says nothing about the mailbox."""
    key = issues(db, keys, *range(50, 54), state="failed")
    db.execute("UPDATE delivery SET detail = 'the connection was lost before the message was sent'")
    deliver(db, key, "2026-W54", began=NOW - timedelta(weeks=6))
    assert take(db, keys, bounce(keys, key, 54, "5.2.2")).verdict == "counted"
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
    assert consents(db, ann)[-1].event == "left"
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


@pytest.mark.parametrize(
    "shape", [samples.holiday, lambda ours: samples.postfix(ours, ANN, "4.4.1", "delayed")]
)
def test_other_mail_changes_nothing(
    db: sqlite3.Connection, keys: Keys, ann: str, ours: bytes, shape: object
) -> None:
    """Automatic answers and delays."""
    assert callable(shape)
    before = "\n".join(db.iterdump())
    assert take(db, keys, shape(ours)).verdict in ("no report", "nothing")
    assert "\n".join(db.iterdump()) == before


class TestReturnPath:
    """A report that came to a delivery's own address needs no header of ours in it."""

    MAIL = replace(SETTINGS.mail, bounces="bounces@example.com", verp=True)
    # In a language and a format that nobody here reads.
    STRANGE = (
        "From: MAILER-DAEMON@example.net\r\nTo: <{to}>\r\nDate: Fri, 20 Nov 2026 13:00:00 +0000\r\n"
        "Subject: =?utf-8?q?=E9=85=8D=E4=BF=A1=E4=B8=8D=E8=83=BD?=\r\n\r\n{text}\r\n"
    )

    def report(self, keys: Keys, key: str, text: str = "550 5.1.1 x", issue: str = ISSUE.key) -> bytes:
        to = return_path.issue_return_path(self.MAIL, keys, key, ISSUE.digest, issue)
        return self.STRANGE.format(to=to, text=text).encode()

    def test_it_is_attributed_without_being_read(self, db: sqlite3.Connection, keys: Keys, ann: str) -> None:
        """What says nothing counts as something that may pass."""
        taken = take(db, keys, self.report(keys, ann, "?"))
        assert (taken.verdict, taken.address) == ("counted", ANN)
        assert take(db, keys, self.report(keys, ann, "?")).verdict == "known"
        assert state(db) == ("active", "")

    def test_its_words_say_whose_fault_it_is(self, db: sqlite3.Connection, keys: Keys, ann: str) -> None:
        """By the same table as all others."""
        assert take(db, keys, self.report(keys, ann, "550 5.7.1 blocked")).verdict == "our fault"
        assert state(db) == ("active", "")
        assert take(db, keys, self.report(keys, ann)).verdict == "suppressed"
        assert state(db) == ("suppressed", "bounced 5.1.1")

    def test_it_cannot_be_made_up(self, db: sqlite3.Connection, keys: Keys, ann: str) -> None:
        """Not with other keys, not for an issue that did not go out, not for somebody else."""
        ben = subscribe(db, keys, "ben@example.com")
        deliver(db, ann, "2026-W50", state="pending")
        for forged in (
            self.report(make_keys(), ann),
            self.report(keys, ann, issue="2026-W50"),
            self.report(keys, ben),
            self.report(keys, ann).replace(ann.encode(), ben.encode()),
        ):
            assert take(db, keys, forged).verdict == "not ours"
        assert state(db) == ("active", "")

    def test_an_answer_to_it_by_a_person_or_a_program_is_none(
        self, db: sqlite3.Connection, keys: Keys, ann: str
    ) -> None:
        """RFC 3834: who is on holiday answers to the return path."""
        data = self.report(keys, ann, "I am away.").replace(b"MAILER-DAEMON@", b"ann@")
        assert take(db, keys, data).verdict == "no report"
        assert state(db) == ("active", "")

    def test_a_complaint_that_names_it_counts(self, db: sqlite3.Connection, keys: Keys, ann: str) -> None:
        """Where a service takes out what else would tell who complained."""
        back = return_path.issue_return_path(self.MAIL, keys, ann, ISSUE.digest, ISSUE.key)
        data = samples.complaint(b"Subject: x\r\n\r\nx").replace(b"knowledge@example.com", back.encode())
        assert take(db, keys, data).verdict == "suppressed"
        assert state(db) == ("suppressed", "complained")

    def test_a_mail_about_a_signup_comes_back_too(self, db: sqlite3.Connection, keys: Keys) -> None:
        """Somebody mistyped an address: it is asked once."""
        key, _ = ask(db, keys, ANN)
        to = return_path.signup_return_path(self.MAIL, keys, key)
        data = self.STRANGE.format(to=to, text="550 5.2.2 full").encode()
        assert take(db, keys, data).verdict == "counted"
        data = self.STRANGE.format(to=to, text="550 5.1.1 user unknown").encode()
        assert take(db, keys, data).verdict == "suppressed"
        assert take(db, keys, data).verdict == "known"


@pytest.mark.parametrize("how", ["unsuppressed", "confirmed"])
def test_an_old_report_does_not_undo_what_took_a_suppression_back(
    db: sqlite3.Connection, keys: Keys, ann: str, ours: bytes, how: str
) -> None:
    """Messages stay in their mailbox and are read again every day."""
    old = samples.postfix(ours, ANN)
    assert take(db, keys, old).verdict == "suppressed"
    later = NOW + timedelta(days=1)
    if how == "confirmed":
        subscribe(db, keys, ANN, now=later)
    else:
        with transaction(db):
            subscribers.unsuppress(db, keys, read_address(ANN), ASKED, later)
    assert take(db, keys, old).verdict == "known"
    assert state(db) == ("active", "")
    new = old.replace(b"Date: Fri, 20 Nov", b"Date: Fri, 27 Nov")
    assert take(db, keys, new).verdict == "suppressed"


def test_no_signup_answers_a_complaint(db: sqlite3.Connection, keys: Keys, ann: str, ours: bytes) -> None:
    """It counts although a bounce was lifted after it; the operator's word answers it."""
    take(db, keys, samples.postfix(ours, ANN))
    subscribe(db, keys, ANN, now=NOW + timedelta(days=1))
    old = samples.complaint(ours)
    assert take(db, keys, old).verdict == "suppressed"
    with transaction(db):
        subscribers.unsuppress(db, keys, read_address(ANN), ASKED, NOW + timedelta(days=2))
    assert take(db, keys, old).verdict == "known"
    assert state(db) == ("active", "")


def test_an_old_report_is_not_about_a_mail_that_was_sent_again(
    db: sqlite3.Connection, keys: Keys, ann: str, ours: bytes
) -> None:
    """We were blocked, mended it and sent once more: the report still lies there, and nobody gets a third mail."""
    old = samples.postfix(ours, ANN, "5.7.1")
    assert take(db, keys, old).verdict == "our fault"
    later = int((NOW + timedelta(days=1)).timestamp())
    db.execute("UPDATE delivery SET state = 'sent', detail = '', changed_at = ?", (later,))
    assert take(db, keys, old).verdict == "known"
    assert db.execute("SELECT state FROM delivery").fetchone()[0] == "sent"
    new = old.replace(b"Date: Fri, 20 Nov", b"Date: Sun, 22 Nov")
    assert take(db, keys, new).verdict == "our fault"
