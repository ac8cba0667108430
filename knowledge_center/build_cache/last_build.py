"""A build of what has not changed since the last one: nothing is read, and what that one said is said again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.fingerprints import is_fresh
from knowledge_center.build_cache.store import BuildCache

_KIND, _NAME, _KEY = "build", "", content_hash()
# Of the environment, what a shell changes by itself. The clock has a place of its own.
_NOISE = frozenset(
    ["_", "COLUMNS", "LINES", "OLDPWD", "PWD", "SHLVL", "SOURCE_DATE_EPOCH", "TERM", "TERM_PROGRAM"]
)


class LastBuild(NamedTuple):
    """What a build was made of and what it came to.

    ``roots`` are the files and folders it was made from, ``inputs`` a hash of their stamps, ``site`` the folder of
    the site and ``files`` the same of that. It holds from ``begun`` until, and without, ``until``
    (seconds since 1970), in an ``environment`` with that hash. ``said`` is what it told.
    """

    roots: tuple[str, ...]
    inputs: bytes
    site: str
    files: bytes
    environment: bytes
    begun: float
    until: float
    said: str


# The bytes of a file, its time (in nanoseconds) and its inode.
Stamp = tuple[int, int, int]


class SiteFiles(NamedTuple):
    """The stamp of each file of a site by its path there; folders end in a slash."""

    stamps: dict[str, Stamp]

    @property
    def stamps_hash(self) -> bytes:
        """Stands for all of that; empty where there is no site."""
        lines = (
            f"{path}\0{size} {time} {inode}" for path, (size, time, inode) in sorted(self.stamps.items())
        )
        return content_hash("\0".join(lines)) if self.stamps else b""

    @property
    def files(self) -> int:
        return sum(not path.endswith("/") for path in self.stamps)

    @property
    def bytes(self) -> int:
        return sum(size for size, _, _ in self.stamps.values())


def last_build(cache: BuildCache, now: datetime, around: bytes) -> LastBuild | None:
    """The last build, if it holds ``now`` as far as time goes. ``around`` is a hash of the environment."""
    last: LastBuild | None = cache.get(_KIND, _NAME, _KEY)
    if last is None or not last.begun <= now.timestamp() < last.until or last.environment != around:
        return None
    return last


def remember(cache: BuildCache, build: LastBuild) -> None:
    """Let the next build know this one."""
    if build.inputs and build.files:
        cache.put(_KIND, _NAME, _KEY, build)


def environment(environ: Mapping[str, str]) -> bytes:
    """A hash of what settings may take from the environment."""
    return content_hash(*(part for name in sorted(environ.keys() - _NOISE) for part in (name, environ[name])))


def inputs(roots: Iterable[str]) -> dict[str, str]:
    """A stamp of size, times and inode for each file and folder below some, by its path; folders end in a slash.

    Empty where stamps tell too little.
    """
    found: dict[str, str] = {}
    looked = time.time_ns()
    newest = 0
    for root in roots:
        try:
            known = os.stat(root)
            is_folder = os.path.isdir(root)
            newest = max(newest, _stamp(found, f"{root}/" if is_folder else root, known))
            if is_folder:
                newest = max(newest, _inputs_below(root, found))
        except OSError:
            return {}
    return {} if is_fresh(newest, looked) else found


def stamps_hash(stamps: Mapping[str, str]) -> bytes:
    """A hash of ``inputs``; empty for none."""
    return content_hash("\0".join(f"{path}\0{stamp}" for path, stamp in stamps.items())) if stamps else b""


def site_files(folder: str) -> SiteFiles:
    """What the files of a site come to; other sites may share them."""
    try:
        return SiteFiles(stamps_below(folder))
    except OSError:
        return SiteFiles({})


def stamps_below(folder: str) -> dict[str, Stamp]:
    """The stamp of each file below a folder of a site, as ``SiteFiles`` has them. Raises OSError."""
    found: dict[str, Stamp] = {}
    _files_below(folder, "", found)
    return found


def _inputs_below(folder: str, found: dict[str, str]) -> int:
    """Add what is below a folder; the newest time of all is returned. Raises OSError."""
    newest = 0
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            known = entry.stat()
            if not entry.is_dir():
                newest = max(newest, _stamp(found, entry.path, known))
                continue
            if entry.is_symlink():
                # It may lead anywhere, also back.
                raise OSError(entry.path)
            newest = max(newest, _stamp(found, f"{entry.path}/", known), _inputs_below(entry.path, found))
    return newest


def _stamp(found: dict[str, str], path: str, known: os.stat_result) -> int:
    found[path] = f"{known.st_size} {known.st_mtime_ns} {known.st_ctime_ns} {known.st_ino}"
    return max(known.st_mtime_ns, known.st_ctime_ns)


def _files_below(folder: str, path: str, found: dict[str, Stamp]) -> None:
    """Add what is below a folder of a site. Raises OSError."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = path + entry.name
            if entry.is_dir(follow_symlinks=False):
                found[f"{name}/"] = 0, 0, 0
                _files_below(entry.path, f"{name}/", found)
            else:
                taken = entry.stat(follow_symlinks=False)
                found[name] = taken.st_size, taken.st_mtime_ns, taken.st_ino
