"""The parts of a parsed Markdown text: blocks, what stands within their lines, and what was never closed."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from itertools import accumulate
from operator import itemgetter
from typing import Literal, NamedTuple

BlockKind = Literal[
    "paragraph", "heading", "list", "item", "table", "code", "html", "comment", "quote", "note", "tab",
    "footnote", "reference", "abbreviation", "ruler", "text",
]  # fmt: skip
InlineKind = Literal[
    "link", "picture", "code", "tag", "autolink", "bare", "reference", "footnote", "bold"
]  # fmt: skip

_NUMBER = itemgetter(0)
_CODE = re.compile(r"(?<![\\`])(`++)(?>(?:[^`]|(?!(?<!`)\1(?!`))`)*)(?<!`)\1(?!`)")
_ESCAPED = re.compile(r"\\[^\n]")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++))?""")


class Block:
    """One block of a text.

    ``lines`` are its own, each with its number in the file, without what a list, quote or note around it puts
    before them; a list, an item and other blocks that only hold blocks have none. ``parent`` and ``children``
    are the nesting; the parent of all is a block of the kind ``text``.

    ``mark`` and ``level`` by kind: heading ``##`` or ``===`` and 1 to 6; item ``-``, ``1.``, ``:`` and 0; code its
    fence, or empty where it is set in; note ``!!! tip``, ``??? tip``; tab ``===``; footnote, reference and
    abbreviation their label. ``target`` is that of a reference.
    """

    # No dataclass and no cached properties: thousands are made for every check, and those cost twice as much.
    __slots__ = (
        "_seen", "_starts", "_text", "children", "first", "kind", "last", "level", "lines", "mark", "parent", "target",
    )  # fmt: skip

    def __init__(
        self,
        kind: BlockKind,
        first: int,
        last: int,
        lines: list[tuple[int, str]],
        parent: Block | None,
        mark: str = "",
    ) -> None:
        self.kind = kind
        self.first = first
        self.last = last
        self.lines = lines
        self.parent = parent
        self.mark = mark
        self.level = 0
        self.target = ""
        self.children: list[Block] = []
        self._text: str | None = None
        self._seen: str | None = None
        self._starts: list[int] = []

    def __repr__(self) -> str:
        return f"<{self.kind} {self.mark} {self.first}-{self.last}>"

    @property
    def text(self) -> str:
        """The lines as they stand there."""
        if self._text is None:
            lines = self.lines
            self._text = lines[0][1] if len(lines) == 1 else "\n".join([line for _, line in lines])
        return self._text

    @property
    def seen(self) -> str:
        """``text`` with code and what stands behind a backslash blanked by NULs: of the same length."""
        if self._seen is None:
            text = self.text
            text = _CODE.sub(_blank, text) if "`" in text else text
            self._seen = _ESCAPED.sub("\0\0", text) if "\\" in text else text
        return self._seen

    @property
    def words(self) -> str:
        """Of a heading its words alone; of any other block its text on one line."""
        if self.kind != "heading":
            return " ".join(self.text.split())
        return self.lines[0][1].lstrip("#").strip().rstrip("#").strip()

    def line(self, at: int) -> int:
        """The line of the file that holds the place ``at`` of ``text``."""
        if len(self.lines) == 1:
            return self.lines[0][0]
        if not self._starts:
            self._starts = [0, *accumulate(len(line) + 1 for _, line in self.lines)]
        return self.lines[bisect_right(self._starts, at) - 1][0]

    def line_of(self, number: int) -> str:
        """The block's own line that has this number in the file. Raises KeyError."""
        at = bisect_right(self.lines, number, key=_NUMBER) - 1
        if at < 0 or self.lines[at][0] != number:
            raise KeyError(number)
        return self.lines[at][1]

    def inside(self, *kinds: BlockKind) -> bool:
        """Whether the block stands in one of these kinds, at any depth."""
        above = self.parent
        while above is not None:
            if above.kind in kinds:
                return True
            above = above.parent
        return False


class Inline(NamedTuple):
    """Something within the lines of a block, from ``start`` to ``end`` of the block's ``text``.

    link, picture: ``text`` its words on one line (a picture's alt text), ``target`` as written; ``label`` is set
    where the target is defined elsewhere. reference: ``[text][label]`` whose label is defined nowhere. footnote:
    ``[^label]``, defined or not. autolink: ``<https://…>``. bare: an address that only stands there. tag: ``text`` is
    the tag as written, ``label`` its name in small letters, with a slash before it where it is an end tag; a picture
    in HTML is a tag. code, bold: ``text`` without the marks.
    """

    kind: InlineKind
    line: int
    text: str
    target: str
    label: str
    block: Block
    start: int
    end: int

    @property
    def source(self) -> str:
        """All of it as it is written."""
        return self.block.text[self.start : self.end]

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of a tag, names in small letters."""
        return attributes_of(re.sub(r"^</?[^\s/>]+", "", self.text))


class Unclosed(NamedTuple):
    """What begins on a line and never ends: a fence (``text`` the fence), a comment, or a tag (``text`` its name).

    An end tag that closes nothing has a slash before its name.
    """

    kind: Literal["fence", "comment", "tag"]
    line: int
    text: str


def attributes_of(written: str) -> dict[str, str]:
    """Attributes as they are written in a tag, by their names in small letters."""
    return {name.lower(): unescape(_bare(value)) for name, value in _ATTRIBUTE.findall(written)}


def _blank(found: re.Match[str]) -> str:
    return "\n".join("\0" * len(line) for line in found[0].split("\n"))


def _bare(value: str) -> str:
    return value[1:-1] if value[:1] in ('"', "'") and len(value) > 1 else value
