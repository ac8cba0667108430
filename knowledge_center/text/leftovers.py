"""What was meant to be replaced before anybody reads a text: notes, filling text, placeholders, damaged letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

Kind = Literal["note", "filling", "placeholder", "damage"]

# In quotation marks it is spoken about.
_OPEN, _CLOSE = "\"'“‘„«‚", "\"'”’“»‘"
# Spanish and Portuguese say “all” in these letters, in a line of capitals.
_NOTE = re.compile(rf"(?<![\w{_OPEN}-])(?:TODO|FIXME)(?![\w{_CLOSE}-])(?!\s+[^\W\da-z_]{{2,}})")
_FILLING = re.compile(
    rf"(?<![\w{_OPEN}])lorem ipsum(?![\w{_CLOSE}]|\s(?:text|copy|filler|generator|is|was)\b)", re.IGNORECASE
)
# What stands before ( or [ is a link's text, and before : the name of one.
_IN_BRACKETS = (
    r"\[(?:(?:first|last|full|given|family|middle|your|company|customer|recipient|client|candidate|user)[ _-]?"
    r"(?:name|company|title|email|address)|name|insert [^\[\]\n]{1,60}"
    r"|(?:(?:ihr|dein|euer)e? )?(?:vorname|nachname|name|firma|firmenname)|(?:votre |ton )?(?:pr[ée]nom|nom)"
    r"|(?:votre|ton) (?:entreprise|soci[ée]t[ée])|(?:(?:su|tu) )?(?:nombre|apellidos?|empresa))\](?![(\[:])"
)
_IN_PERCENT = r"%(?=[A-Z_]*(?:NAME|MAIL|COMPANY|DATE|URL))[A-Z][A-Z0-9_]{2,30}%"
_PLACEHOLDER = re.compile(f"{_IN_BRACKETS}|{_IN_PERCENT}", re.IGNORECASE)
# Each begins with a sign of its own: ten times quicker to look for than both at once.
_LIKE_PLACEHOLDER = tuple(
    (sign, re.compile(pattern, re.IGNORECASE)) for sign, pattern in (("[", _IN_BRACKETS), ("%", _IN_PERCENT))
)


def _signs(first: int, last: int, without: str = "") -> str:
    """What bytes of UTF-8 look like to a program that takes them for the old Western alphabet, as a class."""
    found = []
    for byte in range(first, last + 1):
        try:
            found.append(bytes([byte]).decode("cp1252"))
        except UnicodeDecodeError:
            found.append(chr(byte))
    return "".join(re.escape(sign) for sign in found if sign not in without)


_NEXT = _signs(0x80, 0xBF)
_INSIDE = _signs(0x80, 0xBF, without="“”‘’„‚‹›«»–—…\xa0")
# Letters that begin or end words in their own right (MANHÃ) are taken for damage only before what no word goes on with.
# Compiled once a text has such a letter: this takes as long as fifty others, and nearly no text has.
_MOJIBAKE = (
    rf"Â[{_NEXT}]|(?<![A-ZÀ-Þ])Ã[{_NEXT}]|[ÃÄÅ][{_INSIDE}]|â[{_signs(0x80, 0x84)}][{_NEXT}]"
    rf"|ðŸ[{_NEXT}]{{2}}"
)
# What each of these begins with.
_DAMAGED = "ÂÃÄÅâð"
_LOST = re.compile("\ufffd+")
# Letters beyond ASCII as a mail carries them (quoted-printable).
_IN_MAIL = re.compile(r"(?:=[CDEF][0-9A-F](?:=[89AB][0-9A-F])+)+")


class Leftover(NamedTuple):
    """What was found and of which kind; ``meant`` is what damaged letters were, as far as that is known."""

    kind: Kind
    text: str
    meant: str = ""


def leftovers(text: str, holds: Callable[[str], bool] | None = None) -> Iterator[Leftover]:
    """Everything in a text that was not to be read by anybody, each thing once.

    ``holds`` says whether a word stands in it, where somebody knows that sooner than the text itself.
    """
    # Looking for a word is a hundred times quicker than trying a pattern at each letter.
    holds = holds or text.__contains__
    if holds("TODO") or holds("FIXME"):
        yield from _each(_NOTE, "note", text)
    if "ipsum" in text.lower():
        yield from _each(_FILLING, "filling", text)
    if any(holds(sign) and pattern.search(text) for sign, pattern in _LIKE_PLACEHOLDER):
        yield from _each(_PLACEHOLDER, "placeholder", text)
    if any(map(holds, ("=C", "=D", "=E"))):
        for found in dict.fromkeys(_IN_MAIL.findall(text)):
            yield Leftover("damage", found, bytes.fromhex(found.replace("=", "")).decode("utf-8", "replace"))
    if text.isascii():
        return
    if "\ufffd" in text:
        yield from _each(_LOST, "damage", text)
    if any(sign in text for sign in _DAMAGED):
        for found in dict.fromkeys(re.findall(_MOJIBAKE, text)):
            yield Leftover("damage", found, _meant(found))


def _each(pattern: re.Pattern[str], kind: Kind, text: str) -> Iterator[Leftover]:
    for found in dict.fromkeys(pattern.findall(text)):
        yield Leftover(kind, found)


def _meant(damaged: str) -> str:
    """The letters whose bytes these are."""
    data = bytearray()
    for sign in damaged:
        try:
            data += sign.encode("cp1252")
        except UnicodeEncodeError:
            data += sign.encode("latin-1")
    return data.decode("utf-8", "replace")
