"""The site that stands, as the next one finds it: a file that would be the same is taken over, not made again."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.last_build import SiteFiles, Stamp, stamps_below
from knowledge_center.build_cache.store import BuildCache


class SiteFile(NamedTuple):
    """A file of the site as it was written: bytes, nanoseconds and inode, a hash of what it holds, and ``notes``,
    what else a build wants to know of it."""

    size: int
    changed: int
    inode: int
    content: bytes
    notes: object = None


class SitesLook(NamedTuple):
    """What stands before a build: the ``stamps`` of the last site, and where the one before that is not the same.

    ``others`` has the inode of each file there, 0 for a folder, and None where there is nothing of that path.
    """

    stamps: dict[str, Stamp]
    others: dict[str, int | None]


def look_at_sites(last: Path, before: Path) -> SitesLook | None:
    """The last site and the one before, as they are; None where they cannot be looked at."""
    try:
        stamps, others = stamps_below(str(last)), stamps_below(str(before))
    except OSError:
        return None
    here = {path: inode for path, (_, _, inode) in stamps.items()}
    there = {path: inode for path, (_, _, inode) in others.items()}
    return SitesLook(stamps, {path: there.get(path) for path, _ in here.items() ^ there.items()})


class LastSite:
    """The site in ``current``, from which files go into the new one in ``staging`` by hard links.

    Nothing is taken over that anybody but a build has touched since. ``staging`` may hold the site before the last
    one: most of its files are the same still. Before anything is written there, ``will_write`` has to be called, or
    the site that stands would be written to. ``placed`` are the paths of both: what is there is known without looking.
    ``contents`` are hashes of the files that are known. ``look`` is one at both folders, where somebody had time.
    """

    def __init__(
        self, cache: BuildCache, current: Path, staging: Path, look: SitesLook | None = None
    ) -> None:
        self._cache = cache
        self._current = os.path.join(current, "")
        self._staging = os.path.join(staging, "")
        # What is in the new site so far: the inode of each file by its path, and the folders.
        self._files: dict[str, int] = {}
        self._folders: set[str] = set()
        os.makedirs(staging, exist_ok=True)
        self._seen = look.stamps if look else None
        if look:
            there = {path: stamp[2] for path, stamp in look.stamps.items()} | look.others
            self._files = {path: at for path, at in there.items() if at is not None and path[-1] != "/"}
            self._folders = {path[:-1] for path, at in there.items() if at is not None and path[-1] == "/"}
        else:
            self._look_at("")
        self.placed: set[str] = set()
        self.contents: dict[str, bytes] = {}
        self._stamps: dict[str, Stamp] = {}

    def file(self, path: str, key: bytes) -> SiteFile | None:
        """The file at a site-relative path, if it was made under the key and is there as it was written."""
        kept: SiteFile | None = self._cache.get("site file", path, key)
        if kept is None:
            return None
        try:
            found = _stamp_of(self._current + path) if self._seen is None else self._seen.get(path)
            if found is None or found[0] != kept.size:
                return None
            if found[1] != kept.changed or found[2] != kept.inode:
                # Copied or unpacked since, perhaps whole.
                with open(self._current + path, "rb") as file:
                    if content_hash(file.read()) != kept.content:
                        return None
                kept = kept._replace(changed=found[1], inode=found[2])
                self._cache.put("site file", path, key, kept)
        except OSError:
            return None
        return kept

    def take_over(self, path: str, file: SiteFile) -> None:
        """Have the file of the last site in the new one."""
        self.contents[path] = file.content
        self.share(path, (file.size, file.changed, file.inode))

    def share(self, path: str, stamp: Stamp) -> None:
        """The same for a file of the last site that is known to be as it was written."""
        self.placed.add(path)
        self._stamps[path] = stamp
        inode = stamp[2]
        if self._files.get(path) == inode:
            return
        self._make_room(path)
        try:
            os.link(self._current + path, self._staging + path)
        except OSError:
            # No hard links here, or too many to one file.
            shutil.copy2(self._current + path, self._staging + path)
            del self._stamps[path]
        self._files[path] = inode

    def will_write(self, path: str) -> None:
        """Let something else be written at a site-relative path of the new site."""
        self.placed.add(path)
        self.contents.pop(path, None)
        self._stamps.pop(path, None)
        self._make_room(path)

    def copy_to(self, spare: Path) -> None:
        """Have the new site as it is so far in a folder of its own, too, by hard links; where there are none, nothing.

        What is missing there, the next build links when it takes it over.
        """
        there = os.path.join(spare, "")
        with suppress(OSError):
            os.makedirs(there)
            for folder in sorted(self._folders):
                os.mkdir(there + folder)
            for path in self._stamps:
                os.link(self._staging + path, there + path)

    def look_again(self) -> None:
        """Know what somebody has written or deleted who calls nothing here; all else is in its place."""
        self._files.clear()
        self._folders.clear()
        self._look_at("")
        self.placed = set(self._files)

    def keep(self, path: str, key: bytes, file: SiteFile) -> None:
        """Let the next build have a file of the new site."""
        self.placed.add(path)
        self.contents[path] = file.content
        self._stamps[path] = file.size, file.changed, file.inode
        self._cache.put("site file", path, key, file)

    def written(self, path: str, notes: object = None, data: bytes | None = None) -> SiteFile:
        """What to keep of a file that was just written into the new site; ``data`` is what it holds, where known."""
        name = self._staging + path
        found = os.lstat(name)
        if data is None:
            with open(name, "rb") as file:
                data = file.read()
        return SiteFile(
            size=found.st_size,
            changed=found.st_mtime_ns,
            inode=found.st_ino,
            content=content_hash(data),
            notes=notes,
        )

    def is_written(self, path: str) -> bool:
        """Whether the new site has a file at a path."""
        return os.path.isfile(self._staging + path)

    def files_below(self, folder: str) -> list[str]:
        """The site-relative paths of all files of the new site below a folder, which may be another process' work."""
        below = f"{folder}/"
        with suppress(FileNotFoundError):
            self._look_at(below)
            self._folders.add(folder)
        return sorted(path for path in self._files if path.startswith(below))

    def site_files(self) -> SiteFiles:
        """What the files of the new site come to, as they are now."""
        stamps: dict[str, Stamp] = {f"{folder}/": (0, 0, 0) for folder in self._folders}
        for path in self.placed:
            if stamp := self._stamps.get(path) or _stamp_of(self._staging + path):
                stamps[path] = stamp
        return SiteFiles(stamps)

    def prune(self) -> None:
        """Delete what stood in the new site at first and was neither taken over nor is to be written."""
        gone = self._files.keys() - self.placed
        if not gone:
            return
        for path in gone:
            os.unlink(self._staging + path)
            del self._files[path]
        for folder in sorted({folder for path in gone for folder in _folders_of(path)}, reverse=True):
            # One that holds something else stays.
            with suppress(OSError):
                os.rmdir(self._staging + folder)
                self._folders.discard(folder)

    def _look_at(self, folder: str) -> None:
        with os.scandir(self._staging + folder) as entries:
            for entry in entries:
                path = folder + entry.name
                if entry.is_dir(follow_symlinks=False):
                    self._folders.add(path)
                    self._look_at(f"{path}/")
                else:
                    self._files[path] = entry.inode()

    def _make_room(self, path: str) -> None:
        """Have nothing at a path, and its folder."""
        if path in self._folders:
            # Where a folder stood before, there may be a file now.
            shutil.rmtree(self._staging + path)
            below = f"{path}/"
            self._files = {file: at for file, at in self._files.items() if not file.startswith(below)}
            self._folders = {one for one in self._folders if one != path and not one.startswith(below)}
        if self._files.pop(path, None) is not None:
            os.unlink(self._staging + path)
            return
        for folder in _folders_of(path):
            if folder not in self._folders:
                # The other way round.
                if self._files.pop(folder, None) is not None:
                    os.unlink(self._staging + folder)
                os.makedirs(self._staging + folder, exist_ok=True)
                self._folders.add(folder)


def _stamp_of(path: str) -> Stamp | None:
    """That of a file as it is; None where there is none, or a folder. Raises OSError for what cannot be looked at."""
    with suppress(FileNotFoundError):
        found = os.lstat(path)
        if not stat.S_ISDIR(found.st_mode):
            return found.st_size, found.st_mtime_ns, found.st_ino
    return None


def _folders_of(path: str) -> list[str]:
    """The folders that a site-relative path stands in, the outermost first."""
    return [path[:at] for at, letter in enumerate(path) if letter == "/"]
