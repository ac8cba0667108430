"""One item of an RSS feed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        (r'<guid isPermaLink="false">[^<]*', '<guid isPermaLink="true">https://www.example.org/old/1'),
        (r'<guid isPermaLink="false">[^<]*', "<guid>https://www.example.org/old/1"),
        (r'<guid isPermaLink="false">[^<]*', '<guid isPermaLink="false">https://www.example.org/?p=1'),
        ("<dc:creator>.*?</dc:creator>", "<author>desk@example.com (Careers Desk)</author>"),
        ("(<pubDate>)", r"<dc:creator>Another</dc:creator><category>a</category><category>b</category>\1"),
        ("(<content:encoded>)(.*?)(</content:encoded>)", r"\1<![CDATA[<p>All of it.</p>]]>\3"),
        ("(<pubDate>)", r"<atom:updated>2026-11-16T15:00:00Z</atom:updated>\1"),
    ],
)
def test_what_an_item_may_say(tmp_path: Path, pattern: str, new: str) -> None:
    """Former guids that are addresses, an author with an address, several people, CDATA, a change."""
    data = swap(pattern, new)(good_files()["email.xml"])
    found = broken(tmp_path, {"email.xml": data})
    assert found == set()
