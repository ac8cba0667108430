"""The channel of an RSS feed."""

from __future__ import annotations

from pathlib import Path

from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files


def test_a_channel_may_have_several_categories_and_extensions(tmp_path: Path) -> None:
    """What may stand more than once may do so, and others' elements do not count."""
    more = (
        r"<category>a</category><category>b</category><dc:creator>a</dc:creator><dc:creator>b</dc:creator>\1"
    )
    data = swap("(<language>)", more)(good_files()["digests/weekly.xml"])
    assert broken(tmp_path, {"digests/weekly.xml": data}) == set()


def test_an_empty_feed_is_a_good_feed(tmp_path: Path) -> None:
    """A digest without an issue has a channel without items, and no date."""
    data = swap("<item>.*</item>|<lastBuildDate>.*?</lastBuildDate>", "")(good_files()["digests/weekly.xml"])
    assert data is not None
    data = swap("<lastBuildDate>.*?</lastBuildDate>|<item>.*</item>", "")(data)
    assert broken(tmp_path, {"digests/weekly.xml": data}) == set()


def test_rss_1_is_told_what_it_is(tmp_path: Path) -> None:
    """One message about the version, no cascade about a channel that is elsewhere."""
    old = b'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    found = broken(tmp_path, {"old.xml": old})
    assert "feeds.rss_channel.is_version_2" in found
    assert not {name for name in found if name.startswith(("links.", "entries."))}
