"""What goes on behind the form: requests become mails, mails are sent, and what is old is deleted."""

from __future__ import annotations

import logging
import threading
from contextlib import AbstractContextManager, closing
from datetime import datetime, timedelta
from sqlite3 import Connection

from knowledge_center.sending.mailer import (
    NOTHING_TAKEN_SECONDS,
    Mailer,
    MailOutcome,
    mailer_lock,
    mark_lost,
    send_next,
)
from knowledge_center.sending.transport import NothingTaken, Transport
from knowledge_center.sending.welcome import Welcomes
from knowledge_center.service.configuration import Setup
from knowledge_center.signup import subscribers
from knowledge_center.signup.database import connect, error_name, transaction
from knowledge_center.signup.signup_requests import due, process

# Another service may write into the same file: nobody wakes us for that.
IDLE_SECONDS = 1.0
AFTER_ERROR_SECONDS = 5.0
STOP_SECONDS = 20.0
_PURGE_EVERY = timedelta(days=1)
_RETRY_AFTER = timedelta(seconds=NOTHING_TAKEN_SECONDS)
_LOG_LINES: dict[MailOutcome, str] = {
    "sent": "A mail was sent.",
    "later": "A mail was not taken; it is tried again later.",
    "failed": "A mail was refused and is given up.",
    "unknown": "A mail was handed over, but nobody knows whether it arrived. It is not sent again.",
}
_log = logging.getLogger(__name__)


class BackgroundWorker:
    """A thread with a connection of its own, from ``start`` to ``stop``. An error costs it some seconds.

    ``write_lock`` is taken for each transaction, as by whoever else in this process writes into the file.
    """

    def __init__(
        self, setup: Setup, transport: Transport, write_lock: AbstractContextManager[object]
    ) -> None:
        self._setup = setup
        self._write_lock = write_lock
        self._mailer = Mailer(
            settings=setup.settings,
            links=setup.links,
            transport=transport,
            clock=setup.clock,
            welcomes=Welcomes(setup.root, setup.settings, setup.clock),
            write_lock=write_lock,
        )
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._purged: datetime | None = None
        self._retry_at: datetime | None = None

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There is something to do."""
        self._woken.set()

    def stop(self) -> None:
        """Finish the mail in hand, then end. What is not begun waits in the database."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(STOP_SECONDS)

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with closing(connect(self._setup.database)) as db:
                    self._work(db)
            except Exception as error:  # Whatever it was, tomorrow's signups must not wait for a restart.
                # Not its message: that may hold an address.
                _log.error("The worker stumbled: %s. It goes on in a moment.", error_name(error))
                self._stopping.wait(AFTER_ERROR_SECONDS)

    def _work(self, db: Connection) -> None:
        while not self._stopping.is_set():
            with mailer_lock(self._setup.database) as mine:
                if mine:
                    lost = mark_lost(db, self._setup.clock())
                    if lost:
                        _log.warning("Mails that a stop cut short: %d. They are not sent again.", lost)
                    self._work_off(db)
                    return
            # Another service on this file sends; we take over when it ends.
            self._process_requests(db)
            self._rest()

    def _work_off(self, db: Connection) -> None:
        """All there is to do, until stopped. Only for who holds ``mailer_lock``."""
        sent = False
        while not self._stopping.is_set():
            self._purge(db)
            busy = self._process_requests(db)
            outcome = self._send_next(db)
            sent = sent or outcome == "sent"
            if outcome == "nothing due" and not busy:
                if sent:
                    # Mail servers do not like a connection that stays open and says nothing.
                    self._mailer.transport.close()
                    sent = False
                self._rest()
        self._mailer.transport.close()

    def _process_requests(self, db: Connection) -> bool:
        """Turn some signup requests into mails; whether there were any."""
        if not due(db, self._setup.clock()):
            return False
        with self._write_lock, transaction(db):
            process(db, self._setup.keys, self._setup.limits, self._setup.clock())
        return True

    def _send_next(self, db: Connection) -> MailOutcome:
        now = self._setup.clock()
        if self._retry_at is not None and timedelta() < self._retry_at - now <= _RETRY_AFTER:
            return "nothing due"
        try:
            outcome = send_next(db, self._mailer)
        except NothingTaken as reason:
            self._retry_at = now + _RETRY_AFTER
            # It is about the server and ourselves: no reader was named to it yet.
            _log.warning(
                "Mails wait: %s. The next try is in %d seconds.", reason.detail, NOTHING_TAKEN_SECONDS
            )
            return "nothing due"
        if outcome in _LOG_LINES:
            _log.info(_LOG_LINES[outcome])
        return outcome

    def _purge(self, db: Connection) -> None:
        now = self._setup.clock()
        # Less than nothing: the clock was set back.
        if self._purged is not None and timedelta() <= now - self._purged < _PURGE_EVERY:
            return
        with self._write_lock, transaction(db):
            gone = subscribers.purge(db, now)
        self._purged = now
        if gone:
            _log.info(
                "Signups that nobody confirmed within %d days were deleted: %d.",
                subscribers.UNCONFIRMED_DAYS,
                gone,
            )

    def _rest(self) -> None:
        self._woken.wait(IDLE_SECONDS)
        self._woken.clear()
