"""The service's one file: made, brought up to date, and whole after a kill."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.signup import database
from knowledge_center.signup.database import connect, error_name, transaction
from tests import quick_disk
from tests.programs import keeps_modes
from tests.samples import ROOT

# A process that adds a thousand pairs, each in one transaction, and says so after each.
_PAIRS = """
import sys
from pathlib import Path
from knowledge_center.signup.database import connect, transaction
db = connect(Path(sys.argv[1]))
for number in range(1000):
    with transaction(db):
        for half in ("a", "b"):
            db.execute("INSERT INTO suppression VALUES (?, ?, '')", (f"{number}{half}".encode(), number))
    print(number, flush=True)
"""


def tables(db: sqlite3.Connection) -> set[str]:
    return {row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


@keeps_modes
def test_a_new_file_has_all_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made at the first start, for its owner only; the second start changes nothing."""
    monkeypatch.setattr(sqlite3, "connect", quick_disk.CONNECT)
    path = tmp_path / "s.sqlite3"
    first = tables(connect(path))
    assert {"subscriber", "choice", "consent", "confirmation", "request", "letter", "delivery"} <= first
    assert tables(connect(path)) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert connect(path).execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert connect(path).execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL


def test_an_older_file_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later version adds its steps and keeps what is there."""
    path = tmp_path / "s.sqlite3"
    connect(path).execute("INSERT INTO suppression VALUES (x'01', 1, 'kept')")
    more = (
        *database.MIGRATIONS,
        "ALTER TABLE suppression ADD COLUMN more TEXT;\nCREATE TABLE late (x ANY) STRICT;",
    )
    monkeypatch.setattr(database, "MIGRATIONS", more)
    db = connect(path)
    assert db.execute("SELECT reason, more FROM suppression").fetchone()[:] == ("kept", None)
    assert "late" in tables(db)
    assert "late" in tables(connect(path))


def test_a_file_from_before_editions_keeps_its_mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was delivered and what waits stay as they are; what those mails carried is not known."""
    path = tmp_path / "s.sqlite3"
    with monkeypatch.context() as before:
        before.setattr(database, "MIGRATIONS", database.MIGRATIONS[:1])
        old = connect(path)
        old.executescript("""
            INSERT INTO subscriber VALUES ('x', 'a@example.com', 'a@example.com', 'active', '', 1, 1, 1);
            INSERT INTO letter VALUES (7, 'x', 'already', 'weekly', 1, 'pending', 2, 3, 4, 'busy');
            INSERT INTO sending VALUES ('weekly', '2026-W46', 5);
            INSERT INTO delivery VALUES ('weekly', '2026-W46', 'x', 'sent', 1, 0, 6, '', '');
        """)
        old.close()
    db = connect(path)
    assert tuple(db.execute("SELECT * FROM letter").fetchone()) == (
        7, "x", "already", "weekly", 1, "pending", 2, 3, 4, "busy",
    )  # fmt: skip
    assert tuple(db.execute("SELECT issue, began_at, edition_id FROM sending").fetchone()) == (
        "2026-W46",
        5,
        None,
    )
    assert tuple(db.execute("SELECT state, edition_id FROM delivery").fetchone()) == ("sent", None)
    db.execute(
        "INSERT INTO letter SELECT 8, subscriber_id, 'welcome', '', 1, 'pending', 0, 1, 1, '' FROM letter"
    )
    db.execute("DELETE FROM subscriber")
    assert db.execute("SELECT count(*) FROM letter").fetchone()[0] == 0
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a migration never stays."""
    path = tmp_path / "s.sqlite3"
    before = tables(connect(path))
    monkeypatch.setattr(
        database, "MIGRATIONS", (*database.MIGRATIONS, "CREATE TABLE late (x ANY);\nnonsense;")
    )
    with pytest.raises(Unusable):
        connect(path)
    monkeypatch.undo()
    assert tables(connect(path)) == before


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    """An old checkout says that it is old, and changes nothing."""
    path = tmp_path / "s.sqlite3"
    connect(path).execute("PRAGMA user_version = 999")
    with pytest.raises(Unusable) as refusal:
        connect(path)
    assert "later version" in str(refusal.value)
    assert "Nothing was changed" in str(refusal.value)


def test_a_file_that_is_no_database_is_reported(tmp_path: Path) -> None:
    """A sentence about the file, and the file stays."""
    path = tmp_path / "s.sqlite3"
    path.write_text("no database " * 100, encoding="utf-8")
    with pytest.raises(Unusable) as refusal:
        connect(path)
    assert str(path) in str(refusal.value)
    assert path.read_text(encoding="utf-8").startswith("no database")


def test_first_starts_at_once_make_one_database(tmp_path: Path) -> None:
    """Service and script may come first together: none fails, and every table is there once."""
    path = tmp_path / "s.sqlite3"
    failed: list[BaseException] = []
    barrier = threading.Barrier(6)

    def start() -> None:
        barrier.wait()
        try:
            connect(path).close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert connect(path).execute("PRAGMA user_version").fetchone()[0] == len(database.MIGRATIONS)


def test_who_is_refused_at_the_first_start_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as another one holds the new file; then it is a database like any other."""
    path = tmp_path / "s.sqlite3"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        other.execute("ROLLBACK")

    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.01)
    monkeypatch.setattr(database, "sleep", wait)
    db = connect(path)
    assert len(waits) == 1
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    db.close()
    other.close()


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """All or nothing, whatever breaks it off; the next one works."""
    db = connect(tmp_path / "s.sqlite3")
    with pytest.raises(KeyboardInterrupt), transaction(db):
        db.execute("INSERT INTO suppression VALUES (x'01', 1, '')")
        raise KeyboardInterrupt
    with transaction(db):
        db.execute("INSERT INTO suppression VALUES (x'02', 1, '')")
    assert [row["mark"] for row in db.execute("SELECT mark FROM suppression")] == [b"\x02"]


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_killed_process_leaves_whole_transactions(tmp_path: Path, after: int) -> None:
    """After kill -9 all that was said to be done is there, nothing is half there, and the file opens."""
    path = tmp_path / "s.sqlite3"
    process = subprocess.Popen(
        [sys.executable, "-c", _PAIRS, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    expected = [int(process.stdout.readline()) for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    expected += [int(line) for line in process.stdout]
    process.wait()
    process.stdout.close()
    db = connect(path)
    pairs = dict(db.execute("SELECT at, count(*) FROM suppression GROUP BY at").fetchall())
    assert set(pairs.values()) == {2}
    assert set(expected) <= set(pairs)
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_rehearsal_takes_everything_back(tmp_path: Path) -> None:
    """What was done in it can be read inside, and is gone afterwards; the next transaction counts again."""
    db = connect(tmp_path / "s.sqlite3")
    for dry_run, left in ((True, 0), (False, 1)):
        with transaction(db, dry_run=dry_run):
            db.execute("INSERT INTO suppression VALUES (?, 0, '')", (b"a",))
            assert db.execute("SELECT count(*) FROM suppression").fetchone()[0] == 1
        assert db.execute("SELECT count(*) FROM suppression").fetchone()[0] == left
    db.close()


def test_a_log_says_what_went_wrong_and_no_value(tmp_path: Path) -> None:
    """A disk that is full and a file that is locked have names of their own; a message may hold an address."""
    db, other = connect(tmp_path / "s.sqlite3"), connect(tmp_path / "s.sqlite3")
    insert = "INSERT INTO suppression VALUES (?, 0, '')"
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.Error) as full, transaction(db):
        db.executemany(insert, [(bytes([n]) * 1000,) for n in range(50)])
    assert error_name(full.value) == "SQLITE_FULL"
    other.execute("PRAGMA busy_timeout = 10")
    with transaction(db), pytest.raises(sqlite3.Error) as locked:
        other.execute(insert, (b"x",))
    assert error_name(locked.value) == "SQLITE_BUSY"
    assert error_name(ValueError("ana@example.org")) == "ValueError"
    db.close()
    other.close()
