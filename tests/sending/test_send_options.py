"""What an operator may ask of an outbox."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.sending import outbox
from knowledge_center.sending.outbox import Counts
from knowledge_center.sending.send_options import begin, find_recipient, nothing_to_do, send_again
from knowledge_center.sending.transport import NotSent
from knowledge_center.signup.database import transaction
from knowledge_center.signup.keys import load_keys
from tests.samples import NOW
from tests.sending.samples import ISSUE_KEY, make_outbox, subscribe, unsubscribe

ZONE = ZoneInfo("America/Detroit")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = make_outbox(tmp_path / "state", 3)
    yield connection
    connection.close()


def settle(db: sqlite3.Connection, folder: Path, refusal: NotSent | None) -> str:
    """Send the next message, to that end; its address."""
    with transaction(db):
        row = outbox.claim(db, ISSUE_KEY, "me", NOW)
        assert row
        outbox.settle(db, load_keys(folder / "state"), row, refusal, NOW)
    return row.address


def test_a_reader_is_found_however_the_address_is_typed(db: sqlite3.Connection) -> None:
    """Capitals and blanks do not matter."""
    assert (
        find_recipient(db, [ISSUE_KEY], " Reader1@Example.COM ", option="--only").address
        == "reader1@example.com"
    )


def test_who_is_not_to_get_the_issue_is_refused(db: sqlite3.Connection, tmp_path: Path) -> None:
    """No address, nobody, not this digest, no longer, not yet: each in words of its own."""
    subscribe(db, tmp_path / "state", ["monthly@example.com"], "monthly")
    unsubscribe(db, "reader2@example.com")
    with transaction(db):
        outbox.begin(db, ISSUE_KEY, NOW)
    subscribe(db, tmp_path / "state", ["late@example.com"])
    for address, expected in (
        ("reader", "does not look like an email address"),
        ("nobody@example.com", "is not known here"),
        ("monthly@example.com", "is not subscribed to weekly"),
        ("reader2@example.com", "is not subscribed to weekly"),
        ("late@example.com", "was not subscribed yet when the sending of 2026-W46 began"),
    ):
        with pytest.raises(Unusable, match=expected) as caught:
            find_recipient(db, [ISSUE_KEY], address, option="--only")
        (problem,) = caught.value.problems
        assert (problem.path, problem.fix) == ("--only", "knowledge-center subscribers list --digest weekly")


def test_one_or_all_are_sent_again(db: sqlite3.Connection, tmp_path: Path) -> None:
    """Only what is in the state that was named; anything else is reported as it is."""
    with transaction(db):
        outbox.begin(db, ISSUE_KEY, NOW)
    lost, other, sent = (
        settle(db, tmp_path, end) for end in (NotSent("unknown", "x"), NotSent("unknown", "x"), None)
    )

    def again(whom: str, state: str = "unknown") -> int:
        with transaction(db):
            return send_again(
                db, [ISSUE_KEY], "failed" if state == "failed" else "unknown", whom, NOW, zone=ZONE, option="--retry"
            )  # fmt: skip

    with pytest.raises(Unusable, match=f"{sent} has it since 2026-11-20 07:00"):
        again(sent)
    with pytest.raises(Unusable, match=f"{lost} may have it or not: x"):
        again(lost, "failed")
    assert again("all", "failed") == 0
    assert again(lost) == 1
    assert outbox.counts(db, ISSUE_KEY) == Counts(pending=1, unknown=1, sent=1)
    assert again("all") == 1
    assert outbox.counts(db, ISSUE_KEY) == Counts(pending=2, sent=1)
    assert other in [address for _, address in outbox.recipients(db, ISSUE_KEY)]


def test_a_trial_begins_nothing(db: sqlite3.Connection) -> None:
    """One row; the sending begins later, and from then on its date is the same for everybody."""
    one = find_recipient(db, [ISSUE_KEY], "reader1@example.com", option="--only")
    with transaction(db):
        assert begin(db, ISSUE_KEY, one, NOW) == NOW
    assert outbox.began(db, ISSUE_KEY) is None
    assert outbox.counts(db, ISSUE_KEY) == Counts(pending=1)
    later = NOW + timedelta(days=1)
    with transaction(db):
        assert begin(db, ISSUE_KEY, None, later) == later
        assert begin(db, ISSUE_KEY, one, later + timedelta(days=1)) == later
    assert outbox.counts(db, ISSUE_KEY) == Counts(pending=3)


def test_where_nothing_is_to_do_it_is_reported(db: sqlite3.Connection, tmp_path: Path) -> None:
    """Nobody is subscribed, everybody has it, the one who was named has it; else there is work."""
    one = find_recipient(db, [ISSUE_KEY], "reader1@example.com", option="--only")

    def expected(only: bool = False) -> list[str]:
        return list(nothing_to_do(db, ISSUE_KEY, one if only else None, ZONE))

    assert expected() == expected(only=True) == []
    with transaction(db):
        outbox.begin(db, ISSUE_KEY, NOW)
    assert expected() == expected(only=True) == []
    for _ in range(3):
        settle(db, tmp_path, None)
    assert expected() == ["weekly 2026-W46: 3 of 3 recipients have it."]
    assert expected(only=True) == ["reader1@example.com has it since 2026-11-20 07:00."]


def test_an_issue_without_readers_does_not_begin(db: sqlite3.Connection) -> None:
    """Who subscribes tomorrow can still get it."""
    for number in range(3):
        unsubscribe(db, f"reader{number}@example.com")
    assert list(nothing_to_do(db, ISSUE_KEY, None, ZONE)) == [
        "Nobody is subscribed to weekly yet, so nothing was sent; 2026-W46 can be sent later."
    ]
