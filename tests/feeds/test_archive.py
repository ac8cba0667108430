"""Archived feeds: everything can still be read, and pages keep their articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from knowledge_center.articles.model import Article, newest_first
from knowledge_center.feeds.archive import (
    ArchivePage,
    archive_feed,
    archive_path,
    next_pages,
    per_page,
    unreachable,
)
from knowledge_center.feeds.xml_feeds import atom
from tests.feeds.samples import EVERYTHING, articles
from tests.samples import settings

ATOM = "{http://www.w3.org/2005/Atom}"
SHORT = settings(feeds={"tag_authority": "knowledge.example.com,2026", "entries": 3})


def written(page: ArchivePage, of: tuple[Article, ...]) -> bytes:
    """An archive page as readers get it."""
    return atom(archive_feed(page, of, EVERYTHING, SHORT))


def titles(data: bytes) -> list[str | None]:
    return [e.text for e in etree.fromstring(data).iterfind(f"{ATOM}entry/{ATOM}title")]


@given(st.integers(0, 120), st.integers(1, 60))
def test_nothing_falls_between_feed_and_archive(count: int, entries: int) -> None:
    """After a close every article is in the feed or on a page, on one page only, and every page is full."""
    every = articles(count)
    pages = next_pages(every, (), entries)
    assert unreachable(every, pages, entries) == ()
    ids = [identity for page in pages for identity in page.ids]
    assert len(ids) == len(set(ids))
    assert {len(page.ids) for page in pages} <= {per_page(entries)}
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert next_pages(every, pages, entries) == ()


@given(st.lists(st.integers(-400, 400), max_size=60), st.integers(1, 25), st.data())
def test_a_page_never_changes_whatever_comes_or_goes(
    days: list[int], entries: int, data: st.DataObject
) -> None:
    """Articles put in at any date, dated back, taken away, at any length of the feed: closed pages keep their bytes."""
    start = articles(40)
    pages = next_pages(start, (), entries)
    before = {page.number: written(page, start) for page in pages}
    newest = start[0].published
    more = tuple(
        replace(start[0], identity=f"b-{n}", id=f"b-{n}", published=newest + timedelta(days=day))
        for n, day in enumerate(days)
    )
    closed = {identity for page in pages for identity in page.ids}
    stays = tuple(a for a in start if a.identity in closed or data.draw(st.booleans()))
    later = newest_first([*stays, *more])
    added = next_pages(later, pages, entries)
    assert {page.number: written(page, later) for page in pages} == before
    assert unreachable(later, (*pages, *added), entries) == ()
    ids = [identity for page in (*pages, *added) for identity in page.ids]
    assert len(ids) == len(set(ids))


def test_an_article_that_was_taken_away_leaves_its_place_empty() -> None:
    """Who withdraws an article withdraws it here too; no other article moves, and no page ends."""
    every = articles(9)
    pages = next_pages(every, (), 3)
    assert [titles(written(page, every)) for page in pages] == [["A 6", "A 7", "A 8"], ["A 3", "A 4", "A 5"]]
    left = tuple(a for a in every if a.identity not in ("a-7", "a-3", "a-4", "a-5"))
    assert [titles(written(page, left)) for page in pages] == [["A 6", "A 8"], []]


def test_a_correction_is_made_here_too() -> None:
    """A page shows its articles as they are now: under their present title, dated by their correction."""
    every = articles(6)
    (page,) = next_pages(every, (), 3)
    corrected = tuple(replace(a, title="Corrected") if a.identity == "a-4" else a for a in every)
    assert titles(written(page, corrected)) == ["A 3", "Corrected", "A 5"]


def test_identities_are_the_same_in_small_and_capital_letters() -> None:
    """As everywhere, an identity is known however it is written."""
    every = articles(6)
    (page,) = next_pages(every, (), 3)
    loud = replace(page, ids=tuple(identity.upper() for identity in page.ids))
    assert next_pages(every, (loud,), 3) == ()
    assert len(titles(written(loud, every))) == 3


def test_pages_lead_back_to_the_oldest() -> None:
    """Each page says that it is an archive, which feed it belongs to, and which page came before."""
    every = articles(9)
    first, second = (written(page, every) for page in next_pages(every, (), 3))
    root = etree.fromstring(second)
    links = {e.get("rel"): e.get("href") for e in root.findall(f"{ATOM}link")}
    assert links["self"] == "https://knowledge.example.com/feed/archive/2.xml"
    assert links["current"] == "https://knowledge.example.com/atom.xml"
    assert links["prev-archive"] == "https://knowledge.example.com/feed/archive/1.xml"
    assert root.find("{http://purl.org/syndication/history/1.0}archive") is not None
    assert "prev-archive" not in {e.get("rel") for e in etree.fromstring(first).findall(f"{ATOM}link")}
    assert archive_path(1) == "feed/archive/1.xml"
