"""The rows of an issue, step by step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge_center.sending import outbox
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.outbox import WAITS, Claim, Counts
from knowledge_center.sending.transport import NothingTaken, NotSent
from knowledge_center.signup.bounces.failure_kinds import Failure
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys, load_keys
from knowledge_center.signup.subscribers import choose, erase, find_address, suppressed
from tests.samples import NOW
from tests.sending.samples import ISSUE_KEY, addresses, make_outbox, subscribe, unsubscribe


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def db(folder: Path) -> Iterator[sqlite3.Connection]:
    connection = make_outbox(folder, 3)
    yield connection
    connection.close()


@pytest.fixture
def keys(folder: Path) -> Keys:
    return load_keys(folder)


def begin(db: sqlite3.Connection) -> None:
    with transaction(db):
        outbox.begin(db, ISSUE_KEY, NOW)


def claim(
    db: sqlite3.Connection, owner: str = "me", later: timedelta = timedelta(), only: str = ""
) -> Claim | None:
    with transaction(db):
        return outbox.claim(db, ISSUE_KEY, owner, NOW + later, only=only)


def settle(
    db: sqlite3.Connection,
    keys: Keys,
    done: Claim | None,
    refusal: NotSent | None = None,
    later: timedelta = timedelta(),
) -> str:
    assert done
    with transaction(db):
        return outbox.settle(db, keys, done, refusal, NOW + later)


def test_recipients_are_those_of_the_moment_it_began(db: sqlite3.Connection, folder: Path) -> None:
    """Who is subscribed then, to this digest, and active; who comes later gets the next issue."""
    subscribe(db, folder, ["monthly@example.com"], "monthly")
    unsubscribe(db, "reader1@example.com")
    assert [address for _, address in outbox.recipients(db, ISSUE_KEY)] == [
        "reader0@example.com",
        "reader2@example.com",
    ]
    assert outbox.began(db, ISSUE_KEY) is None
    begin(db)
    subscribe(db, folder, ["late@example.com"])
    with transaction(db):
        again = outbox.begin(db, ISSUE_KEY, NOW + timedelta(days=1))
    assert again == outbox.began(db, ISSUE_KEY) == NOW
    assert [address for _, address in outbox.recipients(db, ISSUE_KEY)] == [
        "reader0@example.com",
        "reader2@example.com",
    ]
    assert outbox.counts(db, ISSUE_KEY) == Counts(pending=2)


def test_each_row_is_claimed_once(db: sqlite3.Connection, keys: Keys) -> None:
    """Two senders share the rows; what one has taken the other does not see."""
    begin(db)
    taken = [claim(db, owner) for owner in ("one", "other", "one", "other")]
    assert taken.pop() is None
    assert sorted(row.address for row in taken if row) == addresses(3)
    assert outbox.counts(db, ISSUE_KEY) == Counts(sending=3)
    for row in taken:
        assert settle(db, keys, row) == "sent"
    assert outbox.counts(db, ISSUE_KEY) == Counts(sent=3)
    assert outbox.counts(db, ISSUE_KEY).all == 3
    assert claim(db) is None


def test_who_has_left_before_their_turn_is_skipped(db: sqlite3.Connection) -> None:
    """Asked again at the last moment: left, another digest, or erased altogether."""
    begin(db)
    unsubscribe(db, "reader0@example.com")
    second = find_address(db, read_address("reader1@example.com"))
    assert second
    with transaction(db):
        choose(db, second.id, ["monthly"], Evidence(), NOW)
        erase(db, read_address("reader2@example.com"))
    assert claim(db) is None
    assert outbox.counts(db, ISSUE_KEY) == Counts(skipped=2)
    assert [row.detail for row in outbox.in_state(db, ISSUE_KEY, "skipped")] == [outbox.LEFT] * 2


def test_a_message_that_was_put_off_waits_longer_each_time(db: sqlite3.Connection, keys: Keys) -> None:
    """Not before its time, and after the last try it has failed, with what the server said."""
    begin(db)
    only = claim(db)
    assert only
    later, passed = NotSent("later", "451 later"), timedelta()
    row: Claim | None = only
    for at, wait in enumerate(WAITS):
        assert settle(db, keys, row, later, passed) == "pending"
        assert claim(db, later=passed + wait - timedelta(seconds=1), only=only.subscriber) is None
        passed += wait
        assert outbox.next_due(db, ISSUE_KEY, only=only.subscriber) == NOW + passed
        row = claim(db, later=passed, only=only.subscriber)
        assert row and row.tries == at + 1
    assert settle(db, keys, row, later, passed) == "failed"
    (failed,) = outbox.in_state(db, ISSUE_KEY, "failed")
    assert (failed.address, failed.detail, failed.changed) == (only.address, "451 later", NOW + passed)


def test_a_clock_that_was_set_back_makes_nobody_wait(db: sqlite3.Connection, keys: Keys) -> None:
    """A message that was put off until next year, by a clock that was wrong, is tried now."""
    begin(db)
    year = timedelta(days=365)
    for _ in range(3):
        assert settle(db, keys, claim(db, later=year), NotSent("later", "450 busy"), year) == "pending"
    assert claim(db, later=year) is None
    assert claim(db, later=year - timedelta(minutes=5)) is None
    assert {found.address for _ in range(3) if (found := claim(db))} == set(addresses(3))


def test_what_is_nobodys_fault_costs_no_try(db: sqlite3.Connection, keys: Keys) -> None:
    """A server that takes nothing at all leaves the row as it was."""
    begin(db)
    row = claim(db)
    assert settle(db, keys, row, NothingTaken("no route")) == "pending"
    again = claim(db, only=row.subscriber if row else "")
    assert again == row


def test_a_mailbox_that_does_not_exist_is_never_mailed_again(db: sqlite3.Connection, keys: Keys) -> None:
    """Refused for good is failed; an unknown mailbox is suppressed as well, in the same step."""
    begin(db)
    full, gone = claim(db), claim(db)
    assert full and gone
    assert settle(db, keys, full, NotSent("never", "552 5.2.2 full")) == "failed"
    assert (
        settle(db, keys, gone, NotSent("never", "550 5.1.1 who?", failure=Failure(kind="reader"))) == "failed"
    )
    assert not suppressed(db, keys, read_address(full.address))
    assert suppressed(db, keys, read_address(gone.address))
    found = find_address(db, read_address(gone.address))
    assert found and (found.state, found.reason) == ("suppressed", "550 5.1.1 who?")


def test_rows_of_the_dead_are_unknown(db: sqlite3.Connection, keys: Keys) -> None:
    """A sender that died may have sent its message: it is not sent again until an operator says so."""
    begin(db)
    lost, held = claim(db, "dead"), claim(db, "alive")
    assert lost and held
    with transaction(db):
        assert outbox.sweep(db, ISSUE_KEY, NOW, lambda owner: owner == "alive") == 1
    assert outbox.counts(db, ISSUE_KEY) == Counts(pending=1, sending=1, unknown=1)
    assert [row.address for row in outbox.in_state(db, ISSUE_KEY, "unknown")] == [lost.address]
    assert claim(db, only=lost.subscriber) is None
    with transaction(db):
        assert outbox.retry(db, ISSUE_KEY, "unknown", NOW, only=held.subscriber) == 0
        assert outbox.retry(db, ISSUE_KEY, "unknown", NOW, only=lost.subscriber) == 1
    assert claim(db, only=lost.subscriber) is not None


def test_only_what_an_operator_names_is_sent_again(db: sqlite3.Connection, keys: Keys) -> None:
    """All that failed, or one; a suppressed address stays out."""
    begin(db)
    full, gone, sent = claim(db), claim(db), claim(db)
    settle(db, keys, full, NotSent("never", "550 5.7.1 no"))
    settle(db, keys, gone, NotSent("never", "550 5.1.1 who?", failure=Failure(kind="reader")))
    settle(db, keys, sent)
    with transaction(db):
        assert outbox.retry(db, ISSUE_KEY, "failed", NOW) == 2
    again = claim(db)
    assert again and full and (again.address, again.tries) == (full.address, 0)
    assert claim(db) is None
    assert outbox.counts(db, ISSUE_KEY) == Counts(sending=1, skipped=1, sent=1)


def test_a_trial_freezes_nothing_and_is_not_sent_twice(
    db: sqlite3.Connection, keys: Keys, folder: Path
) -> None:
    """One recipient ahead of all others; when the sending begins, everybody else follows."""
    first = find_address(db, read_address("reader1@example.com"))
    assert first
    with transaction(db):
        outbox.add_trial(db, ISSUE_KEY, first.id, NOW)
    settle(db, keys, claim(db))
    assert outbox.began(db, ISSUE_KEY) is None
    assert outbox.issue_keys(db, "weekly") == (ISSUE_KEY,)
    subscribe(db, folder, ["new@example.com"])
    others = ["new@example.com", "reader0@example.com", "reader2@example.com"]
    assert [address for _, address in outbox.recipients(db, ISSUE_KEY)] == others
    begin(db)
    rows = [claim(db), claim(db), claim(db)]
    assert sorted(row.address for row in rows if row) == others
    assert claim(db) is None
    row = outbox.delivery(db, ISSUE_KEY, first.id)
    assert row and (row.address, row.state) == ("reader1@example.com", "sent")


def test_issues_do_not_mix(db: sqlite3.Connection) -> None:
    """What happens to one issue changes no row of another, nor of another digest's issue of that name."""
    begin(db)
    others = [IssueKey(digest="weekly", issue="2026-W47"), IssueKey(digest="monthly", issue="2026-W46")]
    assert claim(db, "dead")
    for other in others:
        with transaction(db):
            assert outbox.claim(db, other, "me", NOW) is None
            assert outbox.sweep(db, other, NOW, lambda owner: False) == 0
        assert outbox.counts(db, other) == Counts()
    assert outbox.counts(db, ISSUE_KEY) == Counts(pending=2, sending=1)
    with transaction(db):
        assert outbox.sweep(db, ISSUE_KEY, NOW, lambda owner: False) == 1
        assert [outbox.retry(db, other, "unknown", NOW) for other in others] == [0, 0]
    assert outbox.counts(db, ISSUE_KEY) == Counts(pending=2, unknown=1)
    assert outbox.issue_keys(db, "weekly") == (ISSUE_KEY,)


def test_the_next_row_is_found_by_an_index(db: sqlite3.Connection) -> None:
    """However many readers there are, a claim looks at one row, not at all of them."""
    begin(db)
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    claim(db)
    db.set_trace_callback(None)
    (query,) = [text for text in asked if text.startswith("SELECT d.")]
    plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert any("delivery_open" in step for step in plan)
    assert not any("SCAN delivery" in step or "TEMP B-TREE" in step for step in plan)
