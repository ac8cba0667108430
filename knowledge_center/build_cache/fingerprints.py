"""What files hold, told from their size and times as long as those have not changed: no file is read twice."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from knowledge_center.build_cache.content_hash import content_hash

# Nanoseconds: how long one tick of a file's clock may take. Some file systems count in whole seconds, FAT by two.
_TICK, _COARSE_TICK = 50_000_000, 2_000_000_000
Known = dict[str, tuple[int, int, int, int, bytes]]


class Fingerprints:
    """Content hashes of files by their path, each as true as git's index is: size, both times and inode have to agree.

    ``before`` is what an earlier build knew; what this one knows is in ``known``.
    """

    def __init__(self, before: Known | None = None) -> None:
        self._before: Known = before or {}
        self.known: Known = {}
        self._read: dict[str, bytes] = {}

    def of(self, path: str | Path) -> bytes:
        """16 bytes for what the file holds; empty where there is none or it cannot be read."""
        name = os.fspath(path)
        if name in self._read:
            return self._read[name]
        try:
            found = os.stat(name)
            stamp = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
            known = self._before.get(name)
            if known is not None and known[:4] == stamp:
                made = known[4]
            else:
                with open(name, "rb") as file:
                    made = blake2b(file.read(), digest_size=16).digest()
        except (OSError, ValueError):
            return b""
        self._read[name] = made
        if not is_fresh(max(stamp[1], stamp[2]), time.time_ns()):
            self.known[name] = (*stamp, made)
        return made

    def of_tree(self, folder: Path) -> bytes:
        """One hash for all files below a folder with their names."""
        parts: list[str | bytes] = []
        for path, links, names in walk(folder):
            parts += links
            for name in names:
                file = os.path.join(path, name)
                parts += [os.path.relpath(file, folder), self.of(file)]
        return content_hash(*parts)


def is_fresh(changed: int, looked: int) -> bool:
    """Whether a file that changed then and was looked at then may have changed again since, within one tick.

    So may one from the future: the clock went back.
    """
    return changed > looked - (_TICK if changed % 1_000_000_000 else _COARSE_TICK)


def walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each folder below one, with the links to folders and the files in it, sorted.

    Links are followed, each folder once: one may lead back. They are told with where they lead.
    """
    seen = {os.path.realpath(folder)}
    for path, folders, names in os.walk(folder, followlinks=True):
        links = []
        for name in sorted(folders):
            below = os.path.join(path, name)
            if os.path.islink(below):
                leads_to = os.path.realpath(below)
                links.append(f"{os.path.relpath(below, folder)} -> {leads_to}")
                if leads_to in seen:
                    folders.remove(name)
                seen.add(leads_to)
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield path, links, sorted(names)
