"""The one thread that writes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.service.writer_thread import MOST_AT_ONCE, WriterThread
from knowledge_center.signup.database import connect

Result = TypeVar("Result")


def count(db: sqlite3.Connection) -> int:
    found: int = db.execute("SELECT count(*) FROM suppression").fetchone()[0]
    return found


def add(db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO suppression VALUES (randomblob(8), 0, '')")


def half(db: sqlite3.Connection) -> None:
    add(db)
    db.execute("SELECT no_such_column FROM suppression")


def other(db: sqlite3.Connection) -> None:
    add(db)
    raise KeyError("ours")


def run(path: Path, story: Callable[[WriterThread], Coroutine[Any, Any, Result]]) -> Result:
    """What comes of a story with a writer that is open."""

    async def whole() -> Result:
        writer = WriterThread(path)
        await writer.open()
        try:
            return await story(writer)
        finally:
            await writer.close()

    # In a thread of its own: a browser of other tests may keep a loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, whole()).result(60)


def test_many_at_once_share_a_commit(tmp_path: Path) -> None:
    """Three hundred requests at once are all done, in a handful of waits for the disk."""

    async def crowd(writer: WriterThread) -> tuple[int, int]:
        commits: list[str] = []

        def note(statement: str) -> None:
            if statement == "COMMIT":
                commits.append(statement)

        await writer.do(lambda db: db.set_trace_callback(note))
        await asyncio.gather(*(writer.do(add) for _ in range(300)))
        return await writer.do(count), len(commits)

    done, commits = run(tmp_path / "s.sqlite3", crowd)
    assert done == 300
    assert 300 / MOST_AT_ONCE <= commits < 30


@pytest.mark.parametrize(("work", "error"), [(half, sqlite3.OperationalError), (other, KeyError)])
def test_who_fails_takes_nobody_along(
    tmp_path: Path, work: Callable[[sqlite3.Connection], None], error: type[Exception]
) -> None:
    """Of several requests in one commit the one that fails is undone, and is told so; the others stay."""

    async def stumble(writer: WriterThread) -> tuple[int, list[Any]]:
        expected = await asyncio.gather(*map(writer.do, (add, work, add, work, add)), return_exceptions=True)
        return await writer.do(count), list(expected)

    done, expected = run(tmp_path / "s.sqlite3", stumble)
    assert done == 3
    assert [type(one) for one in expected] == [type(None), error, type(None), error, type(None)]


def test_what_is_answered_is_on_the_disk(tmp_path: Path) -> None:
    """Nobody hears of success before everybody else can see it."""

    async def look(writer: WriterThread) -> list[int]:
        seen = []
        with closing(connect(tmp_path / "s.sqlite3")) as db:
            for _ in range(5):
                await writer.do(add)
                seen.append(count(db))
        return seen

    assert run(tmp_path / "s.sqlite3", look) == [1, 2, 3, 4, 5]


def test_when_nothing_can_be_written_all_are_reported(tmp_path: Path) -> None:
    """Another process holds the file for too long: an error for each who waits; then all is as before."""

    async def wait(writer: WriterThread) -> tuple[list[Any], int]:
        await writer.do(lambda db: db.execute("PRAGMA busy_timeout = 50").fetchone())
        with closing(connect(tmp_path / "s.sqlite3")) as db:
            db.execute("BEGIN IMMEDIATE")
            expected = await asyncio.gather(*(writer.do(add) for _ in range(3)), return_exceptions=True)
            db.execute("ROLLBACK")
        await writer.do(add)
        return [type(one) for one in expected], await writer.do(count)

    assert run(tmp_path / "s.sqlite3", wait) == ([sqlite3.OperationalError] * 3, 1)


def test_who_goes_away_does_no_harm(tmp_path: Path) -> None:
    """A browser that hangs up while its request waits: the request is done, and nobody misses the answer."""

    async def leave(writer: WriterThread) -> int:
        gone = asyncio.ensure_future(writer.do(add))
        await asyncio.sleep(0)
        gone.cancel()
        return await writer.do(count)

    assert run(tmp_path / "s.sqlite3", leave) == 1


def test_a_file_that_is_no_database_is_reported_at_the_start(tmp_path: Path) -> None:
    """Not at the first signup."""
    (tmp_path / "s.sqlite3").write_text("not a database, but long enough to be looked at" * 50)
    with pytest.raises(Unusable):
        run(tmp_path / "s.sqlite3", lambda writer: writer.do(count))
