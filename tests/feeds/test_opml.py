"""All feeds in one file."""

from __future__ import annotations

from lxml import etree

from knowledge_center.feeds.channels import channels, links
from knowledge_center.feeds.opml import opml
from tests.samples import AUTHOR, CATEGORY, article, settings


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
