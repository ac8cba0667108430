from __future__ import annotations

from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.foreign_front_matter import split
from knowledge_center.tools.importer.import_notes import Refused
from knowledge_center.tools.importer.yaml_repair import compose, quoted, unquoted


def read(block: str) -> dict[str, object]:
    parsed = split(f"---\n{block}\n---\n")
    assert parsed is not None
    return dict(parsed.fields)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("title: Pay: what to ask", "Pay: what to ask"),
        ('title: "Two" of them', 'Two" of them'),
        ("title: 'It's fine'", "It's fine"),
        ('title: "Never closed', "Never closed"),
        ("title: @home: and away", "@home: and away"),
        ("title: `code` first", "`code` first"),
        ("title: *nobody", "*nobody"),
        ("title: 100% sure: yes", "100% sure: yes"),
        ("title: [Update] New offices", "[Update] New offices"),
    ],
)
def test_a_title_that_only_lacks_quotes_is_read_as_it_was_meant(line: str, meant: str) -> None:
    """What stops a YAML parser does not stop an import, and the other fields are still there."""
    assert read(f"date: 2019-05-06\n{line}\nauthor: jo") == {
        "date": "2019-05-06",
        "title": meant,
        "author": "jo",
    }


def test_what_was_mended_is_said_with_its_line() -> None:
    """An editor can look at the one line that was guessed."""
    _, notes = compose("date: 2019-05-06\ntitle: Pay: what to ask", 2)
    assert [(note.line, note.message) for note in notes] == [
        (3, "the field “title” was no proper YAML; read as “Pay: what to ask”.")
    ]


def test_tabs_are_reported_once() -> None:
    """The editor learns that spaces were meant."""
    _, notes = compose("title:\tA\nauthors:\n\t- jo\n\t- bo\nsummary:\t@b", 2)
    assert [note.message for note in notes] == [
        "tabs in the fields were read as spaces.",
        "the field “summary” was no proper YAML; read as “@b”.",
    ]


def test_several_slips_in_one_file_are_all_mended() -> None:
    """One repair does not hide the next."""
    found = read("title: A: b\nexcerpt: C: d\nauthors:\n\t- jo\n")
    assert found == {"title": "A: b", "excerpt": "C: d", "authors": ["jo"]}


def test_text_over_several_lines_is_mended_as_one() -> None:
    """A colon in the second line of a summary loses neither line."""
    assert (
        read("excerpt: We asked one thing\n  of all: why\ntitle: T")["excerpt"]
        == "We asked one thing of all: why"
    )


def test_mending_moves_no_other_line() -> None:
    """Notes below a mended field still name the right line."""
    parsed = split("---\nexcerpt: We asked\n  of all: why\n  and: how\ntitle: T\n---\nText")
    assert parsed is not None
    assert (parsed.lines["title"], parsed.body.line(0)) == (5, 7)


def test_a_field_inside_a_group_is_mended_alone() -> None:
    """The group keeps its other fields."""
    assert read("image:\n  path: /a.png\n  alt: Sign: open\n") == {
        "image": {"path": "/a.png", "alt": "Sign: open"}
    }


def test_an_item_of_a_list_is_mended_alone() -> None:
    """One odd tag does not cost the others."""
    assert read('tags:\n- one\n- "two" more\n- three') == {"tags": ["one", 'two" more', "three"]}


@pytest.mark.parametrize(
    "block", ["title: A\n\tsub: x", "title:\tA", "authors:\n\t- jo", "title: A  \nx:   \t"]
)
def test_tabs_and_blanks_do_no_harm(block: str) -> None:
    """A tab between a name and its text, or before a list, is a space."""
    assert read(block)


@pytest.mark.parametrize("block", ["- a\n- b", "just words", ": : :\n- {", "{{{"])
def test_what_cannot_be_mended_is_refused_in_words(block: str) -> None:
    """No parser's words reach the person who imports."""
    with pytest.raises(Refused) as caught:
        read(block)
    assert "YAML" in str(caught.value) or "names with values" in str(caught.value)
    assert "scalar" not in str(caught.value)


@given(st.text(alphabet="ab :'\"-[]{}#&*!|>%@`,\t\n", max_size=40))
def test_any_front_matter_is_read_or_refused(block: str) -> None:
    """Repairing comes to an end, whatever was typed."""
    with suppress(Refused):
        split(f"---\n{block}\n---\n")


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp", "Cn"]), max_size=40))
def test_what_is_put_in_quotes_reads_back(value: str) -> None:
    """A repaired field holds what it held."""
    assert yaml.safe_load(f"key: {quoted(value)}") == {"key": value}


def test_quotes_that_belong_to_the_text_stay() -> None:
    """Only the marks around a text are taken off."""
    assert unquoted('"He said \\"no\\""') == 'He said "no"'
    assert unquoted("plain") == "plain"
