from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.mail.intro import read_intro
from knowledge_center.settings.markdown_extensions import dialect
from knowledge_center.settings.reader import Opaque
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
CASES = [
    (
        "| Day | What |\n|:--|--:|\n| Mon | Send |\n| Tuesday | Rest |",
        [
            '<th dir="auto" align="right" valign="top">What</th>',
            '<td dir="auto" align="left" valign="top">Mon</td>',
        ],
        "Day      What\n-------  ----\nMon      Send\nTuesday  Rest",
    ),
    (
        f"| Day | What |\n|--|--|\n| Mon | {'many words ' * 8}|\n| | none |",
        ['class="data"'],
        f"Day: Mon\nWhat: {('many words ' * 6).strip()}\n  many words many words\n\nWhat: none",
    ),
    (
        '!!! tip "Read *this*"\n    A tip.',
        ['<table role="presentation" class="note"', "<strong>Read <em>this</em></strong>"],
        "| Read this\n|\n| A tip.",
    ),
    ('??? note "Lid"\n    Words.', ['class="note"', "<strong>Lid</strong>"], "| Lid\n|\n| Words."),
    ("- [ ] a task\n- [x] done", ["☐ a task", "☑ done"], "- ☐ a task\n- ☑ done"),
    (
        "Words[^1].\n\n[^1]: The note.",
        ["Words<sup>1</sup>.", "<hr>", '<li dir="auto">'],
        "Words¹.\n\n* * *\n\n1. The note.",
    ),
    (
        "Term\n:   What it is",
        ['<dt dir="auto">Term</dt>', '<dd dir="auto">What it is</dd>'],
        "Term\n  What it is",
    ),
    (
        '=== "One"\n\n    first\n\n=== "Two"\n\n    second',
        ["<strong>One</strong>"],
        "One\n\nfirst\n\nTwo\n\nsecond",
    ),
    ("HTML and HTML\n\n*[HTML]: Hypertext", ["HTML (Hypertext) and HTML"], "HTML (Hypertext) and HTML"),
    ("x<sup>2</sup>, H<sub>2</sub>O", ["x<sup>2</sup>, H<sub>2</sub>O"], "x², H₂O"),
    ("A <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> cup", ["A 1/2 cup"], "A 1/2 cup"),
    ('It\'s "here" -- now', ["It’s “here” – now"], "It’s “here” – now"),
    (
        '<iframe src="https://www.youtube.com/embed/abc" title="A film"></iframe>',
        ['<a href="https://www.youtube.com/watch?v=abc">A film</a>'],
        "A film [1]\n[1] https://www.youtube.com/watch?v=abc",
    ),
    ('<video src="a.mp4" title="Our office"></video>', [f'<a href="{PAGE}">Video: Our office</a>'], None),
    ("<form><input name=a></form>", [f'<a href="{PAGE}">Form: on the page of this issue</a>'], None),
    ("[x](https://bücher.example/)", ['href="https://xn--bcher-kva.example/"'], None),
    ("<kbd>Ctrl</kbd> <mark>m</mark> <q>q</q>", ["<code>Ctrl</code> <strong>m</strong> “q”"], "Ctrl m “q”"),
]


@pytest.mark.parametrize(("markdown", "html", "text"), CASES)
def test_what_a_page_shows_has_a_form_in_the_mail(markdown: str, html: list[str], text: str | None) -> None:
    """Tables, notes, footnotes, tasks and the rest come out as such in both parts, or a line names them."""
    found = read_intro(markdown, PAGE)
    for piece in html:
        assert piece in found.html
    assert text is None or found.text == text


def test_the_mail_is_written_in_the_dialect_of_the_site() -> None:
    """What mkdocs.yml names is what an introduction may hold, in the mail as on its page."""
    text = "~~old~~ ==new== :smile: H~2~O"
    assert read_intro(text, PAGE).text == "old ==new== :smile: H~2~O"
    names = (
        "pymdownx.tilde",
        "pymdownx.mark",
        {"pymdownx.emoji": {"emoji_generator": _python("pymdownx.emoji.to_alt")}},
    )
    own = dialect({"markdown_extensions": list(names)}, "publication")
    assert read_intro(text, PAGE, markdown=own).text == "old new 😄 H₂O"
    drawn = dialect({"markdown_extensions": [*names[:2], "pymdownx.emoji"]}, "publication")
    assert read_intro(text, PAGE, markdown=drawn).text == "old new 😄 H₂O"
    note = '!!! tip "x"\n    y'
    assert read_intro(note, PAGE, markdown=dialect({}, "material")).text == '!!! tip "x" y'
    unknown = dialect({"markdown_extensions": ["no_such_module"]}, "publication")
    with pytest.raises(ValueError, match="no_such_module"):
        read_intro("a", PAGE, markdown=unknown)


def _python(name: str) -> Opaque:
    return Opaque(f"tag:yaml.org,2002:python/name:{name}")


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
