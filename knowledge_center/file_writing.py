"""Files that take their place in one step: whoever reads finds the old one or the new one, and always a whole one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# How the name of a file begins that is being written; one that is left over belongs to a program that was killed.
UNFINISHED = ".unfinished-"
# Windows would change the ends of lines.
_BINARY: int = getattr(os, "O_BINARY", 0)


def replace_file(target: Path, data: str | bytes, *, mode: int = 0o666, durable: bool = False) -> None:
    """Put ``data`` in the place of the file ``target``, or make it, with its folder; text is written as UTF-8.

    ``mode`` is as for os.open. A ``durable`` one is on the disk before it takes its place. Raises OSError, and leaves
    what was there.
    """
    with unfinished_file(target, data, mode=mode, durable=durable) as unfinished:
        unfinished.replace(target)


@contextmanager
def unfinished_file(
    target: Path, data: str | bytes, *, mode: int = 0o666, durable: bool = False
) -> Iterator[Path]:
    """A file beside ``target`` that holds the data, for the caller to rename; deleted afterwards if it was not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.with_name(f"{UNFINISHED}{target.name}-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode), "wb") as file:
            file.write(data.encode("utf-8") if isinstance(data, str) else data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)
    if durable:
        sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Bring the folder's own list of names to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
