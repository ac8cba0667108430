"""Namespaces, style sheets and base addresses."""

from __future__ import annotations

from pathlib import Path

from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files


def test_a_namespace_may_be_declared_where_it_is_used(tmp_path: Path) -> None:
    """XHTML inside Atom and Media RSS on its own element are as good as on the root."""
    data = swap('xmlns:media="[^"]*" ', "")(good_files()["email.xml"])
    assert data is not None
    data = data.replace(b"<media:content ", b'<media:content xmlns:media="http://search.yahoo.com/mrss/" ')
    assert broken(tmp_path, {"email.xml": data}) == set()


def test_a_style_sheet_may_be_a_neighbour(tmp_path: Path) -> None:
    """Its address is relative to the feed's own."""
    data = swap("/assets/feed.css", "../assets/feed.css")(good_files()["news/feed.xml"])
    assert broken(tmp_path, {"news/feed.xml": data}) == set()


def test_every_wrong_style_sheet_counts(tmp_path: Path) -> None:
    """A right one before it excuses nothing."""
    data = swap("(<[?]xml-stylesheet.*?[?]>)", r'\1\n<?xml-stylesheet type="text/xsl" href="/a.xsl"?>')
    changed = data(good_files()["news/feed.xml"])
    assert broken(tmp_path, {"news/feed.xml": changed}) == {
        "feeds.namespaces.style_sheet_is_css",
        "feeds.addresses.answer",
    }
