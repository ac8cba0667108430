"""How a word is written to be compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import Stemmer


def folded(text: str) -> str:
    """Text in small letters without accents, as words are compared."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).lower()
    return unicodedata.normalize("NFC", "".join(one for one in apart if unicodedata.category(one)[0] != "M"))


def stemmer(language: str) -> Callable[[str], str]:
    """The stems of a language, by which a search takes hiring and hires for one; where nobody knows them, words."""
    name = language.lower().replace("_", "-").partition("-")[0]
    try:
        stems: Callable[[str], str] = Stemmer.Stemmer({"nb": "no", "nn": "no"}.get(name, name)).stemWord
    except KeyError:
        return str
    return stems
