"""Titles and other plain texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.feed_check.defects import item, swap
from tests.tools.feed_check.good_site import broken, good_files


@pytest.mark.parametrize(
    "title",
    ["AT&amp;T", "1 &lt; 2", "Q&amp;A; and more", "a &lt;3 b", "x &amp;y", "“]]&gt;” 🎉 שלום", "W" * 300],
)
def test_titles_may_hold_any_words(tmp_path: Path, title: str) -> None:
    """Ampersands, comparisons, emoji, other scripts, three hundred characters."""
    data = swap("<title>Second[^<]*", f"<title>{title}")(good_files()["email.xml"])
    assert broken(tmp_path, {"email.xml": data}) == set()


def test_markup_that_is_meant_so_can_be_said_in_every_format(tmp_path: Path) -> None:
    """An article about <select>: by number in RSS, as escaped HTML in Atom, as it is in JSON."""
    rss = swap("<title>Second[^<]*", "<title>How to use &#x3C;b>bold&#x3C;/b> &#x26;amp; more")(
        good_files()["email.xml"]
    )
    assert broken(tmp_path / "rss", {"email.xml": rss}) == set()
    title = '<title type="html">News &amp;lt;b&amp;gt;three&amp;lt;/b&amp;gt;'
    files = {
        "news/feed.xml": swap("<title>News three", "<title>News &#x3C;b>three&#x3C;/b>")(
            good_files()["news/feed.xml"]
        ),
        "news/2.xml": good_files()["news/2.xml"],
        "news/atom.xml": swap('<title type="html">News three', title)(good_files()["news/atom.xml"]),
        "news/feed.json": item(lambda entry: entry.update(title="News <b>three</b>"))(
            good_files()["news/feed.json"]
        ),
    }
    assert broken(tmp_path / "all", files) == set()


def test_html_in_the_description_of_an_item_is_no_plain_text(tmp_path: Path) -> None:
    """A description of RSS is HTML and is checked as such."""
    html = "&lt;p&gt;Salt &amp;amp; &lt;em&gt;pepper&lt;/em&gt;&lt;/p&gt;"
    data = swap("<description>What[^<]*", f"<description>{html}")(good_files()["email.xml"])
    assert broken(tmp_path, {"email.xml": data}) == set()
