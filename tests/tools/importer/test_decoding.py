from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.decoding import decode
from knowledge_center.tools.importer.import_notes import Refused
from tests.tools.importer.samples import messages


def test_marks_and_line_ends_of_other_systems_are_read() -> None:
    """A file from Windows or an old Mac is the same text."""
    for raw in (b"\xef\xbb\xbfa\r\nb\r\n", b"a\rb\r", b"a\nb\n"):
        assert decode(raw) == ("a\nb\n", [])


def test_windows_letters_are_read_and_reported() -> None:
    """A file saved as Windows-1252 keeps its accents; the report says so, with the line."""
    text, notes = decode("ok\nCafé – “quoted”".encode("cp1252"))
    assert text == "ok\nCafé – “quoted”"
    assert messages(notes) == ["the file is not UTF-8 and was read as Windows-1252."]
    assert notes[0].line == 2


def test_utf_16_is_read_and_reported() -> None:
    """What Notepad calls Unicode is text as well."""
    text, notes = decode("Größe".encode("utf-16"))
    assert text == "Größe" and "UTF-16" in notes[0].message


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0", b"caf\x81\xe9\xff", b"\xff\xfe\x00\xd8\x00"])
def test_what_is_no_text_is_refused_in_words(raw: bytes) -> None:
    """A picture called .md, or letters in no known encoding, become a sentence and no traceback."""
    with pytest.raises(Refused):
        decode(raw)


def test_invisible_characters_are_taken_out_and_reported() -> None:
    """A control character would break every feed the article is in."""
    text, notes = decode(b"one\ntw\x08o\x0c")
    assert text == "one\ntwo"
    assert notes[0].line == 2


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Nothing a disk can hold ends in a traceback, and no mark of ours can come from outside."""
    try:
        text, _ = decode(raw)
    except Refused:
        return
    assert not any("\ufdd0" <= character <= "\ufdef" or character == "\r" for character in text)
    text.encode()
