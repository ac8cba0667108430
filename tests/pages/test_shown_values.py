"""The text of what a page shows is another where anything is that stands there, and the same where nothing is."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from knowledge_center.articles.model import Article, SeriesPart
from knowledge_center.pages.listings import Listing
from knowledge_center.pages.page_context import listing_shown
from knowledge_center.pages.shown_values import ShownValues
from tests.pages.test_page_context import HIRING, site
from tests.samples import AUTHOR, NOW, article

CHANGED: dict[str, Any] = {
    "published": NOW - timedelta(days=3), "updated": NOW, "expires": NOW, "review_by": NOW.date(), "authors": (),
    "categories": (HIRING,), "digest": "skip", "draft": True, "minutes": 7, "aliases": ("one",), "image": None,
    "series": SeriesPart(name="First", part=2),
}  # fmt: skip


def listing(**changes: Any) -> Listing:
    given = {
        "kind": "all",
        "title": "All",
        "description": "",
        "url": "articles/",
        "articles": (article("a"),),
    }
    return Listing(**{**given, **changes})


@pytest.mark.parametrize(
    "name", [one.name for one in fields(Article) if one.name not in ("body", "content", "image")]
)
def test_every_field_of_an_article_counts(name: str) -> None:
    """On its own page, in a list and beside another one; but not its text, which its page has."""
    one = article("a")
    other = replace(one, **{name: CHANGED.get(name, "other")})
    for shown in (
        lambda it: it,
        lambda it: (it, ()),
        lambda it: (None, (it,), ""),
        lambda it: listing(articles=(it,)),
    ):
        text = ShownValues().text
        assert text(shown(one)) == text(shown(replace(one))) != text(shown(other))
        assert text(shown(replace(one, body="Other words"))) == text(shown(one))


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 1},
        {"full": 2},
        {"count": 3},
        {"years": ((2026, "a/", 0),)},
        {"author": AUTHOR},
        {"category": HIRING},
    ],
)
def test_every_part_of_a_list_counts(changes: dict[str, Any]) -> None:
    """Its number, the pages it leads to, whose it is, and the feeds that go with it."""
    text, here = ShownValues().text, site(article("a"))
    assert text(listing_shown(here, listing())) == text(listing_shown(here, listing()))
    assert text(listing_shown(here, listing())) != text(listing_shown(here, listing(**changes)))
    assert text((listing(), here.feeds_of[""])) != text((listing(), ()))
