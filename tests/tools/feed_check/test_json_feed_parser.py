"""JSON Feed as the one model."""

from __future__ import annotations

import json

from knowledge_center.tools.feed_check.feed_discovery import read
from knowledge_center.tools.feed_check.xml_feed_parser import read_feed
from tests.tools.feed_check.good_site import good_files


def test_json_tells_the_same_as_rss() -> None:
    """The same ids, titles, pages and dates."""
    feed, rss = (
        read_feed(read("feed.json", "json", good_files()["feed.json"])),
        read_feed(read("feed.xml", "rss", good_files()["feed.xml"])),
    )
    assert feed and rss
    assert [(e.id, e.title and e.title.text) for e in feed.entries] == [
        (e.id, e.title and e.title.text) for e in rss.entries
    ]


def test_items_know_their_lines() -> None:
    """By their ids, also where two are the same and where one has none."""
    items = [{"id": "a", "title": "1"}, {"title": "2"}, {"id": "a", "title": "3"}, {"id": "é", "title": "4"}]
    text = json.dumps({"feed_url": "x", "items": items}, indent=1)
    feed = read_feed(read("x", "json", text.encode()))
    lines = text.split("\n")
    assert feed
    assert [entry.line for entry in feed.entries if entry.line == 0] == [0]
    assert ['"id"' in lines[entry.line - 1] for entry in feed.entries if entry.line] == [True, True, True]
    assert feed.entries[0].line < feed.entries[2].line < feed.entries[3].line


def test_what_has_another_shape_is_left_out() -> None:
    """Reading never fails; the rules of the format report it."""
    feed = read_feed(read("x", "json", b'{"feed_url": 7, "items": [1, {"id": {}, "authors": {"name": 1}}]}'))
    assert feed and len(feed.entries) == 1
    assert feed.entries[0].authors == ()
