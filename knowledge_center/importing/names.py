"""File names for articles: short words that last in an address, and no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from knowledge_center.article import RESERVED_NAMES

# Letters that have no accent to take off, but a plain way to write them.
_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "ŋ": "n",
    "'": "", "’": "", "‘": "", "ʼ": "",
})  # fmt: skip
_LONGEST = 120


def slug(text: str) -> str:
    """Small letters a-z, digits and single hyphens; empty if ``text`` holds none of them."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = plain.encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) <= _LONGEST:
        return words
    return words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]


class Names:
    """The names that are taken, and who gets which next."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def claim(self, wanted: str, year: int) -> str:
        """``wanted`` if it is free, else with the year, else with the year and a number. It is taken then."""
        name = f"{wanted}-article" if wanted in RESERVED_NAMES else wanted
        free = name
        number = 1
        while free in self._taken:
            free = f"{name}-{year}" if number == 1 else f"{name}-{year}-{number}"
            number += 1
        self._taken.add(free)
        return free
