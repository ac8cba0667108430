"""The one thread that writes for the web side: requests queue here, so that none waits for a lock."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from knowledge_center.signup.database import connect, transaction

Result = TypeVar("Result")


class Desk:
    """A connection to the database in a thread of its own, from ``open`` to ``close``."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._db: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Raises Unusable for a database that cannot be opened."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._connect)

    async def do(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """``work`` in one transaction; when this returns, its changes are on the disk.

        Raises sqlite3.Error or Unusable where the file cannot be used at the moment.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._in_transaction, work)

    async def close(self) -> None:
        """Wait for what was begun, then close the file."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)
        self._thread.shutdown()

    def _in_transaction(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        db = self._db or self._connect()
        try:
            with transaction(db):
                return work(db)
        except sqlite3.Error:
            # After a full disk nobody knows what state a connection is in; the next one begins afresh.
            self._disconnect()
            raise

    def _connect(self) -> sqlite3.Connection:
        self._db = connect(self._database)
        return self._db

    def _disconnect(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
