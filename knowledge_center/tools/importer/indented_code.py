"""Code that is set in by four columns: on the page, in the items of lists and in quotations.

https://spec.commonmark.org/0.31.2/#indented-code-blocks, as far as the generators that blogs come from agree with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge_center.tools.importer.html_tags import Tag, html_blocks, inside

Span = tuple[int, int]

_SET_IN = re.compile(r"^(?:[ ]{0,3}>[ >]*)?(?: {4}| {0,3}\t)", re.MULTILINE)
_QUOTE = re.compile(r" {0,3}>(?: ?>)* ?")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+)(?=\S)")
# Footnotes, definitions, admonitions and tabs hold what is set in by four.
HOLDS_BLOCKS = re.compile(r"\[\^[^\]]+\]:|:\s|!!!|\?\?\?|===[!+]*\s+\"")
# A heading, the line under one, a rule: nothing goes on behind them.
_ENDS = re.compile(r"#{1,6}\s|(?:=+|(?:\*[ \t]*){3,}|(?:-[ \t]*)+|(?:_[ \t]*){3,})$")
# How far right of an item's mark something has to stand to belong to it.
STEP = 2


@dataclass(slots=True, kw_only=True)
class IndentedCode:
    """A block from the beginning of its first line to the end of its last; ``lines`` are the stretches of its words.

    ``indent`` is the column of its first word, ``items`` how many items hold it, the innermost with its text at
    ``column``. ``quoted``: all that is so in a quotation.
    """

    start: int
    end: int
    indent: int
    items: int
    column: int
    quoted: bool
    lines: list[Span]


@dataclass(slots=True)
class _Place:
    """What is open on the page or in a quotation; ``items`` are the columns of their marks and of their texts."""

    items: list[Span] = field(default_factory=list)
    blank: bool = True
    code: IndentedCode | None = None

    def begins_code(self, indent: int) -> bool:
        """Whether a line that is set in so far is code; it ends the items that it does not belong to."""
        if self.code is None and not self.blank:
            return False
        if self.code is None:
            self.close(indent)
        return indent >= self.column + 4

    @property
    def column(self) -> int:
        return self.items[-1][1] if self.items else 0

    def text(self, words: str, indent: int) -> None:
        """Take in a line that is no code, without the space before it."""
        item = _ITEM.match(words)
        ends = _ENDS.match(words) is not None
        if item is not None and not ends:
            self.close(indent)
            gap = len(item["gap"].expandtabs(4))
            self.items.append((indent, indent + item.start("gap") + (gap if gap < 5 else 1)))
        elif HOLDS_BLOCKS.match(words):
            self.close(indent)
            self.items.append((indent, indent + 4))
        elif self.blank or ends:
            self.close(indent)
        self.code, self.blank = None, ends

    def close(self, indent: int) -> None:
        while self.items and indent < self.items[-1][0] + STEP:
            self.items.pop()


def indented_code(text: str, found: Sequence[Tag], fenced: Sequence[Span]) -> list[IndentedCode]:
    """All blocks of ``text``, whose other code is hidden, with the tags that are ``found`` in it."""
    codes: list[IndentedCode] = []
    if not _SET_IN.search(text):
        return codes
    blocks = html_blocks(text, found)
    page, quotation, depth = _Place(), _Place(), 0
    html_ends = position = 0
    stale = False
    for line in text.split("\n"):
        end = position + len(line)
        quote = _QUOTE.match(line)
        marks = quote[0].count(">") if quote is not None else 0
        if marks != depth:
            quotation = _Place()
            page.blank = page.blank and not depth
            depth = marks
        place, head = (quotation, quote.end()) if quote is not None else (page, 0)
        words = line[head:].lstrip(" \t")
        start = end - len(words)
        indent = len(line[head : len(line) - len(words)].expandtabs(4))
        if not words:
            place.blank = True
        elif position < html_ends or inside(fenced, position):
            place.code, place.blank = None, False
        elif place.begins_code(indent):
            if place.code is None:
                place.code = IndentedCode(
                    start=position, end=end, indent=indent, items=len(place.items), column=place.column,
                    quoted=quote is not None, lines=[],
                )  # fmt: skip
                codes.append(place.code)
            place.code.lines.append((start, end))
            place.code.end = end
            stale = True
        else:
            if stale:
                # What code shows is no tag, and closes none.
                blocks = html_blocks(text, [tag for tag in found if tag.start >= position])
                stale = False
            place.text(words, indent)
            html_ends = next((stop for first, stop in blocks if position <= first < end), 0)
        if quote is not None:
            page = _Place(items=page.items if line.startswith(" ") else [], blank=False)
        position = end + 1
    return codes
