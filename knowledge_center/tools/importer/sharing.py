"""How the work of an import is shared out: the command may bring processes, which the importer knows nothing of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class ShareOut(Protocol):
    """What a function makes of each item, in their order; it is told how many more are done."""

    def __call__(
        self, make: Callable[[Item], Result], items: Sequence[Item], step: Callable[[int], None]
    ) -> Iterator[Result]: ...


def one_after_the_other(
    make: Callable[[Item], Result], items: Sequence[Item], step: Callable[[int], None]
) -> Iterator[Result]:
    """All of it in this process."""
    for item in items:
        yield make(item)
        step(1)
