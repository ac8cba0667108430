"""An issue that was closed anew after it was sent, and readers who have had some of it by another digest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from knowledge_center.digests.ledger_text import issue_text
from knowledge_center.problems import Unusable
from knowledge_center.sending import editions, outbox
from knowledge_center.sending import send_issue as module
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.outbox import Counts
from knowledge_center.sending.send_issue import SendOptions, send
from knowledge_center.sending.status_queries import recipients, status
from knowledge_center.sending.transport import NotSent
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.state_folder import DATABASE_FILE
from knowledge_center.signup.subscribers import choose, find_address
from tests.digests.samples import MONDAY, entry, issue
from tests.samples import DATA, NOW, article_text, make_docs
from tests.sending.conftest import Checkout, Notes
from tests.sending.samples import ISSUE_KEY, Scripted, make_sending_site, subscribe, titles

EVERYBODY = [f"reader{number}@example.com" for number in range(3)]


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    scripted = Scripted()
    monkeypatch.setattr(module, "signed_transport", lambda *_: scripted)
    monkeypatch.setattr(module, "preflight", lambda *_, **__: ())
    return scripted


@pytest.fixture
def db(checkout: Checkout) -> Iterator[sqlite3.Connection]:
    with closing(connect(checkout.state / DATABASE_FILE)) as connection:
        yield connection


def closed_with(checkout: Checkout, articles: str, key: str = "2026-W46") -> None:
    """The issue closes with these articles, whatever it held before."""
    found = issue(
        *(entry(name) for name in articles),
        key=key,
        boundary=MONDAY + timedelta(days=7 * (int(key[-2:]) - 46)),
        subject="What an editor wrote",
    )
    (checkout.root / f"docs/digests/weekly/{key}.md").write_text(issue_text(found), encoding="utf-8")


def sent(checkout: Checkout, transport: Scripted, issue: str = "", **options: object) -> dict[str, str]:
    """One run of the sender: who got which articles."""
    transport.mails.clear()
    assert send(checkout.job(issue), SendOptions(**options), Notes()) == "done"  # type: ignore[arg-type]
    assert len(transport.mails) == len(dict(transport.mails))
    return {to: titles(data) for to, data in transport.mails}


def test_who_had_the_issue_gets_what_was_added_alone(checkout: Checkout, transport: Scripted) -> None:
    """Closed, sent, reverted, closed again with one more, twice: each article reaches each reader once."""
    assert sent(checkout, transport) == dict.fromkeys(EVERYBODY, "ab")
    closed_with(checkout, "cab")
    assert recipients(checkout.job(), "") == EVERYBODY
    assert sent(checkout, transport) == dict.fromkeys(EVERYBODY, "c")
    assert sent(checkout, transport) == {}
    closed_with(checkout, "dab")
    assert sent(checkout, transport) == dict.fromkeys(EVERYBODY, "d")
    closed_with(checkout, "abcd")
    assert recipients(checkout.job(), "") == []
    assert sent(checkout, transport) == {}
    assert [line.partition(":")[0] for line in status(checkout.job(), every=False)] == [
        "weekly 2026-W46", "weekly 2026-W46+2", "weekly 2026-W46+3",
    ]  # fmt: skip


def test_an_addition_has_its_own_words_and_is_named(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor's subject was about the issue; the mail of what came later says what it holds, by another id."""
    messages: list[bytes] = []

    class Kept(Scripted):
        def send(self, sender: str, to: str, data: bytes) -> None:
            messages.append(data)

    monkeypatch.setattr(module, "signed_transport", lambda *_: Kept())
    closed_with(checkout, "ab")
    send(checkout.job(), SendOptions(), Notes())
    closed_with(checkout, "abc")
    notes = Notes()
    send(checkout.job(), SendOptions(), notes)
    assert not [problem for problem in notes.display_path if "Feedback-ID" in problem.message]
    assert notes.reported[0].startswith(
        "weekly 2026-W46+2, 1 article more than the issue had when it was sent, goes to files in outbox/"
    )
    first, addition = messages[0], messages[-1]
    assert b"Subject: What an editor wrote" in first
    assert b"Subject: The weekly digest: C\r\n" in addition
    assert (
        len({line for data in messages for line in data.split(b"\r\n") if line[:11] == b"Message-ID:"}) == 6
    )


def test_whose_turn_had_not_come_gets_all_in_one_mail(checkout: Checkout, transport: Scripted) -> None:
    """Closed anew in the middle of the sending: nobody gets two mails who can have one."""
    (first,) = sent(checkout, transport, limit=1)
    closed_with(checkout, "abc")
    assert sent(checkout, transport) == dict.fromkeys(EVERYBODY, "abc") | {first: "c"}
    assert sent(checkout, transport) == {}


def test_who_came_since_gets_only_what_is_new(
    checkout: Checkout, transport: Scripted, db: sqlite3.Connection
) -> None:
    """A subscriber of today is sent no issue of last week, but what was added to it today."""
    sent(checkout, transport)
    subscribe(db, checkout.state, ["late@example.com"])
    assert sent(checkout, transport) == {}
    closed_with(checkout, "abc")
    assert sent(checkout, transport)["late@example.com"] == "c"


def test_who_came_for_the_addition_is_sent_it_again_by_name(
    checkout: Checkout, transport: Scripted, db: sqlite3.Connection
) -> None:
    """The issue began without this reader, what was added did not: it is retried by address, and nobody else is."""
    sent(checkout, transport)
    subscribe(db, checkout.state, ["late@example.com"])
    closed_with(checkout, "abc")
    transport.answers["late@example.com"] = [NotSent("never", "550 5.7.1 no")]
    assert "late@example.com" not in sent(checkout, transport)
    assert sent(checkout, transport, again_failed="late@example.com") == {"late@example.com": "c"}
    assert recipients(checkout.job(), "late@example.com") == []
    with pytest.raises(Unusable, match=r"late@example\.com has it since"):
        send(checkout.job(), SendOptions(again_failed="late@example.com"), Notes())
    notes = Notes()
    send(checkout.job(), SendOptions(only="late@example.com"), notes)
    assert notes.reported == [
        "late@example.com was not subscribed yet when the sending of 2026-W46 began.",
        "late@example.com has it since 2026-11-20 07:00.",
    ]


def test_a_refused_mail_is_owed_by_its_own_sending(checkout: Checkout, transport: Scripted) -> None:
    """No other mail brings what it carried, or whoever has it sent again would get that twice."""
    transport.answers["reader0@example.com"] = [NotSent("never", "550 5.7.1 no")]
    assert "reader0@example.com" not in sent(checkout, transport)
    ledger = checkout.root / "docs/digests/weekly"
    (ledger / "2026-W46.md").unlink()
    closed_with(checkout, "abc", "2026-W47")
    assert sent(checkout, transport) == dict.fromkeys(EVERYBODY, "c")
    (ledger / "2026-W47.md").unlink()
    closed_with(checkout, "ab")
    assert sent(checkout, transport, again_failed="reader0@example.com") == {"reader0@example.com": "ab"}


def test_what_an_earlier_issue_has_left_is_told(checkout: Checkout, transport: Scripted) -> None:
    """Its sending stopped or was limited, and the next issue closed: its readers are not forgotten in silence."""
    (first,) = sent(checkout, transport, limit=1)
    closed_with(checkout, "c", "2026-W47")
    notes = Notes()
    send(checkout.job(), SendOptions(), notes)
    assert notes.reported[0] == (
        "weekly 2026-W46 has messages still to be sent. Go on with: knowledge-center send weekly 2026-W46"
    )
    assert sent(checkout, transport, "2026-W46") == dict.fromkeys({*EVERYBODY} - {first}, "ab")
    notes = Notes()
    send(checkout.job(), SendOptions(), notes)
    assert notes.reported == ["weekly 2026-W47: 3 of 3 recipients have it."]


def test_an_issue_named_anew_brings_nothing_twice(checkout: Checkout, transport: Scripted) -> None:
    """Reverted, and closed a week later under another name: the readers have had it, and no mail says it again."""
    sent(checkout, transport)
    (checkout.root / "docs/digests/weekly/2026-W46.md").unlink()
    closed_with(checkout, "abc", "2026-W47")
    assert sent(checkout, transport) == dict.fromkeys(EVERYBODY, "c")


def test_who_had_it_all_is_passed_over(
    checkout: Checkout, transport: Scripted, db: sqlite3.Connection
) -> None:
    """No empty mail; the status says why there was none."""
    sent(checkout, transport, only="reader1@example.com")
    (checkout.root / "docs/digests/weekly/2026-W46.md").rename(
        checkout.root / "docs/digests/weekly/2026-W46.bak"
    )
    closed_with(checkout, "ab", "2026-W47")
    notes = Notes()
    assert recipients(checkout.job(), "") == ["reader0@example.com", "reader2@example.com"]
    send(checkout.job(), SendOptions(), notes)
    key = IssueKey(digest="weekly", issue="2026-W47")
    assert outbox.counts(db, key) == Counts(sent=2, skipped=1, had=1)
    assert (
        notes.reported[-1] == "weekly 2026-W47: 2 of 3 recipients have it, 1 had all of it by another mail."
    )
    notes = Notes()
    send(checkout.job(), SendOptions(only="reader1@example.com"), notes)
    assert notes.reported == ["reader1@example.com has had all of it by another mail."]


def test_who_changes_digests_is_brought_what_the_former_one_owed(
    checkout: Checkout, transport: Scripted, db: sqlite3.Connection
) -> None:
    """The week that others have had already comes with the next issue; its words are made for what is in it."""
    weekly = DATA["extra"]["knowledge_center"]["digests"][0]
    monthly = weekly | {"key": "monthly", "every": "month", "day": 1}
    make_sending_site(checkout.root, issue(entry("a")), digests=[weekly, monthly])
    make_docs(checkout.root, {f"{name}.md": article_text(date="2026-11-12") for name in "abz"})
    state = "baseline:\n  - z\n"
    (checkout.root / "docs/digests/monthly").mkdir()
    (checkout.root / "docs/digests/monthly/.ledger.yml").write_text(state, encoding="utf-8")
    (ana,) = subscribe(db, checkout.state, ["ana@example.com"], "monthly")
    assert sent(checkout, transport) == dict.fromkeys(EVERYBODY, "a")
    with transaction(db):
        choose(db, ana, ["weekly"], Evidence(), NOW)
    closed_with(checkout, "b", "2026-W47")
    assert sent(checkout, transport) == dict.fromkeys(EVERYBODY, "b") | {"ana@example.com": "ba"}
    (data,) = [data for to, data in transport.mails if to == "ana@example.com"]
    assert b"What an editor wrote" not in data


def test_a_refused_mail_is_sent_again_in_its_own_mailing(checkout: Checkout, transport: Scripted) -> None:
    """The operator names the issue; whichever of its mailings failed goes again."""
    sent(checkout, transport)
    closed_with(checkout, "abc")
    transport.answers["reader2@example.com"] = [NotSent("never", "550 no")]
    assert set(sent(checkout, transport)) == set(EVERYBODY[:2])
    assert sent(checkout, transport, again_failed="reader2@example.com") == {"reader2@example.com": "c"}


def test_a_limit_is_for_all_mailings_together(checkout: Checkout, transport: Scripted) -> None:
    """So many messages, whichever they are of."""
    sent(checkout, transport, limit=2)
    closed_with(checkout, "abc")
    assert len(sent(checkout, transport, limit=2)) == 2
    assert len(sent(checkout, transport)) == 1


def test_deliveries_of_before_carried_what_the_issue_holds(
    checkout: Checkout, transport: Scripted, db: sqlite3.Connection
) -> None:
    """A database of an earlier version does not know what its mails carried: nothing of that is mailed again,
    and what comes later is known."""
    sent(checkout, transport)
    with transaction(db):
        db.execute("UPDATE sending SET edition_id = NULL")
        db.execute("DELETE FROM edition")
    closed_with(checkout, "abc")
    assert sent(checkout, transport) == {}
    closed_with(checkout, "abcd")
    assert sent(checkout, transport) == dict.fromkeys(EVERYBODY, "d")


def test_a_delivery_costs_no_row_per_article(
    checkout: Checkout, transport: Scripted, db: sqlite3.Connection
) -> None:
    """One edition for all who got the same, and none of their own."""
    sent(checkout, transport)
    assert db.execute("SELECT count(*), count(edition_id) FROM delivery").fetchone()[:] == (3, 0)
    number = editions.of_sending(db, "weekly", "2026-W46")
    assert number is not None
    assert editions.articles_of(db, number) == {"a", "b"}
    assert db.execute("SELECT count(*) FROM edition_article").fetchone()[0] == 2


def test_who_gives_the_digest_up_and_takes_it_again_is_asked_when_claimed(
    checkout: Checkout, transport: Scripted, db: sqlite3.Connection
) -> None:
    """The choice of the moment decides, as before."""
    one = find_address(db, read_address("reader1@example.com"))
    assert one
    with transaction(db):
        choose(db, one.id, ["monthly"], Evidence(), NOW)
    assert set(sent(checkout, transport)) == {"reader0@example.com", "reader2@example.com"}
    assert outbox.counts(db, ISSUE_KEY) == Counts(sent=2)
