from __future__ import annotations

import pytest

from knowledge_center.tools.importer.body.figures import drop_empty
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import messages


@pytest.mark.parametrize(
    "figure",
    [
        "<figure>\n\n<figcaption>By <b>Jo</b></figcaption>\n</figure>",
        "<figure><p> </p><figcaption>By Jo</figcaption></figure>",
        "<figure><figcaption>By</figcaption> <figcaption>Jo</figcaption></figure>",
    ],
)
def test_a_caption_without_a_picture_is_left_out_and_reported(figure: str) -> None:
    """Readers would look for the picture."""
    source_text, notes = drop_empty(SourceText.unedited(f"a\n\n{figure}\n\nb"))
    assert source_text.text == "a\n\n\nb"
    assert messages(notes) == ["the caption “By Jo” of a picture that is not there was left out."]
    assert notes[0].line == 3


def test_a_figure_without_anything_goes_without_a_word() -> None:
    """The picture's own note said enough."""
    assert drop_empty(SourceText.unedited("<figure>\n</figure>\nb")) == (SourceText("b", (3,)), [])


def test_an_empty_paragraph_goes_without_a_word() -> None:
    """A lost picture stood in it; a place that links lead to stays."""
    assert drop_empty(SourceText.unedited("a\n\n<p class='x'> </p>\n\nb"))[0].text == "a\n\n\nb"
    for text in ("<p id='x'></p>", "<p><a name='x'></a></p>", "<p>b</p>", "<div></div>"):
        assert drop_empty(SourceText.unedited(text))[0].text == text


@pytest.mark.parametrize(
    "inner",
    [
        "![A](a.png)",
        '<img src="a.png" alt="A">',
        '<a href="/x">A map</a>',
        "<table></table>",
        "<pre>x</pre>",
        "words",
        "<figcaption>By Jo</figcaption> words",
        "<svg></svg>",
    ],
)
def test_a_figure_that_shows_something_stays(inner: str) -> None:
    """A table, a quotation or a link is content."""
    text = f"<figure>{inner}<figcaption>By Jo</figcaption></figure>"
    assert drop_empty(SourceText.unedited(text)) == (SourceText.unedited(text), [])
