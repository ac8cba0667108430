"""The site that stands, as the next one finds it: a file that would be the same is taken over, not made again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple

from knowledge_center.build_cache.digests import digest
from knowledge_center.build_cache.store import BuildCache


class SiteFile(NamedTuple):
    """A file of the site as it was written: bytes, nanoseconds and inode, a digest of what it holds, and ``notes``,
    what else a build wants to know of it."""

    size: int
    changed: int
    inode: int
    content: bytes
    notes: object = None


class LastSite:
    """The site in ``current``, from which files go into the new one in ``staging`` by hard links.

    Nothing is taken over that anybody but a build has touched since. ``staging`` may hold the site before the last
    one: most of its files are the same still. Before anything is written there, ``will_write`` has to be called, or
    the site that stands would be written to. ``placed`` are the paths of both, ``contents`` digests of the files that
    are known.
    """

    def __init__(self, cache: BuildCache, current: Path, staging: Path) -> None:
        self._cache = cache
        self._current = os.path.join(current, "")
        self._staging = os.path.join(staging, "")
        self._folders: set[str] = set()
        self.placed: set[str] = set()
        self.contents: dict[str, bytes] = {}

    def file(self, path: str, key: bytes) -> SiteFile | None:
        """The file at a site-relative path, if it was made under the key and is there as it was written."""
        kept: SiteFile | None = self._cache.get("site file", path, key)
        if kept is None:
            return None
        try:
            found = os.lstat(self._current + path)
            if found.st_size != kept.size:
                return None
            if (found.st_mtime_ns, found.st_ino) != (kept.changed, kept.inode):
                # Copied or unpacked since, perhaps whole.
                with open(self._current + path, "rb") as file:
                    if digest(file.read()) != kept.content:
                        return None
                kept = kept._replace(changed=found.st_mtime_ns, inode=found.st_ino)
                self._cache.put("site file", path, key, kept)
        except OSError:
            return None
        return kept

    def take_over(self, path: str, file: SiteFile) -> None:
        """Have the file of the last site in the new one."""
        self.placed.add(path)
        self.contents[path] = file.content
        target = self._staging + path
        try:
            there = os.lstat(target)
        except OSError:
            self._make_folder(target)
        else:
            if there.st_ino == file.inode:
                return
            os.unlink(target)
        try:
            os.link(self._current + path, target)
        except OSError:
            # No hard links here, or too many to one file.
            shutil.copy2(self._current + path, target)

    def will_write(self, path: str) -> None:
        """Let something else be written at a site-relative path of the new site."""
        self.placed.add(path)
        self.contents.pop(path, None)
        target = self._staging + path
        try:
            os.unlink(target)
        except FileNotFoundError:
            self._make_folder(target)

    def keep(self, path: str, key: bytes, file: SiteFile) -> None:
        """Let the next build have a file of the new site."""
        self.contents[path] = file.content
        self._cache.put("site file", path, key, file)

    def written(self, path: str, notes: object = None) -> SiteFile:
        """What to keep of a file that was just written into the new site."""
        name = self._staging + path
        found = os.lstat(name)
        with open(name, "rb") as file:
            content = digest(file.read())
        return SiteFile(
            size=found.st_size, changed=found.st_mtime_ns, inode=found.st_ino, content=content, notes=notes
        )

    def is_written(self, path: str) -> bool:
        """Whether the new site has a file at a path."""
        return os.path.isfile(self._staging + path)

    def files_below(self, folder: str) -> list[str]:
        """The site-relative paths of all files of the new site below a folder."""
        found = [
            os.path.relpath(os.path.join(path, name), self._staging).replace(os.sep, "/")
            for path, _, names in os.walk(self._staging + folder)
            for name in names
        ]
        return sorted(found)

    def prune(self) -> None:
        """Delete what stands in the new site and was neither taken over nor is to be written."""
        _prune(self._staging, "", self.placed)

    def _make_folder(self, target: str) -> None:
        folder = os.path.dirname(target)
        if folder not in self._folders:
            # Where a file stood before, there may be a folder now.
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)


def _prune(staging: str, folder: str, placed: set[str]) -> bool:
    """Whether anything is left in the folder."""
    left = False
    with os.scandir(staging + folder) as entries:
        for entry in entries:
            path = folder + entry.name
            if entry.is_dir(follow_symlinks=False):
                left = _prune(staging, f"{path}/", placed) or left
            elif path in placed:
                left = True
            else:
                os.unlink(entry.path)
    if not left and folder:
        os.rmdir(staging + folder)
    return left
