"""The parts of a parsed Markdown text: blocks, what stands within their lines, and what was never closed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Literal, NamedTuple

BlockKind = Literal[
    "paragraph", "heading", "list", "item", "table", "code", "html", "comment", "quote", "note", "tab",
    "footnote", "reference", "abbreviation", "ruler", "text",
]  # fmt: skip
InlineKind = Literal[
    "link", "picture", "code", "tag", "autolink", "bare", "reference", "footnote", "bold"
]  # fmt: skip

_CODE = re.compile(r"(?<![\\`])(`++)(?>(?:[^`]|(?!(?<!`)\1(?!`))`)*)(?<!`)\1(?!`)")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++))?""")


@dataclass(kw_only=True, eq=False)
class Block:
    """One block of a text.

    ``lines`` are its own, each with its number in the file, without what a list, quote or note around it puts
    before them; a list, an item and other blocks that only hold blocks have none. ``parent`` and ``children``
    are the nesting; the parent of all is a block of the kind ``text``.

    ``mark`` and ``level`` by kind: heading ``##`` or ``===`` and 1 to 6; item ``-``, ``1.``, ``:`` and 0; code its
    fence, or empty where it is set in; note ``!!! tip``, ``??? tip``; tab ``===``; footnote, reference and
    abbreviation their label. ``target`` is that of a reference.
    """

    kind: BlockKind
    first: int
    last: int
    lines: list[tuple[int, str]]
    parent: Block | None = field(repr=False)
    mark: str = ""
    level: int = 0
    target: str = ""
    children: list[Block] = field(default_factory=list, repr=False)

    @cached_property
    def text(self) -> str:
        """The lines as they stand there."""
        return "\n".join(line for _, line in self.lines)

    @cached_property
    def seen(self) -> str:
        """``text`` with code and what stands behind a backslash blanked by NULs: of the same length."""
        text = self.text
        text = _CODE.sub(_blank, text) if "`" in text else text
        return _ESCAPED.sub(_blank, text) if "\\" in text else text

    @property
    def words(self) -> str:
        """Of a heading its words alone; of any other block its text on one line."""
        if self.kind != "heading":
            return " ".join(self.text.split())
        return self.lines[0][1].lstrip("#").strip().rstrip("#").strip()

    def line(self, at: int) -> int:
        """The line of the file that holds the place ``at`` of ``text``."""
        return self.lines[self.text.count("\n", 0, at)][0]

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
        inner = re.sub(r"^</?[^\s/>]+", "", self.text)
        return {name.lower(): unescape(_bare(value)) for name, value in _ATTRIBUTE.findall(inner)}


class Unclosed(NamedTuple):
    """What begins on a line and never ends: a fence (``text`` the fence), a comment, or a tag (``text`` its name).

    An end tag that closes nothing has a slash before its name.
    """

    kind: Literal["fence", "comment", "tag"]
    line: int
    text: str


def _blank(found: re.Match[str]) -> str:
    return "\n".join("\0" * len(line) for line in found[0].split("\n"))


def _bare(value: str) -> str:
    return value[1:-1] if value[:1] in ('"', "'") and len(value) > 1 else value
