"""Looking up a field under any of the names that other generators and themes give it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge_center.tools.importer.foreign_front_matter import ParsedFile, Value

_TRUE = ("true", "yes", "on", "1", "y")
_FALSE = ("false", "no", "off", "0", "n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value, the name it was found under, and its line."""

    name: str
    value: Value
    line: int


class Fields:
    """The fields of one file. ``imageAlt``, ``image-alt`` and ``image_alt`` are one name here."""

    def __init__(self, parsed: ParsedFile) -> None:
        self._found: dict[str, Found] = {}
        for name, value in parsed.fields.items():
            if name == "date" and isinstance(value, dict):
                # Material's blog keeps both days in one group.
                for part, own in (("created", "date"), ("updated", "updated")):
                    self._add(own, value.get(part, ""), parsed.lines.get(name, 0))
            else:
                self._add(name, value, parsed.lines.get(name, 0))
        for table in ("params", "extra"):
            inner = parsed.fields.get(table)
            for name, value in inner.items() if isinstance(inner, dict) else ():
                if squash(name) not in self._found:
                    self._add(name, value, parsed.lines.get(table, 0))

    def _add(self, name: str, value: Value, line: int) -> None:
        self._found[squash(name)] = Found(name=name, value=value, line=line)

    def __iter__(self) -> Iterator[Found]:
        return iter(self._found.values())

    def first(self, *names: str) -> Found | None:
        """The first of the named fields that holds anything."""
        for name in names:
            found = self._found.get(squash(name))
            if found is not None and not _empty(found.value):
                return found
        return None

    def text(self, *names: str) -> str:
        """The first of the named fields that is one piece of text, on one line; else an empty string."""
        for name in names:
            found = self._found.get(squash(name))
            if found is not None and isinstance(found.value, str) and not _empty(found.value):
                return " ".join(found.value.split())
        return ""

    def flag(self, *names: str) -> bool | None:
        """The first of the named fields that says yes or no; None if none does."""
        for name in names:
            word = self.text(name).casefold()
            if word in _TRUE or word in _FALSE:
                return word in _TRUE
        return None

    def texts(self, *names: str) -> list[str]:
        """All texts of the first named field that holds any, be it one text or a list of them."""
        found = self.first(*names)
        return list(flatten(found.value)) if found is not None else []

    def line(self, *names: str) -> int:
        """The line of the first named field that is there, else 0."""
        return next((self._found[key].line for key in map(squash, names) if key in self._found), 0)


def squash(name: str) -> str:
    """A field's name without the marks that differ from theme to theme."""
    return re.sub(r"[-_ ]", "", name).casefold()


def flatten(value: Value) -> Iterator[str]:
    """The texts in a value; a list item like ``key: text`` (a colon nobody quoted) is text again."""
    if isinstance(value, list):
        for item in value:
            yield from flatten(item)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            held = list(flatten(inner))
            yield f"{name}: {', '.join(held)}" if held else name
    elif not _empty(value):
        yield " ".join(value.split())


def _empty(value: Value) -> bool:
    return not value or (isinstance(value, str) and not value.strip())
