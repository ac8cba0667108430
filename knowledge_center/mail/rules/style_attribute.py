"""What a style attribute says, as CSS reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORTANT = re.compile(r"\s*!\s*important$")
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)


def declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute: property and value, both in small letters, without !important.

    Of a property that is set twice the last one counts, as long as an earlier one is not more important.
    """
    found: dict[str, tuple[bool, str]] = {}
    for piece in _pieces(_COMMENT.sub(" ", style)):
        name, colon, value = piece.partition(":")
        bare, important = _IMPORTANT.subn("", value.strip().lower())
        name = name.strip().lower()
        if name and colon and bare and bool(important) >= found.get(name, (False, ""))[0]:
            found[name] = (bool(important), bare)
    return {name: value for name, (_, value) in found.items()}


def _pieces(css: str) -> Iterator[str]:
    """``css`` cut at each semicolon that stands neither in a string nor in parentheses."""
    piece, depth, position = 0, 0, 0
    while position < len(css):
        sign = css[position]
        if sign in "\"'":
            string = _STRING.match(css, position)
            position = string.end() if string else position + 1
            continue
        depth += (sign == "(") - (sign == ")")
        if sign == ";" and depth <= 0:
            yield css[piece:position]
            piece = position + 1
        position += 1
    yield css[piece:]
