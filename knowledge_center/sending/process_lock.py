"""Which senders are alive: each holds a lock on a file of its own, and the system lets go of it when it dies."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from knowledge_center.file_lock import delete_and_close, try_lock, wait_for_lock


class ProcessLock:
    """The lock of a sender that runs, from ``acquire`` to ``release``. ``name`` is the owner of its rows in the outbox.

    A lock needs neither a clock nor a process number that somebody else may get after a restart: kill -9
    and a power cut end it. The file system has to be one that knows locks, as local ones do.
    """

    def __init__(self, folder: Path, name: str, handle: int) -> None:
        self.folder, self.name, self._handle = folder, name, handle

    @classmethod
    def acquire(cls, folder: Path) -> ProcessLock:
        """Lock a new file in ``folder``, which is made where it is missing; what the dead left there is taken away.

        Raises OSError.
        """
        folder.mkdir(mode=0o700, exist_ok=True)
        for left in os.listdir(folder):
            is_alive(folder, left)
        while True:
            name = secrets.token_hex(8)
            path = folder / name
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            wait_for_lock(handle)
            if path.exists():
                return cls(folder, name, handle)
            # Somebody who sweeps has found the file before it was locked, and taken it away.
            os.close(handle)

    def release(self) -> None:
        """No row is ours any more."""
        delete_and_close(self.folder / self.name, self._handle)


def is_alive(folder: Path, name: str) -> bool:
    """Whether the sender of that name still runs; what it left behind is taken away if it does not."""
    path = folder / os.path.basename(name)
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        alive = not try_lock(handle)
    except OSError:
        os.close(handle)
        raise
    if alive:
        os.close(handle)
    else:
        delete_and_close(path, handle)
    return alive
