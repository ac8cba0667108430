"""The tags in a text and where they stand.

A parser reads them, but the one in the standard library: lxml and selectolax build a tree and forget where
in the text a tag stood, and everything around the tags here is Markdown that must stay as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from html.parser import HTMLParser

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu",
    "nav", "noscript", "ol", "optgroup", "option", "p", "pre", "script", "section", "style", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
))  # fmt: skip

Attributes = tuple[tuple[str, str | None], ...]


class Part(Enum):
    """What a tag does."""

    OPEN = "open"
    CLOSE = "close"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag or comment: ``name`` in small letters (a comment's text for a comment), from start to end."""

    part: Part
    name: str
    start: int
    end: int
    attributes: Attributes = ()

    def get(self, name: str) -> str | None:
        """The attribute's text, empty for one without a value, None if it is not there."""
        return next((value or "" for key, value in self.attributes if key == name), None)

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.attributes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A tag and the one that closes it, if any does."""

    open: Tag
    close: Tag | None

    @property
    def end(self) -> int:
        return self.close.end if self.close is not None else self.open.end


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Tag] = []
        self._text = text
        self._starts = [0]
        self._starts.extend(found.end() for found in re.finditer("\n", text))
        self.feed(text)
        self.close()

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._offset()
        end = start + len(self.get_starttag_text() or "")
        self.found.append(Tag(part=Part.OPEN, name=tag, start=start, end=end, attributes=tuple(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        start = self._offset()
        end = self._text.find(">", start) + 1 or len(self._text)
        self.found.append(Tag(part=Part.CLOSE, name=tag, start=start, end=end))

    def handle_comment(self, data: str) -> None:
        start = self._offset()
        end = start + len("<!--") + len(data) + len("-->")
        # Not what is bogus, like “</ >”: that is text to a Markdown reader.
        if self._text[start:end] == f"<!--{data}-->":
            self.found.append(Tag(part=Part.COMMENT, name=data, start=start, end=end))

    # In Markdown, “<!x” and “<?” are words. The parser would swallow everything up to the next “>”, one
    # version of it up to the end of the text, and it raises AssertionError on “<![x”.

    def parse_comment(self, i: int, report: bool = True) -> int:
        end = self._text.find("-->", i + 4)
        # Only where it begins a block does a comment reach over empty lines.
        begins = not self._text[self._text.rfind("\n", 0, i) + 1 : i].strip(" >")
        if end < 0 or (not begins and re.search(r"\n[ \t]*\n", self._text[i:end])):
            return i + 4
        self.handle_comment(self._text[i + 4 : end])
        return end + 3

    def parse_html_declaration(self, i: int) -> int:
        return i + 2

    def parse_pi(self, i: int) -> int:
        return i + 2


def tags(text: str) -> list[Tag]:
    """All tags and comments of ``text``, in order. Hide code first: it has no tags, only pictures of them."""
    return _Reader(text).found if "<" in text else []


def elements(found: Sequence[Tag], names: Collection[str]) -> list[Element]:
    """The elements of the given names, outer ones before the ones they hold."""
    result: list[Element] = []
    waiting: dict[str, list[int]] = {}
    for tag in found:
        if tag.name not in names or tag.part is Part.COMMENT:
            continue
        if tag.part is Part.OPEN:
            if tag.name not in VOID:
                waiting.setdefault(tag.name, []).append(len(result))
            result.append(Element(open=tag, close=None))
        elif waiting.get(tag.name):
            index = waiting[tag.name].pop()
            result[index] = Element(open=result[index].open, close=tag)
    return result


def html_blocks(text: str, found: Sequence[Tag]) -> list[tuple[int, int]]:
    """The stretches that Markdown hands on untouched: a block element from the line it begins on to its end.

    Not those that say ``markdown="1"``; an element that is never closed ends at the next empty line.
    """
    blocks: list[tuple[int, int]] = []
    end_of_last = 0
    for element in elements(found, BLOCKS):
        start = element.open.start
        line_start = text.rfind("\n", 0, start) + 1
        if start < end_of_last or text[line_start:start].strip(" \t>"):
            continue
        if element.open.get("markdown") not in (None, "0"):
            continue
        end = element.end
        if element.close is None and element.open.name not in VOID:
            gap = re.compile(r"\n[ \t]*(?:\n|$)").search(text, end)
            end = gap.start() if gap else len(text)
        blocks.append((start, end))
        end_of_last = end
    return blocks


def inside(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Whether ``offset`` lies in one of the spans."""
    return any(start <= offset < end for start, end in spans)


def write_tag(name: str, attributes: Attributes, *, closed: bool = False) -> str:
    """A start tag, its values quoted."""
    pieces = [name]
    for key, value in attributes:
        pieces.append(key if value is None else f'{key}="{escape_value(value)}"')
    return f"<{' '.join(pieces)}{' /' if closed else ''}>"


def escape_value(value: str) -> str:
    """``value`` as it stands between double quotes."""
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
