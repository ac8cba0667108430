from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.anchors import places, resolve_anchors
from knowledge_center.tools.importer.source_text import SourceText

BODY = """\
## What's new in v2.0?

## Pay

### Pay

## Named {#own-name}

<a id="raw"></a> <a name="old"></a>

Setext `code`
---

A paragraph
{: #spot}
"""


def settled(texts: dict[str, str]) -> dict[str, tuple[str, list[str]]]:
    known = {file: places(text) for file, text in texts.items()}
    found = {file: resolve_anchors(file, SourceText.unedited(text), known) for file, text in texts.items()}
    return {file: (one.text, [note.message for note in notes]) for file, (one, notes) in found.items()}


def test_places_are_called_as_our_markdown_calls_them() -> None:
    """Twice the same heading are two places, and names somebody gave count."""
    assert places(BODY)[:7] == [
        "whats-new-in-v20",
        "pay",
        "pay_1",
        "own-name",
        "setext-code",
        "raw",
        "old",
    ]
    assert "spot" in places(BODY)


@given(st.text(alphabet="aB 1.-&'é!?,", min_size=1, max_size=30))
def test_every_heading_is_called_as_python_markdown_calls_it(words: str) -> None:
    """A link that is corrected leads somewhere."""
    text = f"## {words}"
    html = markdown.markdown(text, extensions=["toc", "attr_list"])
    for place in places(text):
        assert f'id="{place}"' in html


def test_a_place_whose_spelling_changed_is_found_again() -> None:
    """The old generator kept the dot in v2.0 as a hyphen."""
    text, notes = (
        settled({"a.md": "See [new](#what-s-new-in-v2-0), [pay](#pay).\n\n" + BODY})["a.md"][0],
        None,
    )
    assert "[new](#whats-new-in-v20), [pay](#pay)" in text and notes is None


def test_a_place_in_another_article_is_looked_up_there() -> None:
    """Also over folders."""
    found = settled({"2019/a.md": "[x](../2018/b.md#Own_Name)", "2018/b.md": BODY})
    assert found["2019/a.md"] == ("[x](../2018/b.md#own-name)", [])


def test_a_place_that_is_nowhere_leaves_the_link_to_the_article() -> None:
    """A strict build refuses links into the void."""
    text, notes = settled({"a.md": "[x](b.md#gone)", "b.md": BODY})["a.md"]
    assert text == "[x](b.md)"
    assert notes == ["there is no place #gone in b.md; the link leads to its beginning."]


def test_a_link_to_a_place_missing_in_the_article_itself_leaves_its_words() -> None:
    """It led nowhere on the old site, and here it would stop the build."""
    text, notes = settled({"a.md": "See [*this* part](#gone){: .go} and [that](#pay).\n\n## Pay\n"})["a.md"]
    assert text == "See *this* part and [that](#pay).\n\n## Pay\n"
    assert notes == ["there is no place #gone in this article, though a link led to it; its words stay."]


@pytest.mark.parametrize(
    "text",
    ["[x](https://e.example/#a)", "[x](/y/#a)", "[x](c.md#a)", "[x](#fn:1)", "![x](a.png#b)", "[x](#)"],
)
def test_places_nobody_here_knows_are_left_alone(text: str) -> None:
    """Other sites, files that are not among these, footnotes."""
    assert settled({"a.md": text})["a.md"] == (text, [])
