"""The shape of a JSON feed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tools.feed_check.defects import item, member
from tests.tools.feed_check.good_site import broken, good_files


@pytest.mark.parametrize(
    "edit",
    [
        lambda entry: entry.update(content_text=entry.pop("content_html")),
        lambda entry: entry.update(_x={"any": [1, None]}),
        lambda entry: entry.update(authors=[{"avatar": "https://www.example.org/a.png"}, {"name": "Desk"}]),
        lambda entry: entry.update(external_url="https://www.example.org/"),
        lambda entry: entry["attachments"][0].update(duration_in_seconds=1.5, title="A desk"),
    ],
)
def test_what_an_item_may_say(tmp_path: Path, edit: Callable[[Any], object]) -> None:
    """Plain text, extensions, several authors, a page elsewhere."""
    data = item(edit)(good_files()["news/feed.json"])
    assert broken(tmp_path, {"news/feed.json": data}) == set()


@pytest.mark.parametrize("value", [None, 7, "x", [], [1, None, "x"], {}, {"a": 1}, True])
@pytest.mark.parametrize(
    "name", ["items", "authors", "hubs", "language", "title", "feed_url", "home_page_url"]
)
def test_no_value_stops_the_check(tmp_path: Path, name: str, value: object) -> None:
    """Whatever stands where, it is a problem and no traceback."""
    data = member(lambda root: root.update({name: value}))(good_files()["feed.json"])
    found = broken(tmp_path, {"feed.json": data})
    assert found or (name, value) in [("authors", []), ("hubs", [])]


@pytest.mark.parametrize("value", [None, 7, "x", [], [1, None], {"a": 1}, False])
@pytest.mark.parametrize(
    "name", ["id", "url", "title", "content_html", "date_published", "authors", "tags", "image"]
)
def test_no_value_of_an_item_stops_the_check(tmp_path: Path, name: str, value: object) -> None:
    """The same for what stands in an item."""
    data = item(lambda entry: entry.update({name: value}))(good_files()["feed.json"])
    assert broken(tmp_path, {"feed.json": data}) or (name, value) in [("tags", []), ("content_html", "x")]
