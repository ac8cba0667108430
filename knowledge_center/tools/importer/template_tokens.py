"""Template marks in a text: Liquid and Nunjucks ``{% %}`` and ``{{ }}``, Hugo ``{{< >}}`` and ``{{% %}}``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Shape(Enum):
    """Which kind of mark a token is."""

    TAG = "tag"
    OUTPUT = "output"
    SHORTCODE = "shortcode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One mark: ``name`` is its first word, ``rest`` what follows, ``closing`` Hugo's ``{{< /name >}}``."""

    shape: Shape
    start: int
    end: int
    inner: str
    name: str = ""
    rest: str = ""
    closing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One word after a tag's name: ``"text"``, ``word``, ``name="text"`` or ``name: "text"``."""

    value: str
    name: str = ""
    quoted: bool = False


_MARK = re.compile(
    r"\{%-?(?P<tag>.*?)-?%\}"
    r"|\{\{(?P<open>[<%])(?P<shortcode>.*?)[>%]\}\}"
    r"|\{\{-?(?P<output>.*?)-?\}\}",
    re.DOTALL,
)
# People quote inside quotes: a mark after a space and before a word opens an inner pair, and an apostrophe
# between two letters ends nothing.
_DOUBLE = r"\"(?P<double>(?:[^\"\\]|\\.|(?<=\s)\"(?=\S)[^\"]*\")*)\""
_SINGLE = r"'(?P<single>(?:[^'\\]|\\.|(?<=\w)'(?=\w))*)'"
_ARGUMENT = re.compile(
    r"(?:(?P<name>[A-Za-z_][\w.-]*)\s*[=:]\s*(?!//))?"
    rf"(?:{_DOUBLE}|{_SINGLE}|`(?P<back>[^`]*)`|(?P<bare>[^\s,\"']+))",
    re.DOTALL,
)


def tokens(text: str, hidden: str) -> list[Token]:
    """All marks of ``text``, in order, that ``hidden`` (the same text without code) shows."""
    found = []
    for mark in _MARK.finditer(hidden):
        group = mark.lastgroup or "output"
        shape = {"tag": Shape.TAG, "shortcode": Shape.SHORTCODE}.get(group, Shape.OUTPUT)
        inner = text[mark.start(group) : mark.end(group)].strip()
        words = re.match(r"(?P<slash>/\s*)?(?P<name>[^\s,|]*)\s*(?P<rest>.*)", inner, re.DOTALL)
        found.append(
            Token(
                shape=shape,
                start=mark.start(),
                end=mark.end(),
                inner=inner,
                name=words["name"].removesuffix("/") if words else "",
                rest=words["rest"].removesuffix("/").strip() if words else "",
                closing=bool(words and words["slash"]),
            )
        )
    return found


def arguments(rest: str) -> list[Argument]:
    """The words after a tag's name, quotes taken off."""
    found = []
    for match in _ARGUMENT.finditer(rest):
        quoted = next((match[key] for key in ("double", "single", "back") if match[key] is not None), None)
        value = match["bare"] or "" if quoted is None else re.sub(r"\\([\"'\\])", r"\1", quoted)
        name = (match["name"] or "").casefold()
        found.append(Argument(value=value, name=name, quoted=quoted is not None))
    return found


def named(words: Sequence[Argument], *names: str) -> str:
    """The value of the first argument that has one of the names, by order of the names; else empty."""
    for name in names:
        for word in words:
            if word.name == name and word.value:
                return word.value
    return ""


def partner(found: Sequence[Token], index: int) -> int | None:
    """The position of the token that ends the block ``found[index]`` begins, as ``endif`` ends ``if``."""
    first = found[index]
    depth = 0
    for position in range(index + 1, len(found)):
        token = found[position]
        if token.shape is not first.shape:
            continue
        closes = token.closing if first.shape is Shape.SHORTCODE else token.name == f"end{first.name}"
        if token.name == first.name and not token.closing:
            depth += 1
        elif closes and (token.name in (first.name, f"end{first.name}")):
            if depth == 0:
                return position
            depth -= 1
    return None
