"""Where Markdown shows code: whatever stands there is shown, never evaluated or rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge_center.tools.importer.html_tags import Part, Tag, elements, tags
from knowledge_center.tools.importer.indented_code import IndentedCode, Span, indented_code

# Stands in the place of hidden text: no letter, no space, nothing Markdown or HTML knows.
FILLER = "\ufdd0"

_OPENING = re.compile(
    r"(?P<head>[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(?P<mark>`{3,}|~{3,})(?P<info>.*)"
)
_RUN = re.compile(r"(?<!\\)`+|(?<=\\\\)`+")
_GAP = re.compile(r"\n[ \t]*(?=\n)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A fenced code block from its opening line to the end of its closing one."""

    start: int
    end: int
    head: str
    mark: str
    info: str
    info_start: int
    closed: bool


def fences(text: str) -> list[Fence]:
    """All fenced code blocks; one that nobody closed reaches to the end of the text."""
    found: list[Fence] = []
    if "```" not in text and "~~~" not in text:
        return found
    opening: re.Match[str] | None = None
    opened_at = 0
    position = 0
    for line in text.split("\n"):
        end = position + len(line)
        if opening is None:
            match = _OPENING.fullmatch(line)
            if match and not (match["mark"][0] == "`" and "`" in match["info"]):
                opening, opened_at = match, position
        elif re.fullmatch(
            rf"[ \t>]*{re.escape(opening['mark'])}{re.escape(opening['mark'][0])}*[ \t]*", line
        ):
            found.append(_fence(opening, opened_at, end, closed=True))
            opening = None
        position = end + 1
    if opening is not None:
        found.append(_fence(opening, opened_at, len(text), closed=False))
    return found


def _fence(opening: re.Match[str], start: int, end: int, *, closed: bool) -> Fence:
    return Fence(
        start=start, end=end, head=opening["head"], mark=opening["mark"], info=opening["info"],
        info_start=start + opening.start("info"), closed=closed,
    )  # fmt: skip


def hide(text: str, spans: Iterable[Span]) -> str:
    """``text`` of the same length and lines, with every character of the spans made meaningless."""
    pieces: list[str] = []
    position = 0
    spans = sorted(spans)
    if not spans:
        return text
    for start, end in spans:
        if end <= position:
            continue
        start = max(start, position)
        pieces.append(text[position:start])
        pieces.append(re.sub(r"[^\n]", FILLER, text[start:end]))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def without_code(text: str) -> str:
    """``text`` of the same length and lines, with code hidden: fenced, indented, inline and HTML's."""
    return _code(text)[0]


def set_in_code(text: str) -> list[IndentedCode]:
    """The blocks of code that are set in."""
    return _code(text)[1]


# Each step of a conversion asks this of its text, and most of them change nothing.
@lru_cache(maxsize=8)
def _code(text: str) -> tuple[str, list[IndentedCode], list[Tag] | None]:
    """``text`` without code, the blocks that are set in, and the tags if none of them is hidden."""
    fenced = [(fence.start, fence.end) for fence in fences(text)]
    text = hide(text, fenced)
    text = hide(text, inline_code(text))
    # “\\<video>” is no tag.
    text = hide(text, [found.span(1) for found in re.finditer(r"\\(<)", text)])
    found = tags(text)
    set_in = indented_code(text, found, fenced)
    shown = hide(text, [line for block in set_in for line in block.lines])
    shown = hide(shown, _code_elements(shown, found))
    return shown, set_in, found if shown == text else None


def inline_code(text: str) -> Iterator[Span]:
    """The spans between runs of backticks; none reaches over an empty line."""
    start = text.find("`")
    while start >= 0:
        gap = _GAP.search(text, start)
        end = gap.start() if gap else len(text)
        yield from _backticks(text, start, end)
        start = text.find("`", end)


def _backticks(text: str, start: int, end: int) -> Iterator[Span]:
    runs = list(_RUN.finditer(text, start, end))
    index = 0
    while index < len(runs):
        length = len(runs[index][0])
        closing = next((n for n in range(index + 1, len(runs)) if len(runs[n][0]) == length), None)
        if closing is None:
            index += 1
            continue
        yield runs[index].start(), runs[closing].end()
        index = closing + 1


def _code_elements(text: str, found: list[Tag]) -> Iterator[Span]:
    for element in elements(found, ("pre", "code", "samp", "kbd", "textarea")):
        if element.close is not None:
            yield element.open.end, element.close.start


def visible_tags(text: str) -> list[Tag]:
    """The tags outside code, their attributes as written even where backticks look like code."""
    return list(_visible_tags(text))


@lru_cache(maxsize=8)
def _visible_tags(text: str) -> tuple[Tag, ...]:
    hidden, _, seen = _code(text)
    found = list(seen) if seen is not None else tags(hidden)
    for index, tag in enumerate(found):
        if tag.part is Part.OPEN and FILLER in hidden[tag.start : tag.end]:
            again = tags(text[tag.start : tag.end])
            if again and again[0].name == tag.name:
                found[index] = replace(tag, attributes=again[0].attributes)
    return tuple(found)
