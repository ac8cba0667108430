"""The lists of all authors and of all years."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from knowledge_center.articles.model import Author
from knowledge_center.pages.directories import listed_authors, listed_years
from knowledge_center.pages.listings import MOST_IN_A_YEAR, listings
from tests.pages.test_page_context import site
from tests.samples import article


def test_authors_stand_in_the_order_of_their_names() -> None:
    """Small letters and accents do not send anybody to the end; who has written nothing is not there."""
    authors = [
        Author(key=f"a-{n}", name=name) for n, name in enumerate(("Zoe", "Émile", "eva", "Adam", "Silent"))
    ]
    found = site(
        *(article(author.key, authors=(author,)) for author in authors[:4]),
        article("more", authors=(authors[0],)),
    )
    found.articles = replace(found.articles, authors={author.key: author for author in authors})
    assert [(listed.author.name, listed.count) for listed in listed_authors(found)] == [
        ("Adam", 1), ("Émile", 1), ("eva", 1), ("Zoe", 2),
    ]  # fmt: skip


def test_a_year_with_many_articles_is_there_by_month() -> None:
    """From the hundred and first on each month has a page, which the year's leads to; below, none does."""
    for count in (MOST_IN_A_YEAR, MOST_IN_A_YEAR + 1):
        new_year = datetime(2026, 1, 1, 12, tzinfo=UTC)
        shown = [article(f"a-{n}", published=new_year + timedelta(days=n)) for n in range(count, 0, -1)]
        here = site(*shown)
        [year] = listed_years(here)
        months = {listing.title: listing for listing in listings(here) if listing.year and not listing.number}
        assert bool(months) is bool(year.months) is (count > MOST_IN_A_YEAR)
        assert sum(listing.count for listing in months.values()) == (count if months else 0)
        assert [url for _, url, _ in year.months] == [listing.url for listing in months.values()]
        own = next(
            page for page in listings(here) if page.kind == "archive" and not page.number and not page.year
        )
        assert own.months == year.months
    assert [name for name, _, _ in year.months] == ["April", "March", "February", "January"]
    assert list(months) == ["April 2026", "March 2026", "February 2026", "January 2026"]
    assert months["March 2026"].own_url == "articles/archive/2026/03/"


def test_what_search_engines_leave_out() -> None:
    """A list of one article, unless an author or a topic is introduced there, and every page behind the first."""
    one = {page.kind: page.is_thin for page in listings(site(article("a")))}
    assert one == {"all": False, "category": False, "author": False, "archive": True}
    bare = Author(key="bare", name="Bare")
    here = site(article("a", authors=(bare,)))
    here.articles = replace(here.articles, authors={bare.key: bare})
    assert [page.is_thin for page in listings(here) if page.kind == "author"] == [True]
    for page in listings(site(*(article(f"a-{n}") for n in range(30)))):
        assert page.is_thin is bool(page.number), page.own_url
    [empty] = listings(site())
    assert empty.is_thin
