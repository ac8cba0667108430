"""What CommonMark and kramdown read otherwise than Python-Markdown comes out of the conversion as it was."""

from __future__ import annotations

import pytest

from knowledge_center.tools.importer.body.conversion import convert
from knowledge_center.tools.importer.proof import rendered_as_commonmark, rendered_here
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import context, messages

KINDS = {
    "a fence closed by a longer mark": "```sh\npay\n`````\n\n## After\n\nWords\n",
    "Markdown in HTML": '<details>\n<summary>More</summary>\n\n- *pay*\n- [a](https://a.example)\n\n</details>\n',
    "Markdown in HTML in HTML": "<div class='a'>\n<div>\n\n## One\n\n```sh\npay\n```\n\n</div>\n</div>\n",
    "a label with code in it": "[`pay()`][] and [hours][`h`]\n\n[`pay()`]: https://a.example\n[`h`]: https://b.example\n",
    "a label with an escape in it": "Ask [snake\\_case][].\n\n[snake\\_case]: https://a.example\n",
    "an escaped bracket": "The \\<label> of A \\& B, \\\"so\\\".\n",
    "an item without words": "- pay\n-\n- hours\n",
    "code of a shortcode": '{{< code file="a.html" >}}\n<h1>Pay</h1>\n{{< /code >}}\n\nAfter\n',
}  # fmt: skip


@pytest.mark.parametrize("text", KINDS.values(), ids=list(KINDS))
def test_nothing_is_lost(text: str) -> None:
    """The same words, links, items, headings and code; an empty item is nothing."""
    written, _ = convert(SourceText.unedited(text), context())
    was, became = rendered_as_commonmark(text), rendered_here(written.text)
    assert was.words - became.words == {}
    less = was.parts - became.parts
    assert less == ({"list items": 1} if "\n-\n" in text else {})
    assert became.parts - was.parts == {}


def test_an_escape_that_is_none_here_goes() -> None:
    """Python-Markdown would show the backslash."""
    written, _ = convert(
        SourceText.unedited('The \\<label> of A \\& B, \\"so\\", \\*not\\* `\\<`'), context()
    )
    assert written.text == 'The &lt;label> of A &amp; B, "so", \\*not\\* `\\<`\n'


def test_html_that_holds_html_alone_stays_as_it_is() -> None:
    """Also where it is set in behind an empty line, which Markdown would take for code."""
    for text in ("<div>\n<p>Pay</p>\n\n<p>Hours</p>\n</div>", "<div>\n\n    <p>Pay</p>\n\nHours\n</div>"):
        assert "markdown" not in convert(SourceText.unedited(text), context())[0].text


def test_a_comment_over_several_lines_is_left_out_and_named() -> None:
    """A fence in it would begin code; one that is shown as code, and a short one, stay."""
    text = "One\n\n<!-- old:\n\n```\nx\n``` -->\n\nTwo\n\n<!-- short -->\n\n```html\n<!-- shown\n-->\n```\n"
    written, notes = convert(SourceText.unedited(text), context())
    assert written.text == "One\n\nTwo\n\n<!-- short -->\n\n```html\n<!-- shown\n-->\n```\n"
    assert messages(notes) == ["a comment in HTML was left out: “old: ``` x ```”."]


def test_a_lost_picture_is_named_with_its_description() -> None:
    """Also where quotation marks in it end it for a browser."""
    text = '<img src="/a.png" alt="A page called "What does it mean?" with more" />'
    _, notes = convert(SourceText.unedited(text), context())
    assert '(“A page called "What does it mean?" with more”)' in messages(notes)[0]
