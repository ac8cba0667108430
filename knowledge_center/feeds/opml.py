"""All feeds of a site in one file that feed readers import (OPML 2.0, opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from knowledge_center.feed_formats import RSS
from knowledge_center.feeds.channels import FeedLink
from knowledge_center.feeds.plain_text import plain
from knowledge_center.settings.model import Settings


def opml(settings: Settings, links: Iterable[FeedLink]) -> bytes:
    """The RSS form of every feed as an outline; no date, so that a rebuild gives the same bytes."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = plain(settings.site_name)
    body = etree.SubElement(root, "body")
    for link in links:
        if link.format is RSS:
            title = plain(link.title.removesuffix(f" ({RSS.name})"))
            etree.SubElement(
                body, "outline", type="rss", text=title, title=title, xmlUrl=settings.absolute(link.href),
                htmlUrl=settings.absolute(link.page),
            )  # fmt: skip
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))
