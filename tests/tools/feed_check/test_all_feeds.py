"""All feeds of a site together."""

from __future__ import annotations

from pathlib import Path

from knowledge_center.tools.feed_check.site_check import gather
from tests.tools.feed_check.good_site import finished
from tests.tools.feed_check.samples import TAG


def test_copies_are_told_from_feeds(tmp_path: Path) -> None:
    """A copy holds the very bytes of the feed that its self link names."""
    whole = gather(finished(tmp_path))
    assert whole.copies == {"feed.rss": "feed.xml", "rss.xml": "feed.xml"}
    assert not {feed.path for feed in whole.originals} & set(whole.copies)


def test_the_newest_change_of_an_entry_is_known_from_any_feed(tmp_path: Path) -> None:
    """RSS knows when it was published, Atom when it was corrected."""
    changes = gather(finished(tmp_path)).changes()
    assert changes[f"{TAG}article/first-week"].isoformat() == "2026-11-16T11:00:00-05:00"
