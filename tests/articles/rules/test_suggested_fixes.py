"""What is offered to paste: read back by the parser as it was meant."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.rules.suggested_fixes import (
    flow,
    nearest,
    old_address,
    renamed,
    scalar,
    short,
    some,
    typed,
)
from knowledge_center.front_matter.parser import parse_fields

WRITABLE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
)


@given(st.lists(WRITABLE))
def test_a_list_in_brackets_reads_back(words: list[str]) -> None:
    """Whatever words are in a list to paste, commas, brackets and quotes in them come back as words."""
    assert yaml.load(f"a: {flow(words)}", Loader=yaml.BaseLoader) == {"a": words}


@pytest.mark.parametrize("word", ["interviews", "/old/path/", "a b", "2026-11"])
def test_a_plain_word_stays_plain(word: str) -> None:
    """Quotes stand only where they are needed."""
    assert scalar(word) == word


@pytest.mark.parametrize("word", ["", " a", "a ", "a, b", "[a", "#a", "a: b", "-", "é", "&a", "'"])
def test_any_other_word_is_quoted(word: str) -> None:
    """What means something to the parser stands in quotes."""
    assert scalar(word).startswith('"')


@pytest.mark.parametrize(
    ("line", "again"),
    [
        ("a: b c", "z: b c"),
        ("a: 'b: c'", 'z: "b: c"'),
        ("a: [b, c]", "z: [b, c]"),
        ("a:\n- b", "z:"),
        ("a: |\n  b\n  c", "Write z: instead of a:"),
        ("a: {b: c}", "Write z: instead of a:"),
        ("a:", "Write z: instead of a:"),
        ("a: [b, [c]]", "Write z: instead of a:"),
    ],
)
def test_a_field_under_another_name(line: str, again: str) -> None:
    """A misspelled field keeps its value; what is not on one line keeps its lines."""
    assert renamed(parse_fields(line, "docs/a.md")["a"], "z", "a") == again


def test_what_was_typed() -> None:
    """The text behind a colon, with its quotes where it had some."""
    fields = parse_fields("a: b\nc: 'd'\ne: [f]\ng: [h,\n  i]", "docs/a.md")
    assert [typed(fields[key]) for key in "aceg"] == ["b", '"d"', "[f]", ""]


def test_the_nearest_word_may_be_a_name() -> None:
    """A key is found by itself, by the name people know, and in spite of a slip."""
    words = {"careers desk": "careers-desk", "careers-desk": "careers-desk"}
    assert nearest("Careers Desk", words) == "careers-desk"
    assert nearest("carers-desk", words) == "careers-desk"
    assert nearest("zebra", words) == ""
    assert nearest("", words) == ""


def test_a_long_list_is_cut() -> None:
    """Forty words can be read; of more the number is told."""
    assert some({"a": 1, "b": 2}) == "a, b"
    assert some(dict.fromkeys("abc"), most=2) == "a, b and 1 more"


@given(st.text())
def test_an_old_address_is_an_alias_that_is_taken(text: str) -> None:
    """Whatever was pasted as an alias, what is offered instead is one, or nothing."""
    found = old_address(text)
    if not found:
        return
    assert short(found)
    assert "//" not in found and "\\" not in found
    assert found.startswith("/") == ("/" in text.replace("\\", "/") and "/" in text)
    assert not set(found) & set(' ?#<>"\n')


def test_names_that_are_too_long_for_a_disk() -> None:
    """A part of a path has at most 200 bytes, however many letters that is."""
    assert short("a" * 200) and short("/" + "a" * 200 + "/" + "b" * 200)
    assert not short("a" * 201) and not short("ä" * 101)
