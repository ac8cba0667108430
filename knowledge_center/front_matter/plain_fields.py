"""Fields as nearly every file has them, read without YAML's parser: one a line, with plain words behind the name.

The parser takes ten times as long, and makes the same of them; whatever is not as plain as that is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

# No colon or # in plain words that may mean something, no escapes in quoted ones.
_LINE = re.compile(
    r"""(?P<name>[a-z_]+):[ ](?:(?P<plain>[\w“„«‘][^#:]*(?::(?=\S)[^#:]*)*)"""
    r"""|\[(?P<words>[A-Za-z0-9][\w-]*(?:,[ ]?[A-Za-z0-9][\w-]*)*)\]|(?P<mark>["'])(?P<quoted>[^"'\\]*)(?P=mark))"""
)
# What stands for nothing in YAML.
_NOTHING = frozenset(["null", "Null", "NULL"])


class PlainField(NamedTuple):
    """A field on the line ``at`` (from 0): its text, or the words of its list in brackets."""

    name: str
    at: int
    value: str | list[str]
    quoted: bool


def plain_fields(lines: list[str], names: Collection[str]) -> list[PlainField] | None:
    """The fields on these lines; None where one of them is not plain, or not called as one of ``names``."""
    found: list[PlainField] = []
    for index, line in enumerate(lines):
        if not line:
            continue
        # What is not printable may be what YAML cannot hold, or takes for the end of a line.
        match = _LINE.fullmatch(line) if line.isprintable() else None
        if match is None or match["name"] not in names:
            return None
        name, plain, words, mark, quoted = match.groups()
        if plain is not None:
            if plain[-1].isspace() or plain in _NOTHING:
                return None
            found.append(PlainField(name, index, plain, False))
        elif words is not None:
            items = words.replace(" ", "").split(",")
            if not _NOTHING.isdisjoint(items):
                return None
            found.append(PlainField(name, index, items, False))
        else:
            found.append(PlainField(name, index, quoted, bool(mark)))
    if len({field.name for field in found}) < len(found):
        return None
    return found or None
