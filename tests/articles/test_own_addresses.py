"""What the check knows of the finished site before it is made: its addresses, and the places on its pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge_center.articles.own_addresses import OwnAddresses, PageIds, Place, ids_by_source
from knowledge_center.text.markdown_dialect import MarkdownDialect

SOURCES = {
    "articles/a": "articles/posts/2026/a.md", "about": "about.md", "": "", "rss.xml": "",
    "articles/old": "", "articles/a/desk.png": "",
}  # fmt: skip
PAGE = """
## Why *it* matters & what "to" do

### `code` -- and [a link](b.md), <b>bold</b>

## Why *it* matters & what "to" do

## Ein Gespräch: Größe, 50 %, C++ und mehr...

## Named { #by-hand }

## A_b_c and __d__ e

Set
===

Set next
--------

A paragraph.
{: #a-paragraph .x }

<a id="raw"></a><a name='named'></a><div id=bare></div>

Text.[^one] And a ![picture](a.png){ #pic }

> ## Quoted heading

- ## In a list

## Trailing hashes ##

## 日本語

[^one]: A note.
"""


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/articles/a/", ("there", "articles/posts/2026/a.md", "")),
        ("/articles/a/#x", ("there", "articles/posts/2026/a.md", "x")),
        ("https://knowledge.example.com/articles/a", ("there", "articles/posts/2026/a.md", "")),
        ("HTTP://Knowledge.example.com/articles/A/index.html", ("there", "articles/posts/2026/a.md", "")),
        ("//knowledge.example.com/about/", ("there", "about.md", "")),
        ("../../about/", ("there", "about.md", "")),
        ("../old/", ("there", "", "")),
        ("/", ("there", "", "")),
        ("/subscribe/", ("there", "", "")),
        ("/feed.xml", ("there", "", "")),
        ("/rss.xml", ("there", "", "")),
        ("desk.png", ("there", "", "")),
        ("/articles/b/", ("missing", "", "")),
        ("/articles/a/desk.png.640.avif", ("unknown", "", "")),
        ("/articles/posts/2026/a.md", ("missing", "", "")),
        ("/nowhere/", ("missing", "", "")),
        ("../../../../../about", ("there", "about.md", "")),
        # What a theme, a build or a folder of templates may bring.
        ("/articles/category/hiring/", ("unknown", "", "")),
        ("/digests/weekly/2026-W47/", ("unknown", "", "")),
        ("/assets/x.css", ("unknown", "", "")),
        ("/files/x.woff2", ("unknown", "", "")),
        # What stands in docs, beside the templates, or is an alias.
        ("/files/x.pdf", ("missing", "", "")),
        ("/Old.ASPX", ("missing", "", "")),
        # Elsewhere, or answered by something else.
        ("/tools/calculator/", ("unknown", "", "")),
        ("/tools", ("unknown", "", "")),
        ("/toolshed/", ("missing", "", "")),
        ("https://www.example.com/articles/b/", None),
        ("mailto:a@example.com", None),
        ("http://[", None),
    ],
)
def test_where_a_target_leads(target: str, found: tuple[str, str, str] | None) -> None:
    """From the page of an article: there, nowhere, or where nobody can tell before the build."""
    own = OwnAddresses("https://knowledge.example.com/", SOURCES, others=False, elsewhere=("/tools/",))
    assert own.find(target, "articles/a/") == (Place(*found) if found else None)  # type: ignore[arg-type]


def test_a_site_below_a_folder_and_one_with_pages_of_a_plugin() -> None:
    """What stands beside the site's folder is not ours to judge, and a plugin may make any page but an article."""
    own = OwnAddresses("https://www.example.com/kc/", SOURCES, others=True)
    states = {target: place.state for target in ("/about/", "/kc/about/", "/kc/made/", "/kc/articles/b/")
              if (place := own.find(target, ""))}  # fmt: skip
    assert list(states.values()) == ["unknown", "there", "unknown", "missing"]


def test_every_place_that_the_markdown_makes_is_known() -> None:
    """Headings of every kind, twice the same, ids by hand and in HTML, footnotes."""
    ids = PageIds({"a.md": PAGE}.get, MarkdownDialect())
    made = re.findall(r'(?:id|name)="([^"]+)"', MarkdownDialect().html(PAGE))
    assert len(made) > 16
    assert [one for one in made if ids.without("a.md", one) is not None] == []
    # Nearly all of them without making the page.
    assert len(set(made) - ids_by_source(PAGE)) <= 4, set(made) - ids_by_source(PAGE)
    assert "why-it-matters-what-to-do_1" in ids_by_source(PAGE)


def test_a_place_that_is_not_there_comes_with_those_that_are(tmp_path: Path) -> None:
    """What scripts read, what every page has, what a template names, and a page without a text are never missing."""
    (tmp_path / "main.html").write_text('<p id="of-template">', encoding="utf-8")
    ids = PageIds({"a.md": "## One\n\n## Two\n"}.get, MarkdownDialect(), [tmp_path])
    assert ids.without("a.md", "three") == frozenset(["one", "two"])
    for there in ("", "top", "one", "of-template", "content", "/route", ":~:text=x", "two:~:text=x"):
        assert ids.without("a.md", there) is None
    assert ids.without("b.md", "three") is None


def test_a_dialect_that_cannot_be_had_says_nothing() -> None:
    """An extension that fails is for the build to tell."""
    ids = PageIds({"a.md": "## One\n"}.get, MarkdownDialect(extensions=("no.such.extension",)))
    assert ids.without("a.md", "three") is None
