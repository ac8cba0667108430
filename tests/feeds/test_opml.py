"""All feeds in one file."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from knowledge_center.feed_formats import ATOM, RSS
from knowledge_center.feeds.channels import FeedLink, channels, links
from knowledge_center.feeds.opml import opml
from tests.samples import AUTHOR, CATEGORY, article, settings


def test_no_name_breaks_the_file() -> None:
    """A site and its feeds may be called anything."""
    name = "A & <b> \x07 “B”"
    site = replace(settings(), site_name=name)
    link = FeedLink(title=f"{name} (RSS)", href="feed.xml", format=RSS, scope="", page="a/")
    root = etree.fromstring(opml(site, [link, replace(link, format=ATOM)]))
    assert root.findtext("head/title") == "A & <b>  “B”"
    (outline,) = root.iter("outline")
    assert outline.get("text") == outline.get("title") == "A & <b>  “B”"
    assert outline.get("htmlUrl") == "https://knowledge.example.com/a/"


def test_every_feed_is_there_once() -> None:
    """A reader who imports the file follows everything that there is to follow."""
    found = channels(settings(), [article("a")], {CATEGORY.slug: CATEGORY}, {AUTHOR.key: AUTHOR})
    root = etree.fromstring(opml(settings(), [link for channel in found for link in links(channel)]))
    assert [e.get("xmlUrl") for e in root.iter("outline")] == [
        "https://knowledge.example.com/feed.xml",
        "https://knowledge.example.com/articles/category/interviews/feed.xml",
        "https://knowledge.example.com/articles/author/careers-desk/feed.xml",
    ]
    assert {e.get("type") for e in root.iter("outline")} == {"rss"}
    assert all(e.get("text") for e in root.iter("outline"))
