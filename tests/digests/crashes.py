"""A machine that goes off between any two changes to its disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch


class Killed(BaseException):
    """The machine went off."""


class Power:
    """How many changes the disk has seen, and whether the machine still runs."""

    def __init__(self, last: int | None) -> None:
        self.last = last
        self.steps: list[str] = []

    def step(self, name: str) -> None:
        """Before one change. Once off, nothing happens any more: no ``finally`` tidies up after a kill."""
        if self.last is not None and len(self.steps) >= self.last:
            raise Killed
        self.steps.append(name)


@contextmanager
def power(last: int | None = None) -> Iterator[Power]:
    """Within it the machine makes ``last`` changes and goes off before the next; without it, it only counts.

    A change is a folder, a new file, its way to the disk, a link, a new name or a deletion.
    """
    found = Power(last)

    def counted(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            # A file that is read changes nothing, and a folder that is there is not made.
            idle = (name == "open" and not arguments[1] & os.O_CREAT) or (
                name == "mkdir" and arguments[0].is_dir()
            )
            if not idle:
                found.step(name)
            return original(*arguments, **options)

        return call

    places: list[tuple[Any, str]] = [
        (os, "link"), (os, "fsync"), (os, "open"), (Path, "mkdir"), (Path, "replace"), (Path, "rename"),
        (Path, "unlink"),
    ]  # fmt: skip
    with ExitStack() as stack:
        for place, name in places:
            stack.enter_context(patch.object(place, name, counted(name, getattr(place, name))))
        yield found
