"""The one thread that writes."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from knowledge_center.service.desk import Desk


def count(db: sqlite3.Connection) -> int:
    found: int = db.execute("SELECT count(*) FROM suppression").fetchone()[0]
    return found


def add(db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO suppression VALUES (randomblob(8), 0, '')")


def test_many_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """A hundred requests at once are a hundred transactions, one after the other, none lost."""

    async def crowd() -> int:
        desk = Desk(tmp_path / "s.sqlite3")
        await desk.open()
        await asyncio.gather(*(desk.do(add) for _ in range(100)))
        found = await desk.do(count)
        await desk.close()
        return found

    assert asyncio.run(crowd()) == 100


def test_what_fails_is_undone_and_the_next_begins_afresh(tmp_path: Path) -> None:
    """A mistake in the middle leaves nothing behind; after an error of the database a new connection is made."""

    def half(db: sqlite3.Connection) -> None:
        add(db)
        db.execute("SELECT no_such_column FROM suppression")

    def other(db: sqlite3.Connection) -> None:
        add(db)
        raise KeyError("ours")

    async def stumble() -> int:
        desk = Desk(tmp_path / "s.sqlite3")
        await desk.open()
        for work, error in ((half, sqlite3.OperationalError), (other, KeyError)):
            with pytest.raises(error):
                await desk.do(work)
            await desk.do(add)
        found = await desk.do(count)
        await desk.close()
        return found

    assert asyncio.run(stumble()) == 2
