from __future__ import annotations

import pytest

from knowledge_center.tools.importer.body.html_wrappers import HtmlWrappers
from knowledge_center.tools.importer.code_spans import visible_tags
from knowledge_center.tools.importer.source_text import Edit

IMAGE = '<img src="a.png" alt="A">'


def wrappers(text: str) -> HtmlWrappers:
    return HtmlWrappers(text, visible_tags(text))


def test_a_block_of_pictures_and_words_is_opened_to_markdown() -> None:
    """Its tag says so, and the picture begins at the beginning of its line."""
    text = f'<figure class="wide">\n  {IMAGE}\n</figure>\n'
    found, at = wrappers(text), text.index("<img")
    assert not found.is_raw(at)
    assert found.start(at) == text.index("  <img")
    assert found.opened(at) == [
        Edit(0, text.index("\n"), '<figure class="wide" markdown="span">'),
    ]


@pytest.mark.parametrize(
    "text", [f"<table><tr><td>{IMAGE}</td></tr></table>", f"<div><ul>\n{IMAGE}</ul></div>"]
)
def test_any_other_block_stays_html(text: str) -> None:
    """Markdown inside a table or a list would come out as something else."""
    found, at = wrappers(text), text.index("<img")
    assert found.is_raw(at) and found.opened(at) == [] and found.start(at) == at


def test_a_picture_in_a_paragraph_of_markdown_needs_no_opening() -> None:
    """There is no block around it."""
    text = f"Words {IMAGE} and more.\n"
    found, at = wrappers(text), text.index("<img")
    assert not found.is_raw(at) and found.opened(at) == [] and found.start(at) == at
