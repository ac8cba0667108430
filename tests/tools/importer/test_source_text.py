from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.source_text import Edit, SourceText, disjoint, removal

TEXTS = st.text(alphabet="ab \n", max_size=40)


def test_a_note_names_the_line_of_the_source_file() -> None:
    """The text begins below the front matter; lines are counted in the file."""
    source_text = SourceText.unedited("one\ntwo\nthree", 7)
    assert [source_text.line(source_text.text.index(word)) for word in ("one", "two", "three")] == [7, 8, 9]


def test_lines_are_remembered_when_others_are_taken_out_above() -> None:
    """After a five-line block is gone, what stood below it is still reported where it stood."""
    source_text = SourceText.unedited("a\nb\nc\nd\ne").edited([Edit(2, 5, "x")])
    assert source_text.text == "a\nx\nd\ne"
    assert source_text.line(source_text.text.index("e")) == 5


def test_lines_put_in_belong_to_the_line_they_replace() -> None:
    """A figure of four lines that was one tag is reported at the tag."""
    source_text = SourceText.unedited("a\ntag\nz").edited([Edit(2, 5, "one\ntwo\nthree")])
    assert [source_text.line(source_text.text.index(word)) for word in ("one", "two", "three", "z")] == [
        2,
        2,
        2,
        3,
    ]


@given(
    TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10), st.text("x\n", max_size=3)), max_size=5)
)
def test_every_line_of_an_edited_text_has_a_line_in_the_source(
    text: str, options: list[tuple[int, int, str]]
) -> None:
    """Whatever is edited, each line knows where it came from, and never a line that was not there."""
    edits = [
        Edit(min(start, len(text)), min(start + length, len(text)), new) for start, length, new in options
    ]
    edited = SourceText.unedited(text).edited(edits)
    assert len(edited.lines) == edited.text.count("\n") + 1
    assert set(edited.lines) <= set(range(1, text.count("\n") + 2))
    assert list(edited.lines) == sorted(edited.lines)


def test_an_edit_inside_a_larger_one_is_dropped() -> None:
    """A link inside a block that is left out is left out with it."""
    assert disjoint([Edit(3, 4, "in"), Edit(0, 9), Edit(9, 10, "after")]) == [
        Edit(0, 9),
        Edit(9, 10, "after"),
    ]


def test_what_stands_alone_goes_with_its_line() -> None:
    """No empty bullet or quotation is left behind."""
    for text in ("a\n  X\nb", "a\n- X\nb", "a\n> X\nb", "a\n1. X  \nb"):
        at = text.index("X")
        assert SourceText.unedited(text).edited([removal(text, at, at + 1)]).text == "a\nb"


def test_what_shares_its_line_goes_alone() -> None:
    """Words beside a mark that is taken out stay."""
    text = "a\nsay X now\nb"
    at = text.index("X")
    assert SourceText.unedited(text).edited([removal(text, at, at + 1)]).text == "a\nsay  now\nb"
