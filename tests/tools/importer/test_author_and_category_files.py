from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.articles.metadata_files import read_authors
from knowledge_center.problems import Problem
from knowledge_center.tools.importer.author_and_category_files import ListFileError, add_entries, read_names

OWN = "# Who writes here\ncareers-desk:   # the desk\n  name: Careers Desk\n"


def test_what_is_there_stays_letter_for_letter() -> None:
    """Comments and order are the editors'; new entries come below."""
    text = add_entries(OWN, [("jo", {"name": "Jo: Ito"})])
    assert text == OWN + 'jo:\n  name: "Jo: Ito"\n'
    assert read_names(text, "x") == {"careers-desk": "Careers Desk", "jo": "Jo: Ito"}


def test_a_last_line_without_an_end_gets_one() -> None:
    """Two entries never run into one line."""
    assert read_names(add_entries(OWN.rstrip("\n"), [("jo", {"name": "Jo"})]), "x")["jo"] == "Jo"


def test_nothing_new_changes_nothing() -> None:
    """A second import leaves the file alone."""
    assert add_entries(OWN, []) == OWN


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_an_empty_list_can_be_added_to(text: str) -> None:
    """A site at its beginning has no authors yet."""
    assert read_names(text, "x") == {}
    assert read_names(add_entries(text, [("jo", {"name": "Jo"})]), "x") == {"jo": "Jo"}


@pytest.mark.parametrize("text", ["{a: {name: A}}", "- a", "a: [", "word"])
def test_a_list_that_cannot_be_added_to_is_left_alone(text: str) -> None:
    """Nothing is destroyed: the import stops and names the file."""
    with pytest.raises(ListFileError, match=r"docs/articles/\.authors\.yml"):
        read_names(text, "docs/articles/.authors.yml")


def test_our_own_reader_takes_what_was_added(tmp_path: Path) -> None:
    """Entries pass the checks they will meet."""
    file = tmp_path / ".authors.yml"
    file.write_text(
        add_entries(OWN, [("jo-ito", {"name": "Jo Ito"}), ("18f", {"name": "No"})]), encoding="utf-8"
    )
    problems: list[Problem] = []
    assert [one.name for one in read_authors(file, "x", problems).values()] == [
        "Careers Desk",
        "Jo Ito",
        "No",
    ]
    assert problems == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Who writes\nauthors:\n- key: desk\n  name: Desk\n",
        "authors:\n    - key: desk\n      name: Desk\n",
    ],
)
def test_the_form_that_is_edited_in_a_browser_is_added_to(tmp_path: Path, text: str) -> None:
    """Entries of a list, set in as those that are there, and nothing of these changes."""
    file = tmp_path / "authors.yml"
    file.write_text(add_entries(text, [("jo", {"name": "Jo: Ito"})], "authors"), encoding="utf-8")
    problems: list[Problem] = []
    found = {key: author.name for key, author in read_authors(file, "x", problems).items()}
    assert file.read_text(encoding="utf-8").startswith(text) and problems == []
    assert found == read_names(file.read_text(encoding="utf-8"), "x")
    assert list(found.items())[-1] == ("jo", "Jo: Ito") and len(found) == 1 + ("desk" in text)
