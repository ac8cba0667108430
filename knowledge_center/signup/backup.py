"""A copy of all that must not be lost: the database, while it is in use, and the keys."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from pathlib import Path

from knowledge_center.problems import Problem, Unusable
from knowledge_center.signup.keys import KEYS_FILE

# A page at a time would starve beside a busy service; this many are a moment.
_PAGES = 2000
# SQLite's file format, 1.3.1.
_BEGINS = b"SQLite format 3\0"


def keys_beside(target: Path) -> Path:
    """Where the keys go that belong to a copy of the database."""
    return target.with_name(f"{target.name}.{KEYS_FILE}")


def back_up(db: sqlite3.Connection, folder: Path, target: Path) -> tuple[Path, Path]:
    """Copy the database to ``target`` and the keys of ``folder`` beside it; returns both paths.

    Each file is there whole or not at all, readable by its owner alone, and takes the place of an older
    backup, but of nothing else. The copy is checked before it counts. Raises Unusable and OSError.
    """
    _refuse_to_replace(db, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    keys = keys_beside(target)
    unfinished_keys = keys.with_name(f".{keys.name}-{secrets.token_hex(4)}")
    try:
        # Made first, so that at no moment others may read it.
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        copy = sqlite3.connect(unfinished)
        try:
            db.backup(copy, pages=_PAGES)
            # One file, without a log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            copy.close()
        if verdict != "ok":
            message = f"The copy is damaged, so the database is too: {verdict}."
            fix = "Put back the last good backup. The backup that was there is untouched."
            raise Unusable([Problem(path=target.as_posix(), message=message, fix=fix)])
        os.close(os.open(unfinished_keys, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        shutil.copyfile(folder / KEYS_FILE, unfinished_keys)
        for path in (unfinished, unfinished_keys):
            _settle(path)
        unfinished_keys.replace(keys)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
        unfinished_keys.unlink(missing_ok=True)
    return target, keys


def _refuse_to_replace(db: sqlite3.Connection, target: Path) -> None:
    """Raise Unusable for a target that is the database in use, or a file that is no database at all."""
    if not target.name:
        message = "This names a folder, but a file is expected."
    elif not target.exists():
        return
    elif target.samefile(db.execute("PRAGMA database_list").fetchone()["file"]):
        message = "This is the database itself. A service that runs would go on writing into a deleted file."
    elif target.is_dir():
        message = "This is a folder, but a file is expected."
    elif _begins(target) not in (b"", _BEGINS):
        message = "There is a file of this name that is no backup; it is not replaced."
    else:
        return
    fix = f"knowledge-center subscribers backup {target.parent / 'subscribers-backup.sqlite3'}"
    raise Unusable([Problem(path=target.as_posix(), message=message, fix=fix)])


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_BEGINS))


def _settle(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
