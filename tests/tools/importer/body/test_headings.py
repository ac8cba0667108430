from __future__ import annotations

import lxml.html
import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.body.headings import headings, normalize_headings, separate_headings
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import messages


def settled(text: str, title: str = "A fair offer") -> tuple[str, list[str]]:
    source_text, notes = normalize_headings(separate_headings(SourceText.unedited(text))[0], title)
    return source_text.text, messages(notes)


@pytest.mark.parametrize(
    "heading", ["# A fair offer", "# A *fair* offer #", "A fair offer\n============", "#  A Fair Offer!"]
)
def test_the_title_is_not_said_twice(heading: str) -> None:
    """It stands in the front matter; the heading goes without a word."""
    found, notes = settled(f"\n{heading}\n\nText\n\n## Next")
    assert (found.strip(), notes) == ("Text\n\n## Next", [])


def test_other_headings_of_the_first_level_push_all_down() -> None:
    """Each keeps its place below the others; the sixth level has none below it."""
    text = '# One\n\nTwo\n---\n\n### Three ###\n\n###### Six\n\n> # Quoted\n\n<h1 id="x">Raw</h1>\n'
    found, notes = settled(text)
    assert found == '## One\n\n### Two\n\n#### Three\n\n###### Six\n\n> ## Quoted\n\n<h2 id="x">Raw</h2>\n'
    assert notes == ["a heading “One” of the first level stands in the text; all headings went down by one."]


def test_a_raw_heading_alone_pushes_down_too() -> None:
    """However it is written, a page has one first heading."""
    assert settled("<h1>Raw</h1>\n\n## Two")[0] == "<h2>Raw</h2>\n\n### Two"


def test_a_title_further_down_is_a_heading() -> None:
    """Only what opens the text repeats the title."""
    assert settled("Text\n\n# A fair offer")[0] == "Text\n\n## A fair offer"


@pytest.mark.parametrize(
    "text", ["## Two\n\n### Three", "Two\n---", "Text\n\n---\n\nMore", "| a |\n|---|", "- a\n---"]
)
def test_without_a_first_level_nothing_moves(text: str) -> None:
    """Most articles stay as they are; a rule is no heading."""
    assert settled(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("##Glued", "## Glued"),
        ("#hashtag", "\\#hashtag"),
        ("#1 of 3", "\\#1 of 3"),
        ("  ## Set in", "## Set in"),
        ("a write about <h2> tags", "a write about &lt;h2> tags"),
        ("```\n##x\n```", "```\n##x\n```"),
        ("<pre>\n#4. x\n\n# y\n</pre>", "<pre>\n#4. x\n\n# y\n</pre>"),
    ],
)
def test_headings_are_written_so_that_ours_sees_the_same_ones(text: str, meant: str) -> None:
    """Our Markdown takes every # at a line's beginning for one."""
    assert settled(text)[0] == meant


@given(
    st.lists(
        st.sampled_from(
            [
                "# a",
                "## b",
                "a\n===",
                "b\n---",
                "#c",
                "###### d",
                "text",
                "> # q",
                "```\n# x\n```",
                " # e",
                "<h1>r</h1>",
            ]
        ),
        max_size=6,
    )
)
def test_no_heading_of_the_first_level_is_left(blocks: list[str]) -> None:
    """As Python-Markdown, which renders the page, sees it."""
    found, _ = settled("\n\n".join(blocks), "nothing")
    html = markdown.markdown(found, extensions=["fenced_code"])
    assert not list(lxml.html.fromstring(f"<div>{html}</div>").iter("h1"))


def test_headings_know_their_level_and_words() -> None:
    """Links to places in the article are made from them."""
    found = headings("# A #\n\n> ## B\n\nC\n-\n\n    # code\n")
    assert [(one.level, one.words) for one in found] == [(1, "A"), (2, "B"), (2, "C")]
