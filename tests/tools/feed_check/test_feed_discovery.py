"""Feeds are found by what is in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.tools.feed_check.feed_discovery import discover, kind_of, read
from tests.tools.feed_check.good_site import finished, good_files


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<rss version='2.0'/>", "rss"),
        ("\ufeff\n  <?xml version='1.0'?>\n<!-- <html> -->\n<?a b?>\n<rss>", "rss"),
        ("<!DOCTYPE rss [<!ENTITY a '>'>]>\n<rss>", "rss"),
        ("<rdf:RDF xmlns:rdf='x'>", "rss"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "atom"),
        ("<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'/>", "atom"),
        ("<opml/>", "opml"),
        ('{"version": "https://jsonfeed.org/version/1.1"}', "json"),
        ('{ "title": "a", "feed_url": "', "json"),
        ("<html><rss></html>", None),
        ("<urlset/>", None),
        ("<feedback/>", None),
        ('{"version": "1.5.2"}', None),
        ("rss", None),
        ("", None),
    ],
)
def test_the_first_element_tells_the_kind(tmp_path: Path, text: str, kind: str | None) -> None:
    """Whatever the file is called, and whether or not it can be read to its end."""
    file = tmp_path / "anything.txt"
    file.write_text(text, encoding="utf-8")
    assert kind_of(file) == kind


def test_every_feed_of_a_site_is_found(tmp_path: Path) -> None:
    """All of them and nothing else: no sitemap, no page, no picture."""
    found = {document.path for document in discover(finished(tmp_path))}
    feeds = {path for path in good_files() if path.endswith((".xml", "feed.json", ".rss", ".opml"))}
    assert found == feeds - {"sitemap.xml"}


def test_a_feed_that_cannot_be_read_says_where() -> None:
    """The parser's own words and line, in both formats."""
    xml = read("a.xml", "rss", b"<rss>\n<channel>\n</rss>")
    assert xml.root is None and xml.fault is not None
    assert (xml.fault.line, "tag mismatch" in xml.fault.message) == (3, True)
    for data, line, words in (
        (b'{"a":\n,}', 2, "Expecting value"),
        (b"[1]", 0, "an object is expected"),
        (b'{"a": Infinity}', 0, "Infinity is no number"),
        (b'{"a": "\n"}', 1, "control character"),
        (b'{\n"a": "\xff"}', 2, "not UTF-8"),
    ):
        json = read("a.json", "json", data)
        assert json.fault is not None
        assert (json.fault.line, words in json.fault.message) == (line, True), json.fault


def test_entities_are_not_followed() -> None:
    """Neither a file of this machine nor a thousand times itself: a feed is not to be trusted."""
    evil = b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title></channel></rss>'
    document = read("a.xml", "rss", evil)
    assert document.root is None or not document.root.findtext("channel/title")
