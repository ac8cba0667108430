"""Which part of which series an article says it is in its title: “Buying better, part 2: The vision”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge_center.articles.model import SeriesPart

# The words for a part in the languages of sites, each before its number; Japanese has signs round it.
_PART = re.compile(
    r"(?P<name>.*?\w)\W*(?:\b(?:part|pt|teil|folge|partie|parte|deel|część|(?<=[-,:–—]\s)del|الجزء|חלק)\b\.?\s*(?P<number>\d\d?)\b"
    r"|第\s*(?P<signed>\d\d?)\s*[部回話])",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class _Series:
    """Its name, the words of it, and the keys of titles by the numbers of their parts."""

    name: str
    words: list[str]
    parts: dict[int, str] = field(default_factory=dict)


def parts_in_titles(titles: Mapping[str, str], here: Sequence[SeriesPart]) -> dict[str, SeriesPart]:
    """The parts by their keys in ``titles``; ``here`` are those that the site has already.

    What stands before the number is the name of the series, or begins with it: part 1 is often called more than the
    others. A series has two parts or more, and no number twice.
    """
    found = {part.slug: _Series(name=part.name, words=_words(part.name)) for part in here}
    for part in here:
        found[part.slug].parts[part.part] = ""
    matches = [(key, match) for key, title in titles.items() if (match := _PART.match(title))]
    for key, match in sorted(matches, key=lambda one: len(one[1]["name"])):
        words, number = _words(match["name"]), int(match["number"] or match["signed"])
        new = _Series(name=match["name"], words=words)
        begun = (one for one in found.values() if len(one.words) > 1 or one.words == words)
        own = next(
            (one for one in begun if words[: len(one.words)] == one.words and number not in one.parts), new
        )
        own.parts[number] = key
        if own is new:
            found[key] = new
    return {
        key: SeriesPart(name=own.name, part=number)
        for own in found.values()
        if len(own.parts) > 1 and 0 not in own.parts
        for number, key in own.parts.items()
        if key
    }


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())
