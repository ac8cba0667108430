"""Who confirms is welcomed with the last issue, once, and it counts as delivered."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from knowledge_center.digests.ledger_text import issue_text
from knowledge_center.mail.message import message_id
from knowledge_center.sending import outbox
from knowledge_center.sending import send_issue as module
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.mailer import Mailer, mark_lost, send_next
from knowledge_center.sending.send_issue import SendOptions, send
from knowledge_center.sending.transport import NothingTaken, NotSent
from knowledge_center.sending.welcome import Welcomes
from knowledge_center.settings.site_settings import read
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import load_keys
from knowledge_center.signup.personal_links import Links, new_token
from knowledge_center.signup.signup_requests import use_link
from knowledge_center.signup.state_folder import DATABASE_FILE
from knowledge_center.signup.subscribers import add_token, ask, find_address, leave
from tests.digests.samples import MONDAY, entry, issue
from tests.samples import NOW
from tests.sending.conftest import Checkout, Notes
from tests.sending.samples import Scripted, titles

ANA = "ana@example.com"


class Service:
    """The mails of a service beside a checkout, with a clock that is set by hand."""

    def __init__(self, checkout: Checkout, db: sqlite3.Connection) -> None:
        self.checkout, self.db, self.now = checkout, db, NOW
        self.keys, self.transport = load_keys(checkout.state), Scripted()
        settings = read(checkout.root / "mkdocs.yml")
        self.mailer = Mailer(
            settings=settings,
            links=Links(keys=self.keys, public_url="https://mail.example.org"),
            transport=self.transport,
            clock=lambda: self.now,
            welcomes=Welcomes(checkout.root, settings, lambda: self.now),
        )

    def confirm(self, *, welcome: bool = True, times: int = 1) -> str:
        """Ana subscribes and clicks the link of the mail; her id."""
        token = new_token()
        with transaction(self.db):
            due = ask(self.db, self.keys, read_address(ANA), ["weekly"], Evidence(), self.now)
            assert due
            add_token(self.db, due[0], token, ["weekly"], self.now)
            for _ in range(times):
                use_link(self.db, self.keys, token, Evidence(), self.now, welcome=welcome)
        return due[0]

    def send(self) -> list[str]:
        """Send all that is due; which articles each mail had."""
        self.transport.mails.clear()
        while send_next(self.db, self.mailer) != "nothing due":
            pass
        return [titles(data) for _, data in self.transport.mails]


@pytest.fixture
def service(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with closing(connect(checkout.state / DATABASE_FILE)) as db:
        made = Service(checkout, db)
        monkeypatch.setattr(module, "signed_transport", lambda *_: made.transport)
        monkeypatch.setattr(module, "preflight", lambda *_, **__: ())
        yield made


def issue_sent(service: Service) -> dict[str, str]:
    """The latest issue goes to everybody; who got which articles."""
    service.transport.mails.clear()
    assert send(service.checkout.job(), SendOptions(), Notes()) == "done"
    return {to: titles(data) for to, data in service.transport.mails}


def closed_with(service: Service, articles: str, key: str) -> None:
    boundary = MONDAY + timedelta(days=7 * (int(key[-2:]) - 46))
    found = issue(*(entry(name) for name in articles), key=key, boundary=boundary, closed_at=boundary)
    path = service.checkout.root / f"docs/digests/weekly/{key}.md"
    path.write_text(issue_text(found), encoding="utf-8")


def test_the_last_issue_with_a_word_of_welcome(service: Service) -> None:
    """A mail like every issue, with its reader's own links; a second click brings no second one."""
    issue_sent(service)
    ana = service.confirm(times=2)
    assert service.send() == ["ab"]
    ((to, data),) = service.transport.mails
    mail = message_from_bytes(data, policy=default)
    assert (to, mail["Subject"], mail["Date"].datetime) == (ANA, "Welcome: The weekly digest", NOW)
    assert mail["List-Unsubscribe"] == f"<{service.mailer.links.unsubscribe(ana)}>"
    assert mail["Message-ID"] == message_id(service.mailer.settings, "weekly", "2026-W46+welcome", ANA)
    assert "Thank you for confirming." in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert service.send() == []


def test_what_it_carried_is_not_mailed_again(service: Service) -> None:
    """Neither by the issue itself, closed anew, nor by one that holds it under another name."""
    issue_sent(service)
    service.confirm()
    service.send()
    closed_with(service, "abc", "2026-W46")
    assert issue_sent(service)[ANA] == "c"
    (service.checkout.root / "docs/digests/weekly/2026-W46.md").unlink()
    closed_with(service, "abcd", "2026-W47")
    assert issue_sent(service)[ANA] == "d"


def test_an_issue_that_is_about_to_be_sent_is_no_welcome(service: Service) -> None:
    """Its own sending brings it; until one was ever sent, the last that closed is better than none."""
    service.confirm()
    assert service.send() == ["ab"]
    assert ANA not in issue_sent(service)
    closed_with(service, "c", "2026-W47")
    service.now += timedelta(minutes=2)
    other = Service(service.checkout, service.db)
    with transaction(service.db):
        leave(service.db, find_address_id(service.db), Evidence(), service.now)
    other.now = service.now + timedelta(days=2)
    other.confirm()
    assert other.send() == []
    assert issue_sent(service)[ANA] == "c"


def find_address_id(db: sqlite3.Connection) -> str:
    found = find_address(db, read_address(ANA))
    assert found
    return found.id


def test_without_the_setting_or_an_issue_there_is_none(service: Service) -> None:
    """No empty mail, and none to somebody who has had it all before."""
    ana = service.confirm(welcome=False)
    assert service.send() == []
    issue_sent(service)
    with transaction(service.db):
        leave(service.db, ana, Evidence(), service.now)
    service.confirm()
    assert service.send() == []
    assert service.db.execute("SELECT count(*) FROM letter").fetchone()[0] == 0


def test_a_welcome_that_was_not_taken_counts_for_nothing(service: Service) -> None:
    """Put off, it is tried again; refused, the next issue brings what it would have."""
    service.confirm()
    service.transport.answers[ANA] = [NotSent("later", "450 busy"), NotSent("never", "550 no")]
    key = IssueKey(digest="weekly", issue="2026-W46+welcome")
    assert service.send() == []
    assert outbox.counts(service.db, key).all == 0
    service.now += timedelta(minutes=1)
    assert service.send() == []
    assert outbox.counts(service.db, key).all == 0
    assert issue_sent(service)[ANA] == "ab"


def test_one_whose_fate_is_unknown_may_have_arrived(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that is killed with it in hand: what it carried is not mailed a second time."""
    service.confirm()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(service.transport, "send", killed)
        send_next(service.db, service.mailer)
    assert mark_lost(service.db, service.now) == 1
    assert ANA not in issue_sent(service)


def test_a_server_that_takes_nothing_is_nobodys_fault(service: Service) -> None:
    """The welcome waits, and is whole when it goes."""
    service.confirm()
    service.transport.answers[ANA] = [NothingTaken("421 closed")]
    with pytest.raises(NothingTaken):
        service.send()
    assert service.send() == ["ab"]


def test_a_ledger_that_cannot_be_read_puts_it_off(service: Service) -> None:
    """Other mails go on; when it is mended, the welcome goes."""
    path = service.checkout.root / "docs/digests/weekly/2026-W46.md"
    text = path.read_text(encoding="utf-8")
    path.write_text("broken", encoding="utf-8")
    service.confirm()
    assert service.send() == []
    path.write_text(text, encoding="utf-8")
    service.now += timedelta(minutes=1)
    assert service.send() == ["ab"]
