"""The states of a message, whatever happens to it and in whatever order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from knowledge_center.sending import mailer, outbox
from knowledge_center.sending.delivery_state import DUE, DeliveryState, Progress, due_values
from knowledge_center.sending.transport import NothingTaken, NotSent
from tests.samples import NOW

STEPS: dict[DeliveryState, tuple[DeliveryState, ...]] = {
    "pending": ("sending", "skipped"),
    "sending": ("sent", "failed", "unknown", "pending"),
    "sent": (),
    "failed": ("pending",),
    "unknown": ("pending",),
    "skipped": (),
}
tables_of_waits = st.lists(
    st.integers(1, 100_000).map(lambda number: timedelta(seconds=number)), min_size=1, max_size=6
).map(sorted)
refusals = st.sampled_from(
    [
        NotSent("later", "450 later"), NotSent("never", "550 no"), NotSent("unknown", "no answer"),
        NothingTaken("no route"), NothingTaken("535 wrong password", lasting=True), None,
    ]
)  # fmt: skip


class Message(RuleBasedStateMachine):
    """One message. What was done to it is written down here, without asking it."""

    @initialize(waits=tables_of_waits)
    def begin(self, waits: list[timedelta]) -> None:
        self.waits, self.progress = waits, Progress()
        self.answered = self.deliveries = 0
        self.operator_spoke = False

    def go(self, after: Progress) -> None:
        before, self.progress = self.progress, after
        assert after.state in STEPS[before.state]
        assert before.state != "sent", "it was sent, and is not done with"
        assert before.state not in ("unknown", "failed") or self.operator_spoke
        # Only who waits for a next try is put off.
        assert after.wait is None or after.state == "pending"

    @precondition(lambda self: self.progress.state == "pending")
    @rule()
    def a_sender_claims_it(self) -> None:
        self.go(self.progress.claimed())

    @precondition(lambda self: self.progress.state == "pending")
    @rule()
    def nobody_wants_it(self) -> None:
        self.go(self.progress.skipped("no longer subscribed"))

    @precondition(lambda self: self.progress.state == "sending")
    @rule(refusal=refusals)
    def it_is_answered(self, refusal: NotSent | None) -> None:
        counts = not isinstance(refusal, NothingTaken)
        self.deliveries += refusal is None
        put_off = self.answered
        self.answered += counts
        self.go(self.progress.settled(refusal, self.waits))
        assert self.progress.detail == (refusal.detail if refusal else "")
        if refusal is None:
            assert self.progress.state == "sent"
        elif not counts:
            assert (self.progress.state, self.progress.wait) == ("pending", None)
        elif refusal.outcome == "later" and put_off < len(self.waits):
            assert (self.progress.state, self.progress.wait) == ("pending", self.waits[put_off])
        else:
            assert self.progress.state == ("unknown" if refusal.outcome == "unknown" else "failed")

    @precondition(lambda self: self.progress.state == "pending")
    @rule(times=st.integers(1, 7))
    def it_is_put_off_again_and_again(self, times: int) -> None:
        while times and self.progress.state == "pending":
            self.a_sender_claims_it()
            self.it_is_answered(NotSent("later", "450 later"))
            times -= 1

    @precondition(lambda self: self.progress.state == "sending")
    @rule()
    def its_sender_dies(self) -> None:
        self.go(self.progress.lost("the sender died"))
        assert self.progress.state == "unknown"

    @precondition(lambda self: self.progress.state in ("unknown", "failed"))
    @rule()
    def an_operator_sends_it_again(self) -> None:
        self.operator_spoke, self.answered = True, 0
        self.go(self.progress.retried())
        self.operator_spoke = False

    @rule(refusal=refusals)
    def what_no_step_leads_to_is_refused(self, refusal: NotSent | None) -> None:
        progress = self.progress
        steps: dict[Callable[[], Progress], tuple[DeliveryState, ...]] = {
            progress.claimed: ("pending",),
            lambda: progress.skipped(""): ("pending",),
            lambda: progress.settled(refusal, self.waits): ("sending",),
            lambda: progress.lost(""): ("sending",),
            progress.retried: ("unknown", "failed"),
        }
        for step, states in steps.items():
            if progress.state not in states:
                with pytest.raises(ValueError, match=f"a message that is {progress.state} cannot become"):
                    step()

    @invariant()
    def nobody_is_tried_more_often_than_the_waits_allow(self) -> None:
        assert self.progress.tries == self.answered <= len(self.waits) + 1

    @invariant()
    def nobody_gets_it_twice(self) -> None:
        assert self.deliveries == (self.progress.state == "sent")


TestMessage = Message.TestCase


def test_the_waits_of_both_tables() -> None:
    """Issues are given up after five hours, mails about a signup after two days."""
    issue = [60, 300, 900, 3600, 4 * 3600]
    assert [wait.total_seconds() for wait in outbox.WAITS] == issue
    assert [wait.total_seconds() for wait in mailer.WAITS] == [*issue, 12 * 3600, 24 * 3600]


@given(ahead=st.integers(-200_000, 200_000), waits=tables_of_waits)
def test_who_is_due(ahead: int, waits: list[timedelta]) -> None:
    """Whose time has come; and who waits for longer than anybody can, because the clock was wrong."""
    longest = waits[-1].total_seconds()
    for state in STEPS:
        db = sqlite3.connect(":memory:")
        db.execute("CREATE TABLE message (state, next_at)")
        db.execute("INSERT INTO message VALUES (?, ?)", (state, int(NOW.timestamp()) + ahead))
        found = db.execute(f"SELECT count(*) FROM message WHERE {DUE}", due_values(NOW, waits)).fetchone()[0]
        db.close()
        assert found == (state == "pending" and (ahead <= 0 or ahead > longest))
