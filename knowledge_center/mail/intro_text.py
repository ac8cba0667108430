"""The introduction as text: wrapped, its links numbered, their addresses on lines of their own."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from knowledge_center.text.raised_characters import lowered, raised_words

TEXT_WIDTH = 72

_BLOCKS = (
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
)  # fmt: skip
_BREAK = "\x0b"  # a line the editor ended; control characters never come in with the text


def intro_text(root: Any) -> str:
    """The text of a parsed introduction whose links hold absolute addresses."""
    numbers: dict[str, int] = {}
    return "\n\n".join(_blocks(root, numbers))


def fill(text: str, *, first: str = "", rest: str = "") -> str:
    """``text`` in lines of at most 72 characters; a longer word stays whole, so that addresses work."""
    return textwrap.fill(
        " ".join(text.split()),
        TEXT_WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _blocks(element: Any, numbers: dict[str, int]) -> Iterator[str]:
    """The paragraphs below an element; words beside its blocks make paragraphs too."""
    words, found = element.text or "", list[str]()
    for child in element:
        if child.tag in _BLOCKS:
            yield from _paragraph(words, found)
            words, found = "", []
            yield from _block(child, numbers)
        else:
            words += _flow(child, numbers, found)
        words += child.tail or ""
    yield from _paragraph(words, found)


def _block(element: Any, numbers: dict[str, int]) -> Iterator[str]:
    if element.tag == "hr":
        yield "* * *"
    elif element.tag == "pre":
        yield textwrap.indent(element.text_content().rstrip("\n"), "    ")
    elif element.tag == "blockquote":
        mark = "|" if "admonition" in (element.get("class") or "").split() else ">"
        inside = "\n\n".join(_blocks(element, numbers))
        yield "\n".join(f"{mark} {line}".rstrip() for line in inside.split("\n"))
    elif element.tag in ("ul", "ol"):
        yield "\n".join(_items(element, numbers))
    elif element.tag == "dl":
        yield "\n".join(_terms(element, numbers))
    elif element.tag == "table":
        yield from _table(element, numbers)
    else:
        yield from _blocks(element, numbers)


def _items(element: Any, numbers: dict[str, int]) -> Iterator[str]:
    start = element.get("start") or ""
    number = int(start) if start.isdecimal() else 1
    for count, item in enumerate(element.iterchildren("li"), number):
        mark = "- " if element.tag == "ul" else f"{count}. "
        inside = textwrap.indent("\n".join(_blocks(item, numbers)), " " * len(mark))
        yield mark + inside[len(mark) :]


def _terms(element: Any, numbers: dict[str, int]) -> Iterator[str]:
    for item in element.iter("dt", "dd"):
        inside = "\n".join(_blocks(item, numbers))
        yield textwrap.indent(inside, "  ") if item.tag == "dd" else inside


def _table(element: Any, numbers: dict[str, int]) -> Iterator[str]:
    """Columns beside each other where they fit, else every row as a list of what its columns are called."""
    found = list[str]()
    rows = [_cells(row, numbers, found) for row in element.iter("tr")]
    count = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (count - len(row)) for row in rows]
    for caption in element.iterchildren("caption"):
        yield from _blocks(caption, numbers)
    if not any(any(row) for row in rows):
        return
    widths = [max(len(row[at]) for row in rows) for at in range(count)]
    has_head = next(element.iter("th"), None) is not None
    if sum(widths) + 2 * (count - 1) <= TEXT_WIDTH:
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        if has_head:
            lines.insert(1, "  ".join("-" * width for width in widths))
        yield "\n".join([*lines, *found])
        return
    head = rows[0] if has_head else [""] * count
    for row in rows[1:] if has_head else rows:
        named = [
            fill(f"{name}: {cell}" if name else cell, rest="  ")
            for name, cell in zip(head, row, strict=True)
            if cell
        ]
        yield "\n".join(named)
    if found:
        yield "\n".join(found)


def _cells(row: Any, numbers: dict[str, int], found: list[str]) -> list[str]:
    return [
        " ".join(_flow_inside(cell, numbers, found).replace(_BREAK, " ").split())
        for cell in row.iterchildren("th", "td")
    ]


def _paragraph(words: str, found: list[str]) -> Iterator[str]:
    lines = [fill(line) for line in words.split(_BREAK)]
    if any(lines):
        yield "\n".join([*lines, *found])


def _flow(element: Any, numbers: dict[str, int], found: list[str]) -> str:
    """Words in the flow of a paragraph; ``found`` collects the lines for the addresses they link to."""
    if element.tag == "br":
        return _BREAK
    words = _flow_inside(element, numbers, found)
    if element.tag in ("sup", "sub"):
        return raised_words(words) if element.tag == "sup" else lowered(words)
    href = element.get("href")
    if element.tag != "a" or not href:
        return words
    if href not in numbers:
        numbers[href] = len(numbers) + 1
    line = f"[{numbers[href]}] {href}"
    if line not in found:
        found.append(line)
    return f"{words} [{numbers[href]}]"


def _flow_inside(element: Any, numbers: dict[str, int], found: list[str]) -> str:
    words = element.text or ""
    for child in element:
        words += _flow(child, numbers, found) + (child.tail or "")
    return words
