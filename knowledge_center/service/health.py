"""What /healthz says: whether what readers were promised is being done, and what waits for its turn.

Anybody may ask, so no answer names a reader, a mail server or a reason that may hold an address.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from knowledge_center.problems import Unusable
from knowledge_center.sending.outbox import stopped
from knowledge_center.service.writer_thread import WriterThread
from knowledge_center.signup.database import error_name, moment, seconds
from knowledge_center.signup.signup_requests import format_waiting
from knowledge_center.text.plurals import counted

LATE = timedelta(minutes=10)
# A look writes; however often somebody looks, not more often than this.
SECONDS_BETWEEN_WRITES = 10.0
# As much as the longest signup, which is more than is free on a disk that is full.
_FILLER = "." * 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``reasons`` are sentences that say what is wrong, ``waits`` is one about what waits, or empty."""

    reasons: tuple[str, ...] = ()
    waits: str = ""


class Health:
    """Looks at a service that runs: at its database by ``writer``, at its worker by ``worker_alive``."""

    def __init__(
        self, writer: WriterThread, clock: Callable[[], datetime], worker_alive: Callable[[], bool]
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._worker_alive = worker_alive
        self._wrote: float | None = None

    async def look(self) -> State:
        """How it stands now."""
        now, reasons, waits = self._clock(), [], ""
        try:
            if (
                self._writer.failed
                or self._wrote is None
                or monotonic() - self._wrote > SECONDS_BETWEEN_WRITES
            ):
                self._wrote = monotonic()
                await self._writer.do(_write)
            found, waits = await self._writer.do(lambda db: (list(_late(db, now)), format_waiting(db)))
            reasons += found
        except (sqlite3.Error, Unusable) as error:
            self._wrote = None
            reasons.append(
                f"The last write into the database failed ({error_name(error)}): no signup can be kept. "
                "Is the disk full, or does another process hold the file?"
            )
        if not self._worker_alive():
            reasons.append("The worker does not run, so no mail is sent: restart the service.")
        return State(reasons=tuple(reasons), waits=waits)


def _write(db: sqlite3.Connection) -> None:
    """Write what a signup writes, and take it back; both are on the disk when it is done."""
    row = db.execute(
        "INSERT INTO request (at, address, address_key, digests, ip, page, version, text, mailbox_mark, ip_mark,"
        " network_mark, state) VALUES (0, '', '', '', '', '', '', ?, x'', x'', x'', 'robot')",
        (_FILLER,),
    ).lastrowid
    db.execute("DELETE FROM request WHERE id = ?", (row,))


def _late(db: sqlite3.Connection, now: datetime) -> Iterator[str]:
    """What should have happened and has not."""
    before = seconds(now - LATE)
    waiting = db.execute(
        "SELECT count(*), min(next_at) FROM letter WHERE state = 'pending' AND next_at <= ?", (before,)
    ).fetchone()
    if waiting[0]:
        yield (
            f"{counted(waiting[0], 'mail')} to new readers waiting since {_format(waiting[1])}: does the mail server "
            "take mails? The service's log says what it answers."
        )
    signups = db.execute(
        "SELECT count(*), min(due_at) FROM request WHERE address <> '' AND due_at <= ?", (before,)
    ).fetchone()
    if signups[0]:
        yield (
            f"{counted(signups[0], 'signup')} waiting since {_format(signups[1])} for the worker: the log says "
            "what it stumbles over."
        )
    ended = stopped(db)
    if ended is not None:
        issue_key, at = ended
        yield (
            f"The sending of {issue_key.digest} {issue_key.issue} stopped by itself at {_format(seconds(at))}: "
            f"{issue_key.send_command} --status  says why."
        )


def _format(at: int) -> str:
    return f"{moment(at):%Y-%m-%d %H:%M} UTC"
