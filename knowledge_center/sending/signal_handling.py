"""Ctrl-C and SIGTERM: the first lets the message in hand be finished, the second does not wait for it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Seconds until a wait looks whether somebody said stop.
_POLL_SECONDS = 0.2


class StopSignal:
    """Whether somebody said stop. A second time raises KeyboardInterrupt where the program is."""

    def __init__(self) -> None:
        self.requested = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True

    def sleep(self, seconds: float) -> None:
        """Wait, but not longer than until somebody says stop."""
        until = time.monotonic() + seconds
        while not self.requested and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _POLL_SECONDS))

    @contextmanager
    def installed(self) -> Iterator[None]:
        """As long as it lasts, the signals come here. For the main thread alone."""
        before = {number: signal.signal(number, self) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
