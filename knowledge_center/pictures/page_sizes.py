"""The sizes and formats in which pages offer a picture: names alone, nothing is made here."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Sequence
from typing import NamedTuple

# Pixels of a file for places of 400 (a card) and 680 (in the text), and twice as many. Over the whole width, which is
# 1040, the largest of them serves every screen: twice as many would cost more than all others together.
COVER = (400, 800, 1360)
TEXT = (680, 1360)
# Browsers that read no AVIF are those of older devices (before 2022), for which one size is enough.
_WIDEST_FOR_OLDER = 800
# Of two that are so near to each other one is enough.
_NEAR = 1.15
# A file of so few bytes is as light as anything that could be made of it.
_LIGHT = 16_000

# Formats of pictures that stand still; what else a browser shows is published as it is.
_STILL = {".jpg": ".jpg", ".jpeg": ".jpg", ".png": ".png", ".webp": ".png", ".avif": ".png"}
_TYPES = {".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg", ".png": "image/png"}


class Made(NamedTuple):
    """One file to be made of a picture: pixels wide at most, and the ending that says its format."""

    width: int
    ending: str

    def of(self, path: str) -> str:
        """The site-relative path of the one made of the picture at ``path``."""
        return f"{path}.{self.width}{self.ending}"


_SIZED = re.compile(r"(.+\.\w+)\.(\d{2,4})(\.(?:avif|webp|jpg|png))")


def made_of(path: str) -> tuple[str, Made] | None:
    """The picture of which another size at ``path`` is made, and which; None where the path is of no such size."""
    found = _SIZED.fullmatch(path)
    return (found[1], Made(int(found[2]), found[3])) if found else None


class Source(NamedTuple):
    """The files of one format that a page offers of a picture: site-relative paths with their pixels."""

    type: str
    files: tuple[tuple[str, int], ...]


def files_for(path: str, width: int, size: int, widths: Sequence[int]) -> tuple[Made, ...]:
    """What is made of a picture of that many pixels and bytes for places of ``widths``, none larger than the picture.

    Nothing of one that cannot be scaled or is as light as it can be. ``size`` is 0 where it is not known.
    """
    ending = _STILL.get(os.path.splitext(path)[1].lower())
    if not ending or not width or 0 < size <= _LIGHT:
        return ()
    wanted = sorted({min(width, wide) for wide in widths})
    kept = [w for w, above in zip(wanted, [*wanted[1:], math.inf], strict=True) if above > w * _NEAR]
    older = max((w for w in kept if w <= _WIDEST_FOR_OLDER), default=kept[0])
    return *(Made(w, ".avif") for w in kept), Made(older, ".webp"), Made(older, ending)


def sources(path: str, width: int, size: int, widths: Sequence[int]) -> tuple[Source, ...]:
    """The formats of a picture for a page, the best first; what knows none of them shows the picture itself."""
    found: dict[str, list[tuple[str, int]]] = {}
    for made in files_for(path, width, size, widths):
        found.setdefault(_TYPES[made.ending], []).append((made.of(path), made.width))
    return tuple(Source(type, tuple(files)) for type, files in found.items())
