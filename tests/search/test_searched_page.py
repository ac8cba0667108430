"""What the search has of a finished page."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from knowledge_center.search.searched_page import SearchedPage, searched_page

PAGE = """<html><head><title>Head</title><meta name="description" content="In short"></head><body><nav>Menu</nav>
<article data-pagefind-body><p data-pagefind-ignore><a data-pagefind-meta="topic">Pay</a></p>
<h1 data-pagefind-meta="title">A  title</h1><data hidden data-pagefind-filter="year[value]" value="2026"></data>
<h2>Part</h2><p>in<b>ter</b>view. More&#10;of it</p><p>End</p>
<p data-pagefind-ignore="all">Share <i data-pagefind-meta="date">now</i></p><script>code</script>tail</article>After
</body></html>"""


def read(html: str) -> SearchedPage:
    found = searched_page(html.encode(), "articles/one/")
    assert found
    return found


def shown(page: SearchedPage) -> Any:
    return json.loads(gzip.decompress(page.shown))


def test_only_what_is_searched_counts() -> None:
    """What stands around an article or is set apart in it has no words; a tag within a word does not part it."""
    page = read(PAGE)
    assert page.words.split() == [
        "2026",
        "a",
        "end",
        "in",
        "interview",
        "it",
        "more",
        "of",
        "part",
        "short",
        "tail",
        "title",
    ]
    assert page.filters == {"year": ("2026",)}
    assert shown(page) == {
        "url": "articles/one/", "meta": {"title": "A title", "topic": "Pay"},
        "text": "Part\ninterview. More of it\nEnd\ntail",
    }  # fmt: skip
    assert searched_page(b"<article>None</article>", "") is None


def test_a_title_counts_more_than_a_text_and_often_more_than_once() -> None:
    """Also beside a site's own weight; and a word of a short text more than one of a long one."""
    page = read(
        "<article data-pagefind-body><h1>title</h1><h2>part</h2><p>text twice twice "
        "<span data-pagefind-weight='5'>o<b>w</b></span>n <span data-pagefind-weight='much'>odd</span></p></article>"
    )
    level = dict(zip(page.words.split(), page.levels, strict=True))
    assert level["title"] > level["own"] > level["part"] > level["twice"] > level["text"] == level["odd"]
    longer = read(f"<article data-pagefind-body>text {'other ' * 2000}</article>")
    assert dict(zip(longer.words.split(), longer.levels, strict=True))["text"] < level["text"]


def test_boxes_around_a_text_do_not_make_it_longer() -> None:
    """Between two lines stands one place, however many elements begin and end there."""
    plain = read("<article data-pagefind-body><p>one</p><p>two</p></article>")
    boxed = read(
        "<article data-pagefind-body><div><div><p>one</p></div></div><div><p>two</p></div></article>"
    )
    assert (boxed.places, boxed.levels) == (plain.places, plain.levels)


@pytest.mark.parametrize(
    "heading", ["<h1>Own <i>name</i></h1>", "<h1 data-pagefind-meta='title'>Own name</h1>"]
)
def test_a_page_is_called_by_its_first_heading(heading: str) -> None:
    """If nothing else says how."""
    assert (
        shown(read(f"<article data-pagefind-body>{heading}<h1>Next</h1></article>"))["meta"]["title"]
        == "Own name"
    )
