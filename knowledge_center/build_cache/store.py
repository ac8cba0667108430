"""What one build keeps for the next: ``.cache/build.sqlite``, which may be deleted at any time.

A result has a kind and a name, and counts only under the key it was kept with: a hash of everything that it was
made of. So nothing in the file can be out of date, only without use.
"""

from __future__ import annotations

import io
import os
import pickle
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32
from zoneinfo import ZoneInfo

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.fingerprints import Fingerprints
from knowledge_center.build_cache.spool import Spool

Value = TypeVar("Value")
# Below the folder with mkdocs.yml.
FILE = Path(".cache/build.sqlite")
_SCHEMA = "3"
_TABLES = """
    DROP TABLE IF EXISTS rows; DROP TABLE IF EXISTS made_by;
    CREATE TABLE rows (kind TEXT, bucket TEXT, value BLOB, proof INTEGER, PRIMARY KEY (kind, bucket));
    CREATE TABLE made_by (program TEXT);
"""
# Kinds whose values are long and seldom asked for: each is read and written by itself, and none stays in memory. Of
# others many are together.
_LONG = ("text", "searched page", "links")
_BUCKETS = 64
_OURS = ("knowledge_center.", "knowledge_center_mkdocs.")
_LIBRARIES = {"builtins": ("set", "frozenset"), "datetime": ("date", "datetime", "time", "timedelta", "timezone"),
              "zoneinfo": ("ZoneInfo",)}  # fmt: skip
# The key of what is looked through rather than asked for.
_ALWAYS = content_hash()
# Results by their names, each with its key.
_Bucket = dict[str, tuple[bytes, Any]]


class BuildCache:
    """Results by kind and name; without a file, or with one that cannot be used, it is an empty one.

    ``program`` is a hash of what makes the results: those of another program are dropped. What a build neither
    asked for nor put in is dropped by ``commit``. Nothing here raises because of the file: a damaged one is begun
    anew, and to one that cannot be written nothing is added. Who gets a value must not change it.
    """

    def __init__(self, file: Path | None, program: bytes) -> None:
        self._file = file
        self._program = program.hex()
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._changed: set[tuple[str, str]] = set()
        # The names by kind and bucket; those of a long kind, of which each has a bucket to itself, together.
        self._used: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        # Texts by their id, which no other has as long as they are held.
        self._texts: dict[int, tuple[str, bytes]] = {}
        self._database = self._opened() if file else None
        self._spool = self._spooled()

    @cached_property
    def fingerprints(self) -> Fingerprints:
        """What files hold."""
        return Fingerprints(self.get("fingerprints", "", _ALWAYS))

    def text_hash(self, text: str) -> bytes:
        """Its content hash, for keys; a long text is gone through once, or was by whoever knows it."""
        known = self._texts.get(id(text))
        return known[1] if known else self.know_text(text, content_hash(text))

    def know_text(self, text: str, hash: bytes) -> bytes:
        """Remember the hash of a text until the end of the build."""
        self._texts[id(text)] = text, hash
        return hash

    def get(self, kind: str, name: str, key: bytes) -> Any:
        """What was kept under the key, or None."""
        bucket = _bucket_of(kind, name)
        found = self._bucket(kind, bucket).get(name)
        if found is None or found[0] != key:
            return None
        self._used_in(kind, bucket).add(name)
        return found[1]

    def put(self, kind: str, name: str, key: bytes, value: object) -> None:
        """Keep a value for the next build. It has to be made of plain values and classes of ours."""
        bucket = _bucket_of(kind, name)
        self._used_in(kind, bucket).add(name)
        if kind in _LONG:
            if self._is_spooled(kind, name, {name: (key, value)}):
                return
            self._buckets[kind, name] = {}
        self._bucket(kind, bucket)[name] = key, value
        self._changed.add((kind, bucket))

    def use(self, kind: str, name: str) -> None:
        """Keep a result that nobody asked for."""
        self._used_in(kind, _bucket_of(kind, name)).add(name)

    def commit(self, *, partial: bool = False) -> None:
        """Write what is new and drop what was of no use; after a ``partial`` build nothing is dropped."""
        self._texts.clear()
        if "fingerprints" in vars(self) and self.fingerprints.known != self.get("fingerprints", "", _ALWAYS):
            self.put("fingerprints", "", _ALWAYS, self.fingerprints.known)
        if self._database is None:
            return
        with self._errors_ignored():
            with self._database as database:
                self._write_all(database, partial=partial)
            if self._spool:
                self._spool.clear()
        self._changed.clear()
        self._used.clear()

    def close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    def _write_all(self, database: sqlite3.Connection, *, partial: bool) -> None:
        if not partial:
            self._drop_unused(database)
        for kind, bucket in sorted(self._changed):
            try:
                value = _dumped(self._buckets[kind, bucket])
            except Exception:
                # A front matter of a site's own may hold anything.
                database.execute("DELETE FROM rows WHERE kind = ? AND bucket = ?", (kind, bucket))
                continue
            _write(database, kind, bucket, value)
        for (kind, bucket), value in self._spool or ():
            _write(database, kind, bucket, value)

    def _drop_unused(self, database: sqlite3.Connection) -> None:
        for kind, bucket in database.execute("SELECT kind, bucket FROM rows").fetchall():
            names = {bucket} if kind in _LONG else set(self._bucket(kind, bucket))
            unused = names - self._used_in(kind, bucket)
            if len(unused) == len(names):
                database.execute("DELETE FROM rows WHERE kind = ? AND bucket = ?", (kind, bucket))
                self._buckets.pop((kind, bucket), None)
                self._changed.discard((kind, bucket))
            elif unused:
                for name in unused:
                    del self._buckets[kind, bucket][name]
                self._changed.add((kind, bucket))

    def _used_in(self, kind: str, bucket: str) -> set[str]:
        return self._used[kind, "" if kind in _LONG else bucket]

    def _bucket(self, kind: str, bucket: str) -> _Bucket:
        found = self._buckets.get((kind, bucket))
        if found is None:
            found = self._read(kind, bucket)
            if kind not in _LONG:
                self._buckets[kind, bucket] = found
        return found

    def _read(self, kind: str, bucket: str) -> _Bucket:
        if self._spool and (data := self._spool.get((kind, bucket))):
            spooled: _Bucket = _loaded(data)
            return spooled
        if self._database is None:
            return {}
        row = None
        with self._errors_ignored():
            select = "SELECT value, proof FROM rows WHERE kind = ? AND bucket = ?"
            row = self._database.execute(select, (kind, bucket)).fetchone()
        # In a damaged file any value may stand there, or none.
        if row is None or not isinstance(row[0], bytes) or _proof(kind, bucket, row[0]) != row[1]:
            return {}
        try:
            read: _Bucket = _loaded(row[0])
        except Exception:
            # Whole, and yet not to be read: another program's, or made to do harm.
            return {}
        return read

    def _spooled(self) -> Spool | None:
        # Windows has no reading at a place; there these, too, wait in memory.
        if self._database is None or self._file is None or not hasattr(os, "pread"):
            return None
        try:
            return Spool(self._file.parent)
        except OSError:
            return None

    def _is_spooled(self, kind: str, bucket: str, value: _Bucket) -> bool:
        if self._spool is None:
            return False
        try:
            self._spool.add((kind, bucket), _dumped(value))
        except Exception:
            # The disk is full, or a front matter of a site's own holds what cannot be written.
            self._spool.discard((kind, bucket))
            return False
        self._buckets.pop((kind, bucket), None)
        return True

    @contextmanager
    def _errors_ignored(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            # Locked, full or read-only: the next build finds what was there before. What has no code is no error of
            # SQLite's: a damaged name is no text any more.
            if not hasattr(error, "sqlite_errorcode"):
                self._begin_anew()
        except sqlite3.DatabaseError:
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
                    database.executescript(_TABLES)
                    with database:
                        database.execute("INSERT INTO made_by VALUES (?)", (_SCHEMA + self._program,))
                return database
            except (sqlite3.Error, OSError) as error:
                # One that another command is writing to is not damaged; this command goes without.
                is_busy = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF == sqlite3.SQLITE_BUSY
                if attempt == 2 or is_busy or not self._begin_anew():
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


def _bucket_of(kind: str, name: str) -> str:
    return name if kind in _LONG else str(crc32(name.encode("utf-8", "surrogatepass")) % _BUCKETS)


def _write(database: sqlite3.Connection, kind: str, bucket: str, value: bytes) -> None:
    row = kind, bucket, value, _proof(kind, bucket, value)
    database.execute("REPLACE INTO rows VALUES (?, ?, ?, ?)", row)


def _proof(kind: str, bucket: str, value: bytes) -> int:
    """What tells a row that was damaged on the disk."""
    return crc32(value, crc32(f"{kind}\0{bucket}".encode("utf-8", "surrogatepass")))


class _Writer(pickle.Pickler):
    # As a zone pickles itself, reading it would take more than its class.
    dispatch_table = {ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}  # noqa: RUF012


class _Reader(pickle.Unpickler):
    """Reads values, and calls nothing but classes that hold values: the file may come from anywhere.

    Others of ours act when they are made: a cache of a file that is none deletes it.
    """

    def find_class(self, module: str, name: str) -> Any:
        if name in _LIBRARIES.get(module, ()):
            return super().find_class(module, name)
        found = super().find_class(module, name) if module.startswith(_OURS) and "." not in name else None
        holds_values = isinstance(found, type) and (is_dataclass(found) or issubclass(found, tuple))
        # A name that a module has from elsewhere is none of its own.
        if not holds_values or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def _dumped(value: object) -> bytes:
    written = io.BytesIO()
    _Writer(written, protocol=5).dump(value)
    return written.getvalue()


def _loaded(data: bytes) -> Any:
    return _Reader(io.BytesIO(data)).load()
