"""Raised and lowered signs as characters: where a text has no such styles, x² must not read x2."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-−=()nioaehklprstvxy", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵒᵃᵉʰᵏˡᵖʳˢᵗᵛˣʸ")
_LOWERED = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def raised(text: str) -> str:
    """``text`` as an exponent or the mark of a note: x², or x^(a/b) where a sign has no raised form."""
    return _moved(text, _RAISED, "^")


def lowered(text: str) -> str:
    """``text`` as an index: H₂O, or x_(max) where a sign has no lowered form."""
    return _moved(text, _LOWERED, "_")


def _moved(text: str, table: dict[int, int], mark: str) -> str:
    text = text.strip()
    if not text:
        return ""
    if text in ("′", "″", "‴", "'", "°", "*", "™", "®"):
        # They stand high by themselves.
        return text
    if all(ord(sign) in table for sign in text):
        return text.translate(table)
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"


def raised_words(text: str) -> str:
    """What stands in <sup>, in a line of prose: x² and a note¹, but 1st and Mme as they are said."""
    words = text.strip()
    return words if len(words) > 1 and words.isalpha() else raised(words) if words else ""
