from __future__ import annotations

import pytest

from knowledge_center.tools.importer.source_categories import Categories, read_tag_map, tags
from tests.tools.importer.samples import fields


def topics(**more: object) -> Categories:
    return Categories(known={"interviews": "Interviews"}, fallback="Imported", **more)  # type: ignore[arg-type]


def test_tags_become_the_categories_somebody_chose() -> None:
    """In the order of the tags, each once, and the ones already here are used."""
    found = topics(
        by_tag=read_tag_map({"Second interview": "interviews", "pay": ["Pay & benefits", "interviews"]})
    )
    assert found.slugs(fields(tags=["pay", "second-interview"])) == ["pay-benefits", "interviews"]
    assert found.new == {"pay-benefits": "Pay & benefits"}


def test_all_others_share_one_category() -> None:
    """Nothing is sorted by guessing; the report lists the tags, so that somebody can."""
    found = topics()
    assert found.slugs(fields(tags=["odd", "odder"])) == ["imported"]
    assert (found.new, found.unused) == ({"imported": "Imported"}, {"odd": 1, "odder": 1})


def test_a_category_given_by_slug_gets_a_readable_name() -> None:
    """“job-search” is called Job search until somebody calls it better."""
    found = topics(by_tag=read_tag_map({"jobs": "job-search"}))
    assert found.slugs(fields(category="jobs")) == ["job-search"]
    assert found.new == {"job-search": "Job search"}


@pytest.mark.parametrize("value", ["pay, jobs", ["pay", "Jobs", "PAY"], ["pay", "posts", "jobs", "all"]])
def test_tags_are_read_in_every_shape(value: object) -> None:
    """One line with commas is a list, and a generator's own marks are no tags."""
    assert [tag.lower() for tag in tags(fields(tags=value))] == ["pay", "jobs"]


def test_tags_in_any_script_are_distinguished() -> None:
    """A tag without plain letters is a tag."""
    assert list(tags(fields(tags=["面接", "給与", "面接", "Q&amp;A"]))) == ["面接", "給与", "Q&A"]
    assert topics(by_tag=read_tag_map({"面接": "interviews"})).slugs(fields(tags="面接")) == ["interviews"]


@pytest.mark.parametrize("data", [["a"], "a", {"a": {"b": "c"}}, {"a": ""}])
def test_a_tags_file_that_says_something_else_is_refused_in_words(data: object) -> None:
    """A mistake in the file stops the import before it begins."""
    with pytest.raises(ValueError, match=r"old tag|leads to no category"):
        read_tag_map(data)


def test_an_empty_tags_file_says_nothing() -> None:
    """Nothing chosen is a choice."""
    assert read_tag_map(None) == {}
