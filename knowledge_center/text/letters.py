"""How much a text says, counted in letters."""

from __future__ import annotations

import unicodedata


def letters(text: str) -> int:
    """How many letters a text has: a sign of Chinese, Japanese or Korean says as much as two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
