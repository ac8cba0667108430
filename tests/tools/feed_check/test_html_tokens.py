"""HTML as it is written, tag by tag."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.tools.feed_check.html_tokens import read_html


def test_every_tag_is_told_with_its_line() -> None:
    """Start, end, text, references and the rest, in order."""
    html = read_html('<p lang=en>\n<br>a&amp;b</P><!-- c -->\n<img src="x" src="y" alt>')
    assert [(t.kind, t.line, t.name or t.text) for t in html.tokens] == [
        ("start", 1, "p"), ("text", 1, "\n"), ("start", 2, "br"), ("text", 2, "a"), ("entity", 2, "amp"),
        ("text", 2, "b"), ("end", 2, "p"), ("other", 2, "<!-- c -->"), ("text", 2, "\n"), ("start", 3, "img"),
    ]  # fmt: skip
    assert html.tags[0].attributes == {"lang": "en"}
    assert html.tags[-1].attributes["alt"] is None
    assert html.tags[-1].repeated == ("src",)


def test_nothing_is_repaired() -> None:
    """What is not closed stays open: that is what the rules are about."""
    assert [(t.kind, t.name) for t in read_html("<p><div/>").tokens] == [("start", "p"), ("start", "div")]


@given(st.text(alphabet="<>![]-/&;#x\"'= a\n\x00é", max_size=40))
@checked(deadline=None)
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever stands in a content, there is an answer."""
    assert isinstance(read_html(text).tokens, tuple)
