from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.html_tags import (
    Part,
    elements,
    escape_value,
    html_blocks,
    inside,
    tags,
    write_tag,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<a href="x">y</a>', ['<a href="x">', "</a>"]),
        ('<img alt="a > b" src=c>', ['<img alt="a > b" src=c>']),
        ("<!-- a --> <b>", ["<!-- a -->", "<b>"]),
        ("<a\nhref=x>\nfoo</a\n>", ["<a\nhref=x>", "</a\n>"]),
        ("a < b and c > d", []),
        ("<![ foo <b>", ["<b>"]),
        ("<!doctype <i>", ["<i>"]),
        ("<?php <i> ?>", ["<i>"]),
        ("never <!-- closed <i>", ["<i>"]),
        ("over <!-- empty\n\nlines --> <i>", ["<i>"]),
        ("<!-- a block\n\nof its own --> <i>", ["<!-- a block\n\nof its own -->", "<i>"]),
    ],
)
def test_tags_are_found_where_they_stand(text: str, found: list[str]) -> None:
    """A tag can be taken out without a letter around it being touched."""
    assert [text[tag.start : tag.end] for tag in tags(text)] == found


@given(st.text(alphabet="<>!-/?[a=\"' \n&;", max_size=40))
def test_no_text_breaks_the_reading_of_tags(text: str) -> None:
    """Half tags are text, and every tag found is in the text, in order."""
    position = 0
    for tag in tags(text):
        assert position <= tag.start < tag.end <= len(text)
        position = tag.start + 1


def test_attributes_are_read_as_a_browser_reads_them() -> None:
    """Entities, capitals and values without quotes do not matter."""
    (tag,) = tags('<IMG SRC=a.png ALT="A &amp; B" hidden>')
    assert (tag.name, tag.get("src"), tag.get("alt"), tag.get("hidden"), tag.get("id")) == (
        "img",
        "a.png",
        "A & B",
        "",
        None,
    )
    assert tag.has("hidden") and not tag.has("id")


def test_an_element_ends_at_its_own_end_tag() -> None:
    """A box in a box ends the inner one first."""
    text = "<div><div>a</div>b</div>"
    assert [text[one.open.start : one.end] for one in elements(tags(text), ("div",))] == [
        text,
        "<div>a</div>",
    ]


def test_raw_blocks_are_known() -> None:
    """Inside them Markdown is not read, so what is put there has to be HTML."""
    text = "word <b>x</b>\n\n<div>\n\nraw\n</div>\n\n<p markdown='1'>*soft*</p>\n\n<td>open\nend\n\nafter"
    blocks = html_blocks(text, tags(text))
    assert [text[start:end] for start, end in blocks] == ["<div>\n\nraw\n</div>", "<td>open\nend"]
    assert inside(blocks, text.index("raw")) and not inside(blocks, text.index("after"))


@given(st.text(max_size=30))
def test_a_tag_that_is_written_reads_back(value: str) -> None:
    """A description of a picture survives being put between quotes."""
    value = "".join(character for character in value if character.isprintable())
    (tag,) = tags(write_tag("img", (("src", "a.png"), ("alt", value), ("hidden", None))))
    assert tag.get("alt") == value
    assert tag.part is Part.OPEN


def test_quotes_cannot_end_a_value() -> None:
    """Nothing breaks out of an attribute."""
    assert escape_value('"><b>&') == "&quot;&gt;&lt;b&gt;&amp;"
