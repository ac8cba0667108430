"""The part of a page that a search reads."""

from __future__ import annotations

import pytest

from knowledge_center.search.searched_part import searched_part

ARTICLE = b'<article class="story" data-pagefind-body><h1>Title</h1><p>Words <b>of</b> it</p></article>'
AROUND = (
    b'<html><head><title>T</title><meta name="description" content="In short"></head><body><nav>Menu</nav>'
)


def test_what_stands_around_an_article_is_no_part_of_it() -> None:
    """So a page that changes around it is the same for the search, which reads no more of it than that."""
    part = searched_part(
        AROUND + b'<div class="wrap">' + ARTICLE + b"</div><footer>Foot</footer></body></html>"
    )
    assert part == (b'<head><meta name="description" content="In short"></head><body>' + ARTICLE)
    assert searched_part(part) == part
    assert searched_part(AROUND + b"</body></html>") == b""


@pytest.mark.parametrize(
    "page",
    [
        AROUND + b"<h1>Above</h1>" + ARTICLE,
        AROUND + ARTICLE + b"<h1>Below</h1>",
        AROUND + ARTICLE + b"<p data-pagefind-filter='of'>a site's own</p>",
        AROUND + b'<div data-pagefind-ignore="all">' + ARTICLE + b"</div>",
        AROUND + ARTICLE + ARTICLE,
        AROUND + ARTICLE.replace(b"<p>", b"<article>in it</article><p>"),
        AROUND + b"<main data-pagefind-body><article>in it</article>behind</main>",
    ],
    ids=["title before", "title behind", "mark behind", "mark around", "two", "one in it", "no article"],
)
def test_where_more_of_a_page_may_count_it_is_read_whole(page: bytes) -> None:
    """A site's own templates may have marks elsewhere."""
    assert searched_part(page) == page
