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
    "words set in between the tags of a quotation": "<blockquote>One\n\n\tTwo words\n\n\tThree</blockquote>\n",
    "an item without words": "- pay\n-\n- hours\n",
    "code of a shortcode": '{{< code file="a.html" >}}\n<h1>Pay</h1>\n{{< /code >}}\n\nAfter\n',
    "HTML as code of an item": "- Pay\n\n      <script>x</script>\n      - [a](b)\n\n- Hours\n",
    "HTML as code of a quotation": "> Pay\n>\n>     <p>[a](b)</p>\n>     <script>x</script>\n",
    "what cannot be a tag": "Fill in <first_name> and <last_name here>.\n",
    "a tag that somebody wrote about": "Below the <title> of it\n\n## Pay\n\n- a\n",
    "Markdown in a cell": "<table>\n<tr><td>Pay</td><td>\n\n- *a*\n- [b](https://a.example)\n\n</td></tr>\n</table>\n",
    "a run of backticks that nothing closes": "Between `` and `1` call `pay(0.6)`.\n",
    "a table right below words": "Pay\nA | B\n--|--\n1 | 2\n",
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
    """A fence in it would begin code; one shown as code stays; a short one may part lists, without its words."""
    text = "One\n\n<!-- old:\n\n```\nx\n``` -->\n\nTwo\n\n<!-- short -->\n\n```html\n<!-- shown\n-->\n```\n"
    written, notes = convert(SourceText.unedited(text), context())
    assert written.text == "One\n\nTwo\n\n<!-- -->\n\n```html\n<!-- shown\n-->\n```\n"
    assert messages(notes) == [
        f"a comment in HTML was left out: “{words}”." for words in ("old: ``` x ```", "short")
    ]


def test_a_lost_picture_is_named_with_its_description() -> None:
    """Also where quotation marks in it end it for a browser."""
    text = '<img src="/a.png" alt="A page called "What does it mean?" with more" />'
    _, notes = convert(SourceText.unedited(text), context())
    assert '(“A page called "What does it mean?" with more”)' in messages(notes)[0]


NOTE = '<div class="admonition {}" markdown="1">\n<p class="admonition-title">{}</p>\n\n{}\n\n</div>'
FOLD = '<details markdown="1">\n<summary>More</summary>\n\nWords\n\n</details>'
QUOTE = '<blockquote markdown="1">\n\nWords\n\n{}</blockquote>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":::tip[Ask *first*]\n\nWords\n\n:::", NOTE.format("tip", "Ask *first*", "Words")),
        ("::: warning\nWords\n:::", NOTE.format("warning", "Warning", "Words")),
        (":::{note} Ask\nWords\n:::", NOTE.format("note", "Ask", "Words")),
        ("```{tip}\nWords\n```", NOTE.format("tip", "Tip", "Words")),
        ("::: {.callout-note}\nWords\n:::", NOTE.format("note", "Note", "Words")),
        ("::: details More\nWords\n:::", FOLD),
        ("> [!NOTE]\n> Words", "> **Note**  \n> Words"),
        ("{{< notice warning >}}\nWords\n{{< /notice >}}", NOTE.format("warning", "Warning", "Words")),
        ('{{% alert title="Ask" color="info" %}}\nWords\n{{% /alert %}}', NOTE.format("info", "Ask", "Words")),
        ('{{< details "More" >}}\nWords\n{{< /details >}}', FOLD),
        ('{{< quote author="Jo" source="Pay" >}}Words{{< /quote >}}', QUOTE.format("— Jo, Pay\n\n")),
        (
            "{% blockquote Jo, Pay https://e.example.com Page %}\nWords\n{% endblockquote %}",
            QUOTE.format("— Jo, Pay [Page](https://e.example.com)\n\n"),
        ),
        ('{{< tab "Mac" >}}\nWords\n{{< /tab >}}', "**Mac**\n\nWords"),
        ('Go {{< button href="https://e.example.com" >}}on{{< /button >}}', "Go [on](https://e.example.com)"),
        ('{% include b.html text="Go" url="https://e.example.com" %}', '<a href="https://e.example.com">Go</a>'),
        ("{% link Go https://e.example.com true %}", "[Go](https://e.example.com)"),
        ("{::comment}\nnot for readers\n{:/comment}\n\nWords", "Words"),
        ("Pay <!-- not for readers --> day", "Pay  day"),
        ("|---\n| A | B\n|:-|:-:\n| 1 | 2\n|===\n| 3 | 4", "| A | B\n|---|---|\n| 1 | 2\n| 3 | 4"),
        ("|---\n| A | B\n|:-|:-:\n| 1 \\| 2 | `3|4`", "| A | B\n|---|---|\n| 1 \\| 2 | `3|4`"),
        ("| 1 | 2 |\n| 3 | 4 |", "|   |   |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"),
        ("| A | B |\n|---|---|\n| `a \\| b` | c |", "| A | B |\n|---|---|\n| `a | b` | c |"),
        ("As $$a_1 * b_2 * c$$ and\n\n$$\nx\n$$", "As `a_1 * b_2 * c` and\n\n```latex\nx\n```"),
        ("See https://e.example.com/a_(b), or :tada:.", "See <https://e.example.com/a_(b)>, or 🎉."),
        ("`:tada:` [https://e.example.com](https://e.example.com)", None),
        (
            '<table>\n<tr><td markdown="1">*a*</td></tr>\n</table>',
            '<table markdown="1">\n<tr markdown="1"><td markdown="1">*a*</td></tr>\n</table>',
        ),
        ("One\\\ntwo", "One  \ntwo"),
        ("[a](https://e.example.com (Pay))", '[a](https://e.example.com "Pay")'),
    ],
)  # fmt: skip
def test_marks_of_other_dialects_are_what_they_meant(text: str, expected: str | None) -> None:
    """Readers of the old site saw a note, a quotation, a table; they see one here. None: as it was."""
    assert convert(SourceText.unedited(text), context())[0].text == f"{expected or text}\n"
