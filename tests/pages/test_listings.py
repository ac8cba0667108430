"""Listings in pages of twelve: every article once, full pages for good, each page knowing its neighbours."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.model import Category
from knowledge_center.pages.listings import Listing, listings, moved_pages
from knowledge_center.pages.site import Site
from tests.pages.test_page_context import site
from tests.samples import CATEGORY, NOW, article


def listed(count: int) -> Site:
    """A site of that many articles; the oldest is a-1, each an hour younger than the one before."""
    shown = [article(f"a-{n}", published=NOW - timedelta(hours=500 - n)) for n in range(count, 0, -1)]
    return site(*shown)


def pages(count: int, kind: str = "all") -> list[Listing]:
    """The pages of one kind of listing over that many articles, the newest first."""
    return [page for page in listings(listed(count)) if page.kind == kind and not page.year]


def addresses(count: int) -> set[str]:
    """Every address of a listing of that many articles that answers."""
    here = listed(count)
    return {page.own_url for page in listings(here)} | set(moved_pages(here))


@given(st.integers(min_value=0, max_value=200))
def test_every_article_is_on_one_page(count: int) -> None:
    """However many there are, the pages of a listing hold each once, the newest first.

    Its own page has the newest: twelve at least where there are so many, and fewer than twice that.
    """
    for kind in ("all", "category", "author", "archive"):
        found = pages(count, kind)
        names = [article.name for page in found for article in page.articles]
        assert names == [f"a-{number}" for number in range(count, 0, -1)]
        assert [page.number for page in found][1:] == list(range(len(found) - 1, 0, -1))
        assert all(len(page.articles) == 12 for page in found[1:])
        for own in found[:1]:
            assert own.number == 0
            assert min(12, count) <= len(own.articles) < 24
            assert own.count == count


@given(st.integers(min_value=0, max_value=200))
def test_a_new_article_leaves_full_pages_alone(count: int) -> None:
    """The listing's own page changes; and the three before a page that has just become full, which lead to it."""
    for kind in ("all", "category", "author", "archive"):
        before, after = (
            {page.number: page for page in pages(size, kind) if page.number} for size in (count, count + 1)
        )
        assert all(after[number].articles == page.articles for number, page in before.items())
        changed = {number for number, page in before.items() if after[number] != page}
        last = len(before)
        assert changed == (set() if len(after) == last else {last, last - 1, last - 2} & set(before))


@given(st.integers(min_value=0, max_value=200))
def test_addresses_that_were_there_still_answer(count: int) -> None:
    """Those of a count from the newest, twelve a page, and all that there were with one article fewer."""
    found = addresses(count)
    assert {f"articles/page/{number}/" for number in range(2, -(-count // 12) + 1)} <= found
    assert {f"articles/category/interviews/page/{n}/" for n in range(2, -(-count // 12) + 1)} <= found
    assert addresses(max(0, count - 1)) <= found


def test_a_page_that_is_not_full_yet_is_the_listings_own() -> None:
    """Of thirty-five articles twelve are on page 1; where pages 2 and 3 were the newest are, and no other."""
    assert [page.own_url for page in pages(35)] == ["articles/", "articles/page/1/"]
    moved = {url: page.own_url for url, page in moved_pages(listed(35)).items() if page.kind == "all"}
    assert moved == {"articles/page/2/": "articles/", "articles/page/3/": "articles/"}


@given(st.integers(min_value=0, max_value=200))
def test_pages_lead_to_each_other(count: int) -> None:
    """Each page is at its own address, leads to the next and back, and the ends lead no further."""
    found = pages(count)
    assert [page.next_url for page in found] == [*(page.own_url for page in found[1:]), ""]
    assert [page.previous_url for page in found] == ["", *(page.own_url for page in found[:-1])]


def test_a_page_names_the_newest_its_neighbours_and_the_oldest() -> None:
    """With a gap where pages are left out, two of them or more; a listing of one page names none."""
    found = {page.number: page for page in pages(130)}
    shown = {number: [(link.gap, link.number) for link in page.pages] for number, page in found.items()}
    assert shown[0] == [(False, 0), (False, 9), (True, 1)]
    assert shown[9] == [(False, 0), (False, 9), (False, 8), (True, 1)]
    assert shown[5] == [(False, 0), (True, 6), (False, 5), (False, 4), (True, 1)]
    assert shown[7] == [(False, 0), (False, 9), (False, 8), (False, 7), (False, 6), (True, 1)]
    assert shown[1] == [(False, 0), (True, 2), (False, 1)]
    assert found[9].own_url == "articles/page/9/"
    assert all(link.url == found[link.number].own_url for page in found.values() for link in page.pages)
    assert [page.pages for page in pages(23)] == [()]


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
