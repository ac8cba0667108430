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
