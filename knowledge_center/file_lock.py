"""Locks between processes, on every system. Whoever is killed loses its own at once: the system takes it back.

Advisory, and only as good as the file system: local disks know locks, some network folders do not.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def try_lock(handle: int) -> bool:
    """Lock an open file for this process alone; False when another one holds it. Raises OSError."""
    return _lock(handle, wait=False)


def wait_for_lock(handle: int) -> None:
    """The same, when the other one has let go. Raises OSError."""
    while not _lock(handle, wait=True):
        pass  # Windows gives up after ten seconds.


@contextmanager
def file_lock(path: Path, *, wait: bool = False) -> Iterator[bool]:
    """Whether this process alone holds ``path``, which is made where it is missing and stays. Raises OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if wait:
            wait_for_lock(handle)
        yield wait or try_lock(handle)
    finally:
        os.close(handle)


@contextmanager
def folder_lock(folder: Path) -> Iterator[bool]:
    """Wait until this process alone works in ``folder``; False where the file system knows no locks.

    Raises OSError when the folder is not there.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        # Windows opens no folder. A file in it would be published or committed, so one elsewhere stands for it.
        handle = os.open(_stand_in(folder), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        locked = False
        with suppress(OSError):
            wait_for_lock(handle)
            locked = True
        yield locked
    finally:
        os.close(handle)


def delete_and_close(path: Path, handle: int) -> None:
    """Delete the locked file ``handle`` is open on, and let go of it, so that nobody locks what is being deleted.

    Windows deletes no file that anybody has open. There it is closed first, which is as safe: whoever
    opens it in between keeps it from being deleted.
    """
    refused = False
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        refused = True
    finally:
        os.close(handle)
    if refused:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _lock(handle: int, *, wait: bool) -> bool:
    if sys.platform != "win32":
        return _flock(handle, wait=wait)
    # Only there: every command locks something, and shall not wait for this to load.
    from portalocker import AlreadyLocked, LockException, LockFlags, lock

    flags = LockFlags.EXCLUSIVE if wait else LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING
    try:
        lock(handle, flags)
    except AlreadyLocked:
        return False
    except LockException as error:
        cause = error.__cause__
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None
    return True


def _flock(handle: int, *, wait: bool) -> bool:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stand_in(folder: Path) -> Path:
    name = hashlib.sha256(os.path.normcase(folder.resolve()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"knowledge-center-{name}.lock"
