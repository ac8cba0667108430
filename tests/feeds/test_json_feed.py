"""JSON Feed 1.1."""

from __future__ import annotations

import json
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.feeds.json_feed import json_feed
from knowledge_center.text.directions import with_closed_directions
from tests.feeds.samples import PICTURE, articles, feed
from tests.samples import article


def test_the_document_says_what_it_is_and_where() -> None:
    """A reader learns the version, the site, the feed's own address, the language and the publisher."""
    document = json.loads(json_feed(feed()))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["home_page_url"] == "https://knowledge.example.com/"
    assert document["feed_url"] == "https://knowledge.example.com/feed.json"
    assert document["language"] == "en"
    assert document["authors"] == [{"name": "Example Staffing"}]


def test_items_are_complete() -> None:
    """An item has an id, an address, text, dates with zone, authors (a list) and tags."""
    item = json.loads(json_feed(feed(article("a", content="<p>Text</p>", image=PICTURE))))["items"][0]
    assert item["id"] == "tag:knowledge.example.com,2026:article/a"
    assert item["url"] == "https://knowledge.example.com/articles/a/"
    assert item["content_html"] == "<p>Text</p>"
    assert item["image"] == "https://knowledge.example.com/articles/a/a.png"
    assert item["authors"] == [{"name": "Careers Desk"}]
    assert "author" not in item
    assert item["tags"] == ["Interviews"]
    assert datetime.fromisoformat(item["date_published"]).utcoffset() is not None


def test_a_feed_of_summaries_has_text_all_the_same() -> None:
    """An item without full text carries its description, because one of the two contents is demanded."""
    short = feed(feeds={"tag_authority": "knowledge.example.com,2026", "full_text": False})
    item = json.loads(json_feed(short))["items"][0]
    assert item["content_text"] == item["summary"]
    assert "content_html" not in item


@given(st.text())
def test_any_title_comes_back(title: str) -> None:
    """What an editor types is what a reader's program gets."""
    document = json.loads(json_feed(feed(article(title=title, summary=title))))
    whole = title.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert document["items"][0]["title"] == with_closed_directions(whole)


def test_the_newest_is_first() -> None:
    """Items are in the order of their dates, whatever order they came in."""
    dates = [i["date_published"] for i in json.loads(json_feed(feed(*articles(5)[::-1])))["items"]]
    assert dates == sorted(dates, reverse=True)
