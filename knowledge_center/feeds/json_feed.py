"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from typing import Any

from knowledge_center.feeds.model import Entry, Feed
from knowledge_center.text.directions import with_closed_directions


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1, UTF-8, the same bytes for the same feed."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": with_closed_directions(feed.title),
        "home_page_url": feed.home,
        "feed_url": feed.site_url + feed.json,
        "description": with_closed_directions(feed.description),
        "language": feed.language,
        "authors": [{"name": with_closed_directions(feed.publisher)}],
    }
    if feed.icon:
        document["icon"] = feed.icon
    if feed.hub:
        document["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    document["items"] = [_item(entry) for entry in feed.entries]
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": with_closed_directions(entry.title),
        "summary": with_closed_directions(entry.summary),
    }
    # An item needs one of the two contents.
    if entry.content:
        item["content_html"] = entry.content
    else:
        item["content_text"] = with_closed_directions(entry.summary)
    if entry.image:
        item["image"] = entry.image.path
    item["date_published"] = entry.published.isoformat()
    item["date_modified"] = entry.updated.isoformat()
    item["authors"] = [{"name": with_closed_directions(author)} for author in entry.authors]
    item["tags"] = [with_closed_directions(category) for category in entry.categories]
    if entry.language:
        item["language"] = entry.language
    return item
