from __future__ import annotations

import markdown
import pytest

from knowledge_center.tools.importer.body.attributes import normalize_attributes
from knowledge_center.tools.importer.source_text import SourceText
from tests.tools.importer.samples import messages


def settled(text: str) -> tuple[str, list[str]]:
    source_text, notes = normalize_attributes(SourceText.unedited(text))
    return source_text.text, messages(notes)


READ = [
    '[a](https://x.example){:target="_blank"}',
    "A paragraph\n{: .lead}",
    "A paragraph with `code`\n{: .lead}",
    "- an item\n{: .lead}",
    "## Heading {#own}",
    "## Heading {: #own .x}",
    "*word*{: .x} and `code`{.y}",
    '![a](b.png){: width="300" .x}',
]


@pytest.mark.parametrize("text", READ)
def test_what_our_markdown_reads_stays(text: str) -> None:
    """It is not reported, and it is not printed on the page."""
    assert settled(text) == (text, [])
    assert "{" not in markdown.markdown(text, extensions=["attr_list"])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("A caption {.small}", "A caption"),
        ("{: .lead}\n## Heading", "## Heading"),
        ("```\ncode\n```\n{: .language-ruby}\n\nb", "```\ncode\n```\n\nb"),
        ("a\n\n{: .alone}\n\nb", "a\n\n\nb"),
        ("| a |\n|---|\n{: .table}\nb", "| a |\n|---|\nb"),
        ("{::nomarkdown}\nx\n{:/}", "x\n"),
        ("{:ref: .wide}\nb", "b"),
        ("word {: .x} goes on", "word  goes on"),
        ("<div>x</div>\n{: .y}\n", "<div>x</div>\n"),
    ],
)
def test_what_our_markdown_would_print_is_left_out_and_reported(text: str, rest: str) -> None:
    """Marks of another dialect are not for readers."""
    found, notes = settled(text)
    assert found.rstrip("\n") == rest.rstrip("\n")
    assert notes and all("were left out" in note for note in notes)


def test_the_name_of_a_heading_moves_to_where_we_read_it() -> None:
    """Links into the article keep their target."""
    assert settled("## Pay\n{: #pay-talk}\n\ntext") == ("## Pay {: #pay-talk}\n\ntext", [])


def test_a_table_of_contents_is_left_out_and_reported() -> None:
    """With the list item that held its place."""
    assert settled("a\n\n* TOC\n{:toc}\n\n## b") == (
        "a\n\n\n## b", ["a table of contents was left out; each page has its own."]
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["use {name} or {a.b} here", "`{: .x}`", "```\n{: .x}\n```", "{{ x }}", "a {} b", "f{x}"]
)
def test_braces_that_are_words_stay(text: str) -> None:
    """Not every brace is kramdown."""
    assert settled(text) == (text, [])
