"""The text of an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editors import problems_of, refused
from tests.samples import article_text


def test_an_article_without_text(tmp_path: Path) -> None:
    """Fields without a text below them are no article; the line is one of the file."""
    refused(tmp_path, article_text(body=""), line=7, says="has no text below its fields", pasted=False)
    text = article_text(body="").rstrip("\n")
    problem = refused(tmp_path / "b", text, line=7, says="has no text", pasted=False)
    assert problem.fix == "Write it, or set draft: true"


@pytest.mark.parametrize(
    ("body", "line", "fix"),
    [
        ("Text.\n\n# A heading #\n", 11, "## A heading"),
        ("# Why you wait\n\nText.\n", 9, "Delete the line: the title says it already."),
        ("Text.\n\n#1 mistake\n", 11, "\\#1 mistake"),
        ("Text.\n# With `code`\n", 10, "## With `code`"),
        ("> # Quoted\n", 9, "## Quoted"),
        ("!!! note\n\n    # Inside\n", 11, "## Inside"),
        ("Text.\n\nA heading\n===\n", 11, "Write it as one line: ## A heading"),
        ("<h1>A heading</h1>\n\nText.\n", 9, "Write it as ## and the words of the heading."),
    ],
)
def test_a_second_title_in_the_text(tmp_path: Path, body: str, line: int, fix: str) -> None:
    """A page has one title; a heading of its level in the text is found however it is written."""
    pasted = fix.startswith(("##", "\\"))
    refused(
        tmp_path,
        article_text(body=body),
        line=line,
        says="heading of the first level",
        fix=fix,
        pasted=pasted,
    )


@pytest.mark.parametrize(
    "body", ["## Fine\n", "```\n# code\n```\n", "    # code\n", "<pre>\n# not Markdown\n</pre>\n", "\\# x\n",
             "Text.\n\nmore\nlines\n===\n", "=== \"Tab\"\n\n    Text.\n", " # x\n", "a # b\n"]
)  # fmt: skip
def test_what_is_no_heading_of_the_first_level(tmp_path: Path, body: str) -> None:
    """Code, lower headings and number signs inside a line are no second title."""
    assert problems_of(tmp_path, {"a.md": article_text(body=body)}) == ()


def test_a_control_character_in_the_text(tmp_path: Path) -> None:
    """What a word processor left behind is found on its line; the fix is the line without it, no words run together."""
    refused(
        tmp_path,
        article_text(body="One.\n\nTwo\x0bthree.\n"),
        line=11,
        says="invisible control",
        fix="Two three.",
    )
