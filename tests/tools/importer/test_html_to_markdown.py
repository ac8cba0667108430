from __future__ import annotations

import html

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.text.markdown_dialect import MarkdownDialect
from knowledge_center.tools.importer.html_to_markdown import html_to_markdown

MARKS = "*_`~#>[](){}|+=!?:.;1 aB\\&^-\n"


@given(st.text(st.sampled_from(MARKS), min_size=1, max_size=12), st.sampled_from(["p", "li", "td", "strong"]))
def test_what_people_typed_is_what_readers_see(text: str, around: str) -> None:
    """No character is taken for a mark of Markdown, wherever it stands."""
    wrapped = {"li": "<ul><li>{}</li></ul>", "td": "<table><tr><th>x</th></tr><tr><td>{}</td></tr></table>"}
    written = html_to_markdown(
        wrapped.get(around, f"<p>y</p><{around}>{{}}</{around}>").replace("{}", html.escape(text))
    )
    shown = MarkdownDialect().html(written)
    page = lxml.html.fromstring(f"<div>{shown}</div>")
    found = "".join(page.itertext()).replace("\u2026", "...").split()
    words = "".join(found[0 if around == "li" else 1 :])
    # Hyphens in a row become dashes.
    plain = str.maketrans(dict.fromkeys("-\u2013\u2014"))
    assert words.translate(plain) == "".join(text.split()).translate(plain), written


@pytest.mark.parametrize(
    ("given_", "written"),
    [
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td rowspan=2><p>1</p><p>2</p></td><td>x</td></tr>"
            "<tr><td><ul><li>y</li></ul></td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1 <br> 2 | x |\n|  | - y |\n",
        ),
        (
            "<table><caption>Pay</caption><thead><tr><th>A</th></tr></thead><tfoot><tr><td>Sum</td></tr></tfoot>"
            "<tbody><tr><th>1</th></tr></tbody><tbody><tr><td>2</td></tr></tbody></table>",
            "Pay\n\n| A |\n| --- |\n| 1 |\n| 2 |\n| Sum |\n",
        ),
        (
            "<p><code>a<br>&lt;!-- b --&gt;</code></p><pre><code>a<br>b</code></pre>",
            "`a <!-- b -->`\n\n```\na\nb\n```\n",
        ),
        ("<dl><dt>53. Pay</dt><dd>1. Hours</dd></dl>", "53\\. Pay\n:   1\\. Hours\n"),
        ("<p>x<sup>2</sup>, H<sub>2</sub>O</p>", "x<sup>2</sup>, H<sub>2</sub>O\n"),
        (
            '<p>See<footnote-ref name="1"></footnote-ref></p><footnote-text name="1"><p>a</p><p>b</p></footnote-text>',
            "See[^1]\n\n[^1]: a\n    \n    b\n",
        ),
    ],
)
def test_tables_raised_characters_and_footnotes(given_: str, written: str) -> None:
    """A cell over two rows leaves an empty one, paragraphs in a cell are lines."""
    assert html_to_markdown(given_) == written


@pytest.mark.parametrize(
    ("given_", "written"),
    [
        ('<h2 id="a">Pay</h2><a href="#a">x</a>', "## Pay {#a}\n\n[x](#a)\n"),
        ('<section id="a"><h2>Pay</h2></section><a href="#a">x</a>', "## Pay {#a}\n\n[x](#a)\n"),
        ('<p id="a">Pay</p><h2 id="b">Hours</h2><a href="#a">x</a>', '<a id="a"></a>Pay\n\n## Hours\n\n[x](#a)\n'),
        ('<p><a name="a"></a>Pay <a href="#a">x</a></p>', '<a id="a"></a>Pay [x](#a)\n'),
        ('<pre id="a">1</pre><a href="#a">x</a>', '<a id="a"></a>\n\n```\n1\n```\n\n[x](#a)\n'),
        ('<p id=\'"><script>\'>Pay <a href="#%22%3E%3Cscript%3E">x</a></p>', "Pay [x](#%22%3E%3Cscript%3E)\n"),
    ],
)  # fmt: skip
def test_a_place_that_a_link_leads_to_keeps_its_name(given_: str, written: str) -> None:
    """Of a heading as its own, elsewhere as a mark; a name that Markdown has no sign for is none."""
    assert html_to_markdown(given_) == written


def test_what_browsers_draw_or_run_is_no_text() -> None:
    """A script stays a tag, which the conversion leaves out and names; a smiley is the character it stands for."""
    given = '<p>Pay<script src="/a.js">run()</script><style>p{}</style> <img class="emoji" alt="🙂" src="/s.png"></p>'
    assert html_to_markdown(given) == 'Pay<script src="/a.js"></script><style></style> 🙂\n'
    assert html_to_markdown("<center>Pay</center><center>Hours</center>") == "Pay\n\nHours\n"
