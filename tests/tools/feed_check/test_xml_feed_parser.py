"""RSS and Atom as one model."""

from __future__ import annotations

from knowledge_center.tools.feed_check.feed_discovery import read
from knowledge_center.tools.feed_check.feed_model import Feed
from knowledge_center.tools.feed_check.xml_feed_parser import read_feed
from tests.tools.feed_check.good_site import good_files
from tests.tools.feed_check.samples import TAG, URL


def feed(path: str) -> Feed:
    """One of the good feeds."""
    found = read_feed(read(path, "atom" if "atom" in path else "rss", good_files()[path]))
    assert found is not None
    return found


def test_rss_and_atom_tell_the_same() -> None:
    """Id, title, page, dates, people and pictures of each entry, whatever the format."""
    rss, atom = feed("feed.xml"), feed("atom.xml")
    assert [e.id for e in rss.entries] == [e.id for e in atom.entries]
    for left, right in zip(rss.entries, atom.entries, strict=True):
        assert left.title and right.title and left.title.text == right.title.text
        assert left.link and right.link and left.link.text == right.link.text
        assert left.published and right.published and left.published.moment == right.published.moment
        assert left.content and right.content and left.content.text == right.content.text
        assert [name.text for name in left.authors] == [name.text for name in right.authors]
        assert {file.url for file in left.files} == {file.url for file in right.files}


def test_lines_are_those_of_the_file() -> None:
    """Each value knows where it stands."""
    first = feed("news/feed.xml").entries[0]
    lines = good_files()["news/feed.xml"].decode().split("\n")
    assert first.title and "<title>News three" in lines[first.title.line - 1]
    assert first.ids and "<guid" in lines[first.ids[0].line - 1]
    assert "<item>" in lines[first.line - 1]


def test_a_feed_knows_its_links_and_whether_it_is_an_archive() -> None:
    """Self, hub and the pages of its past."""
    news = feed("news/feed.xml")
    assert [link.href for link in news.linked("self")] == [f"{URL}news/feed.xml"]
    assert [link.href for link in news.linked("prev-archive")] == [f"{URL}news/2.xml"]
    assert (news.archived, feed("news/1.xml").archived) == (False, True)


def test_what_is_no_feed_is_none() -> None:
    """RSS without a channel, Atom of another namespace, a file that cannot be read."""
    for kind, data in (("rss", b"<rss/>"), ("atom", b"<feed/>"), ("rss", b"<rss>"), ("opml", b"<opml/>")):
        assert read_feed(read("x", kind, data)) is None  # type: ignore[arg-type]


def test_a_change_of_an_rss_item_is_read_where_it_is_told() -> None:
    """atom:updated in an item; the newest of its dates counts."""
    xmlns = "xmlns:atom='http://www.w3.org/2005/Atom'"
    dates = (
        "<pubDate>Mon, 16 Nov 2026 09:00:00 GMT</pubDate><atom:updated>2026-11-17T09:00:00Z</atom:updated>"
    )
    found = read_feed(
        read("x", "rss", f"<rss {xmlns}><channel><item>{dates}</item></channel></rss>".encode())
    )
    assert found and found.entries[0].changed and found.entries[0].changed.day == 17
    assert TAG not in found.entries[0].id
