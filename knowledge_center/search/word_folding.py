"""How a word is written to be compared."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Text in small letters without accents, as words are compared."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).lower()
    return unicodedata.normalize("NFC", "".join(one for one in apart if unicodedata.category(one)[0] != "M"))
