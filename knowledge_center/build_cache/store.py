"""The rows that one build keeps for the next: ``.cache/build.sqlite``, which may be deleted at any time.

A row belongs to a kind of result and a name, and counts only under the key it was kept with: a digest of everything
the result was made of. So nothing in the file can be out of date, only without use.
"""

from __future__ import annotations

import io
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from knowledge_center.build_cache.digests import digest
from knowledge_center.build_cache.fingerprints import Fingerprints

Value = TypeVar("Value")
# Below the folder with mkdocs.yml.
FILE = Path(".cache/build.sqlite")
_SCHEMA = "1"
_ROWS = "CREATE TABLE rows (kind TEXT, name TEXT, key BLOB, value BLOB, proof BLOB, PRIMARY KEY (kind, name))"
# Kinds whose values are long and seldom asked for: read one by one.
_LONG = ("text",)
_MODULES = ("knowledge_center.", "knowledge_center_mkdocs.", "datetime", "zoneinfo", "mkdocs.structure.toc")
# The key of what is looked through rather than asked for.
_ALWAYS = digest()
_BUILTINS = ("set", "frozenset")


class BuildCache:
    """Rows by kind and name; without a file, or with one that cannot be used, it is an empty one.

    ``program`` is a digest of what makes the results: rows of another program are dropped. What a build neither
    asked for nor put in is dropped by ``commit``. Nothing here raises because of the file: a damaged one is begun
    anew, and to one that cannot be written nothing is added.
    """

    def __init__(self, file: Path | None, program: bytes) -> None:
        self._file = file
        self._program = program.hex()
        self._kinds: dict[str, dict[str, tuple[bytes, bytes, bytes]]] = {}
        self._used: set[tuple[str, str]] = set()
        self._new: dict[tuple[str, str], tuple[bytes, bytes]] = {}
        self._database = self._opened() if file else None
        self.fingerprints = Fingerprints(self.get("fingerprints", "", _ALWAYS))

    def get(self, kind: str, name: str, key: bytes) -> Any:
        """What was kept under the key, or None."""
        new = self._new.get((kind, name))
        if new is not None:
            return _loaded(new[1]) if new[0] == key else None
        row = self._row(kind, name)
        if row is None or row[0] != key or _proof(kind, name, key, row[1]) != row[2]:
            return None
        try:
            value = _loaded(row[1])
        except Exception:
            # Whole, and yet not to be read: another program's, or made to do harm.
            return None
        self._used.add((kind, name))
        return value

    def put(self, kind: str, name: str, key: bytes, value: object) -> None:
        """Keep a value for the next build. It has to be made of plain values and dataclasses of ours."""
        self._new[kind, name] = key, _dumped(value)

    def use(self, kind: str, name: str) -> None:
        """Keep a row that nobody asked for."""
        self._used.add((kind, name))

    def commit(self, *, partial: bool = False) -> None:
        """Write what is new and drop what was of no use; after a ``partial`` build nothing is dropped."""
        if self._database is None:
            return
        self.put("fingerprints", "", _ALWAYS, self.fingerprints.known)
        with self._errors_ignored():
            database = self._database
            rows = [
                (kind, name, key, value, _proof(kind, name, key, value))
                for (kind, name), (key, value) in self._new.items()
            ]
            with database:
                if not partial:
                    there = set(database.execute("SELECT kind, name FROM rows"))
                    gone = there - self._used - self._new.keys()
                    database.executemany("DELETE FROM rows WHERE kind = ? AND name = ?", sorted(gone))
                database.executemany("REPLACE INTO rows VALUES (?, ?, ?, ?, ?)", rows)
            self._kinds.clear()
            self._new.clear()
            self._used.clear()

    def close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _row(self, kind: str, name: str) -> tuple[bytes, bytes, bytes] | None:
        if self._database is None:
            return None
        select = "SELECT name, key, value, proof FROM rows WHERE kind = ?"
        with self._errors_ignored():
            if kind in _LONG:
                found = self._database.execute(f"{select} AND name = ?", (kind, name)).fetchone()
                return found[1:] if found else None
            if kind not in self._kinds:
                self._kinds[kind] = {row[0]: row[1:] for row in self._database.execute(select, (kind,))}
        return self._kinds.get(kind, {}).get(name)

    @contextmanager
    def _errors_ignored(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            # Damaged, and not only locked, full or read-only: the next build begins a new one.
            if not isinstance(error, sqlite3.OperationalError):
                self._begin_anew()

    def _opened(self) -> sqlite3.Connection | None:
        assert self._file is not None
        for attempt in (1, 2):
            try:
                self._file.parent.mkdir(exist_ok=True)
                database = sqlite3.connect(self._file, timeout=1, isolation_level="IMMEDIATE")
                # A machine that loses its power may leave a damaged file behind, which costs one full build.
                database.execute("PRAGMA synchronous = OFF")
                if not self._is_ours(database):
                    database.executescript(
                        f"DROP TABLE IF EXISTS rows; DROP TABLE IF EXISTS made_by; {_ROWS};"
                    )
                    with database:
                        database.execute("CREATE TABLE made_by (program TEXT)")
                        database.execute("INSERT INTO made_by VALUES (?)", (_SCHEMA + self._program,))
                return database
            except (sqlite3.Error, OSError):
                if attempt == 2 or not self._begin_anew():
                    return None
        return None

    def _is_ours(self, database: sqlite3.Connection) -> bool:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if tables != {"rows", "made_by"}:
            return False
        return database.execute("SELECT program FROM made_by").fetchall() == [(_SCHEMA + self._program,)]

    def _begin_anew(self) -> bool:
        """Delete the file, if that can be done."""
        assert self._file is not None
        try:
            for ending in ("", "-journal", "-wal", "-shm"):
                Path(f"{self._file}{ending}").unlink(missing_ok=True)
        except OSError:
            return False
        return True


def remembered(
    cache: BuildCache | None, kind: str, name: str, key: bytes, make: Callable[[], Value]
) -> Value:
    """What the cache has under the key, else what ``make`` makes, which is kept."""
    if cache is None:
        return make()
    found: Value | None = cache.get(kind, name, key)
    if found is None:
        found = make()
        cache.put(kind, name, key, found)
    return found


def _proof(kind: str, name: str, key: bytes, value: bytes) -> bytes:
    """What tells a row that was damaged on the disk."""
    return digest(kind, name, key, value)


class _Writer(pickle.Pickler):
    # As a zone pickles itself, reading it would take more than its class.
    dispatch_table = {ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}  # noqa: RUF012


class _Reader(pickle.Unpickler):
    """Reads values, and calls nothing but classes of ours and of dates: the file may come from anywhere."""

    def find_class(self, module: str, name: str) -> Any:
        allowed = name in _BUILTINS if module == "builtins" else module.startswith(_MODULES)
        if not allowed or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name}")
        found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def _dumped(value: object) -> bytes:
    written = io.BytesIO()
    _Writer(written, protocol=5).dump(value)
    return written.getvalue()


def _loaded(data: bytes) -> Any:
    return _Reader(io.BytesIO(data)).load()
