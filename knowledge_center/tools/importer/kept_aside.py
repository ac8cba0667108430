"""What an import needs later, kept in a temporary file: a gigabyte of articles need not fit into memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar, overload

from knowledge_center.build_cache.spool import Spool

Item = TypeVar("Item")
Place = TypeVar("Place")


class KeptAside(Sequence[Item]):
    """Items by number; each is written once, and made anew when it is asked for. Raises OSError on a full disk.

    ``sizes`` are those of the items, in bytes.
    """

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._spool = Spool(Path(tempfile.gettempdir()))
        self.sizes: list[int] = []
        for item in items:
            self.keep(item)

    def keep(self, item: Item) -> int:
        """Write an item, and say its number."""
        content = pickle.dumps(item)
        try:
            self._spool.add(("", str(len(self))), content)
        except OSError as error:
            raise OSError(error.errno, error.strerror, tempfile.gettempdir()) from None
        self.sizes.append(len(content))
        return len(self) - 1

    @overload
    def __getitem__(self, number: int) -> Item: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Item]: ...
    def __getitem__(self, number: int | slice) -> Item | Sequence[Item]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        content = self._spool.get(("", str(range(len(self))[number])))
        if content is None:
            raise OSError(None, "A temporary file cannot be read again", tempfile.gettempdir())
        item: Item = pickle.loads(content)
        return item

    def __len__(self) -> int:
        return len(self.sizes)


class ByName(Mapping[str, Item], Generic[Place, Item]):
    """Items by name, of which only the places are held; ``read`` makes one of its place when it is asked for."""

    def __init__(self, places: Mapping[str, Place], read: Callable[[Place], Item]) -> None:
        self._places, self._read = places, read

    def __getitem__(self, name: str) -> Item:
        return self._read(self._places[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
