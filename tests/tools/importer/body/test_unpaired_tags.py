"""Tags that the old site's pages had half of."""

from __future__ import annotations

import pytest

from knowledge_center.markdown_text.parsed_text import parse_text
from knowledge_center.text.markdown_dialect import MARKDOWN, MarkdownDialect
from knowledge_center.tools.importer.body.unpaired_tags import pair_tags
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import messages

SHOWN = MarkdownDialect(settings=MARKDOWN)


@pytest.mark.parametrize(
    ("text", "paired"),
    [
        ("<p>One.\n\nTwo.", "<p>One.</p>\n\nTwo."),
        ("<p>One.\n<p>Two.\n\nThree.", "<p>One.\n</p><p>Two.</p>\n\nThree."),
        ("<li>One\n\nTwo.", "<li>One</li>\n\nTwo."),
        ('<div class="x">\nOne.\n\nTwo.', '<div class="x">\nOne.</div>\n\nTwo.'),
        ('<div class="x">\n\nTwo.', "\nTwo."),
        ("<div>\n<p>One.\n\nTwo.</p>\n\nThree.", "<p>One.\n\nTwo.</p>\n\nThree."),
        ("* An <b>item\n* two", "* An <b>item</b>\n* two"),
        ("> A <em>word\n>\n> two", "> A <em>word</em>\n>\n> two"),
        ("A <code>word\n## Two", "A <code>word</code>\n## Two"),
        ("<div>A <b>word</div>\n\nTwo.", "<div>A <b>word</b></div>\n\nTwo."),
        ('<a name="here">\n\n## Two', '<a name="here"></a>\n\n## Two'),
        ("A <b>word", "A <b>word</b>"),
        ("A word.</div>\n\nTwo.", "A word.\n\nTwo."),
        ("One.\n\n</div>\n\nTwo.", "One.\n\n\nTwo."),
    ],
)
def test_what_is_open_is_closed_and_what_closes_nothing_goes(text: str, paired: str) -> None:
    """Text below is Markdown again, the check finds nothing, and a note tells of each tag."""
    found, notes = pair_tags(SourceText.unedited(text))
    assert found.text == paired
    assert all("never closed" in note or "closed nothing" in note for note in messages(notes))
    assert notes
    assert parse_text(paired, 1).unclosed == ()


@pytest.mark.parametrize(
    "text",
    [
        "<ul>\n<li>One\n<li>Two\n</ul>\n\nThree.",
        "<table><tr><td>One<td>Two</table>\n\nThree.",
        "A word.<p>Two.\n\nThree.",
        'A mark <a name="here"/> here.\n\nTwo.',
        "Headings like <h1> and <h2>.\n\nTwo.",
        "Dear <name>, `<b>` and <br> two.",
        "<ruby>a<rt>b</ruby> c",
    ],
)
def test_what_html_lets_stand_and_words_in_angles_stay(text: str) -> None:
    """No end tag is made up where neither browsers nor Markdown wait for one."""
    assert pair_tags(SourceText.unedited(text)) == (SourceText.unedited(text), [])


@pytest.mark.parametrize(
    "opened", ["<p>One", "<li>One", "<dd>One", "<td>One", "<div>\nOne", "<blockquote>One"]
)
def test_below_an_open_block_markdown_is_read(opened: str) -> None:
    """Python-Markdown would show the marks of everything below it."""
    below = "\n\n## Heading\n\n- item"
    assert "<h2" not in SHOWN.html(opened + below)
    shown = SHOWN.html(pair_tags(SourceText.unedited(opened + below))[0].text)
    assert "<h2" in shown
    assert "<li>item</li>" in shown
