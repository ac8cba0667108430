"""File names for articles: short words that last in an address, and no two alike."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge_center.articles.model import RESERVED_NAMES
from knowledge_center.text.slugs import words

_LONGEST = 120


def slug(text: str) -> str:
    """Small letters a-z, digits and single hyphens; empty if ``text`` holds none of them."""
    name = words(text)
    if len(name) <= _LONGEST:
        return name
    return name[: _LONGEST + 1].rpartition("-")[0] or name[:_LONGEST]


class ArticleNames:
    """The names that are taken already, and a free one for each new article."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def reserve(self, wanted: str, year: int | str) -> str:
        """``wanted`` if it is free, else with the year, else with the year and a number. It is taken then.

        ``year`` may be another word that tells articles apart.
        """
        name = f"{wanted}-article" if wanted in RESERVED_NAMES else wanted
        free = name
        number = 1
        while free in self._taken:
            free = f"{name}-{year}" if number == 1 else f"{name}-{year}-{number}"
            number += 1
        self._taken.add(free)
        return free
