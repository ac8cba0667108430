from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.markdown_spans import definitions, spans


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b)", ["[a](b)"]),
        ('![a](b.png "T"){: .wide}', ['![a](b.png "T"){: .wide}']),
        ("[![a](b)](c)", ["[![a](b)](c)", "![a](b)"]),
        ("[a [b] c](d)", ["[a [b] c](d)"]),
        ("[a](b_(c)) [d](<e f>)", ["[a](b_(c))", "[d](<e f>)"]),
        ("[over\nlines](/x)", ["[over\nlines](/x)"]),
        ("[a](my file.pdf)", ["[a](my file.pdf)"]),
        ('[a](x "say "hi" twice")', ['[a](x "say "hi" twice")']),
        ("[a][b] [b][] [b]\n\n[b]: /x", ["[a][b]", "[b][]", "[b]"]),
        ("`[a](b)` \\[a](b) <!-- [a](b) -->", []),
        ("[^1] [ ] [x] text", []),
        ("[a\n\nb](c)", []),
    ],
)
def test_links_are_found_where_they_stand(text: str, found: list[str]) -> None:
    """As Markdown readers find them: over lines, inside each other, by reference, never in code."""
    assert [text[span.start : span.end] for span in spans(text)] == found


def test_the_parts_of_a_link_are_known() -> None:
    """Its words, its target and its title can be changed one by one."""
    text = 'see [the *guide*]( </a b> "T" ){: target="_blank"} now'
    (span,) = spans(text)
    assert (text[span.text_start : span.text_end], span.target, span.title) == ("the *guide*", "/a b", "T")
    assert (span.tail, span.image) == ('{: target="_blank"}', False)


def test_definitions_are_found_with_their_targets() -> None:
    """A target that serves many links is changed once."""
    text = "[Guide]: <../guide.md> 'T'\n[^1]: a note\n\n    [code]: /x\n"
    (found,) = definitions(text)
    assert (found.label, found.target, found.title) == ("guide", "../guide.md", "T")
    assert text[found.target_start : found.target_end] == "<../guide.md>"


def test_the_first_definition_of_a_label_counts() -> None:
    """As in Markdown."""
    (span,) = spans("[a]\n\n[a]: /one\n[a]: /two")
    assert span.target == "/one"


@given(st.text(alphabet="[]()!ab \n\\`<>\"':^", max_size=60))
def test_no_text_breaks_the_reading_of_links(text: str) -> None:
    """Every link found lies in the text, with its words inside."""
    for span in spans(text):
        assert 0 <= span.start < span.text_start <= span.text_end < span.end <= len(text)
