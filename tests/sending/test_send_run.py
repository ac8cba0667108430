"""A run, from the first message to the last, with a clock that only moves when somebody waits."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge_center.sending import outbox
from knowledge_center.sending.delivery_state import DeliveryState
from knowledge_center.sending.outbox import WAITS, Claim, Counts
from knowledge_center.sending.send_run import (
    MOST_OURS,
    MOST_REFUSED,
    MOST_UNKNOWN,
    PAUSES,
    RunOptions,
    Sender,
    run,
)
from knowledge_center.sending.transport import NothingTaken, NotSent
from knowledge_center.signup.bounces.failure_kinds import Failure, read_failure
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import load_keys
from knowledge_center.signup.subscribers import find_address
from tests.samples import NOW
from tests.sending.samples import ISSUE_KEY, Scripted, Ticking, addresses, make_outbox, unsubscribe

Make = Callable[..., "SendRun"]


class SendRun:
    """An outbox, a transport and a clock, and the states that were reported."""

    def __init__(self, folder: Path, readers: int, transport: Scripted, **more: Any) -> None:
        self.db: sqlite3.Connection = make_outbox(folder, readers)
        with transaction(self.db):
            outbox.begin(self.db, ISSUE_KEY, NOW)
        self.transport, self.clock = transport, Ticking()
        self.states: list[DeliveryState] = []
        values: dict[str, Any] = {
            "issue_key": ISSUE_KEY,
            "owner": "me",
            "keys": load_keys(folder),
            "transport": transport,
            "return_path": lambda subscriber: "bounces@example.com",
            "message": lambda claim: b"Subject: x\r\n\r\n",
            "clock": self.clock,
            "sleep": self.clock.sleep,
            "report_state": self.states.append,
        }
        self.sender = Sender(**(values | more))

    def run(self, **options: Any) -> str:
        return run(self.db, self.sender, RunOptions(**options))

    @property
    def counts(self) -> Counts:
        return outbox.counts(self.db, ISSUE_KEY)


@pytest.fixture
def make_run(tmp_path: Path) -> Iterator[Make]:
    made: list[SendRun] = []

    def make(
        readers: int = 3, answers: dict[str, list[NotSent | None]] | None = None, **more: Any
    ) -> SendRun:
        made.append(SendRun(tmp_path / "state", readers, Scripted(answers), **more))
        return made[-1]

    yield make
    for one in made:
        one.db.close()


def test_everybody_gets_it_once(make_run: Make) -> None:
    """A second run has nothing to do."""
    it = make_run()
    assert it.run() == it.run() == ""
    assert sorted(it.transport.taken) == addresses(3)
    assert it.counts == Counts(sent=3)
    assert it.states == ["sent"] * 3
    assert it.clock.slept == []


def test_a_limit_ends_a_run_and_the_next_goes_on(make_run: Make) -> None:
    """Two now, the rest later; a refused one counts as one."""
    it = make_run(5, {address: [NotSent("never", "550 no")] for address in addresses(1)})
    assert it.run(limit=2) == ""
    assert len(it.transport.asked) == 2
    assert it.run() == ""
    assert sorted(it.transport.asked) == addresses(5)
    assert it.counts == Counts(sent=4, failed=1)


def test_a_rate_spreads_messages(make_run: Make) -> None:
    """Two a second: half a second between the beginnings of two."""
    it = make_run(4)
    assert it.run(rate=2) == ""
    assert it.clock.slept == [0.5, 0.5, 0.5]


def test_a_clock_that_is_set_back_holds_up_no_run(make_run: Make) -> None:
    """An hour back between two messages: the next one is not an hour late, and nobody gets it twice."""
    it = make_run(4)

    def message(claim: Claim) -> bytes:
        if len(it.transport.asked) == 1:
            it.clock.now -= timedelta(hours=1)
        return b"Subject: x\r\n\r\n"

    it.sender = replace(it.sender, message=message)
    assert it.run(rate=2) == ""
    assert sorted(it.transport.taken) == addresses(4)
    assert sum(it.clock.slept) < 2


def test_only_one_is_asked_for(make_run: Make) -> None:
    """Whom an operator names, and nobody else."""
    it = make_run()
    one = find_address(it.db, read_address("reader1@example.com"))
    assert one
    assert it.run(only=one.id) == ""
    assert it.transport.asked == ["reader1@example.com"]
    assert it.counts == Counts(sent=1, pending=2)


def test_who_leaves_while_it_runs_gets_nothing(make_run: Make) -> None:
    """Asked right before the message, not when the run began."""
    it = make_run(3)

    def message(claim: Claim) -> bytes:
        for other in addresses(3):
            if other != claim.address:
                unsubscribe(it.db, other)
        return b"Subject: x\r\n\r\n"

    it.sender = Sender(**{name: getattr(it.sender, name) for name in Sender.__slots__} | {"message": message})
    assert it.run() == ""
    assert len(it.transport.taken) == 1
    assert it.counts == Counts(sent=1, skipped=2)


def test_what_was_put_off_is_waited_for(make_run: Make) -> None:
    """A greylisting server gets the message again after a minute; the connection is closed meanwhile."""
    it = make_run(2, {"reader0@example.com": [NotSent("later", "450 later"), None]})
    assert it.run() == ""
    assert it.counts == Counts(sent=2)
    assert it.clock.slept == [WAITS[0].total_seconds()]
    assert it.transport.closed == 1
    assert sorted(it.states) == ["pending", "sent", "sent"]


def test_without_waiting_it_ends_and_goes_on_later(make_run: Make) -> None:
    """A schedule that comes again anyway need not wait; before its time nothing is tried."""
    it = make_run(2, {"reader0@example.com": [NotSent("later", "450 later"), None]})
    assert it.run(wait=False) == ""
    assert it.counts == Counts(sent=1, pending=1)
    assert it.run(wait=False) == ""
    assert it.transport.asked.count("reader0@example.com") == 1
    it.clock.now += timedelta(minutes=1)
    assert it.run(wait=False) == ""
    assert it.counts == Counts(sent=2)


def test_a_message_that_is_always_put_off_fails_in_the_end(make_run: Make) -> None:
    """After all waits, some hours, a run has an end."""
    it = make_run(1, {"reader0@example.com": [NotSent("later", "450 later")] * 99})
    assert it.run() == ""
    assert it.counts == Counts(failed=1)
    assert it.clock.slept == [wait.total_seconds() for wait in WAITS]


def test_what_nobody_knows_is_not_sent_again(make_run: Make) -> None:
    """A connection lost after the message: that reader is left to the operator, the others get theirs."""
    it = make_run(3, {"reader1@example.com": [NotSent("unknown", "lost", connection_lost=True)]})
    assert it.run() == it.run() == ""
    assert it.transport.asked.count("reader1@example.com") == 1
    assert it.counts == Counts(sent=2, unknown=1)


def test_a_server_that_takes_nothing_is_given_time(make_run: Make) -> None:
    """It comes back: everybody gets it. It does not: the run ends with the reason, and no row is spoilt."""
    away: list[NotSent | None] = [NothingTaken("no route")]
    it = make_run(1, {"reader0@example.com": away * 2 + [None] + away * 99})
    assert it.run() == ""
    assert it.clock.slept == list(PAUSES[:2])
    assert it.counts == Counts(sent=1)


def test_every_success_gives_a_server_new_time(make_run: Make) -> None:
    """One that restarts again and again is waited for each time, not only a few times in all."""
    it = make_run(
        len(PAUSES) + 1, {address: [NothingTaken("no route"), None] for address in addresses(len(PAUSES) + 1)}
    )
    assert it.run() == ""
    assert it.clock.slept == [PAUSES[0]] * (len(PAUSES) + 1)
    assert it.counts == Counts(sent=len(PAUSES) + 1)


def test_a_server_that_stays_away_ends_the_run(make_run: Make) -> None:
    """After the last pause it says why; every row waits for the next run, with no try used up."""
    it = make_run(2, {address: [NothingTaken("no route") for _ in range(99)] for address in addresses(2)})
    assert it.run() == "Stopped: no route."
    assert it.clock.slept == list(PAUSES)
    assert it.counts == Counts(pending=2)
    assert {row["tries"] for row in it.db.execute("SELECT tries FROM delivery")} == {0}


@pytest.mark.parametrize("options", [{"wait": False}, {}])
def test_a_wrong_password_is_tried_once(make_run: Make, options: dict[str, bool]) -> None:
    """What will not get better by itself ends a run at once; without waiting, anything does."""
    it = make_run(2, {address: [NothingTaken("535 no", lasting=not options)] for address in addresses(2)})
    assert it.run(**options) == "Stopped: 535 no."
    assert len(it.transport.asked) == 1
    assert it.clock.slept == []


def test_many_refusals_in_a_row_are_one_mistake_of_ours(make_run: Make) -> None:
    """A server that refuses everybody does not cost a whole list its subscribers."""
    count = MOST_REFUSED + 5
    gone: list[NotSent | None] = [NotSent("never", "550 5.1.1 who?", failure=Failure(kind="reader"))]
    it = make_run(count, {address: list(gone) for address in addresses(count)})
    assert (
        it.run()
        == f"Stopped: {MOST_REFUSED} messages in a row were not taken. The last time: 550 5.1.1 who?."
    )
    assert it.counts == Counts(failed=MOST_REFUSED, pending=5)


def _ours(detail: str) -> list[NotSent | None]:
    return [NotSent("never", detail, failure=read_failure("", detail))]


def test_answers_about_us_stop_a_run_before_it_makes_things_worse(make_run: Make) -> None:
    """More than a tenth of the first hundred: one sentence with the cause and the remedy, and nobody is lost."""
    blocked = "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using a DNSBL"
    # Every third reader is at the server that blocks us.
    it = make_run(100, {address: _ours(blocked) for address in addresses(100)[::3]})
    reason = it.run()
    assert re.fullmatch(
        r"Stopped: 11 of \d+ answers were about us and not about the readers: the mail server is blocked or has a "
        rf"bad name \(“{re.escape(blocked)}”\); look its address up at the list that the answer names, ask to be "
        r"taken off, and send fewer mails at a time, then: knowledge-center send weekly 2026-W46 --retry-failed all",
        reason,
    )
    assert it.counts.failed == 11
    assert it.db.execute("SELECT count(*) FROM subscriber WHERE state <> 'active'").fetchone()[0] == 0


def test_fifty_answers_about_us_are_enough_in_any_run(make_run: Make) -> None:
    """Ten of the first hundred are not; fifty of a thousand are."""
    ours = "550-5.7.26 Unauthenticated email from example.com is not accepted"
    count = 1000
    it = make_run(count)
    # Readers get it in an order of their own: it counts who is asked, not who they are.
    asked = it.transport.asked

    class Tenth(dict[str, list[NotSent | None]]):
        def get(self, to: str, default: object = None) -> Any:
            return _ours(ours) if len(asked) % 10 == 1 else default

    it.transport.answers = Tenth()
    assert it.run().startswith(f"Stopped: {MOST_OURS} of 491 answers were about us")
    assert it.counts.failed == MOST_OURS


def test_refusals_between_successes_are_everyday_life(make_run: Make) -> None:
    """Half of a list may be refused, as long as others are taken in between."""
    count = MOST_REFUSED * 3
    answers: list[NotSent | None] = [NotSent("never", "550 no"), None] * count
    it = make_run(count)
    it.transport.answers = dict.fromkeys(addresses(count), answers)
    assert it.run() == ""
    assert it.counts.failed > MOST_REFUSED


def test_a_server_that_always_hangs_up_is_left(make_run: Make) -> None:
    """Each such message is one whose fate nobody knows: few are enough."""
    lost = NotSent("unknown", "lost after the message", connection_lost=True)
    it = make_run(9, {address: [lost] for address in addresses(9)})
    reason = f"Stopped: the fate of {MOST_UNKNOWN} messages in a row is unknown. The last time: lost after the message."
    assert it.run() == reason
    assert it.counts == Counts(unknown=MOST_UNKNOWN, pending=9 - MOST_UNKNOWN)


def test_stop_means_after_the_message_in_hand(make_run: Make) -> None:
    """Its outcome is written down; the next one is not begun."""
    it = make_run(5)
    taken = it.transport.taken
    it.sender = Sender(
        **{name: getattr(it.sender, name) for name in Sender.__slots__} | {"stopped": lambda: len(taken) == 2}
    )
    assert it.run() == ""
    assert it.counts == Counts(sent=2, pending=3)


def test_an_interrupted_message_is_unknown(make_run: Make) -> None:
    """Who does not let a message be finished cannot know whether it left."""

    class Interrupted(Scripted):
        def send(self, sender: str, to: str, data: bytes) -> None:
            raise KeyboardInterrupt

    it = make_run(2)
    it.sender = Sender(
        **{name: getattr(it.sender, name) for name in Sender.__slots__} | {"transport": Interrupted()}
    )
    with pytest.raises(KeyboardInterrupt):
        it.run()
    assert it.counts == Counts(unknown=1, pending=1)


def test_an_address_that_no_header_can_hold_stops_nobody_else(make_run: Make) -> None:
    """A row that somebody edited by hand fails by itself."""

    def message(claim: Claim) -> bytes:
        if claim.address == "reader1@example.com":
            raise ValueError("cannot stand in a mail header")
        return b"Subject: x\r\n\r\n"

    it = make_run(3, message=message)
    assert it.run() == ""
    assert it.counts == Counts(sent=2, failed=1)
    assert "reader1@example.com" not in it.transport.asked
