"""Ctrl-C and SIGTERM: the first lets the message in hand be finished, the second does not wait for it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Seconds until a wait looks whether somebody said stop.
_GLANCE = 0.2


class Stop:
    """Whether somebody said stop. A second time raises KeyboardInterrupt where the program is."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def sleep(self, seconds: float) -> None:
        """Wait, but not longer than until somebody says stop."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _GLANCE))

    @contextmanager
    def heard(self) -> Iterator[None]:
        """As long as it lasts, the signals come here. For the main thread alone."""
        before = {number: signal.signal(number, self) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
