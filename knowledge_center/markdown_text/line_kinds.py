"""What lines of a group may be besides a paragraph's, and where the next of a kind stands."""

from __future__ import annotations

import re

_NOTE = re.compile(r"!!! ?[\w\-]+(?: +[\w\-]+)*(?: +\"(.*?)\")? *$")
_DETAILS = re.compile(
    r"\?{3}\+? ?(?:(?:[\w\-]+(?: +[\w\-]+)*?)?(?: +\"(?:.*?)\")|(?:[\w\-]+(?: +[\w\-]+)*?)) *$"
)
_TAB = re.compile(r"={3}(?:\+|\+!|!\+|!)? +\"(.*?)\" *$")
_RULER = re.compile(r" {0,3}(?>(?:(?:-+ {0,2}){3,}|(?:_+ {0,2}){3,}|(?:\*+ {0,2}){3,})) *$")
DEFINITION_LINE = re.compile(r" {0,3}: {1,3}(.*)")
_QUOTE = re.compile(r" {0,3}>")
FOOTNOTE_LINE = re.compile(r" {0,3}\[\^([^\]]*)\]: *(.*)")
ABBREVIATION_LINE = re.compile(r"\*\[([^\\]*?)\] ?:")
# What a line is looked at for: what it begins with behind blanks, and how it goes on.
Kind = tuple[str, tuple[re.Pattern[str], ...]]
HOLDER: Kind = ("!?=", (_NOTE, _DETAILS, _TAB))
HEADING: Kind = ("#", (re.compile("#"),))
RULER: Kind = ("-_*", (_RULER,))
DEFINITION: Kind = (":", (DEFINITION_LINE,))
QUOTE: Kind = (">", (_QUOTE,))
FOOTNOTE: Kind = ("[", (FOOTNOTE_LINE,))
ABBREVIATION: Kind = ("*", (ABBREVIATION_LINE,))
# Lines, each with its number in the file.
Lines = list[tuple[int, str]]
# With so many lines it is remembered where the next of a kind stands: else each heading would look through all below.
_MANY = 40


class LineSearch:
    """Looks for lines of a kind in groups of lines, which nobody may change."""

    def __init__(self) -> None:
        # The lines by their id, which stays theirs as long as they are known, and where the next of a kind is.
        self._next: dict[tuple[int, str], tuple[Lines, int]] = {}

    def first(self, kind: Kind, group: Lines, start: int) -> int:
        """The first line of a kind from ``start`` on, or -1."""
        if len(group) < _MANY:
            return _first(kind, group, start)
        key = id(group), kind[0]
        _, at = self._next.get(key, (group, 0))
        if 0 <= at < start or key not in self._next:
            at = _first(kind, group, start)
            self._next[key] = group, at
        return at


def _first(kind: Kind, group: Lines, start: int) -> int:
    signs, patterns = kind
    for at in range(start, len(group)):
        line = group[at][1]
        # What is set in by more than three is nothing of that kind.
        if line.lstrip(" ")[:1] in signs:
            for pattern in patterns:
                if pattern.match(line):
                    return at
    return -1
