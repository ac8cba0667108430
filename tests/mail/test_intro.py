from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.mail.intro import read_intro
from tests.digests.samples import HOSTILE

PAGE = "https://knowledge.example.com/digests/weekly/2026-W46/"
PIECES = [
    "<b>", "</div>", "<script>", "</script>", "<style>", "<a href='javascript:x'>", "<img src=x onerror=y>",
    "\n\n", "<!--", "-->", "<table><td>", "<svg><a xlink:href=x>", "[x](data:y)", "> ", "- ", "    ",
    "&#106;avascript:", "<textarea>", "<plaintext>", "<p style=x>", "&#1;", "&#xFFFE;", "\ufffe", "[x](&#1;y)",
]  # fmt: skip
ALLOWED = {
    "p", "h2", "h3", "ul", "ol", "li", "blockquote", "pre", "code", "strong", "em", "s", "a", "br", "hr",
    "sup", "sub", "dl", "dt", "dd", "table", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "href", "dir", "start", "role", "class", "width", "cellpadding", "cellspacing", "border", "align", "valign",
    "colspan", "rowspan",
}  # fmt: skip


def test_no_introduction_is_nothing() -> None:
    """Where the editor wrote nothing, or only a note to herself, no empty paragraph stands."""
    assert (read_intro("", PAGE).html, read_intro("\n \n", PAGE).text) == ("", "")
    assert (read_intro("<!-- later -->", PAGE).html, read_intro("<!-- later -->", PAGE).text) == ("", "")


@pytest.mark.parametrize(
    ("markdown", "html", "text"),
    [
        ("# One\n\n## Two", '<h2 dir="auto">One</h2>\n<h2 dir="auto">Two</h2>', "One\n\nTwo"),
        (
            "### One\n\n## Two\n\n### Three",
            '<h2 dir="auto">One</h2>\n<h2 dir="auto">Two</h2>\n<h3 dir="auto">Three</h3>',
            "One\n\nTwo\n\nThree",
        ),
        ("a  \nb\nc", '<p dir="auto">a<br>\nb\nc</p>', "a\nb c"),
        (
            "![A desk](x.png)",
            f'<p dir="auto"><a href="{PAGE}">Picture: A desk</a></p>',
            f"Picture: A desk [1]\n[1] {PAGE}",
        ),
        ("![](x.png)", '<p dir="auto"></p>', ""),
        (
            "[![A desk](x.png)](https://a.example)",
            '<p dir="auto"><a href="https://a.example">Picture: A desk</a></p>',
            None,
        ),
        ("> a\n>\n> b", None, "> a\n>\n> b"),
        ("<ol start=3><li>a<li>b</ol>", None, "3. a\n4. b"),
        ("- a\n\n    b\n\n- c", None, "- a\n  b\n- c"),
        ("***", "<hr>", "* * *"),
        ("```\nx < y\n```", "<pre><code>x &lt; y\n</code></pre>", "    x < y"),
        ("    x < y", "<pre><code>x &lt; y\n</code></pre>", "    x < y"),
        ("[](https://a.example)", '<p dir="auto"></p>', ""),
        ("[a](https://a.example) [a](https://a.example)", None, "a [1] a [1]\n[1] https://a.example"),
        ("\ufffe[x](data:y)<i>\x01</i>&#2;", '<p dir="auto">x<em></em></p>', "x"),
        ("[x](ftp://a.example) [y](//b.example/y.md)", None, "x y [1]\n[1] https://b.example/y.md"),
        ("a <script>x()</script> b\n\n<style>y</style>", '<p dir="auto">a  b</p>', "a b"),
        ("*a* < b & *c* > d", '<p dir="auto"><em>a</em> &lt; b &amp; <em>c</em> &gt; d</p>', "a < b & c > d"),
        ("[a](https://a.example)\n\n***\n\nb", None, "a [1]\n[1] https://a.example\n\n* * *\n\nb"),
        ("[x](http://[bad)", '<p dir="auto">x</p>', "x"),
        (
            '[x](/y?a=1&b=2 "t")',
            '<p dir="auto"><a href="https://knowledge.example.com/y?a=1&amp;b=2">x</a></p>',
            None,
        ),
    ],
)
def test_markdown_becomes_mail_and_text(markdown: str, html: str | None, text: str | None) -> None:
    """The Markdown an editor uses comes out in both parts."""
    found = read_intro(markdown, PAGE)
    if html is not None:
        assert found.html == html
    if text is not None:
        assert found.text == text


@checked(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(HOSTILE)
        | st.text(max_size=10)
        | st.sampled_from(PIECES),
        max_size=8,
    ).map("".join)
)  # fmt: skip
def test_no_introduction_can_bring_in_anything_else(markdown: str) -> None:
    """Whatever is typed or pasted, only plain elements, safe links and no attributes of its own come out."""
    found = read_intro(markdown, PAGE)
    html = found.html
    assert not set("\x00\x01\x0b\x1b\x7f\x85\ufffe\uffff") & set(html + found.text)
    if html:
        root = lxml.html.fragment_fromstring(html, create_parent="section")
        for element in root.iterdescendants():
            assert element.tag in ALLOWED
            assert set(element.attrib) <= ATTRIBUTES
            assert element.get("href", "https:").partition(":")[0] in ("http", "https", "mailto")
