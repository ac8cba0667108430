"""Marks that were broken before the import."""

from __future__ import annotations

import pytest

from knowledge_center.tools.importer.body.broken_marks import mend_marks
from knowledge_center.tools.importer.source_text import SourceText


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("See [one] (https://example.org/a) now.\n", "See [one](https://example.org/a) now.\n"),
        ('A <a href="https://example.org/a>link</a>.\n', 'A <a href="https://example.org/a">link</a>.\n'),
        ("A <a href=“https://example.org/a”>link</a>.\n", 'A <a href="https://example.org/a">link</a>.\n'),
        ("> * [Topic][Link]\n", "> * \\[Topic][Link]\n"),
        ("Text.\n\nA ![desk][pic] here.\n", "Text.\n\nA !\\[desk][pic] here.\n"),
        ("[One][one] and `[two][two]`.\n\n[one]: https://example.org/\n", None),
    ],
)
def test_what_was_broken_is_mended_or_stays_words(text: str, mended: str | None) -> None:
    """Brackets and quotation marks are closed; what nobody can tell is printed as it was, and each has a note."""
    found, notes = mend_marks(SourceText.unedited(text, 7))
    assert found.text == (mended or text)
    assert len(notes) == (mended is not None)
    if notes:
        assert notes[0].line == 7 + text.rstrip().count("\n")
