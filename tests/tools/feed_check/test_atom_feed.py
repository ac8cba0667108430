"""An Atom feed and its entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files
from tests.tools.feed_check.samples import URL


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        ("(<published>)", rf'<link rel="alternate" type="application/pdf" href="{URL}feed.xml"/>\1'),
        ("(<category )", rf'<link rel="alternate" type="text/html" hreflang="de" href="{URL}"/>\1'),
        ("(<published>)", rf'<link rel="related" href="{URL}"/><link rel="related" href="{URL}news/"/>\1'),
        ("<summary>.*?</summary>", ""),
        ("<category [^>]*/>", '<category term="a"/><category term="b" scheme="https://www.example.org/"/>'),
    ],
)
def test_what_an_entry_may_say(tmp_path: Path, pattern: str, new: str) -> None:
    """Alternates of other types and languages, several related pages, no summary beside a content."""
    data = swap(pattern, new)(good_files()["news/atom.xml"])
    assert broken(tmp_path, {"news/atom.xml": data}) == set()


def test_an_author_of_each_entry_does_for_the_feed(tmp_path: Path) -> None:
    """The feed needs one only where an entry has none."""
    data = good_files()["news/atom.xml"]
    changed = swap("<author>.*?</author>\n", "")(data)
    assert changed is not None
    changed = changed.replace(b"<published>", b"<author><name>Desk</name></author><published>")
    assert broken(tmp_path, {"news/atom.xml": changed}) == set()
