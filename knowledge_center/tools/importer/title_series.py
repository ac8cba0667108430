"""Which part of which series an article says it is in its title: “Buying better, part 2: The vision”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge_center.articles.model import SeriesPart

# How sites write the numbers of parts beside digits: from one, in their languages, and as Roman numerals.
_WRITTEN = (
    "i one eins un une uno una um uma een ett pierwsza الأول א 一",
    "ii two zwei deux dos due dois duas twee två druga الثاني ב 二",
    "iii three drei trois tres tre três drie trzecia الثالث ג 三",
    "iv four vier quatre cuatro quattro quatro fyra czwarta الرابع ד 四",
    "v five fünf cinq cinco cinque vijf fem piąta الخامس ה 五",
    "vi six sechs seis sei zes sex szósta السادس ו 六",
    "vii seven sieben sept siete sette sete zeven sju siódma السابع ז 七",
    "viii eight acht huit ocho otto oito åtta ósma الثامن ח 八",
    "ix nine neun neuf nueve nove negen nio dziewiąta التاسع ט 九",
    "x ten zehn dix diez dieci dez tien tio dziesiąta العاشر י 十",
)
_NUMBERS = {word: number for number, words in enumerate(_WRITTEN, 1) for word in words.split()}
_NUMBER = rf"\d\d?|{'|'.join(_NUMBERS)}"
# The words for a part in the languages of sites, each before its number; Japanese has signs round it.
_PART = re.compile(
    r"(?P<name>.*?\w)\W*(?:\b(?:part|pt|teil|folge|partie|parte|deel|część|(?<=[-,:–—]\s)del|الجزء|חלק)\b\.?\s*"
    rf"(?P<number>{_NUMBER})\b|第\s*(?P<signed>{_NUMBER})\s*[部回話])",
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
        words, number = _words(match["name"]), _number(match["number"] or match["signed"])
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


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else _NUMBERS[written.lower()]


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())
