"""Watching folders for what is saved in them: the system tells of it, or, where it cannot, they are looked through."""

from __future__ import annotations

import errno
import os
import re
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

# Not those of files that are opened and read: a build does so.
_EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent, FileClosedEvent, FileCreatedEvent, FileDeletedEvent,
    FileModifiedEvent, FileMovedEvent,
]  # fmt: skip
# What editors and systems write beside a file that is being edited.
_BESIDE = re.compile(r".*~|\.#.*|#.*#|.*\.sw[a-z]|.*\.kate-swp|4913|\.DS_Store|.*___jb_(?:tmp|old)___")
# Seconds: a save is over when nothing has followed for this long; and is shown after the longer one all the same.
_QUIET, _LONGEST = 0.05, 0.5
_POLL_EVERY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A folder with all below it; or, where names are given, what has one of them and stands in it."""

    folder: Path
    names: frozenset[str] = frozenset()


class FileWatch:
    """What has changed of the things that are watched. ``polls`` says whether they are looked through."""

    def __init__(self, *, polls: bool = False) -> None:
        self.polls = polls
        self._observer: BaseObserver = self._made()
        # With the number of the folder: another one may take its place.
        self._watches: dict[Watched, tuple[ObservedWatch, int]] = {}
        self._changed: set[Path] = set()
        # When the first of the changes was seen, by time.monotonic().
        self.since = 0.0
        self._condition = threading.Condition()

    def start(self) -> None:
        self._observer.start()

    def stop(self) -> None:
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join(timeout=2)

    def watch(self, things: Iterable[Watched]) -> bool:
        """Watch these and nothing else. False when the system could not, and they are looked through from now on.

        A folder that took another's place while this ran has changed: of what was saved in it before nobody was told.
        """
        wanted = {thing: thing.folder.stat().st_ino for thing in things if thing.folder.is_dir()}
        for thing, (watch, number) in list(self._watches.items()):
            if wanted.get(thing) != number:
                del self._watches[thing]
                with suppress(KeyError):
                    self._observer.unschedule(watch)
        new = {thing.folder for thing in wanted if thing not in self._watches}
        unseen = new if self._observer.is_alive() else set()
        if self.polls or not any(map(_has_links, wanted)):
            try:
                for thing, number in wanted.items():
                    self._add(thing, number)
            except OSError as error:
                # No watches are left, or too many programs watch.
                if self.polls or error.errno not in (errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.ENOSYS):
                    raise
            else:
                self._note(unseen)
                return True
        # The system tells nothing of what a link leads to.
        self._poll()
        for thing, number in wanted.items():
            self._add(thing, number)
        self._note(unseen)
        return False

    def wait(self, timeout: float | None) -> frozenset[Path]:
        """What has changed since the last call, waited for; nothing after ``timeout`` seconds."""
        with self._condition:
            # In short steps: Windows hears of Ctrl-C only between them.
            end = None if timeout is None else time.monotonic() + timeout
            while not self._changed:
                left = 0.5 if end is None else min(0.5, end - time.monotonic())
                if left <= 0:
                    return frozenset()
                self._condition.wait(left)
            end = time.monotonic() + _LONGEST
            while self._condition.wait(_QUIET) and time.monotonic() < end:
                pass
            changed = frozenset(self._changed)
            self._changed.clear()
            return changed

    def saw(self, event: FileSystemEvent, thing: Watched) -> None:
        """Remember what has changed, as the observer's thread tells it."""
        if event.event_type not in ("created", "modified", "moved", "deleted", "closed"):
            return
        if event.is_directory and event.event_type == "modified":
            return
        names = (os.fsdecode(name) for name in (event.src_path, event.dest_path) if name)
        paths = {Path(name) for name in names if not _BESIDE.fullmatch(os.path.basename(name))}
        if thing.names:
            paths = {path for path in paths if path.name in thing.names}
        self._note(paths)

    def _note(self, paths: set[Path]) -> None:
        if paths:
            with self._condition:
                self.since = self.since if self._changed else time.monotonic()
                self._changed |= paths
                self._condition.notify_all()

    def _made(self) -> BaseObserver:
        return PollingObserver(timeout=_POLL_EVERY) if self.polls else Observer()

    def _poll(self) -> None:
        was_running = self._observer.is_alive()
        self.stop()
        self.polls = True
        self._observer, self._watches = self._made(), {}
        if was_running:
            self._observer.start()

    def _add(self, thing: Watched, number: int) -> None:
        if thing in self._watches:
            return
        watch = self._observer.schedule(
            _Handler(self, thing), str(thing.folder), recursive=not thing.names, event_filter=_EVENTS
        )
        self._watches[thing] = watch, number


class _Handler(FileSystemEventHandler):
    def __init__(self, watch: FileWatch, thing: Watched) -> None:
        self._watch, self._thing = watch, thing

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._watch.saw(event, self._thing)


def _has_links(thing: Watched) -> bool:
    """Whether something that is watched lies elsewhere, behind a symbolic link."""
    if thing.names:
        return any((thing.folder / name).is_symlink() for name in thing.names)
    waiting = [str(thing.folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    return True
                if entry.is_dir():
                    waiting.append(entry.path)
    return False
