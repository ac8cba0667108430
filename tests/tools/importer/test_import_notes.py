from __future__ import annotations

from knowledge_center.tools.importer.import_notes import NoteKind, Refused, changed, left_out, one_line


def test_only_what_is_gone_counts_as_left_out() -> None:
    """A corrected quotation mark is reported, but it is no loss."""
    assert left_out("x", 3).kind is NoteKind.LEFT_OUT
    assert changed("x").kind is NoteKind.CHANGED


def test_a_refused_file_says_why_and_where() -> None:
    """The reason reaches the report as a note."""
    refused = Refused("it has no title.", 4)
    assert (refused.note.message, refused.note.line, refused.note.kind) == (
        "it has no title.",
        4,
        NoteKind.REFUSED,
    )


def test_what_is_quoted_in_a_sentence_fits_into_it() -> None:
    """A tag of twenty lines is quoted on one, and short."""
    assert one_line("a\n   b") == "a b"
    assert one_line("word " * 50) == "word " * 49 + "word"
