"""One run of a sender: message after message, until none is due, a signal comes, or it makes no sense to go on."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from knowledge_center.sending.delivery_state import DeliveryState
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.outbox import Claim, Share, claim, next_due, settle
from knowledge_center.sending.transport import NothingTaken, NotSent, Transport
from knowledge_center.signup.bounces.failure_kinds import CAUSES, Cause
from knowledge_center.signup.database import transaction
from knowledge_center.signup.keys import Keys

# Seconds until a server that takes nothing is asked again; after the last one the run ends.
PAUSES = (2, 10, 30, 60)
# One after the other without a success: something else is wrong than a few mailboxes.
MOST_REFUSED, MOST_UNKNOWN = 25, 3
# Answers that are about us: more than a tenth of the first hundred, or so many of all. The readers' mailboxes
# are not to blame, and each further try makes our name worse.
FIRST, MOST_OURS = 100, 50
# What was sent must be written down, however long somebody else is writing.
_BUSY_MILLISECONDS = 120_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What a run works with.

    ``owner`` is the name of our lock, ``return_path`` tells where a failed delivery to a subscriber's id goes.
    ``message`` makes the bytes for a row that is taken; ``share`` tells what a subscriber gets, see ``claim``.
    ``clock`` tells now (aware), ``sleep`` waits for some seconds, or less if ``stopped`` becomes true meanwhile.
    """

    issue_key: IssueKey
    owner: str
    keys: Keys
    transport: Transport
    return_path: Callable[[str], str]
    message: Callable[[Claim], bytes]
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    share: Callable[[sqlite3.Connection, str], Share | None] | None = None
    stopped: Callable[[], bool] = lambda: False
    report_state: Callable[[DeliveryState], None] = lambda state: None
    report_wait: Callable[[datetime], None] = lambda until: None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How far a run goes: ``only`` one subscriber's id, at most ``limit`` messages, ``rate`` a second
    (0: as fast as it goes), and whether to ``wait`` for those that were put off."""

    only: str = ""
    limit: int | None = None
    rate: float = 0.0
    wait: bool = True


def run(db: sqlite3.Connection, sender: Sender, options: RunOptions) -> str:
    """Send what is due. Returns why it ended early, as a sentence; empty if it did not.

    A message is claimed in one transaction and its outcome is written in the next, which claims the
    following one. So a kill at any point leaves at most one row whose fate is unknown.
    """
    db.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    run_state = _RunState(options, sender.issue_key)
    done: tuple[Claim, NotSent | None] | None = None
    while True:
        now = sender.clock()
        state: DeliveryState | None = None
        taken: Claim | None = None
        with transaction(db):
            if done:
                state = settle(db, sender.keys, *done, now)
                run_state.record(state, done[1], now)
            ended = run_state.ended() or sender.stopped()
            if not ended and run_state.may_send(now):
                taken = claim(db, sender.issue_key, sender.owner, now, only=options.only, share=sender.share)
        done = None
        if state:
            sender.report_state(state)
        if ended:
            return run_state.reason
        if taken:
            run_state.begin(now)
            done = taken, _hand_over(db, sender, taken)
            continue
        due = next_due(db, sender.issue_key, only=options.only)
        left = run_state.left(now)
        if due is None or not (left or options.wait):
            return ""
        _pause(sender, now, left or max(due - now, timedelta(seconds=1)))


class _RunState:
    """How a run is going: what was sent when, and whether to go on."""

    def __init__(self, options: RunOptions, issue_key: IssueKey) -> None:
        self._orders, self._issue_key = options, issue_key
        self._ours: Counter[Cause] = Counter()
        self._tried = self._refused = self._unknown = self._empty = 0
        self._pause, self._paused_at = timedelta(), datetime.min.replace(tzinfo=UTC)
        self.reason = ""

    def left(self, now: datetime) -> timedelta:
        """How long until the next message may begin: at once, where the clock was set back meanwhile."""
        passed = now - self._paused_at
        return self._pause - passed if timedelta() <= passed < self._pause else timedelta()

    def may_send(self, now: datetime) -> bool:
        return not self.left(now)

    def begin(self, now: datetime) -> None:
        if self._orders.rate:
            self._pause, self._paused_at = timedelta(seconds=1 / self._orders.rate), now

    def ended(self) -> bool:
        return bool(self.reason) or self._tried == self._orders.limit

    def record(self, state: DeliveryState, refusal: NotSent | None, now: datetime) -> None:
        if isinstance(refusal, NothingTaken):
            if refusal.lasting or not self._orders.wait or self._empty == len(PAUSES):
                self.reason = f"Stopped: {refusal.detail}."
            else:
                self._pause, self._paused_at = timedelta(seconds=PAUSES[self._empty]), now
                self._empty += 1
            return
        self._tried += 1
        self._empty = 0
        self._unknown = self._unknown + 1 if state == "unknown" else 0
        self._refused = 0 if refusal is None else self._refused + 1
        if refusal and refusal.failure and refusal.failure.kind == "ours":
            self._ours[refusal.failure.cause] += 1
            count = self._ours.total()
            if count == MOST_OURS or (self._tried <= FIRST and count > FIRST // 10):
                self.reason = self._our_fault(count, refusal.detail)
        if self.reason:
            return
        if refusal and self._unknown == MOST_UNKNOWN:
            self.reason = (
                f"Stopped: the fate of {MOST_UNKNOWN} messages in a row is unknown. {_last_refusal(refusal)}"
            )
        elif refusal and self._refused == MOST_REFUSED:
            self.reason = (
                f"Stopped: {MOST_REFUSED} messages in a row were not taken. {_last_refusal(refusal)}"
            )

    def _our_fault(self, count: int, answer: str) -> str:
        cause, remedy = CAUSES[self._ours.most_common(1)[0][0]]
        again = f"{self._issue_key.send_command} --retry-failed all"
        return (
            f"Stopped: {count} of {self._tried} answers were about us and not about the readers: {cause} "
            f"(“{answer.rstrip('.')}”); {remedy}, then: {again}"
        )


def _last_refusal(refusal: NotSent) -> str:
    return f"The last time: {refusal.detail.rstrip('.')}."


def _hand_over(db: sqlite3.Connection, sender: Sender, taken: Claim) -> NotSent | None:
    """Send one message; why it was not, or None."""
    try:
        data = sender.message(taken)
    except ValueError:
        return NotSent("never", "the address cannot stand in a mail header")
    try:
        sender.transport.send(sender.return_path(taken.subscriber), taken.address, data)
    except NotSent as refusal:
        return refusal
    except BaseException:
        # Such as Ctrl-C a second time: nobody will ever know.
        lost = NotSent("unknown", "interrupted while the message was handed over")
        with transaction(db):
            settle(db, sender.keys, taken, lost, sender.clock())
        raise
    return None


def _pause(sender: Sender, now: datetime, time: timedelta) -> None:
    """Wait. A long wait is reported, and no server is kept waiting with us."""
    if time > timedelta(seconds=5):
        sender.report_wait(now + time)
        sender.transport.close()
    sender.sleep(time.total_seconds())
