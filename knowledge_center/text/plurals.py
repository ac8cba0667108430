"""Numbers with their words, as sentences for people need them."""

from __future__ import annotations


def counted(number: int, one: str, several: str = "") -> str:
    """``1 article``, ``2 articles``, ``50,000 articles``; ``several`` where it is not ``one`` with an s."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
