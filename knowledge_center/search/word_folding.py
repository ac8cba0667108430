"""How a word is written to be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import Stemmer

# Letters that Unicode takes apart no further, as people without them on their keyboard write them; search_index.js has
# the same.
_WRITTEN = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
# Hebrew writes and, the, in, to, from, as and that with the word behind them. What is left has the three letters of a
# root, the article none of them.
_HEBREW_BEGINNING = re.compile("^[והבלמכש](?=...)")
_HEBREW_ENDING = re.compile("(?<=...)(?<!^ה..)(?:ים|ות|[התי])$")
# Snowball takes these off a word, but for those of “and the”.
_ARABIC_AND = re.compile("^[وف](?=ال...)")
_HEBREW_FINALS = str.maketrans("ךםןףץ", "כמנפצ")


def folded(text: str) -> str:
    """Text in small letters without accents, as words are compared."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(one for one in apart if unicodedata.category(one)[0] != "M").translate(_WRITTEN)
    return unicodedata.normalize("NFC", plain)


def stemmer(language: str) -> Callable[[str], str]:
    """The stems of a language, by which a search takes hiring and hires for one; where nobody knows them, words."""
    name = language.lower().replace("_", "-").partition("-")[0]
    if name in ("he", "iw"):
        return _hebrew_stem
    try:
        stems: Callable[[str], str] = Stemmer.Stemmer({"nb": "no", "nn": "no"}.get(name, name)).stemWord
    except KeyError:
        return str
    return (lambda word: stems(_ARABIC_AND.sub("", word))) if name == "ar" else stems


def _hebrew_stem(word: str) -> str:
    """A word without number and gender at its end, nor particles before it: a light stem, without a dictionary."""
    stem, begun = _HEBREW_ENDING.sub("", word), ""
    while stem != begun:
        begun, stem = stem, _HEBREW_BEGINNING.sub("", stem)
    return stem.translate(_HEBREW_FINALS)
