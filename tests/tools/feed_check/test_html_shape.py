"""How HTML inside a feed is written."""

from __future__ import annotations

import pytest

from knowledge_center.tools.feed_check import html_shape
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.html_tokens import read_html
from tests.samples import NOW, ROOT
from tests.tools.feed_check.samples import SETTINGS

SITE = Site(folder=ROOT, settings=SETTINGS, now=NOW)


def messages(html: str) -> list[str]:
    """What the rules of this set say, line first."""
    found = html_shape.rule.problems("x", read_html(html), SITE)
    return [
        f"{problem.line}: {problem.message.removeprefix('In the content: ').partition(' [')[0]}"
        for problem in found
    ]


@pytest.mark.parametrize(
    "html",
    [
        "", "text", "<p>a<br>b<br/>c<img></p>", "<P>a</p>", "<p>a</p><ul><li>b<p>c</p></li></ul>",
        "<pre><code>if a &lt; b &amp;&amp; c:\n</code></pre>", "&nbsp;&#160;&#xa0; a & b &c",
        "<blockquote><p>a</p></blockquote>", "<a>b</a><a>c</a>", "<p>&lt;p&gt; is a tag</p>",
    ],
)  # fmt: skip
def test_what_is_well_written_is_no_problem(html: str) -> None:
    """Void elements, either case, an ampersand between words."""
    assert messages(html) == []


def test_the_tag_that_is_open_is_named_where_it_begins() -> None:
    """And what it swallowed is not blamed."""
    assert messages("<div>\n<p>a\n</div>\n<p>b</p>") == ["2: <p> is not closed."]
    assert messages("<p>a</p>\n</p>") == ["2: </p> closes nothing."]
    assert messages("<ul>\n<li>a\n<li>b</ul>") == ["3: <li> is not closed.", "2: <li> is not closed."]


def test_a_paragraph_cannot_hold_a_block() -> None:
    """Not even further down."""
    assert messages("<p><em><div>a</div></em></p>") == ["1: <div> stands inside <p>, which it ends."]
