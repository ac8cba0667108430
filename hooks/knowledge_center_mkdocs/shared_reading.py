"""Articles read by all cores where that is sooner: for a build, and for a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from knowledge_center.articles.files_reader import alone

Item = TypeVar("Item")
Result = TypeVar("Result")
# Fewer are read before other processes have started.
_FEWEST = 100


def shared_reading(make: Callable[[Item], Result], items: Sequence[Item], /) -> Iterator[Result]:
    """What ``make`` makes of each item, in their order."""
    if len(items) < _FEWEST:
        yield from alone(make, items)
        return
    # Not at the top: a check, at every save, has hardly anything to read, and shall not wait for these to load.
    from knowledge_center_mkdocs.workers import share_out

    yield from share_out(make, items)
