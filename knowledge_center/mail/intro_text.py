"""The introduction as text: wrapped, its links numbered, their addresses on lines of their own."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

TEXT_WIDTH = 72

# What is not meant to be read: gone with all that is in it.
SILENT = (
    "script", "style", "noscript", "template", "head", "title", "textarea", "select", "svg", "math",
    "iframe", "object", "audio", "video",
)  # fmt: skip
_FLOW = (
    "a", "strong", "b", "em", "i", "code", "s", "del", "br", "img", "span", "sub", "sup", "small", "u", "abbr",
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
        if _silent(child):
            pass
        elif child.tag in _FLOW:
            words += _flow(child, numbers, found)
        else:
            yield from _paragraph(words, found)
            words, found = "", []
            yield from _block(child, numbers)
        words += child.tail or ""
    yield from _paragraph(words, found)


def _silent(element: Any) -> bool:
    return not isinstance(element.tag, str) or element.tag in SILENT  # a comment has no name


def _block(element: Any, numbers: dict[str, int]) -> Iterator[str]:
    if element.tag == "hr":
        yield "* * *"
    elif element.tag == "pre":
        yield textwrap.indent(element.text_content().rstrip("\n"), "    ")
    elif element.tag == "blockquote":
        inside = "\n\n".join(_blocks(element, numbers))
        yield "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
    elif element.tag in ("ul", "ol"):
        yield "\n".join(_items(element, numbers))
    else:
        yield from _blocks(element, numbers)


def _items(element: Any, numbers: dict[str, int]) -> Iterator[str]:
    start = element.get("start") or ""
    number = int(start) if start.isdecimal() else 1
    for count, item in enumerate(element.iterchildren("li"), number):
        mark = "- " if element.tag == "ul" else f"{count}. "
        inside = textwrap.indent("\n".join(_blocks(item, numbers)), " " * len(mark))
        yield mark + inside[len(mark) :]


def _paragraph(words: str, found: list[str]) -> Iterator[str]:
    lines = [fill(line) for line in words.split(_BREAK)]
    if any(lines):
        yield "\n".join([*lines, *found])


def _flow(element: Any, numbers: dict[str, int], found: list[str]) -> str:
    """Words in the flow of a paragraph; ``found`` collects the lines for the addresses they link to."""
    if element.tag == "br":
        return _BREAK
    if element.tag == "img":
        return str(element.get("alt") or "")
    words = element.text or ""
    for child in element:
        words += "" if _silent(child) else _flow(child, numbers, found)
        words += child.tail or ""
    href = element.get("href")
    if element.tag != "a" or not href:
        return words
    if href not in numbers:
        numbers[href] = len(numbers) + 1
    line = f"[{numbers[href]}] {href}"
    if line not in found:
        found.append(line)
    return f"{words} [{numbers[href]}]"
