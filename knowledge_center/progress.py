"""What a long command is at: one line on a terminal that is overwritten, nothing in a log; and where the time went."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO, TypeVar

Item = TypeVar("Item")
# Seconds: what is done sooner needs no line, and none is read that changes more often.
_SILENT, _BETWEEN = 1.0, 0.1


class Progress:
    """Phases, one after the other, each with as many steps as it has.

    ``terminal`` is where to show them, if that is one; ``timings`` are the phases that are over, with their seconds.
    """

    def __init__(self, terminal: TextIO | None = None) -> None:
        shown = terminal if terminal is not None and terminal.isatty() else None
        self._terminal = shown
        self._begun = time.monotonic()
        self._name, self._count, self._done = "", 0, 0
        self._phase_begun = self._shown = self._begun
        self._width = 0
        self.timings: list[tuple[str, float]] = []

    @contextmanager
    def phase(self, name: str, count: int = 0) -> Iterator[None]:
        """What is done in the block, in ``count`` steps or in nobody knows how many."""
        self._name, self._count, self._done = name, count, 0
        self._phase_begun = time.monotonic()
        self.step(0)
        try:
            yield
        finally:
            self.timings.append((name, time.monotonic() - self._phase_begun))
            self._write("")

    def step(self, steps: int = 1) -> None:
        """So many steps of the phase are done."""
        self._done += steps
        now = time.monotonic()
        if self._terminal is None or now - self._begun < _SILENT or now - self._shown < _BETWEEN:
            return
        self._shown = now
        self._write(self._line(now - self._phase_begun))

    def each(self, name: str, items: Sequence[Item]) -> Iterator[Item]:
        """The items, each a step of a phase."""
        with self.phase(name, len(items)):
            for item in items:
                yield item
                self.step()

    def _line(self, seconds: float) -> str:
        if not self._count:
            return f"{self._name} …"
        line = f"{self._name}: {self._done:,} of {self._count:,}"
        if not self._done:
            return line
        left = seconds * (self._count - self._done) / self._done
        return f"{line}, {left:.0f} s left" if left >= 1 else line

    def _write(self, line: str) -> None:
        if self._terminal is None or not (line or self._width):
            return
        self._terminal.write(f"\r{line:<{self._width}}" if line else f"\r{'':<{self._width}}\r")
        self._terminal.flush()
        self._width = len(line)


def on_terminal() -> Progress:
    """Progress where a person sees it: beside what the command prints."""
    return Progress(sys.stderr)
