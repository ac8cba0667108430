"""The history of a feed."""

from __future__ import annotations

from pathlib import Path

from knowledge_center.tools.feed_check.vocabulary import HISTORY
from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files
from tests.tools.feed_check.samples import URL


def test_pages_that_never_change_need_no_next_page(tmp_path: Path) -> None:
    """A page that was written before its successor names only what was there already."""
    data = swap('<atom:link[^>]*rel="next-archive"[^>]*>\n', "")(good_files()["news/1.xml"])
    assert broken(tmp_path, {"news/1.xml": data}) == set()


def test_a_history_of_one_page_is_a_history(tmp_path: Path) -> None:
    """The first page has none before it and none after it."""
    first = swap('<atom:link[^>]*rel="next-archive"[^>]*>\n', "")(good_files()["news/1.xml"])
    feed = swap("news/2.xml", "news/1.xml")(good_files()["news/feed.xml"])
    assert broken(tmp_path, {"news/1.xml": first, "news/2.xml": None, "news/feed.xml": feed}) == set()


def test_a_next_page_that_does_not_know_it_is_found(tmp_path: Path) -> None:
    """next-archive is a claim about the other page, which has to make the same claim back."""
    second = swap('<atom:link[^>]*rel="prev-archive"[^>]*>\n', "")(good_files()["news/2.xml"])
    assert broken(tmp_path, {"news/2.xml": second}) == {
        "feeds.archives.chain_holds_both_ways",
        "feeds.archives.chain_reaches_every_page",
    }


def test_a_page_that_leads_to_itself_ends_the_search(tmp_path: Path) -> None:
    """No circle, however small, stops the check."""
    first = swap("news/2.xml", "news/1.xml")(good_files()["news/1.xml"])
    assert first is not None
    first = first.replace(b'rel="next-archive"', b'rel="prev-archive"')
    assert "feeds.archives.chain_reaches_every_page" in broken(tmp_path, {"news/1.xml": first})


def test_a_history_may_be_kept_in_one_format(tmp_path: Path) -> None:
    """The RSS and the Atom feed may share pages of the past that are Atom."""
    head, _, entries = good_files()["news/atom.xml"].decode().partition("<entry>")
    links = f'<link rel="current" href="{URL}news/atom.xml"/><fh:archive xmlns:fh="{HISTORY}"/>\n'
    past = head.replace("news/atom.xml", "news/past.xml").replace("feed/news", "feed/news/past")
    rss = swap("news/2.xml", "news/past.xml")(good_files()["news/feed.xml"])
    files = {
        "news/past.xml": f"{past}{links}<entry>{entries}".encode(),
        "news/feed.xml": rss,
        "news/1.xml": None,
        "news/2.xml": None,
    }
    assert broken(tmp_path, files) == set()
