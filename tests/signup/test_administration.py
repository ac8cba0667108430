"""What an operator does about an address: done, and reported as it is."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge_center.signup import subscribers
from knowledge_center.signup.administration import SubscriberAdministration
from knowledge_center.signup.consents import consents
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import MailAddress, read_address
from knowledge_center.signup.keys import Keys
from tests.signup.people import NOW, ask, subscribe

ANN = read_address("ann@example.com")


@pytest.fixture
def administration(db: sqlite3.Connection, keys: Keys) -> SubscriberAdministration:
    return SubscriberAdministration(db=db, keys=keys, now=NOW)


def state(administration: SubscriberAdministration, address: MailAddress = ANN) -> str:
    found = subscribers.find_address(administration.db, address)
    return found.state if found else "nobody"


def suppress(administration: SubscriberAdministration) -> None:
    with transaction(administration.db):
        subscribers.suppress(administration.db, administration.keys, ANN, "complained", NOW)


def test_who_is_added_again_is_reported_apart(administration: SubscriberAdministration) -> None:
    """A newcomer, somebody who left and comes back, somebody who is never mailed again."""
    made = administration.add(ANN, ["weekly", "monthly"], "sheet 3")
    assert made.lines == ("ann@example.com is subscribed to weekly, monthly, on your evidence.",)
    assert made.ok and state(administration) == "active"
    administration.remove(ANN, "")
    (line,) = administration.add(ANN, ["weekly"], "sheet 4").lines
    assert line.startswith("ann@example.com, who left on 2026-11-20, is subscribed to weekly,")
    suppress(administration)
    refused = administration.add(ANN, ["weekly"], "sheet 5")
    assert not refused.ok and state(administration) == "suppressed"
    assert refused.lines == (
        "ann@example.com bounced or complained, and is never mailed again.",
        'If that was a mistake: knowledge-center subscribers unsuppress ann@example.com --evidence "how you know"',
    )


def test_a_suppression_is_taken_back_on_evidence(administration: SubscriberAdministration) -> None:
    """To what it was before: subscribed to the same digests, or merely known; with the evidence."""
    assert administration.unsuppress(ANN, "x").lines == ("ann@example.com is not suppressed.",)
    administration.add(ANN, ["weekly", "monthly"], "sheet 3")
    assert administration.unsuppress(ANN, "x").lines == ("ann@example.com is not suppressed: active.",)
    suppress(administration)
    lifted = administration.unsuppress(ANN, "she wrote to us")
    assert lifted.ok and state(administration) == "active"
    assert lifted.lines == ("ann@example.com is subscribed to monthly, weekly again, on your evidence.",)
    found = subscribers.find_address(administration.db, ANN)
    assert found and found.reason == ""
    last = consents(administration.db, found.id)[-1]
    assert (last.event, last.evidence.text) == ("unsuppressed", "she wrote to us")
    administration.remove(ANN, "")
    suppress(administration)
    (line,) = administration.unsuppress(ANN, "again").lines
    assert line == "ann@example.com may be mailed again, and is left: it gets nothing until it signs up."
    suppress(administration)
    with transaction(administration.db):
        subscribers.erase(administration.db, ANN)
    (line,) = administration.unsuppress(ANN, "again").lines
    assert line == "ann@example.com may be mailed again; nothing else is known of it."
    assert not subscribers.suppressed(administration.db, administration.keys, ANN)


def test_who_is_removed_leaves_evidence(administration: SubscriberAdministration) -> None:
    """Twice is once; who is not known is not known."""
    assert administration.remove(ANN, "phone").lines == ("ann@example.com is not known here.",)
    subscribe(administration.db, administration.keys, ANN.text)
    assert administration.remove(ANN, "phone").lines == (
        "ann@example.com gets nothing any more. What is known stays as evidence; see: erase",
    )
    again = administration.remove(ANN, "")
    assert again.ok
    assert again.lines == ("ann@example.com gets nothing already: left since 2026-11-20.",)
    found = subscribers.find_address(administration.db, ANN)
    assert found
    assert [(c.event, c.evidence.text) for c in consents(administration.db, found.id)][-1] == (
        "removed", "phone",
    )  # fmt: skip


def test_an_erasure_says_what_went_and_what_stays(
    administration: SubscriberAdministration, tmp_path: Path
) -> None:
    """Files of the outbox, the mark of one who complained, backups; then there is nobody."""
    subscribe(administration.db, administration.keys, ANN.text)
    suppress(administration)
    mail = tmp_path / "outbox/1.eml"
    mail.parent.mkdir()
    mail.write_text("To: ann@example.com\n\nHello\n")
    assert administration.erase(ANN, mail.parent).lines == (
        f"{mail}: deleted.",
        "ann@example.com is erased.",
        "A mark that cannot be read back stays: the address is never to be mailed again.",
        "Backups made before hold the address until you delete them.",
    )
    assert not mail.exists() and state(administration) == "nobody"
    again = administration.erase(ANN, mail.parent)
    assert not again.ok
    assert again.lines == ("ann@example.com is not known here, but marked: it is never to be mailed.",)


def test_an_erasure_says_if_somebody_still_reads_older_pages(
    administration: SubscriberAdministration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process in the middle of reading keeps what it reads until it is done."""
    monkeypatch.setattr("knowledge_center.signup.database._BUSY_SECONDS", 0.1)
    subscribe(administration.db, administration.keys, ANN.text)
    administration.db.execute("PRAGMA busy_timeout = 100")
    reader = connect(tmp_path / "subscribers.sqlite3")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM subscriber").fetchall()
    lines = administration.erase(ANN, tmp_path / "outbox").lines
    reader.close()
    assert "The service still reads older pages; they are gone with its next write." in lines


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "Nothing to delete: no signup has waited for more than 30 days."),
        (1, "1 signup was deleted: nobody confirmed within 30 days."),
        (2, "2 signups were deleted: nobody confirmed within 30 days."),
    ],
)
def test_a_purge_counts(count: int, expected: str, administration: SubscriberAdministration) -> None:
    """Who waits for more than thirty days; who asked lately stays."""
    for number in range(count):
        ask(administration.db, administration.keys, f"old{number}@example.com", now=NOW - timedelta(days=31))
    ask(administration.db, administration.keys, ANN.text)
    assert administration.purge().lines == (expected,)
    assert [found.address for found in subscribers.everybody(administration.db)] == ["ann@example.com"]
