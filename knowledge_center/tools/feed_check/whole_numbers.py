"""Whole numbers as attributes write them."""

from __future__ import annotations

import re

# More digits than any file has bytes; Python refuses to read thousands of them.
_DIGITS = re.compile(r"[0-9]{1,15}")


def count(text: str | None) -> int | None:
    """The number that ``text`` is; None for anything but a few plain digits."""
    return int(text) if text is not None and _DIGITS.fullmatch(text) else None
