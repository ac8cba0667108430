"""Blocks of HTML around pictures, and whether Markdown can be read inside them.

A picture that Markdown shows is known to the checks and published; one in raw HTML is not.
"""

from __future__ import annotations

from knowledge_center.tools.importer.html_tags import (
    Element,
    Part,
    Tag,
    elements,
    html_blocks,
    inside,
    write_tag,
)
from knowledge_center.tools.importer.source_text import Edit

_WRAPPERS = ("figure", "div", "p", "center", "section", "aside")
_INLINE = frozenset((
    "figcaption", "img", "a", "br", "em", "strong", "b", "i", "span", "small", "cite", "code", "sup",
    "sub", "u", "mark", "abbr",
))  # fmt: skip


class HtmlWrappers:
    """The HTML blocks of a text. Those that hold nothing but pictures and words can be opened to Markdown."""

    def __init__(self, text: str, tags: list[Tag]) -> None:
        self._text = text
        self._tags = tags
        self._blocks = html_blocks(text, tags)
        self._simple = [wrapper for wrapper in elements(tags, _WRAPPERS) if self._is_simple(wrapper)]

    def _is_simple(self, wrapper: Element) -> bool:
        """Whether an element is a block of its own and holds nothing but pictures and words."""
        if wrapper.close is None or (wrapper.open.start, wrapper.end) not in self._blocks:
            return False
        held = [tag for tag in self._tags if wrapper.open.end <= tag.start < wrapper.close.start]
        first = self._text[self._text.rfind("\n", 0, wrapper.open.start) + 1 : wrapper.open.start]
        return not first.strip() and all(tag.name in _INLINE for tag in held if tag.part is not Part.COMMENT)

    def _around(self, at: int) -> Element | None:
        return next((one for one in self._simple if one.open.start <= at < one.end), None)

    def is_raw(self, at: int) -> bool:
        """Whether a place is in HTML that stays HTML."""
        return inside(self._blocks, at) and self._around(at) is None

    def start(self, at: int) -> int:
        """Where a picture begins; in a block of HTML with its margin, which Markdown might take for code."""
        line_start = self._text.rfind("\n", 0, at) + 1
        inner = self._around(at) is not None and not self._text[line_start:at].strip()
        return line_start if inner else at

    def opened(self, at: int) -> list[Edit]:
        """What has Markdown read inside the block around a place; nothing where there is no such block."""
        wrapper = self._around(at)
        if wrapper is None:
            return []
        opening = write_tag(wrapper.open.name, (*wrapper.open.attributes, ("markdown", "span")))
        return [Edit(wrapper.open.start, wrapper.open.end, opening)]
