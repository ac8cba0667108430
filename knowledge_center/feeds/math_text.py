"""A formula in MathML as a line of text: feed readers and mail programs keep its letters and lose its shape.

Without its shape ½ reads 12 and x² reads x2, another number; as a line they are 1/2 and x².
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from knowledge_center.text.raised_characters import lowered, raised

# Annotations say the same again for programs.
_SILENT = ("annotation", "annotation-xml", "mphantom", "script", "style", "maligngroup", "malignmark")
_TOKENS = ("mi", "mn", "mo", "mtext", "ms")
# Signs that are not drawn: a function's parentheses, times, a comma, plus.
_TIMES = "\u2062"
_UNSEEN = {"\u2061": "", "\u2063": ",", "\u2064": " "}
_SPACED = frozenset("=≠<>≤≥≈≡≅∼≃+-−±∓×÷∈∉⊂⊆∪∩∧∨→←↔⇒⇐⇔↦")
_OVER = {
    "¯": "\u0304", "‾": "\u0304", "ˉ": "\u0304", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303",
    "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", ".": "\u0307", "¨": "\u0308",
}  # fmt: skip


def math_text(formula: Any) -> str:
    """The formula of a parsed <math> element on one line; its alternative text where nothing can be read in it."""
    line = re.sub(rf"(?<=\d){_TIMES}(?=\d)", "·", _row(formula)).replace(_TIMES, "")
    return " ".join(line.split()) or " ".join((formula.get("alttext") or "").split())


def local_name(element: Any) -> str:
    """The name of an element without a prefix such as ``m:``; empty for a comment."""
    return element.tag.rpartition(":")[2] if isinstance(element.tag, str) else ""


def _children(element: Any) -> list[Any]:
    return [child for child in element if local_name(child) not in ("", *_SILENT)]


def _row(element: Any) -> str:
    pieces = [element.text or ""]
    for child in element:
        pieces += [_one(child), child.tail or ""]
    return _joined(pieces)


def _joined(pieces: Sequence[str]) -> str:
    """Pieces one after the other: a number beside a fraction stays apart from it, 1 1/2 and not 11/2."""
    text = ""
    for piece in pieces:
        if text and piece and text[-1].isdecimal() and piece[0].isdecimal():
            text += " "
        text += piece
    return text


def _one(element: Any) -> str:
    name = local_name(element)
    if not name or name in _SILENT:
        return ""
    if name == "mo":
        return _sign(element)
    if name == "mspace":
        return " "
    if name == "semantics":
        # The first child is the formula, the others what it means.
        return _one(children[0]) if (children := _children(element)) else ""
    shape = _SHAPES.get(name)
    if shape is None:
        return _row(element)
    parts = [_one(child) for child in _children(element)]
    return shape(element, parts)


def _sign(element: Any) -> str:
    sign = "".join(element.itertext()).strip()
    if sign in _UNSEEN:
        return _UNSEEN[sign]
    before = element.getprevious()
    is_first = before is None or (local_name(before) == "mo" and "".join(before.itertext()).strip() != ")")
    return f" {sign} " if sign in _SPACED and not is_first else sign


def _held(element: Any, at: int, text: str) -> str:
    """A part of a formula, in parentheses where it is more than one number, name or sign."""
    text, parts = text.strip(), _children(element)
    is_one = at < len(parts) and local_name(parts[at]) in _TOKENS
    is_held = text.startswith("(") and text.find(")") == len(text) - 1
    return text if is_one or is_held or len(text) < 2 or text.isdecimal() else f"({text})"


def _fraction(element: Any, parts: list[str]) -> str:
    over, under = (*parts, "", "")[:2]
    if re.fullmatch(r"0(\.0*)?\w*", (element.get("linethickness") or "").strip()):
        return f"({over.strip()} over {under.strip()})"
    return f"{_held(element, 0, over)}/{_held(element, 1, under)}"


def _root(element: Any, parts: list[str]) -> str:
    base, index = (*parts, "")[:2]
    return f"{raised(index)}√{_held(element, 0, base)}"


def _limits(element: Any, parts: list[str], low: str, high: str) -> str:
    base = parts[0] if parts else ""
    return f"{_held(element, 0, base)}{lowered(low)}{raised(high)}"


def _over(element: Any, parts: list[str]) -> str:
    base, above = (*parts, "", "")[:2]
    accent = _OVER.get(above.strip())
    if accent and len(base.strip()) == 1:
        return base.strip() + accent
    return _limits(element, parts, "", above)


def _many(element: Any, parts: list[str]) -> str:
    """A base with signs before and behind it: ¹⁴₆C."""
    names = [local_name(child) for child in _children(element)]
    at = names.index("mprescripts") if "mprescripts" in names else len(names)
    behind, before = parts[1:at], parts[at + 1 :]

    def pairs(found: list[str]) -> Iterator[str]:
        for low, high in zip(found[::2], [*found[1::2], ""], strict=False):
            yield raised(high) + lowered(low)

    return "".join([*pairs(before), parts[0] if parts else "", *pairs(behind)])


def _fenced(element: Any, parts: list[str]) -> str:
    marks = (element.get("separators", ",")).split() or [""]
    inside = "".join(
        part + (f"{marks[min(at, len(marks) - 1)]} " if at < len(parts) - 1 else "")
        for at, part in enumerate(parts)
    )
    return f"{element.get('open', '(')}{inside.strip()}{element.get('close', ')')}"


_SHAPES: dict[str, Callable[[Any, list[str]], str]] = {
    "mfrac": _fraction,
    "msqrt": lambda element, parts: (
        f"√{_held(element, len(parts) - 1 if len(parts) == 1 else len(parts), _row(element))}"
    ),
    "mroot": _root,
    "msup": lambda element, parts: _limits(element, parts, "", (*parts, "", "")[1]),
    "msub": lambda element, parts: _limits(element, parts, (*parts, "", "")[1], ""),
    "msubsup": lambda element, parts: _limits(element, parts, *(*parts, "", "", "")[1:3]),
    "munder": lambda element, parts: _limits(element, parts, (*parts, "", "")[1], ""),
    "mover": _over,
    "munderover": lambda element, parts: _limits(element, parts, *(*parts, "", "", "")[1:3]),
    "mmultiscripts": _many,
    "mfenced": _fenced,
    "mtable": lambda element, parts: "; ".join(part.strip() for part in parts),
    "mtr": lambda element, parts: ", ".join(part.strip() for part in parts),
    "mlabeledtr": lambda element, parts: ", ".join(part.strip() for part in parts[1:]),
    "maction": lambda element, parts: parts[0] if parts else "",
    "menclose": lambda element, parts: _row(element),
    "mglyph": lambda element, parts: element.get("alt") or "",
    "ms": lambda element, parts: (
        f"{element.get('lquote', chr(34))}{_row(element)}{element.get('rquote', chr(34))}"
    ),
}
