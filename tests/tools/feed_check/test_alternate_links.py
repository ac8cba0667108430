"""Whether feeds are found from the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files
from tests.tools.feed_check.samples import URL


@pytest.mark.parametrize("href", ["/feed.xml", "feed.xml", "./feed.xml", "//knowledge.example.com/feed.xml"])
def test_a_page_may_link_by_a_relative_address(tmp_path: Path, href: str) -> None:
    """A browser makes it whole; only inside a feed it has to be so."""
    data = swap(f'href="{URL}feed.xml"', f'href="{href}"')(good_files()["index.html"])
    assert broken(tmp_path, {"index.html": data}) == set()


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" hreflang="de" href="https://de.example.com/">',
        '<link rel="alternate" type="text/html" media="print" href="print.html">',
        '<link rel="alternate stylesheet" type="text/css" href="other.css" title="Other">',
        '<link rel="stylesheet" href="site.css">',
    ],
)
def test_other_links_are_none_of_our_business(tmp_path: Path, link: str) -> None:
    """Translations, printed forms, style sheets."""
    data = good_files()["index.html"].replace(b"</head>", link.encode() + b"</head>")
    assert broken(tmp_path, {"index.html": data}) == set()


def test_links_in_the_text_do_not_count(tmp_path: Path) -> None:
    """Autodiscovery looks into the head of a page."""
    body = b'<body><link rel="alternate" type="application/rss+xml" title="x" href="/none.xml"></body>'
    data = good_files()["404.html"].replace(b"<body></body>", body)
    assert broken(tmp_path, {"404.html": data}) == set()


def test_an_empty_page_is_a_page_without_feeds(tmp_path: Path) -> None:
    """Empty, or a few spaces: a problem and no traceback."""
    assert broken(tmp_path, {"empty.html": b"", "blank.html": b"  \n"}) == {"feeds.pages.lead_to_a_feed"}
