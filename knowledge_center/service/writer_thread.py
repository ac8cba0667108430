"""The one thread that writes for the web side: requests queue here, and those that wait share a commit."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from knowledge_center.problems import Unusable
from knowledge_center.signup.database import connect, error_name, transaction

# A commit waits for the disk, some milliseconds on most: one for each request would be the service's limit.
MOST_AT_ONCE = 64

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    work: Callable[[sqlite3.Connection], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop

    def settle(self, result: Any, error: Exception | None) -> None:
        """Resolve the future of who waits, in their own thread; unless they have gone."""

        def resolve() -> None:
            if self.future.done():
                return
            if error is not None:
                self.future.set_exception(error)
            else:
                self.future.set_result(result)

        self.loop.call_soon_threadsafe(resolve)


class WriterThread:
    """A connection to the database in a thread of its own, from ``open`` to ``close``.

    ``write_lock`` is taken for each transaction, by the worker too.
    """

    def __init__(self, database: Path) -> None:
        self.write_lock = threading.Lock()
        # Why the last write failed, by SQLite's own name for it; empty since one that did not.
        self.failed = ""
        self._database = database
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._db: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Raises Unusable for a database that cannot be opened."""
        self._thread.start()
        await self.do(lambda db: None)

    async def do(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """``work``, all of it or nothing; when this returns, its changes are on the disk.

        Raises what ``work`` raises, and sqlite3.Error or Unusable where the file cannot be used just now.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._jobs.put(_Job(work=work, future=future, loop=loop))
        return await future

    async def close(self) -> None:
        """Do what was asked for until now, then close the file."""
        self._jobs.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)

    def _run(self) -> None:
        going_on = True
        while going_on:
            jobs, going_on = self._waiting()
            if jobs:
                self._do_together(jobs)
        self._disconnect()

    def _waiting(self) -> tuple[list[_Job], bool]:
        """The jobs that are there, at least one; and whether more may come."""
        jobs: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) == MOST_AT_ONCE:
                return jobs, True
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return jobs, True
        return jobs, False

    def _do_together(self, jobs: list[_Job]) -> None:
        try:
            db = self._db or self._connect()
            before = db.total_changes
            with self.write_lock, transaction(db):
                done = [self._do_one(db, job) for job in jobs]
            if db.total_changes != before:
                self.failed = ""
            self.failed = next((error_name(e) for _, e in done if isinstance(e, sqlite3.Error)), self.failed)
        except (sqlite3.Error, Unusable) as error:
            self.failed = error_name(error)
            # After a full disk nobody knows what state a connection is in; the next one begins afresh.
            self._disconnect()
            done = [(None, error)] * len(jobs)
        for job, (result, problem) in zip(jobs, done, strict=True):
            job.settle(result, problem)

    def _do_one(self, db: sqlite3.Connection, job: _Job) -> tuple[Any, Exception | None]:
        """One job in a transaction of several: if it fails, what it did is undone, and the others stay."""
        db.execute("SAVEPOINT job")
        try:
            result, problem = job.work(db), None
        except Exception as error:
            if not db.in_transaction:
                # A full disk: SQLite itself has taken back all of them.
                raise
            db.execute("ROLLBACK TO job")
            result, problem = None, error
        db.execute("RELEASE job")
        return result, problem

    def _connect(self) -> sqlite3.Connection:
        self._db = connect(self._database)
        return self._db

    def _disconnect(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
