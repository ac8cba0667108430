"""What is too long to be kept in memory until a build has ended: in a file without a name, which ends with it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


class Spool:
    """Bytes by their names. Copies of a process may read what was added before they were made; one process adds."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where no file can be made in ``folder``."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._end = 0
        self._places: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, name: tuple[str, str], data: bytes) -> None:
        """Keep bytes under a name, instead of those that it had. Raises OSError, as on a full disk."""
        written = 0
        while written < len(data):
            written += os.pwrite(self._file.fileno(), data[written:], self._end + written)
        self._places[name] = self._end, len(data)
        self._end += len(data)

    def get(self, name: tuple[str, str]) -> bytes | None:
        """The bytes of a name; None where it has none, or they cannot be read."""
        at, length = self._places.get(name, (0, 0))
        with suppress(OSError):
            data = os.pread(self._file.fileno(), length, at) if length else b""
            return data if data and len(data) == length else None
        return None

    def discard(self, name: tuple[str, str]) -> None:
        self._places.pop(name, None)

    def __iter__(self) -> Iterator[tuple[tuple[str, str], bytes]]:
        for name in sorted(self._places):
            if data := self.get(name):
                yield name, data

    def clear(self) -> None:
        """Forget all of them."""
        self._places.clear()
        self._end = 0
        with suppress(OSError):
            self._file.truncate(0)

    def close(self) -> None:
        self._file.close()
