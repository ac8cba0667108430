"""Copies of the database and the keys."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.signup import subscribers
from knowledge_center.signup.backup import back_up, keys_beside
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.keys import KEYS_FILE, Keys, load_keys
from tests.programs import keeps_modes
from tests.signup.people import subscribe


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "state"
    made.mkdir()
    load_keys(made)
    return made


def test_a_backup_is_all_there_is_to_put_back(
    db: sqlite3.Connection, keys: Keys, folder: Path, tmp_path: Path
) -> None:
    """The copy opens as a database of ours, with everybody in it, and the keys beside it are the keys."""
    subscribe(db, keys, "ann@example.com")
    target = tmp_path / "backups" / "monday.sqlite3"
    assert back_up(db, folder, target) == (target, keys_beside(target))
    # SQLite's file format, 1.3: no write-ahead log, so that it can be read where nothing can be written.
    assert target.read_bytes()[18:20] == b"\x01\x01"
    assert keys_beside(target).read_bytes() == (folder / KEYS_FILE).read_bytes()
    copy = connect(target)
    assert [found.address for found in subscribers.everybody(copy)] == ["ann@example.com"]
    copy.close()


def test_a_backup_is_made_while_others_write(
    db: sqlite3.Connection, keys: Keys, folder: Path, tmp_path: Path
) -> None:
    """The service goes on; what it has not committed is not in the copy."""
    subscribe(db, keys, "ann@example.com")
    other = connect(tmp_path / "subscribers.sqlite3")
    with transaction(other):
        other.execute("DELETE FROM subscriber")
        back_up(db, folder, tmp_path / "copy.sqlite3")
    other.close()
    copy = connect(tmp_path / "copy.sqlite3")
    assert len(list(subscribers.everybody(copy))) == 1
    copy.close()


@keeps_modes
def test_only_the_owner_may_read_a_backup(db: sqlite3.Connection, folder: Path, tmp_path: Path) -> None:
    """It holds addresses and keys. Nothing unfinished stays beside it, and no log either."""
    target = tmp_path / "backups" / "monday.sqlite3"
    for _ in range(2):
        back_up(db, folder, target)
    names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in target.parent.iterdir()}
    assert names == {"monday.sqlite3": 0o600, "monday.sqlite3.keys.json": 0o600}


def test_a_backup_that_fails_leaves_the_older_one(
    db: sqlite3.Connection, keys: Keys, folder: Path, tmp_path: Path
) -> None:
    """Without keys there is no whole backup, so the last whole one stays."""
    target = tmp_path / "copy.sqlite3"
    back_up(db, folder, target)
    before = target.read_bytes()
    subscribe(db, keys, "ann@example.com")
    (folder / KEYS_FILE).unlink()
    with pytest.raises(OSError, match=KEYS_FILE):
        back_up(db, folder, target)
    assert target.read_bytes() == before
    assert not list(tmp_path.glob(".copy*"))


def test_a_backup_replaces_nothing_but_a_backup(
    db: sqlite3.Connection, keys: Keys, folder: Path, tmp_path: Path
) -> None:
    """One slip in the name must cost neither the keys nor the database that a service is writing into."""
    subscribe(db, keys, "ann@example.com")
    used = Path(db.execute("PRAGMA database_list").fetchone()["file"])
    (tmp_path / "same").symlink_to(used)
    before = used.stat().st_ino, (folder / KEYS_FILE).read_bytes()
    for target in (used, tmp_path / "same", folder / KEYS_FILE, folder, Path("/")):
        with pytest.raises(Unusable) as refusal:
            back_up(db, folder, target)
        assert "knowledge-center subscribers backup " in str(refusal.value)
    assert (used.stat().st_ino, (folder / KEYS_FILE).read_bytes()) == before
    assert not keys_beside(used).exists()
