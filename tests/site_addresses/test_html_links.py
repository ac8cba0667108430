"""What is an address in HTML, and what only looks like one."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.site_addresses.html_links import HtmlReader

LD = '<script type="application/ld+json">{"url": "https://example.com/a", "@id": "https://example.com/b"}</script>'


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<A HREF=a>x</A>", ["a"]),
        ("<a href='a b'>x</a>", ["a b"]),
        ('<a title="<a href=b>" href="a?b=1&amp;c=2">x</a>', ["a?b=1&c=2"]),
        ('<a\n  class="x"\n  href="a"\n>x</a>', ["a"]),
        ("<code>&lt;a href='a'&gt;</code>", []),
        ("<!-- <a href='a'> --><a href='b'>", ["b"]),
        ("<textarea><a href='a'></textarea><a href='b'>", ["b"]),
        ("<title><a href='a'></title><a href='b'>", ["b"]),
        ("<script>'<a href=a>'</script><style>/* <a href=a> */</style><a href='b'>", ["b"]),
        ("<img srcset='a.png 1x,b.png 2x, c,d.png 3x'>", ["a.png", "b.png", "c,d.png"]),
        ("<link rel='DNS-Prefetch' href='//a'><link rel='next' href='b'>", ["b"]),
        ("<meta http-equiv='Refresh' content=\"3; url='a'\">", ["a"]),
        ("<meta http-equiv='refresh' content='30'>", []),
        ("<meta name='description' content='https://example.com/'>", []),
        ("<meta name='twitter:image' content='https://example.com/a.png'>", ["https://example.com/a.png"]),
        (LD, ["https://example.com/a"]),
        (f"<!-- {LD} -->", []),
        (f"<!-- {LD.replace('/a', '/c')} -->{LD}", ["https://example.com/a"]),
        ("<svg><use xlink:href='a.svg#b'/></svg>", ["a.svg#b"]),
        ("<object data='a.pdf'></object><button formaction='b'></button>", ["a.pdf", "b"]),
    ],
)
def test_an_address_is_what_a_browser_takes_for_one(html: str, found: list[str]) -> None:
    """However it is quoted and wherever words are shown, hidden or run."""
    assert sorted(HtmlReader().read(html.encode()).links) == sorted(found)


PIECES = st.sampled_from([
    "<a href=", "x", " ", "'", '"', ">", "</a>", "<!--", "-->", "<p id=p>", "<b id='q' name='r'>", "<a name=s>", "\n",
    "<script>", "</script>", "<style>", "</style>", "<img src='t'>", "&lt;", "&#39;", "<", "/", "=",
])  # fmt: skip


@given(st.lists(PIECES, max_size=14))
def test_the_tokenizer_sees_what_the_tree_has(pieces: list[str]) -> None:
    """No tree is built, and nothing is found or missed that a tree would not have."""
    html = f"<body><i></i>{''.join(pieces)}"
    root = lxml.html.document_fromstring(html)
    page = HtmlReader().read(html.encode())
    assert set(page.links) == {*root.xpath("//@href"), *root.xpath("//*[not(self::a)]/@src")}
    assert page.ids == {*root.xpath("//@id"), *root.xpath("//a/@name")}
