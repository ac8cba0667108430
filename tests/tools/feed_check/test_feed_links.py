"""Where a feed says it is and belongs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from knowledge_center.tools.feed_check.site_check import find_problems, read_all_feeds
from tests.tools.feed_check.defects import swap, swap_all
from tests.tools.feed_check.good_site import broken, finished, good_files
from tests.tools.feed_check.samples import SETTINGS, URL


def test_a_copy_keeps_the_self_link_of_its_feed(tmp_path: Path) -> None:
    """/rss.xml, /feed.rss and /feed/index.html are the same feed under other names, byte for byte."""
    feed = good_files()["feed.xml"]
    assert broken(tmp_path, {"index.xml": feed, "feed/index.html": feed}) == set()


def test_a_copy_is_judged_once(tmp_path: Path) -> None:
    """What is wrong with the feed is told of the feed and not of its copies again."""
    bad = swap("<dc:creator>.*?</dc:creator>", "")(good_files()["feed.xml"])
    site = finished(tmp_path, {"feed.xml": bad, "rss.xml": bad, "feed.rss": bad})
    assert {problem.path for problem in find_problems(read_all_feeds(site), site)} == {"feed.xml"}


def test_a_site_below_a_path_is_a_site_like_any_other(tmp_path: Path) -> None:
    """The public address of a file is below the site's own, wherever that is."""
    below = "https://www.example.com/knowledge/"
    moved = {
        path: data.replace(URL.encode(), below.encode()).replace(b'"/assets/', b'"/knowledge/assets/')
        for path, data in good_files().items()
    }
    site = replace(finished(tmp_path, moved), settings=replace(SETTINGS, site_url=below))
    assert [problem.message for problem in find_problems(read_all_feeds(site), site)] == []


def test_the_language_may_be_written_in_either_case(tmp_path: Path) -> None:
    """Language tags are compared without regard to case."""
    data = swap("<language>en", "<language>EN")(good_files()["email.xml"])
    assert broken(tmp_path, {"email.xml": data}) == set()


def test_several_hubs_are_allowed(tmp_path: Path) -> None:
    """WebSub allows more than one, each once."""
    more = r'\1<atom:link href="https://hub2.example.org/" rel="hub"/>'
    data = swap('(<atom:link [^>]*rel="hub"/>)', more)(good_files()["news/feed.xml"])
    assert broken(tmp_path, {"news/feed.xml": data}) == set()
    data = swap_all('(<atom:link [^>]*rel="hub"/>)', r"\1\1")(good_files()["news/feed.xml"])
    assert broken(tmp_path, {"news/feed.xml": data}) == {"feeds.links.hub_is_elsewhere"}
