"""Links and images in Markdown with the place of every part, so that one can be changed on the spot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_center.tools.importer.code_spans import hide, without_code
from knowledge_center.tools.importer.html_tags import Part, tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """``[label]: target "title"`` on a line of its own."""

    label: str
    target: str
    title: str
    start: int
    end: int
    target_start: int
    target_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One link or image. ``label`` is set where the target stands in a definition.

    ``end`` includes a list of attributes that follows at once (``{: .wide}``), ``tail`` is that list.
    """

    image: bool
    start: int
    end: int
    text_start: int
    text_end: int
    target: str
    title: str
    label: str = ""
    tail: str = ""


_MARK = re.compile(r"\\.|\[|\]|\n[ \t]*(?=\n)", re.DOTALL)
_TITLE = r"(?:\s+(?P<title>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?"
_NESTED = r"\((?:[^\s()\\]|\\.|\([^\s()]*\))*\)"
_TARGETS = (
    re.compile(
        r"\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<plain>(?:[^\s()\\]|\\.|" + _NESTED + r")*))" + _TITLE + r"\s*\)"
    ),
    # A title with quotes in it, and an address with spaces: no standard, but Markdown readers take both.
    re.compile(r"\(\s*(?P<plain>[^\s()]*)\s+(?P<title>\"[^\n]*?\")\s*\)"),
    re.compile(r"\(\s*(?P<plain>[^()\n]*?)(?:\s+(?P<title>\"[^\"\n]*\"))?\s*\)"),
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\]^\n][^\]\n]*)\]:[ \t]*\n?[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<plain>\S+))"
    r"(?:[ \t]+(?P<title>\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    re.MULTILINE,
)
_TAIL = re.compile(r"\{:?[ ]*[^}\n%{]*\}")


def definitions(text: str, hidden: str = "") -> list[Definition]:
    """All definitions outside code, in order."""
    hidden = hidden or without_code(text)
    found = []
    for match in _DEFINITION.finditer(hidden):
        group = "angle" if match["angle"] is not None else "plain"
        start, end = match.start(group), match.end(group)
        found.append(
            Definition(
                label=_label(text[match.start("label") : match.end("label")]),
                target=text[start:end],
                title=_unquoted(match["title"]),
                start=match.start(),
                end=match.end(),
                target_start=start - (group == "angle"),
                target_end=end + (group == "angle"),
            )
        )
    return found


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _unquoted(title: str | None) -> str:
    return title[1:-1] if title else ""


def spans(text: str) -> list[Span]:
    """All links and images outside code, a link before the image it holds."""
    hidden = without_code(text)
    hidden = hide(hidden, [(tag.start, tag.end) for tag in tags(hidden) if tag.part is Part.COMMENT])
    known: dict[str, Definition] = {}
    for definition in definitions(text, hidden):
        known.setdefault(definition.label, definition)
        hidden = hide(hidden, [(definition.start, definition.end)])
    return sorted(_spans(text, hidden, known), key=lambda span: (span.start, -span.end))


def _spans(text: str, hidden: str, known: dict[str, Definition]) -> Iterator[Span]:
    open_at: list[int] = []
    done = 0
    for mark in _MARK.finditer(hidden):
        if mark.start() < done:
            continue
        if mark[0] == "[":
            open_at.append(mark.start())
        elif mark[0][0] == "\n":
            open_at.clear()
        elif mark[0] == "]" and open_at:
            span = _span(text, hidden, open_at.pop(), mark.start(), known)
            if span is not None:
                # Brackets inside the target are no links.
                done = span.end
                yield span


def _span(text: str, hidden: str, opening: int, closing: int, known: dict[str, Definition]) -> Span | None:
    image = (
        hidden[opening - 1 : opening] == "!" and hidden[opening - 2 : opening - 1] != "\\"
        if opening
        else False
    )
    start = opening - 1 if image else opening
    after = closing + 1
    if hidden.startswith("(", after):
        for pattern in _TARGETS:
            target = pattern.match(hidden, after)
            if target is not None:
                group = "angle" if target.groupdict().get("angle") is not None else "plain"
                end, tail = _with_tail(text, hidden, target.end())
                return Span(
                    image=image, start=start, end=end, text_start=opening + 1, text_end=closing,
                    target=text[target.start(group) : target.end(group)].strip(),
                    title=_unquoted(target["title"] and text[target.start("title") : target.end("title")]),
                    tail=tail,
                )  # fmt: skip
    reference = re.compile(r" ?\[([^\[\]]*)\]").match(hidden, after)
    label = _label(text[reference.start(1) : reference.end(1)]) if reference else ""
    own = _label(text[opening + 1 : closing])
    end = reference.end() if reference and (label or own) in known else after
    definition = known.get((label if reference else "") or own)
    if definition is None or own.startswith("^"):
        return None
    end, tail = _with_tail(text, hidden, end)
    return Span(
        image=image, start=start, end=end, text_start=opening + 1, text_end=closing,
        target=definition.target, title=definition.title, label=definition.label, tail=tail,
    )  # fmt: skip


def _with_tail(text: str, hidden: str, end: int) -> tuple[int, str]:
    tail = _TAIL.match(hidden, end)
    return (tail.end(), text[tail.start() : tail.end()]) if tail else (end, "")
