"""Names that stand in web addresses: files, categories, authors, digests."""

from __future__ import annotations

import re
import unicodedata

# Letters that do not come apart into a plain one and its mark.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
)
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def slug(text: str) -> str:
    """A name for ``text``: small letters, digits and hyphens, never empty."""
    return words(text) or "article"


def words(text: str) -> str:
    """The words of ``text`` as they can stand in an address; empty where it has none."""
    # Case first: some letters show their mark only when they are small.
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).lower()
    plain = "".join(char for char in plain if char not in "'’‘ʼ" and not _is_mark(char))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _is_mark(char: str) -> bool:
    """Whether it is part of the letter before it, or not seen at all."""
    return not char.isascii() and unicodedata.category(char) in ("Mn", "Cf")
