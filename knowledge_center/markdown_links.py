"""Links and images in Markdown text, with their lines: what the checks look at before anything is rendered.

A scan of the source, not a renderer: fenced and indented code, inline code and comments are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link or image: its target as written, its text (an image's alt text), its line from 1."""

    target: str
    text: str
    line: int
    image: bool

    @property
    def file(self) -> str:
        """The target as a relative file path, or empty for an address, an anchor or an absolute path."""
        try:
            parts = urlsplit(self.target)
        except ValueError:
            return ""
        if parts.scheme or parts.netloc or parts.path.startswith("/"):
            return ""
        return unquote(parts.path)


_LABEL = r"\[((?:[^\[\]\\]|\\.|\[[^\]]*\])*)\]"
_TARGET = r"\(\s*(<[^>]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_INLINE = re.compile(rf"(!?){_LABEL}{_TARGET}")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]^][^\]]*)\]:\s*(<[^>]*>|\S+)")
_FENCE = re.compile(r"^\s*(?:>\s*)*(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_HOLDS_BLOCKS = re.compile(r"^\s*(?:[-*+]\s|\d+[.)]\s|!!!|\?\?\?|===|\[\^|:\s)")


def links(body: str, first_line: int = 1) -> Iterator[Link]:
    """Every link and image of a Markdown text that begins on ``first_line`` of its file."""
    for number, line in text_lines(body, first_line):
        definition = _DEFINITION.match(line)
        if definition:
            yield Link(target=_bare(definition[2]), text=definition[1], line=number, image=False)
            continue
        yield from _inline(line, number)


def _inline(line: str, number: int) -> Iterator[Link]:
    for found in _INLINE.finditer(line):
        image = found[1] == "!"
        yield Link(target=_bare(found[3]), text=found[2].strip(), line=number, image=image)
        if not image:
            yield from _inline(found[2], number)


def _bare(target: str) -> str:
    return target[1:-1] if target.startswith("<") else target


def text_lines(body: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """The lines that are prose, numbered, with code and comments blanked out."""
    fence = ""
    comment = False
    blank_before = True
    holds_blocks = False
    for number, line in enumerate(body.split("\n"), first_line):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip("`~> "):
                fence = ""
            continue
        if mark:
            fence = mark[1]
            continue
        if comment:
            _, closed, line = line.partition("-->")
            if not closed:
                continue
            comment = False
        indented = line.startswith(("    ", "\t"))
        if line.strip() and not indented:
            holds_blocks = bool(_HOLDS_BLOCKS.match(line))
        if indented and blank_before and not holds_blocks:
            continue
        blank_before = not line.strip() or (indented and blank_before)
        line = _CODE.sub("", line)
        line = re.sub(r"<!--.*?-->", "", line)
        line, opened, _ = line.partition("<!--")
        comment = bool(opened)
        yield number, line
