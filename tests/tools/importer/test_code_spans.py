from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.code_spans import FILLER, fences, hide, visible_tags, without_code


def seen(text: str) -> str:
    return without_code(text).replace(FILLER, "")


@pytest.mark.parametrize(
    "text",
    [
        "```\nCODE\n```",
        "~~~ ruby\nCODE\n~~~~",
        "> ```\n> CODE\n> ```",
        "- item\n\n    ```\n    CODE\n    ```",
        "````\n```\nCODE\n````",
        "a `CODE` b",
        "a ``CO`DE`` b",
        "text\n\n    CODE\n\ntext",
        "text\n\n\tCODE",
        "<pre>\nCODE\n\nCODE</pre>",
        "x <code>CODE</code> y",
        "    CODE at the top",
        "```\nnever closed CODE",
        "a `over\nCODE lines` b",
        "- item\n\n      CODE\n      - CODE",
        "1. item\n\n   - item\n\n         CODE",
        "## Heading\n\tCODE",
        "> words\n>\n>     CODE",
        "> - item\n>\n>       CODE",
        "    <div>CODE\n    <p>CODE",
        "[^1]: note\n\n        CODE of the note",
    ],
)
def test_code_is_not_seen(text: str) -> None:
    """Whatever stands in code is shown to readers, so no step may carry it out."""
    assert "CODE" not in seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "a ` lonely\n\nPROSE ` b",
        "- item\n\n    PROSE of the item",
        "<figure>\n\tPROSE\n</figure>",
        "<div>\n\n    PROSE\n</div>",
        "``` not a `fence` PROSE",
        "word\n    PROSE goes on",
        "\\`PROSE`",
        "- item\nof two lines\n\n    PROSE of it",
        "1. item\n\n        more\n\n   PROSE",
        "[^1]: note\n\n    PROSE of the note",
        "> words\n    PROSE goes on",
        "    <div>\n\nPROSE\n\n    </div>",
        "- item\n\n    PROSE\n    PROSE",
    ],
)
def test_prose_that_only_looks_like_code_is_seen(text: str) -> None:
    """A tag in a list item or in a figure is a tag."""
    assert "PROSE" in seen(text)


@given(st.text(alphabet="`~ab \n\t>-<pre/code>\\", max_size=80))
def test_hiding_code_moves_nothing(text: str) -> None:
    """Places found in the hidden text are places in the text."""
    hidden = without_code(text)
    assert len(hidden) == len(text)
    assert [at for at, one in enumerate(hidden) if one == "\n"] == [
        at for at, one in enumerate(text) if one == "\n"
    ]
    assert all(one in (FILLER, text[at]) for at, one in enumerate(hidden))


def test_spans_that_overlap_are_hidden_once() -> None:
    """Order and overlap do not matter."""
    assert hide("abcdef", [(2, 4), (0, 3)]) == FILLER * 4 + "ef"


def test_a_fence_knows_its_parts() -> None:
    """Its language can be changed in place, and one that never closed is known."""
    text = "a\n> ```go {x}\n> code\n> ```\n\n~~~\nopen"
    first, last = fences(text)
    assert (first.info, first.head, text[first.info_start :][:2], first.closed) == (
        "go {x}",
        "> ",
        "go",
        True,
    )
    assert (last.mark, last.closed, last.end) == ("~~~", False, len(text))


def test_tags_are_read_whole_though_backticks_stand_in_them() -> None:
    """A picture of code may say so in its description."""
    (tag,) = visible_tags('<img src="a.png" alt="the `ls` command">')
    assert tag.get("alt") == "the `ls` command"


def test_an_escaped_tag_is_none() -> None:
    """Somebody who writes about tags puts a backslash in front."""
    assert visible_tags("type \\<video> here") == []
