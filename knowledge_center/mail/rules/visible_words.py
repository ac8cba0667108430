"""What a reader sees of a document: words, with the elements they stand in, and whether they show at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from knowledge_center.mail.rules.style_attribute import declarations

_BLOCKS = (
    "address", "article", "blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "table", "tbody", "td", "th", "tr", "ul",
)  # fmt: skip
_SILENT = ("head", "script", "style", "template", "title", "noscript")
# What fills the inbox line behind a preheader so that nothing else of the mail follows there.
_FILLER = dict.fromkeys(map(ord, "\u034f\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def hidden(element: Any) -> bool:
    """Whether the element itself is made not to show; what stands in it does not either."""
    if not isinstance(element.tag, str) or element.tag in _SILENT or element.get("hidden") is not None:
        return True
    style = declarations(element.get("style") or "")
    return (
        style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("mso-hide") == "all"
        or _is_nothing(style.get("opacity", "1"))
        or _is_nothing(style.get("font-size", "1"))
        or (_is_nothing(style.get("max-height", "1")) and style.get("overflow") == "hidden")
    )


def _is_nothing(value: str) -> bool:
    return re.fullmatch(r"0*(\.0+)?(px|pt|em|rem|%)?", value) is not None and value != ""


def shows(element: Any) -> bool:
    """Whether neither the element nor anything around it is hidden."""
    return not hidden(element) and not any(hidden(around) for around in element.iterancestors())


def lines(element: Any, *, pictures: bool = True) -> list[str]:
    """The visible words of an element, one line for each block; ``pictures`` speak by their alt."""
    text = "".join(_pieces(element, pictures))
    return [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]


def words(element: Any, *, pictures: bool = True) -> str:
    """The visible words of an element on one line; ``pictures`` speak by their alt."""
    return " ".join(lines(element, pictures=pictures))


def plain(text: str) -> str:
    """``text`` on one line, without what fills an inbox line and cannot be seen."""
    return " ".join(text.translate(_FILLER).split())


def _pieces(element: Any, pictures: bool) -> Iterator[str]:
    if hidden(element):
        return
    block = element.tag in _BLOCKS
    if block:
        yield "\n"
    if element.tag == "img" and pictures:
        yield element.get("alt") or ""
    yield (element.text or "").replace("\n", " ")
    for child in element:
        yield from _pieces(child, pictures)
        yield (child.tail or "").replace("\n", " ")
    if block:
        yield "\n"
