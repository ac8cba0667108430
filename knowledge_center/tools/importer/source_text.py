"""A text that is edited in many steps and knows for each of its lines the line of the source file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Edit:
    """Put ``text`` in the place of everything from ``start`` up to ``end``."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True)
class SourceText:
    """A text, and for each of its lines the line of the source file it stems from.

    No slots here: the line starts are worked out once, when somebody first asks for a line.
    """

    text: str
    lines: tuple[int, ...]

    @classmethod
    def unedited(cls, text: str, first_line: int = 1) -> SourceText:
        """A text as it stands in its file from ``first_line`` on."""
        return cls(text, tuple(range(first_line, first_line + text.count("\n") + 1)))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))][:-1]

    def line(self, offset: int) -> int:
        """The line of the source file that the character at ``offset`` came from."""
        return self.lines[bisect_right(self._starts, offset) - 1]

    def edited(self, edits: Iterable[Edit]) -> SourceText:
        """The text with all ``edits`` made at once; one that lies inside a larger one is dropped."""
        ordered = disjoint(edits)
        if not ordered:
            return self
        pieces: list[tuple[str, int, bool]] = []
        position = 0
        for edit in ordered:
            pieces.append((self.text[position : edit.start], position, True))
            pieces.append((edit.text, edit.start, False))
            position = edit.end
        pieces.append((self.text[position:], position, True))
        return SourceText("".join(piece for piece, _, _ in pieces), tuple(self._origins(pieces)))

    def _origins(self, pieces: Iterable[tuple[str, int, bool]]) -> Iterator[int]:
        """The source line of every line the pieces make: that of the first character on it."""
        origin: int | None = None
        last = self.lines[0]
        for piece, offset, kept in pieces:
            if not piece:
                continue
            ends, first = piece.count("\n"), bisect_right(self._starts, offset) - 1
            lines = self.lines[first : first + ends + 1] if kept else (self.lines[first],) * (ends + 1)
            if ends:
                yield lines[0] if origin is None else origin
                yield from lines[1:-1]
                last, origin = lines[-2] if ends > 1 or origin is None else origin, None
            if origin is None and not piece.endswith("\n"):
                origin = lines[-1]
        yield last if origin is None else origin


def disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order of place, without those that begin before the one in front of them ends."""
    ordered: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if not ordered or edit.start >= ordered[-1].end:
            ordered.append(edit)
    return ordered


_NOTHING_ELSE = re.compile(r"\s*(?:>\s*)*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(?:>\s*)*")
_MARKED = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+")
# Prose only: a list, code or a heading cannot begin an item.
_REST_OF_ITEM = re.compile(r"(?:\n[ \t]*)*\n(?P<indent>[ \t]+)(?=[^\s#`~>|<:-])(?![*+]\s|\d{1,9}[.)]\s)")


def removal(text: str, start: int, end: int) -> Edit:
    """Take out a stretch; with its whole line when nothing but a list or quote mark stands there.

    The mark stays where its item goes on below.
    """
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    alone = _NOTHING_ELSE.fullmatch(text[line_start:start]) and not text[end:line_end].strip()
    if not alone:
        return Edit(start, end)
    item = _MARKED.fullmatch(text[line_start:start])
    rest = _REST_OF_ITEM.match(text, line_end) if item is not None else None
    if item is not None and rest is not None and len(rest["indent"].expandtabs(4)) > len(item["indent"]) + 1:
        # The item goes on below: what stands there begins it now.
        return Edit(start, rest.end())
    return Edit(line_start, line_end + 1) if line_end < len(text) else Edit(line_start, line_end)
