"""Listings in pages of twelve: every article once, each page knowing its neighbours."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.model import Category
from knowledge_center.pages.listings import Listing, listings
from tests.pages.test_page_context import site
from tests.samples import CATEGORY, NOW, article


def pages(count: int, kind: str = "all") -> list[Listing]:
    """The pages of one kind of listing over that many articles."""
    shown = [article(f"a-{number}", published=NOW - timedelta(hours=number)) for number in range(count)]
    return [page for page in listings(site(*shown)) if page.kind == kind]


@given(st.integers(min_value=0, max_value=200))
def test_every_article_is_on_one_page(count: int) -> None:
    """However many there are, the pages of a listing hold each once, in order, twelve a page."""
    found = pages(count)
    names = [article.name for page in found for article in page.articles]
    assert names == [f"a-{number}" for number in range(count)]
    assert all(len(page.articles) == 12 for page in found[:-1])
    assert {(page.count, page.pages) for page in found} == {(count, len(found))}


@given(st.integers(min_value=0, max_value=200))
def test_pages_lead_to_each_other(count: int) -> None:
    """Each page is at its own address, leads to the next and back, and the ends lead no further."""
    found = pages(count)
    assert [page.own_url for page in found] == list(found[0].page_urls)
    assert [page.next_url for page in found] == [*(page.own_url for page in found[1:]), ""]
    assert [page.previous_url for page in found] == ["", *(page.own_url for page in found[:-1])]


def test_the_tenth_page_is_ten() -> None:
    """Pages are counted as numbers: page 10 follows page 9, and its address says so."""
    found = pages(130)
    assert found[9].page == 10
    assert found[9].own_url == "articles/page/10/"
    assert found[9].previous_url == "articles/page/9/"


@pytest.mark.parametrize("kind", ["category", "author", "archive"])
def test_a_listing_without_articles_has_no_page(kind: str) -> None:
    """A topic, an author, a year that nobody wrote for is not a page; where there is one, it has its articles."""
    assert pages(0, kind) == []
    assert [page.count for page in pages(1, kind)] == [1]


def test_a_topic_holds_its_own_articles_alone() -> None:
    """An article is under each of its topics and under no other; its feeds are the topic's."""
    hiring = Category(slug="hiring", name="Hiring well")
    shown = (article("one"), article("two", categories=(hiring, CATEGORY)))
    found = {page.scope: [a.name for a in page.articles] for page in listings(site(*shown)) if page.category}
    assert found == {"category/hiring": ["two"], "category/interviews": ["one", "two"]}
