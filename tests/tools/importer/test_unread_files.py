from __future__ import annotations

import pytest

from knowledge_center.tools.importer.unread_files import way_to_bring_over

EXPORT = b'<?xml version="1.0"?>\n<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>'


@pytest.mark.parametrize(
    ("path", "beginning", "way"),
    [
        ("_posts/2020-01-09-x.html", b"---\ntitle: X\n---\n<p>x", "pandoc 2020-01-09-x.html -f html"),
        ("x.html", b"---\ndate: 2020-01-01\n---\n<p>x", "-o x.md"),
        ("saved.htm", b"<!doctype html><TITLE>A page</TITLE>", "a saved page"),
        ("a/b.mdx", b"---\n", "call it b.md"),
        ("interview.txt", b"Words", "if it is an article"),
        ("x.rst", b"X\n=", "pandoc x.rst"),
        ("x.adoc", b"= X", "asciidoctor"),
        ("x.ipynb", b"{", "nbconvert"),
        ("blog.zip", b"PK", "unzip blog.zip -d blog"),
        ("wp.xml", EXPORT, "an export of WordPress"),
        ("ghost.json", b'{"db":[{"meta":{}', "an export of Ghost: `knowledge-center import ghost.json`"),
        ("feed-2019.json", b'{"version":"https://jsonfeed.org/version/1.1"', "a JSON feed"),
        ("posts.csv", b"Post title,Post body,Post URL\n", "a table of articles"),
        ("old.xml", b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a feed"),
        ("My draft's.docx", b"PK", "knowledge-center new --from 'My draft'\\''s.docx'"),
    ],
)
def test_what_may_be_an_article_is_named_with_a_way(path: str, beginning: bytes, way: str) -> None:
    """Nobody should believe that everything came along."""
    assert way in way_to_bring_over(path, beginning)


@pytest.mark.parametrize(
    ("path", "beginning"),
    [
        ("robots.txt", b"User-agent: *"),
        ("LICENSE.txt", b"MIT"),
        ("index.html", b"---\nlayout: home\ndate: x\n---"),
        ("sitemap.xml", b"<urlset>"),
        ("card.html", b"---\nlayout: none\n---\n<div>"),
        ("piece.html", b"<div>"),
        ("package.json", b'{"name": "x"}'),
        ("prices.csv", b"Name,Price\n"),
        ("a.css", b"a{}"),
        ("x", b""),
    ],
)
def test_what_is_none_is_not(path: str, beginning: bytes) -> None:
    """A report of noise is read by nobody."""
    assert way_to_bring_over(path, beginning) == ""
