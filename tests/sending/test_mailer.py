"""Letters about signups are posted once, also when the mail server or this program gives way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from knowledge_center.sending.folder_transport import Folder
from knowledge_center.sending.mailer import PostOffice, give_up_lost, only_one, post_next
from knowledge_center.sending.transport import NothingTaken, NotSent
from knowledge_center.signup import subscribers
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.personal_links import Links
from knowledge_center.signup.rate_limits import LIFTED
from knowledge_center.signup.signup_requests import Post, process, receive
from knowledge_center.signup.subscribers import Evidence
from tests.samples import settings

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANA = read_address("ana@example.org")
SEEN = Evidence(ip="192.0.2.7", page="/articles/x/", version="1", text="Yes, mail me.")


class Server:
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


class Desk:
    """A database with a clock that is set by hand, and what posts its letters."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.now = START
        self.keys = make_keys()
        self.server = server
        self.db = connect(folder / "s.sqlite3")
        self.office = PostOffice(
            settings=settings(),
            links=Links(keys=self.keys, public_url="https://mail.example.org"),
            transport=server,
            clock=lambda: self.now,
        )

    def ask(self, address: str = "ana@example.org") -> None:
        post = Post(address=read_address(address), digests=("weekly",), evidence=SEEN)
        with transaction(self.db):
            receive(self.db, self.keys, post, LIFTED, self.now)
            process(self.db, self.keys, self.now)

    def letters(self) -> list[tuple[str, str, int, str]]:
        rows = self.db.execute("SELECT kind, state, tries, detail FROM letter ORDER BY id")
        return [(row["kind"], row["state"], row["tries"], row["detail"]) for row in rows]

    def links(self) -> int:
        found: int = self.db.execute("SELECT count(*) FROM confirmation").fetchone()[0]
        return found


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def desk(tmp_path: Path, server: Server) -> Iterator[Desk]:
    found = Desk(tmp_path, server)
    yield found
    found.db.close()


def link(message: EmailMessage) -> str:
    """The link of the letter's button, from its text."""
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"https://mail\.example\.org(/\S+)", body.get_content())
    assert found is not None
    return found[1]


def test_a_letter_is_posted_once_and_its_link_works(desk: Desk, server: Server) -> None:
    """The link in the mail confirms; nothing in the database could be used to forge it."""
    desk.ask()
    assert post_next(desk.db, desk.office) == "sent"
    assert post_next(desk.db, desk.office) == "nothing due"
    assert desk.letters() == [("confirm", "sent", 1, "")]
    [(sender, to, message)] = server.taken
    assert (sender, to) == ("knowledge@example.com", "ana@example.org")
    token = link(message).removeprefix("/confirm/")
    assert re.fullmatch(r"[\w-]{22}", token)
    assert token not in "\n".join(desk.db.iterdump())
    with transaction(desk.db):
        assert subscribers.confirm(desk.db, token, SEEN, desk.now)[0] == "confirmed"


def test_who_is_subscribed_gets_the_way_to_the_preferences(desk: Desk, server: Server) -> None:
    """The letter “you get this already” leads to the page where digests are chosen, and makes no other link."""
    with transaction(desk.db):
        subscriber = subscribers.add(desk.db, desk.keys, ANA, ["weekly"], SEEN, START)
    desk.ask()
    assert post_next(desk.db, desk.office) == "sent"
    [(_, _, message)] = server.taken
    assert message["Subject"] == "You already get Knowledge Center by mail"
    assert (
        desk.office.links.subscriber("preferences", link(message).removeprefix("/preferences/")) == subscriber
    )
    assert desk.links() == 0


def test_a_server_that_is_busy_is_asked_again_ever_more_rarely(desk: Desk, server: Server) -> None:
    """4xx: the letter waits, a minute first and hours in the end, then it is given up."""
    desk.ask()
    waits = []
    server.answers = [NotSent("later", "450 greylisted") for _ in range(8)]
    for _ in range(7):
        before = desk.now
        assert post_next(desk.db, desk.office) == "later"
        assert desk.links() == 0
        assert post_next(desk.db, desk.office) == "nothing due"
        while desk.db.execute("SELECT next_at FROM letter").fetchone()[0] > desk.now.timestamp():
            desk.now += timedelta(seconds=60)
        waits.append((desk.now - before).total_seconds())
    assert waits == [60, 300, 900, 3600, 14400, 43200, 86400]
    assert post_next(desk.db, desk.office) == "failed"
    assert desk.letters() == [("confirm", "failed", 8, "450 greylisted")]
    assert post_next(desk.db, desk.office) == "nothing due"
    assert server.taken == []


def test_a_clock_that_was_set_back_makes_no_letter_wait(desk: Desk, server: Server) -> None:
    """A letter that was put off until next year, by a clock that was wrong, is posted now."""
    desk.now = START + timedelta(days=365)
    desk.ask()
    server.answers = [NotSent("later", "450 busy")]
    assert post_next(desk.db, desk.office) == "later"
    desk.now -= timedelta(minutes=5)
    assert post_next(desk.db, desk.office) == "nothing due"
    desk.now = START
    assert post_next(desk.db, desk.office) == "sent"


def test_a_second_try_that_is_taken_is_the_same_letter(desk: Desk, server: Server) -> None:
    """Whoever got a copy of the first try can tell: Message-ID and Date are the same."""
    desk.ask()
    server.answers = [NotSent("later", "451", connection_lost=True)]
    assert post_next(desk.db, desk.office) == "later"
    assert server.closed == 1
    desk.now += timedelta(minutes=1)
    assert post_next(desk.db, desk.office) == "sent"
    [(_, _, message)] = server.taken
    assert message["Date"].datetime == START
    assert desk.letters() == [("confirm", "sent", 2, "")]
    assert desk.links() == 1


def test_nobody_knows_whether_it_arrived(desk: Desk, server: Server) -> None:
    """A connection lost after the message's end: listed as unknown, not sent again, its link works."""
    desk.ask()
    server.answers = [NotSent("unknown", "lost", connection_lost=True)]
    assert post_next(desk.db, desk.office) == "unknown"
    desk.now += timedelta(days=2)
    assert post_next(desk.db, desk.office) == "nothing due"
    assert desk.letters() == [("confirm", "unknown", 1, "lost")]
    assert desk.links() == 1
    desk.ask()
    assert post_next(desk.db, desk.office) == "sent"
    assert len(server.taken) == 1


@pytest.mark.parametrize("no_mailbox", [True, False])
def test_a_letter_that_is_refused_is_not_tried_again(desk: Desk, server: Server, no_mailbox: bool) -> None:
    """5xx: given up; an address that does not exist is never mailed again."""
    desk.ask()
    server.answers = [NotSent("never", "550 no", no_mailbox=no_mailbox)]
    assert post_next(desk.db, desk.office) == "failed"
    assert post_next(desk.db, desk.office) == "nothing due"
    assert subscribers.suppressed(desk.db, desk.keys, ANA) == no_mailbox
    assert desk.letters() == [("confirm", "failed", 1, "550 no")]
    desk.ask()
    assert post_next(desk.db, desk.office) == ("nothing due" if no_mailbox else "sent")


def test_a_server_that_is_down_is_no_letters_fault(desk: Desk, server: Server) -> None:
    """As long as nothing is taken from anybody, no try is counted, and nothing is lost."""
    desk.ask()
    for _ in range(20):
        server.answers = [NothingTaken("no connection")]
        with pytest.raises(NothingTaken):
            post_next(desk.db, desk.office)
    assert desk.letters() == [("confirm", "pending", 0, "no connection")]
    assert desk.links() == 0
    assert post_next(desk.db, desk.office) == "sent"


def test_a_letter_that_is_no_longer_wanted_is_not_sent(desk: Desk, server: Server) -> None:
    """Who confirmed, left or was suppressed while a letter waited is spared it."""
    desk.ask("ana@example.org")
    desk.ask("bob@example.org")
    desk.ask("cyd@example.org")
    bob = subscribers.find_address(desk.db, read_address("bob@example.org"))
    assert bob is not None
    with transaction(desk.db):
        subscribers.add(desk.db, desk.keys, ANA, ["weekly"], SEEN, START)
        subscribers.leave(desk.db, bob.id, SEEN, START)
        subscribers.suppress(desk.db, desk.keys, read_address("cyd@example.org"), "complained", START)
    assert post_next(desk.db, desk.office) == "nothing due"
    assert server.taken == []


def test_leaving_while_a_letter_is_on_its_way_kills_its_link(desk: Desk, server: Server) -> None:
    """The link of a letter does not bring back who left after it."""
    desk.ask()
    post_next(desk.db, desk.office)
    ana = subscribers.find_address(desk.db, ANA)
    assert ana is not None
    with transaction(desk.db):
        subscribers.leave(desk.db, ana.id, SEEN, desk.now)
    token = link(server.taken[0][2]).removeprefix("/confirm/")
    assert subscribers.link_state(desk.db, token, desk.now) == ("unknown", "")


def test_what_a_dead_process_left_is_not_sent_again(desk: Desk, server: Server) -> None:
    """A letter in the hands of a process that died may have arrived."""
    desk.ask()
    server.answers = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        post_next(desk.db, desk.office)
    assert desk.letters()[0][1] == "sending"
    assert give_up_lost(desk.db, desk.now) == 1
    assert give_up_lost(desk.db, desk.now) == 0
    assert desk.letters()[0][1] == "unknown"
    assert post_next(desk.db, desk.office) == "nothing due"


def test_a_letter_that_cannot_be_written_holds_up_nobody(desk: Desk, server: Server) -> None:
    """Somebody put an impossible address into the file by hand: the others get their letters, and when it is
    mended so does this one."""
    desk.ask("ana@example.org")
    desk.ask("bob@example.org")
    desk.db.execute("UPDATE subscriber SET address = 'a b' || x'0a' || 'c' WHERE address_key LIKE 'ana%'")
    assert post_next(desk.db, desk.office) == "later"
    assert post_next(desk.db, desk.office) == "sent"
    assert [to for _, to, _ in server.taken] == ["bob@example.org"]
    desk.db.execute("UPDATE subscriber SET address = address_key")
    desk.now += timedelta(minutes=1)
    assert post_next(desk.db, desk.office) == "sent"


def test_one_process_posts_at_a_time(tmp_path: Path) -> None:
    """Of two services on one file one posts; the other takes over when it is gone."""
    database = tmp_path / "s.sqlite3"
    with only_one(database) as first, only_one(database) as second:
        assert (first, second) == (True, False)
    with only_one(database) as third:
        assert third


def test_letters_go_into_the_folder_until_a_server_is_named(tmp_path: Path, desk: Desk) -> None:
    """Each is one .eml file that any mail program opens."""
    desk.ask()
    office = PostOffice(
        settings=desk.office.settings,
        links=desk.office.links,
        transport=Folder(tmp_path / "outbox"),
        clock=desk.office.clock,
    )
    assert post_next(desk.db, office) == "sent"
    [file] = (tmp_path / "outbox").glob("*.eml")
    found = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    assert link(found).startswith("/confirm/")


def test_the_letter_a_database_waits_for_is_found_by_index(desk: Desk) -> None:
    """However many were posted, the next one due is looked up, never searched for."""
    query = "SELECT * FROM letter WHERE state = 'pending' AND next_at <= 0 ORDER BY next_at, id LIMIT 1"
    plan = [row["detail"] for row in desk.db.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert plan == ["SEARCH letter USING INDEX letter_waiting (next_at<?)"], plan
