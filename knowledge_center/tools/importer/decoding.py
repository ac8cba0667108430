"""From the bytes of a file to its text."""

from __future__ import annotations

import codecs
import re

from knowledge_center.tools.importer.import_notes import ImportNote, Refused, changed

# Characters that no text can mean: our own marks between steps, and what XML feeds must not hold.
_MEANINGLESS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def decode(raw: bytes) -> tuple[str, list[ImportNote]]:
    """The text of a file with ``\\n`` line ends and without a byte order mark.

    What is not UTF-8 is read as Windows-1252, with a note. Raises Refused for what is no text at all.
    """
    text, notes = _characters(raw)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\x85\u2028\u2029]", " ", text)
    clean = _MEANINGLESS.sub("", text)
    if clean != text:
        line = text.count("\n", 0, next(_MEANINGLESS.finditer(text)).start()) + 1
        notes.append(changed("invisible control characters were taken out.", line))
    return clean, notes


def _characters(raw: bytes) -> tuple[str, list[ImportNote]]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16"), [changed("the file is saved as UTF-16 and was read as that.")]
        except UnicodeDecodeError:
            raise Refused("the file is damaged: it is neither UTF-8 nor UTF-16 text.") from None
    if b"\0" in raw:
        raise Refused("the file is not text.")
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
    try:
        return raw.decode("cp1252"), [changed("the file is not UTF-8 and was read as Windows-1252.", line)]
    except UnicodeDecodeError:
        raise Refused("the characters on this line are neither UTF-8 nor Windows-1252.", line) from None
