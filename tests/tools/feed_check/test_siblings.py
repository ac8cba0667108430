"""Feeds that tell the same."""

from __future__ import annotations

from pathlib import Path

from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files
from tests.tools.feed_check.samples import URL


def test_dates_are_compared_as_moments(tmp_path: Path) -> None:
    """09:00 in Detroit is 14:00 in London: two ways to write one date."""
    data = swap("<published>2026-11-16T09:00:00-05:00", "<published>2026-11-16T14:00:00Z")(
        good_files()["atom.xml"]
    )
    assert broken(tmp_path, {"atom.xml": data}) == set()


def test_the_build_date_may_be_that_of_a_correction(tmp_path: Path) -> None:
    """RSS does not tell when an item was corrected; the Atom feed beside it does."""
    assert b"<lastBuildDate>Mon, 16 Nov 2026 11:00:00 -0500" in good_files()["feed.xml"]
    assert b"<pubDate>Mon, 16 Nov 2026 11:00:00" not in good_files()["feed.xml"]
    assert broken(tmp_path, {}) == set()


def test_a_build_date_before_the_newest_change_is_allowed(tmp_path: Path) -> None:
    """When the newest article is withdrawn, or the clock of its date was wrong, nothing is lost."""
    data = swap("<lastBuildDate>[^<]*", "<lastBuildDate>Sun, 15 Nov 2026 11:00:00 -0500")(
        good_files()["email.xml"]
    )
    assert broken(tmp_path, {"email.xml": data}) == set()


def test_a_folder_may_have_one_format_only(tmp_path: Path) -> None:
    """Digests have RSS alone, and the feed for mail services needs no sister."""
    page = swap_page()
    files: dict[str, bytes | None] = {"news/atom.xml": None, "news/feed.json": None, "news/index.html": page}
    assert broken(tmp_path, files) == set()


def swap_page() -> bytes:
    """The page of the news without its links to Atom and JSON."""
    page = good_files()["news/index.html"]
    for name in ("atom.xml", "feed.json"):
        changed = swap(f'<link [^>]*href="{URL}news/{name}">\n', "")(page)
        assert changed is not None
        page = changed
    return page
