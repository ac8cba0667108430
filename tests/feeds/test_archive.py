"""Archived feeds: everything can still be read, and pages stay."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from knowledge_center.feeds.archive import archive_count, archive_feed, archive_path, per_page
from knowledge_center.feeds.xml import atom
from tests.feeds.samples import EVERYTHING, articles
from tests.samples import settings

ATOM = "{http://www.w3.org/2005/Atom}"
SHORT = settings(feeds={"tag_authority": "knowledge.example.com,2026", "entries": 3})


def page(number: int, count: int) -> bytes:
    """An archive page of a site with so many articles."""
    return atom(archive_feed(number, articles(count), EVERYTHING, SHORT))


@given(st.integers(0, 200), st.integers(1, 60))
def test_nothing_falls_between_feed_and_archive(count: int, entries: int) -> None:
    """What is in no archive page is in the feed, whatever the number of articles and the feed's length."""
    archived = archive_count(count, entries) * per_page(entries)
    assert count - archived <= entries


@given(st.integers(0, 60), st.integers(0, 20))
def test_a_page_never_changes_when_articles_are_added(count: int, more: int) -> None:
    """Once written, a page has the same bytes however many articles follow."""
    old = articles(count + more)[more:]
    for number in range(1, archive_count(count, 3) + 1):
        before = atom(archive_feed(number, old, EVERYTHING, SHORT))
        after = atom(archive_feed(number, articles(count + more), EVERYTHING, SHORT))
        assert before == after


def test_pages_lead_back_to_the_oldest() -> None:
    """Each page says that it is an archive, which feed it belongs to, and which page came before."""
    root = etree.fromstring(page(2, 7))
    links = {e.get("rel"): e.get("href") for e in root.findall(f"{ATOM}link")}
    assert links["self"] == "https://knowledge.example.com/feed/archive/2.xml"
    assert links["current"] == "https://knowledge.example.com/atom.xml"
    assert links["prev-archive"] == "https://knowledge.example.com/feed/archive/1.xml"
    assert root.find("{http://purl.org/syndication/history/1.0}archive") is not None
    assert "prev-archive" not in {e.get("rel") for e in etree.fromstring(page(1, 7)).findall(f"{ATOM}link")}


def test_a_page_is_newest_first() -> None:
    """Entries stand in a page as they stand in the feed."""
    titles = [e.text for e in etree.fromstring(page(1, 7)).iterfind(f"{ATOM}entry/{ATOM}title")]
    assert titles == ["A 4", "A 5", "A 6"]
    assert archive_path(1) == "feed/archive/1.xml"
