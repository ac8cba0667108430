from __future__ import annotations

import pytest

from tests.tools.importer.samples import fields


def test_one_field_has_many_spellings() -> None:
    """imageAlt, image-alt and image_alt are what somebody saw in a picture."""
    for name in ("imageAlt", "image-alt", "image_alt", "Image Alt"):
        assert fields(**{name: "A door"}).text("image_alt") == "A door"


def test_the_first_name_that_holds_something_counts() -> None:
    """An empty excerpt does not hide a summary; the word None does, it is a title like any other."""
    assert fields(title="None").text("title") == "None"
    empty: tuple[object, ...] = ("", " ", [], {})
    for nothing in empty:
        assert fields(excerpt=nothing, summary="Why").text("excerpt", "summary") == "Why"


@pytest.mark.parametrize(
    ("word", "flag"), [("true", True), ("Yes", True), ("off", False), ("0", False), ("2019-01-01", None)]
)
def test_yes_and_no_are_read_in_any_spelling(word: str, flag: bool | None) -> None:
    """“published: no” is a draft; a day in that field says nothing about drafts."""
    assert fields(published=word).flag("published") is flag


def test_a_tag_with_a_colon_in_it_is_text_again() -> None:
    """YAML makes a group of an item like “guide: hiring”; it was meant as one tag."""
    assert fields(tags=["a", {"guide": "hiring"}, ""]).texts("tags") == ["a", "guide: hiring"]


def test_fields_of_a_theme_are_fields() -> None:
    """Hugo keeps them in a table called params; the article's own come first."""
    found = fields(params={"subtitle": "S", "title": "T"}, title="Own")
    assert (found.text("subtitle"), found.text("title")) == ("S", "Own")


def test_a_field_that_is_not_there_is_nothing() -> None:
    """Asking costs nothing."""
    assert (fields().first("date"), fields().texts("tags"), fields().text("title")) == (None, [], "")


def test_a_field_knows_its_line() -> None:
    """Notes about fields name the line."""
    assert (fields(date="x").line("published", "date"), fields().line("date")) == (3, 0)
