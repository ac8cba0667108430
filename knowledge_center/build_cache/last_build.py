"""A build of what has not changed since the last one: nothing is read, and what that one said is said again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from knowledge_center.build_cache.digests import digest
from knowledge_center.build_cache.fingerprints import is_fresh
from knowledge_center.build_cache.store import BuildCache

_KIND, _NAME, _KEY = "build", "", digest()
# Of the environment, what a shell changes by itself. The clock has a place of its own.
_NOISE = frozenset(
    ["_", "COLUMNS", "LINES", "OLDPWD", "PWD", "SHLVL", "SOURCE_DATE_EPOCH", "TERM", "TERM_PROGRAM"]
)


class LastBuild(NamedTuple):
    """What a build was made of and what it came to.

    ``roots`` are the files and folders it was made from, ``inputs`` a digest of their names, sizes and times, ``site``
    the folder of the site and ``files`` the same of that. It holds from ``begun`` until, and without, ``until``
    (seconds since 1970), in an ``environment`` with that digest. ``said`` is what it told.
    """

    roots: tuple[str, ...]
    inputs: bytes
    site: str
    files: bytes
    environment: bytes
    begun: float
    until: float
    said: str


class SiteFiles(NamedTuple):
    """A digest of the names, sizes, times and inodes of a site's files, how many there are, and their bytes."""

    digest: bytes
    files: int
    bytes: int


def said_before(cache: BuildCache, now: datetime, around: bytes) -> str | None:
    """What the last build said, if one at ``now`` would make the same site, and that is there as it was made.

    ``around`` is a digest of the environment.
    """
    last: LastBuild | None = cache.get(_KIND, _NAME, _KEY)
    if last is None or not last.begun <= now.timestamp() < last.until:
        return None
    if last.environment != around or last.inputs != inputs(last.roots):
        return None
    return last.said if last.files == site_files(last.site).digest else None


def remember(cache: BuildCache, build: LastBuild) -> None:
    """Let the next build know this one."""
    if build.inputs and build.files:
        cache.put(_KIND, _NAME, _KEY, build)


def environment(environ: Mapping[str, str]) -> bytes:
    """A digest of what settings may take from the environment."""
    return digest(*(part for name in sorted(environ.keys() - _NOISE) for part in (name, environ[name])))


def inputs(roots: Iterable[str]) -> bytes:
    """A digest of names, sizes, times and inodes below files and folders; empty where that tells too little."""
    parts: list[str] = []
    looked = time.time_ns()
    for root in roots:
        try:
            found = os.stat(root)
            parts.append(f"{root} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}")
            newest = max(found.st_mtime_ns, found.st_ctime_ns)
            if os.path.isdir(root):
                newest = max(newest, _below(root, parts))
        except OSError:
            return b""
        if is_fresh(newest, looked):
            return b""
    return digest(*parts)


def site_files(folder: str) -> SiteFiles:
    """What the files of a site come to; other sites may share them."""
    parts: list[str] = []
    sizes: list[int] = []
    try:
        _below(folder, parts, sizes=sizes)
    except OSError:
        return SiteFiles(digest=b"", files=0, bytes=0)
    return SiteFiles(digest=digest(*parts), files=len(sizes), bytes=sum(sizes))


def _below(folder: str, parts: list[str], *, sizes: list[int] | None = None) -> int:
    """Add a part for each file and folder; the newest time of all is returned. Raises OSError.

    With ``sizes`` those of the files are added there, and what else a site shares with its copies does not count.
    """
    newest, shared = 0, sizes is not None
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        known = entry.stat()
        if entry.is_dir():
            if entry.is_symlink():
                # It may lead anywhere, also back.
                raise OSError(entry.path)
            parts.append(entry.path)
            newest = max(newest, _below(entry.path, parts, sizes=sizes))
        if entry.is_dir() and shared:
            continue
        if sizes is not None:
            sizes.append(known.st_size)
        changed = 0 if shared else known.st_ctime_ns
        parts.append(f"{entry.path} {known.st_size} {known.st_mtime_ns} {changed} {known.st_ino}")
        newest = max(newest, known.st_mtime_ns, changed)
    return newest
