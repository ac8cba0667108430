"""Ctrl-C and SIGTERM: the first lets the message in hand be finished, the second does not wait for it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Seconds between two checks of a wait, whether a signal came.
_POLL_SECONDS = 0.2


class StopSignal:
    """Whether SIGINT or SIGTERM came. The second one raises KeyboardInterrupt where the program is."""

    def __init__(self) -> None:
        self.requested = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True

    def sleep(self, seconds: float) -> None:
        """Wait, but not longer than until a signal comes."""
        until = time.monotonic() + seconds
        while not self.requested and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _POLL_SECONDS))

    @contextmanager
    def installed(self) -> Iterator[None]:
        """As long as it lasts, this handles both signals. For the main thread alone."""
        before = {number: signal.signal(number, self) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
