"""All feeds of a site together."""

from __future__ import annotations

from pathlib import Path

from knowledge_center.tools.feed_check.site_check import read_all_feeds
from tests.tools.feed_check.good_site import finished
from tests.tools.feed_check.samples import TAG


def test_copies_are_told_from_feeds(tmp_path: Path) -> None:
    """A copy holds the very bytes of the feed that its self link names."""
    all_feeds = read_all_feeds(finished(tmp_path))
    assert all_feeds.copies == {"feed.rss": "feed.xml", "rss.xml": "feed.xml"}
    assert not {feed.path for feed in all_feeds.originals} & set(all_feeds.copies)


def test_the_newest_change_of_an_entry_is_known_from_any_feed(tmp_path: Path) -> None:
    """RSS knows when it was published, Atom when it was corrected."""
    changes = read_all_feeds(finished(tmp_path)).changes()
    assert changes[f"{TAG}article/first-week"].isoformat() == "2026-11-16T11:00:00-05:00"
