"""How far a message to one reader has come: its states, and the only steps between them.

    pending -> sending -> sent | failed | unknown, or pending again, later
    pending -> skipped: no longer wanted when its time came
    sending -> unknown: its sender died, so nobody knows whether the message left
    unknown, failed -> pending: an operator's word, and nothing else

Issues (``outbox``) and mails about signups (``mailer``) go the same way, each with its own table and its
own waits. One transition stands elsewhere: what came back days later makes a sent issue a failed one
(``signup.bounces.intake``); that is evidence about a reader, and no step of a sending.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from knowledge_center.sending.transport import NothingTaken, NotSent
from knowledge_center.signup.database import seconds
from knowledge_center.signup.email_addresses import BadAddress, read_address
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.subscribers import suppress

DeliveryState = Literal["pending", "sending", "sent", "failed", "unknown", "skipped"]
RetryableState = Literal["unknown", "failed"]

# The rows of a table that may be tried, with the values of ``due_values``.
DUE = "state = 'pending' AND (next_at <= :now OR next_at > :far)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a message has come. ``tries`` counts those that were answered, or whose answer was lost.

    ``wait`` is how long the next try has to wait: None where there is no reason to, or no next try.
    """

    state: DeliveryState = "pending"
    tries: int = 0
    wait: timedelta | None = None
    detail: str = ""

    def claimed(self) -> Progress:
        """A sender takes it in hand."""
        return self._step(("pending",), "sending")

    def skipped(self, detail: str) -> Progress:
        """It is not wanted any more."""
        return self._step(("pending",), "skipped", detail=detail)

    def settled(self, refusal: NotSent | None, waits: Sequence[timedelta]) -> Progress:
        """What became of a message in hand. ``refusal`` is None for a success.

        ``waits`` are those after each time it was put off; after the last it has failed.
        """
        if refusal is None:
            return self._step(("sending",), "sent", tries=self.tries + 1)
        if isinstance(refusal, NothingTaken):
            return self._step(("sending",), "pending", detail=refusal.detail)
        state: DeliveryState = "unknown" if refusal.outcome == "unknown" else "failed"
        wait = None
        if refusal.outcome == "later" and self.tries < len(waits):
            state, wait = "pending", waits[self.tries]
        return self._step(("sending",), state, tries=self.tries + 1, wait=wait, detail=refusal.detail)

    def lost(self, detail: str) -> Progress:
        """Its sender died with the message in hand: it may have left, so it is not sent again."""
        return self._step(("sending",), "unknown", detail=detail)

    def retried(self) -> Progress:
        """An operator says: send it again, even if somebody gets it twice."""
        return self._step(("unknown", "failed"), "pending", tries=0)

    def _step(self, before: tuple[DeliveryState, ...], state: DeliveryState, **changes: Any) -> Progress:
        if self.state not in before:
            raise ValueError(f"a message that is {self.state} cannot become {state} this way")
        return Progress(**({"tries": self.tries} | changes), state=state)


def due_values(now: datetime, waits: Sequence[timedelta]) -> dict[str, int]:
    """The values of ``DUE`` at ``now`` (aware).

    No row is put off for longer than the longest wait: where one is, the clock was wrong when it was.
    """
    return {"now": seconds(now), "far": seconds(now + max(waits))}


def suppress_missing_mailbox(
    db: sqlite3.Connection, keys: Keys, address: str, refusal: NotSent | None, reason: str, now: datetime
) -> None:
    """Never mail an address again of which the server says that it does not exist."""
    if refusal is None or refusal.failure is None or refusal.failure.kind != "reader":
        return
    try:
        suppress(db, keys, read_address(address), reason, now)
    except BadAddress:
        return
