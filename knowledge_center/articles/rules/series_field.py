"""The field that says which part of which series an article is."""

from __future__ import annotations

import re

from knowledge_center.articles.model import SeriesPart
from knowledge_center.articles.rules.suggested_fixes import scalar
from knowledge_center.front_matter.parser import Field

_MOST = 999
# “The first ninety days, part 2”, “… #2”, “… (2)”, “… 2 of 4”
_TYPED = re.compile(
    r"(?P<name>.*?)[\s,:–-]*(?:\(?(?:part|no\.?|#)?\s*(?P<part>\d{1,3})(?:\s*(?:of|/)\s*\d+)?\)?)?", re.I
)


def read_part(field: Field) -> SeriesPart | None:
    """The name and the number; None where there is more or less in the field, or something else."""
    group = field.value
    if not isinstance(group, dict) or group.keys() != {"name", "part"}:
        return None
    name = " ".join((group["name"].text or "").split())
    number = _number(group["part"].text or "")
    return SeriesPart(name=name, part=number) if name and number else None


def likely_part(field: Field) -> str:
    """What was meant, as far as that can be told, in the shape that is expected."""
    group = field.value if isinstance(field.value, dict) else {}
    if isinstance(field.value, dict):
        texts = {key: item.text or "" for key, item in group.items()}
        name = texts.pop("name", "") or texts.pop("title", "")
        number = next((found for text in texts.values() if (found := _number(text))), 0)
    else:
        typed = _TYPED.fullmatch(" ".join((field.text or "").split()))
        name, number = (typed["name"], _number(typed["part"] or "")) if typed else ("", 0)
    return f"{{name: {scalar(name or 'The name of the series')}, part: {number or 1}}}"


def _number(text: str) -> int:
    number = int(text) if re.fullmatch(r"\d{1,3}", text.strip(), re.ASCII) else 0
    return number if number <= _MOST else 0
