"""Mails about signups are sent once, also when the mail server or this program gives way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from knowledge_center.sending.folder_transport import FolderTransport
from knowledge_center.sending.mailer import Mailer, mailer_lock, mark_lost, send_next
from knowledge_center.sending.transport import NothingTaken, NotSent
from knowledge_center.signup import subscribers
from knowledge_center.signup.bounces.failure_kinds import Failure
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.personal_links import Links
from knowledge_center.signup.rate_limits import LIFTED
from knowledge_center.signup.signup_requests import SignupRequest, process, receive
from tests.samples import settings

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANA = read_address("ana@example.org")
SEEN = Evidence(ip="192.0.2.7", page="/articles/x/", version="1", text="Yes, mail me.")


class FakeServer:
    """A transport that answers each message with the next of ``answers``, and takes it when there is none."""

    def __init__(self, *answers: Exception) -> None:
        self.answers = list(answers)
        self.taken: list[tuple[str, str, EmailMessage]] = []
        self.closed = 0

    def send(self, sender: str, to: str, data: bytes) -> None:
        if self.answers:
            raise self.answers.pop(0)
        found = message_from_bytes(data, policy=default)
        assert isinstance(found, EmailMessage)
        self.taken.append((sender, to, found))

    def close(self) -> None:
        self.closed += 1


class MailQueue:
    """A database with a clock that is set by hand, and what sends its mails."""

    def __init__(self, folder: Path, server: FakeServer) -> None:
        self.now = START
        self.keys = make_keys()
        self.server = server
        self.db = connect(folder / "s.sqlite3")
        self.mailer = Mailer(
            settings=settings(),
            links=Links(keys=self.keys, public_url="https://mail.example.org"),
            transport=server,
            clock=lambda: self.now,
        )

    def ask(self, address: str = "ana@example.org") -> None:
        signup = SignupRequest(address=read_address(address), digests=("weekly",), evidence=SEEN)
        with transaction(self.db):
            receive(self.db, self.keys, signup, LIFTED, self.now)
            process(self.db, self.keys, LIFTED, self.now)

    def mails(self) -> list[tuple[str, str, int, str]]:
        rows = self.db.execute("SELECT kind, state, tries, detail FROM letter ORDER BY id")
        return [(row["kind"], row["state"], row["tries"], row["detail"]) for row in rows]

    def links(self) -> int:
        found: int = self.db.execute("SELECT count(*) FROM confirmation").fetchone()[0]
        return found


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def queue(tmp_path: Path, server: FakeServer) -> Iterator[MailQueue]:
    found = MailQueue(tmp_path, server)
    yield found
    found.db.close()


def link_in(message: EmailMessage) -> str:
    """The link of the mail's button, from its text."""
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"https://mail\.example\.org(/\S+)", body.get_content())
    assert found is not None
    return found[1]


def test_a_mail_is_sent_once_and_its_link_works(queue: MailQueue, server: FakeServer) -> None:
    """The link in the mail confirms; nothing in the database could be used to forge it."""
    queue.ask()
    assert send_next(queue.db, queue.mailer) == "sent"
    assert send_next(queue.db, queue.mailer) == "nothing due"
    assert queue.mails() == [("confirm", "sent", 1, "")]
    [(sender, to, message)] = server.taken
    assert (sender, to) == ("knowledge@example.com", "ana@example.org")
    token = link_in(message).removeprefix("/confirm/")
    assert re.fullmatch(r"[\w-]{22}", token)
    assert token not in "\n".join(queue.db.iterdump())
    with transaction(queue.db):
        assert subscribers.confirm(queue.db, queue.keys, token, SEEN, queue.now)[0] == "confirmed"


def test_who_is_subscribed_gets_the_way_to_the_preferences(queue: MailQueue, server: FakeServer) -> None:
    """The mail “you get this already” leads to the page where digests are chosen, and makes no other link."""
    with transaction(queue.db):
        subscriber = subscribers.add(queue.db, queue.keys, ANA, ["weekly"], SEEN, START)
    queue.ask()
    assert send_next(queue.db, queue.mailer) == "sent"
    [(_, _, message)] = server.taken
    assert message["Subject"] == "You already get Knowledge Center by mail"
    assert (
        queue.mailer.links.subscriber("preferences", link_in(message).removeprefix("/preferences/"))
        == subscriber
    )
    assert queue.links() == 0


def test_a_server_that_is_busy_is_asked_again_ever_more_rarely(queue: MailQueue, server: FakeServer) -> None:
    """4xx: the mail waits, a minute first and hours in the end, then it is given up."""
    queue.ask()
    waits = []
    server.answers = [NotSent("later", "450 greylisted") for _ in range(8)]
    for _ in range(7):
        before = queue.now
        assert send_next(queue.db, queue.mailer) == "later"
        assert queue.links() == 0
        assert send_next(queue.db, queue.mailer) == "nothing due"
        while queue.db.execute("SELECT next_at FROM letter").fetchone()[0] > queue.now.timestamp():
            queue.now += timedelta(seconds=60)
        waits.append((queue.now - before).total_seconds())
    assert waits == [60, 300, 900, 3600, 14400, 43200, 86400]
    assert send_next(queue.db, queue.mailer) == "failed"
    assert queue.mails() == [("confirm", "failed", 8, "450 greylisted")]
    assert send_next(queue.db, queue.mailer) == "nothing due"
    assert server.taken == []


def test_a_clock_that_was_set_back_makes_no_mail_wait(queue: MailQueue, server: FakeServer) -> None:
    """A mail that was put off until next year, by a clock that was wrong, is posted now."""
    queue.now = START + timedelta(days=365)
    queue.ask()
    server.answers = [NotSent("later", "450 busy")]
    assert send_next(queue.db, queue.mailer) == "later"
    queue.now -= timedelta(minutes=5)
    assert send_next(queue.db, queue.mailer) == "nothing due"
    queue.now = START
    assert send_next(queue.db, queue.mailer) == "sent"


def test_a_second_try_that_is_taken_is_the_same_mail(queue: MailQueue, server: FakeServer) -> None:
    """Whoever got a copy of the first try can tell: Message-ID and Date are the same."""
    queue.ask()
    server.answers = [NotSent("later", "451", connection_lost=True)]
    assert send_next(queue.db, queue.mailer) == "later"
    assert server.closed == 1
    queue.now += timedelta(minutes=1)
    assert send_next(queue.db, queue.mailer) == "sent"
    [(_, _, message)] = server.taken
    assert message["Date"].datetime == START
    assert queue.mails() == [("confirm", "sent", 2, "")]
    assert queue.links() == 1


def test_nobody_knows_whether_it_arrived(queue: MailQueue, server: FakeServer) -> None:
    """A connection lost after the message's end: listed as unknown, not sent again, its link works."""
    queue.ask()
    server.answers = [NotSent("unknown", "lost", connection_lost=True)]
    assert send_next(queue.db, queue.mailer) == "unknown"
    queue.now += timedelta(days=2)
    assert send_next(queue.db, queue.mailer) == "nothing due"
    assert queue.mails() == [("confirm", "unknown", 1, "lost")]
    assert queue.links() == 1
    queue.ask()
    assert send_next(queue.db, queue.mailer) == "sent"
    assert len(server.taken) == 1


@pytest.mark.parametrize("no_mailbox", [True, False])
def test_a_mail_that_is_refused_is_not_tried_again(
    queue: MailQueue, server: FakeServer, no_mailbox: bool
) -> None:
    """5xx: given up; an address that does not exist is never mailed again."""
    queue.ask()
    server.answers = [NotSent("never", "550 no", failure=Failure(kind="reader" if no_mailbox else "ours"))]
    assert send_next(queue.db, queue.mailer) == "failed"
    assert send_next(queue.db, queue.mailer) == "nothing due"
    assert subscribers.suppressed(queue.db, queue.keys, ANA) == no_mailbox
    assert queue.mails() == [("confirm", "failed", 1, "550 no")]
    queue.ask()
    # Whoever asks anew may have a mailbox by now; only the click on the link lifts the suppression.
    assert send_next(queue.db, queue.mailer) == "sent"
    assert subscribers.suppressed(queue.db, queue.keys, ANA) == no_mailbox


def test_a_server_that_is_down_is_no_mails_fault(queue: MailQueue, server: FakeServer) -> None:
    """As long as nothing is taken from anybody, no try is counted, and nothing is lost."""
    queue.ask()
    for _ in range(20):
        server.answers = [NothingTaken("no connection")]
        with pytest.raises(NothingTaken):
            send_next(queue.db, queue.mailer)
    assert queue.mails() == [("confirm", "pending", 0, "no connection")]
    assert queue.links() == 0
    assert send_next(queue.db, queue.mailer) == "sent"


def test_a_mail_that_is_no_longer_wanted_is_not_sent(queue: MailQueue, server: FakeServer) -> None:
    """Who confirmed, left or was suppressed while a mail waited is spared it."""
    queue.ask("ana@example.org")
    queue.ask("bob@example.org")
    queue.ask("cyd@example.org")
    bob = subscribers.find_address(queue.db, read_address("bob@example.org"))
    assert bob is not None
    with transaction(queue.db):
        subscribers.add(queue.db, queue.keys, ANA, ["weekly"], SEEN, START)
        subscribers.leave(queue.db, bob.id, SEEN, START)
        subscribers.suppress(queue.db, queue.keys, read_address("cyd@example.org"), "complained", START)
    assert send_next(queue.db, queue.mailer) == "nothing due"
    assert server.taken == []


def test_leaving_while_a_mail_is_on_its_way_kills_its_link(queue: MailQueue, server: FakeServer) -> None:
    """The link of a mail does not bring back who left after it."""
    queue.ask()
    send_next(queue.db, queue.mailer)
    ana = subscribers.find_address(queue.db, ANA)
    assert ana is not None
    with transaction(queue.db):
        subscribers.leave(queue.db, ana.id, SEEN, queue.now)
    token = link_in(server.taken[0][2]).removeprefix("/confirm/")
    assert subscribers.link_state(queue.db, token, queue.now) == ("unknown", "")


def test_what_a_dead_process_left_is_not_sent_again(queue: MailQueue, server: FakeServer) -> None:
    """A mail in the hands of a process that died may have arrived."""
    queue.ask()
    server.answers = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        send_next(queue.db, queue.mailer)
    assert queue.mails()[0][1] == "sending"
    assert mark_lost(queue.db, queue.now) == 1
    assert mark_lost(queue.db, queue.now) == 0
    assert queue.mails()[0][1] == "unknown"
    assert send_next(queue.db, queue.mailer) == "nothing due"


def test_a_mail_that_cannot_be_written_holds_up_nobody(queue: MailQueue, server: FakeServer) -> None:
    """Somebody put an impossible address into the file by hand: the others get their mails, and when it is
    mended so does this one."""
    queue.ask("ana@example.org")
    queue.ask("bob@example.org")
    queue.db.execute("UPDATE subscriber SET address = 'a b' || x'0a' || 'c' WHERE address_key LIKE 'ana%'")
    assert send_next(queue.db, queue.mailer) == "later"
    assert send_next(queue.db, queue.mailer) == "sent"
    assert [to for _, to, _ in server.taken] == ["bob@example.org"]
    queue.db.execute("UPDATE subscriber SET address = address_key")
    queue.now += timedelta(minutes=1)
    assert send_next(queue.db, queue.mailer) == "sent"


def test_one_process_posts_at_a_time(tmp_path: Path) -> None:
    """Of two services on one file one sends; the other takes over when it is gone."""
    database = tmp_path / "s.sqlite3"
    with mailer_lock(database) as first, mailer_lock(database) as second:
        assert (first, second) == (True, False)
    with mailer_lock(database) as third:
        assert third


def test_mails_go_into_the_folder_until_a_server_is_named(tmp_path: Path, queue: MailQueue) -> None:
    """Each is one .eml file that any mail program opens."""
    queue.ask()
    mailer = Mailer(
        settings=queue.mailer.settings,
        links=queue.mailer.links,
        transport=FolderTransport(tmp_path / "outbox"),
        clock=queue.mailer.clock,
    )
    assert send_next(queue.db, mailer) == "sent"
    [file] = (tmp_path / "outbox").glob("*.eml")
    found = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    assert link_in(found).startswith("/confirm/")


def test_the_mail_a_database_waits_for_is_found_by_index(queue: MailQueue) -> None:
    """However many were posted, the next one due is looked up, never searched for."""
    query = "SELECT * FROM letter WHERE state = 'pending' AND next_at <= 0 ORDER BY next_at, id LIMIT 1"
    plan = [row["detail"] for row in queue.db.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert plan == ["SEARCH letter USING INDEX letter_waiting (next_at<?)"], plan
