"""Behind the form: mails are posted whatever stumbles, and what is old is deleted."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge_center.sending.folder_transport import FolderTransport
from knowledge_center.sending.smtp_transport import SmtpTransport
from knowledge_center.sending.transport import NothingTaken
from knowledge_center.service import background_worker as worker
from tests.sending.servers import Mailbox, here, mail_server
from tests.service.conftest import Start
from tests.service.running import Running, wait_for


class Moody(FolderTransport):
    """A folder that raises what it is told to, once each, before it takes anything."""

    def __init__(self, path: Path, *errors: Exception) -> None:
        super().__init__(path)
        self.errors = list(errors)
        self.closed = 0
        self.held = threading.Event()
        self.let_go = threading.Event()
        self.let_go.set()

    def send(self, sender: str, to: str, data: bytes) -> None:
        self.held.set()
        self.let_go.wait(10)
        if self.errors:
            raise self.errors.pop(0)
        super().send(sender, to, data)

    def close(self) -> None:
        self.closed += 1


def test_an_error_nobody_thought_of_costs_one_mail(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail in hand is listed as unknown, all others are posted, by the same worker."""
    monkeypatch.setattr(worker, "AFTER_ERROR_SECONDS", 0.05)
    transport = Moody(tmp_path / "outbox", RuntimeError("ana@example.org"))
    service = start(transport=transport)
    service.sign_up(email="ana@example.org")
    service.settled()
    service.sign_up(email="bob@example.org")
    service.settled()
    states = service.change(lambda db: [row[0] for row in db.execute("SELECT state FROM letter ORDER BY id")])
    assert states == ["unknown", "sent"]
    assert service.http.get("/healthz").status_code == 200


def test_a_signup_wakes_the_worker(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail leaves at once, not when the worker looks around the next time."""
    monkeypatch.setattr(worker, "IDLE_SECONDS", 3600.0)
    service = start()
    for name in ("ana", "bob", "cyd"):
        service.sign_up(email=f"{name}@example.org")
        service.settled()
    assert len(service.mails()) == 3


def test_mails_wait_for_a_server_that_is_down(start: Start, tmp_path: Path) -> None:
    """Nobody is lost: when the server is back, everybody gets the mail, in order."""
    transport = Moody(tmp_path / "state" / "outbox", *(NothingTaken("no connection") for _ in range(3)))
    service = start(transport=transport)
    for n in range(4):
        service.sign_up(email=f"r{n}@example.org")
    for left in (2, 1, 0):
        wait_for(lambda left=left: len(transport.errors) == left)  # type: ignore[misc]
        wait_for(lambda: service.one("SELECT count(*) FROM letter WHERE state = 'pending'") > 0)
        service.clock.now += timedelta(seconds=31)
    service.settled()
    assert [mail["To"] for mail in service.mails()] == [f"r{n}@example.org" for n in range(4)]
    assert service.one("SELECT max(tries) FROM letter") == 1


def test_why_mails_wait_stands_in_the_log(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A wrong password is told to whoever looks; a clock that is set back meanwhile makes nobody wait longer."""
    caplog.set_level("INFO", "knowledge_center")
    refused = NothingTaken("mail.example.com:587 refuses the user or the password: 535 no")
    service = start(transport=Moody(tmp_path / "state" / "outbox", refused))
    service.sign_up()
    wait_for(lambda: "535 no" in caplog.text)
    service.clock.now -= timedelta(days=2)
    service.sign_up(email="bob@example.org")
    service.settled()
    assert len(service.mails()) == 2
    assert "@example.org" not in caplog.text


def test_signups_do_not_wait_for_the_mail_server(start: Start, tmp_path: Path) -> None:
    """While a mail is on its way for minutes, the form answers, and posts are taken in after it."""
    transport = Moody(tmp_path / "state" / "outbox")
    service = start(transport=transport)
    transport.let_go.clear()
    service.sign_up()
    assert transport.held.wait(10)
    assert service.sign_up(email="bob@example.org").status_code == 303
    transport.let_go.set()
    service.settled()
    assert len(service.mails()) == 2


def test_the_line_to_the_server_is_not_kept_for_nothing(start: Start, tmp_path: Path) -> None:
    """After the last mail the connection is closed."""
    transport = Moody(tmp_path / "outbox")
    service = start(transport=transport)
    service.sign_up()
    service.settled()
    wait_for(lambda: transport.closed == 1)


def test_what_nobody_confirmed_is_forgotten(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a day signups of more than thirty days are deleted, with all that was known of them."""
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.02)
    service = start()
    service.sign_up(email="bob@example.org")
    kept = service.subscribed()
    service.clock.now += timedelta(days=29)
    wait_for(lambda: service.one("SELECT count(*) FROM request") == 0)
    assert service.one("SELECT count(*) FROM subscriber") == 2
    service.clock.now += timedelta(days=2)
    wait_for(lambda: service.one("SELECT count(*) FROM subscriber") == 1)
    assert service.one("SELECT id FROM subscriber") == kept


def test_mails_go_to_a_real_mail_server(start: Start) -> None:
    """By SMTP: who is greylisted is written to a minute later, who does not exist gets no digest."""
    box = Mailbox(rcpt=["451 4.7.1 later", "550 5.1.1 no such user"])
    with mail_server(box) as port:
        service = start(transport=SmtpTransport(here(port)))
        for name in ("ana", "bob", "cyd"):
            service.sign_up(email=f"{name}@example.org")
            # One after the other, so that each meets the answer that is meant for it.
            wait_for(lambda name=name: service.one(TRIED, f"{name}@example.org") == 1)  # type: ignore[misc]
        wait_for(lambda: states(service) == {"ana": "pending", "bob": "failed", "cyd": "sent"})
        service.clock.now += timedelta(seconds=61)
        service.settled()
        assert states(service)["ana"] == "sent"
        assert [got.to for got in box.got] == ["cyd@example.org", "ana@example.org"]
        assert {got.sender for got in box.got} == {"knowledge@example.com"}
        assert service.one("SELECT state FROM subscriber WHERE address LIKE 'bob%'") == "suppressed"
        service.sign_up(email="bob@example.org")
        service.settled()
        # It is asked once more whether the mailbox is there by now; only the click on the link lifts it.
        assert [got.to for got in box.got][2:] == ["bob@example.org"]
        assert service.one("SELECT state FROM subscriber WHERE address LIKE 'bob%'") == "suppressed"


TRIED = (
    "SELECT count(*) FROM letter l JOIN subscriber s ON s.id = subscriber_id WHERE address = ? AND tries > 0"
)


def states(service: Running) -> dict[str, str]:
    """How far the mail of each name has come."""
    query = "SELECT address, l.state FROM letter l JOIN subscriber s ON s.id = subscriber_id"
    rows: list[tuple[str, str]] = service.change(lambda db: [tuple(row) for row in db.execute(query)])
    return {"ana": "", "bob": "", "cyd": ""} | {address.partition("@")[0]: state for address, state in rows}


def test_stopping_finishes_the_mail_in_hand(start: Start, tmp_path: Path) -> None:
    """Ctrl-C waits for what was begun; what was not begun is there at the next start."""
    transport = Moody(tmp_path / "state" / "outbox")
    service = start(transport=transport)
    transport.let_go.clear()
    service.sign_up(email="ana@example.org")
    assert transport.held.wait(10)
    service.sign_up(email="bob@example.org")
    stopping = threading.Thread(target=service.stop)
    stopping.start()
    stopping.join(0.2)
    assert stopping.is_alive()
    transport.let_go.set()
    stopping.join(10)
    assert [mail["To"] for mail in service.mails()][:1] == ["ana@example.org"]
    again: Running = start()
    again.settled()
    assert [mail["To"] for mail in again.mails()] == ["ana@example.org", "bob@example.org"]
