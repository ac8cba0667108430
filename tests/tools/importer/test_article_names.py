from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.model import RESERVED_NAMES
from knowledge_center.articles.rules.file_names import rule
from knowledge_center.tools.importer.article_names import ArticleNames, slug


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Don’t_Panic – yet", "dont-panic-yet"),
        ("Überstunden & Größe", "uberstunden-grosse"),
        ("Łódź, Århus, Œuvre, Þór", "lodz-arhus-oeuvre-thor"),
        ("  --C++--  ", "c"),
        ("面接", ""),
    ],
)
def test_a_name_is_small_letters_digits_and_hyphens(text: str, name: str) -> None:
    """Accents are taken off, not replaced by gaps; what has no plain letters has no name."""
    assert slug(text) == name


@given(st.text(max_size=300))
def test_every_name_passes_our_own_check(text: str) -> None:
    """An imported article is never refused for its name."""
    name = slug(text)
    assert len(name) <= 120
    if name:
        path = f"docs/articles/posts/2019/{ArticleNames().reserve(name, 2019)}.md"
        assert list(rule.problems(path, path)) == []


def test_a_long_name_is_cut_between_words() -> None:
    """Half a word in an address looks like a mistake."""
    assert slug("word " * 60).endswith("word")


def test_the_older_twin_keeps_the_name() -> None:
    """Old links lead where they led; the younger one says its year, and then counts."""
    names = ArticleNames()
    assert [names.reserve("offer", year) for year in (2017, 2019, 2019, 2019)] == [
        "offer", "offer-2019", "offer-2019-2", "offer-2019-3",
    ]  # fmt: skip


def test_taken_names_are_respected_whatever_their_letters() -> None:
    """What an editor wrote here is never overwritten."""
    assert ArticleNames(["Offer", "offer-2019"]).reserve("offer", 2019) == "offer-2019-2"


@pytest.mark.parametrize("name", RESERVED_NAMES)
def test_names_that_mean_something_else_here_are_not_given(name: str) -> None:
    """An article called archive would hide the archive."""
    names = ArticleNames()
    assert names.reserve(name, 2019) == f"{name}-article"
    assert names.reserve(name, 2020) == f"{name}-article-2020"
