"""Texts, people and links of Atom."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files
from tests.tools.feed_check.samples import URL


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        ('<content type="xhtml">.*?</content>', f'<content type="text/html" src="{URL}news/three/"/>'),
        ('<content type="xhtml">.*?</content>', '<content type="text">Plain words.</content>'),
        ('<content type="xhtml">.*?</content>', "<content>Plain words.</content>"),
        ('<title type="html">News three', '<title type="html">News &lt;em&gt;three&lt;/em&gt;'),
        ('rel="alternate" type="text/html" hreflang', 'type="text/html; charset=utf-8" hreflang'),
        ("(<published>)", r'<link rel="https://www.example.org/rel" href="https://www.example.org/"/>\1'),
    ],
)
def test_what_the_parts_may_be(tmp_path: Path, pattern: str, new: str) -> None:
    """Content elsewhere, plain content, HTML in a title, a relation of one's own."""
    data = swap(pattern, new)(good_files()["news/atom.xml"])
    assert broken(tmp_path, {"news/atom.xml": data}) == set()
