"""Titles that hold what looks like HTML, written so that nobody takes it for HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from knowledge_center.feeds.plain_text import reads_like_html, written_by_number
from knowledge_center.feeds.xml_feeds import atom, rss
from tests.feeds.samples import PICTURE, feed
from tests.samples import article


@pytest.mark.parametrize(
    "text",
    ["<select>", "</b>", "<!-- x -->", "<?php", "&amp;", "&amp", "&lt;b", "&#38;", "&#x26;", "&copy", "&4"],
)
def test_tags_and_references_could_be_taken_for_html(text: str) -> None:
    """Whatever a browser or the W3C checker would read as markup counts, closed or not."""
    assert reads_like_html(f"How to write {text} well")


@pytest.mark.parametrize(
    "text", ["R&D at AT&T", "Q & A", "1 < 2 > 0", "a <3 b", "5 > 3", "“]]>” 🎉", "x &y; z"]
)
def test_ordinary_signs_are_no_html(text: str) -> None:
    """Comparisons and ampersands of ordinary titles are left as they are."""
    assert not reads_like_html(text)


def test_the_signs_of_markup_are_numbers_in_rss() -> None:
    """What the RSS Profile and the W3C checker ask for: in titles, descriptions, topics, names and pictures."""
    title = "Use <select> & R&D"
    one = feed(article(title=title, image=PICTURE))
    text = rss(one).decode()
    assert "<title>Use &#x3C;select&#x3E; &#x26; R&#x26;D</title>" in text
    assert "A table &#x26; two chairs</media:description>" in text
    assert "&lt;select" not in text


@given(st.text())
def test_only_the_spelling_changes(text: str) -> None:
    """To a parser the document with numbers is the same document, whatever stands in its texts."""
    root = etree.Element("rss")
    for name in ("title", "link", "description", "category", "pubDate"):
        etree.SubElement(root, name, domain="a>b").text = "".join(c for c in text if c.isprintable())
    before = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    after = written_by_number(before)
    assert etree.tostring(etree.fromstring(after)) == etree.tostring(etree.fromstring(before))


def test_addresses_and_full_texts_are_left_alone() -> None:
    """An address keeps its ampersand, and HTML its escapes: both are taken for what they are."""
    one = feed(article(url="articles/a/?b=1&c=2", content="<p>a &lt; b</p>"))
    text = rss(one).decode()
    assert "?b=1&amp;c=2</link>" in text
    assert "&lt;p&gt;a &amp;lt; b&lt;/p&gt;</content:encoded>" in text


def test_atom_says_html_only_where_it_has_to() -> None:
    """A plain title stays plain text, which is all that every reader understands alike."""
    assert b"<title>R&amp;D</title>" in atom(feed(article(title="R&D")))
    assert b'<title type="html">&amp;lt;b&amp;gt;</title>' in atom(feed(article(title="<b>")))
