"""Nothing in a test has to outlive a power cut: no file and no database waits until it lies on the disk.

What a killed process had written is there all the same: that is kept by the system, not by the disk.
"""

from __future__ import annotations

import os
import sqlite3
from typing import Any

CONNECT = sqlite3.connect
"""SQLite's own."""


class _Connection(sqlite3.Connection):
    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        return super().execute(sql.replace("synchronous = FULL", "synchronous = OFF"), *parameters)


def wait_for_no_disk() -> None:
    """From now on, in this process and its copies."""

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = CONNECT(*arguments, **{"factory": _Connection, **named})
        return made

    vars(os)["fsync"] = lambda file: None
    vars(sqlite3)["connect"] = connect
