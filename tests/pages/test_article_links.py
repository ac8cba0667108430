"""Where an article leads by what it is: its series, its translations, and what is next in its language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from knowledge_center.articles.model import Article, SeriesPart
from knowledge_center.pages.article_links import series_view, version_links
from knowledge_center.pages.listings import listings
from knowledge_center.pages.related_articles import related
from tests.pages.test_page_context import site
from tests.samples import NOW, article


def part(number: int, **changes: Any) -> Article:
    return article(f"part-{number}", series=SeriesPart(name="First days", part=number), **changes)


def test_parts_stand_in_their_order() -> None:
    """Whatever their dates; a part alone, and one that readers cannot see, has no series to show."""
    first, second, fourth = part(1), part(2, published=NOW - timedelta(days=9)), part(4)
    here = site(first, fourth, second)
    found = series_view(here, second)
    assert found and found.articles == (first, second, fourth)
    assert (found.part, found.last, found.previous, found.following) == (2, 4, first, fourth)
    assert series_view(site(first), first) is None
    assert series_view(here, part(3)) is None


def test_a_series_that_is_over_keeps_its_page() -> None:
    """Empty, and in no search engine: somebody may have linked to it."""
    over = part(1, expires=NOW)
    here = site(over)
    assert [(page.url, page.count, page.is_thin) for page in listings(here) if page.kind == "series"] == [
        ("articles/series/first-days/", 1, True)
    ]
    here = here.at(NOW + timedelta(days=1))
    assert [(page.url, page.count, page.is_thin) for page in listings(here) if page.kind == "series"] == [
        ("articles/series/first-days/", 0, True)
    ]


def test_translations_go_on_in_their_language() -> None:
    """Below a translation stands what is in its language, below the original what everybody is shown."""
    german = [
        article(f"de-{n}", language="de", translation_of=f"en-{n}", published=NOW - timedelta(days=n + 1))
        for n in range(5)
    ]
    english = [article(f"en-{n}", published=one.published) for n, one in enumerate(german)]
    here = site(*(one for pair in zip(english, german, strict=True) for one in pair))
    assert here.shown == tuple(english) and here.apart == tuple(german)
    assert {one.language for one in related(here, german[2])} == {"de"}
    assert german[2] not in related(here, german[2]) and len(related(here, german[2])) == 3
    assert {one.language for one in related(here, english[2])} == {""}
    links = version_links(here, german[2])
    assert [(link.language, link.is_here, link.is_original) for link in links] == [
        ("en", False, True), ("de", True, False),
    ]  # fmt: skip
