"""What an article's file may be called."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.model import RESERVED_NAMES
from knowledge_center.articles.rules.file_names import rule
from knowledge_center.problems import Problem
from knowledge_center.text.slugs import NAME
from tests.editors import refused
from tests.samples import article_text


def check(name: str) -> list[Problem]:
    path = f"docs/articles/posts/2026/{name}.md"
    return list(rule.problems(path, path))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=30))
def test_a_name_is_taken_or_a_better_one_is_offered(name: str) -> None:
    """Whatever a file is called: its name is fine, or the fix is a name that is."""
    problems = check(name)
    if not problems:
        assert NAME.fullmatch(name) and name not in RESERVED_NAMES
        return
    (problem,) = problems
    better = problem.fix.removeprefix("Rename the file to ")
    assert check(better.removesuffix(".md")) == []


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Second.md", "second.md"),
        ("second interview.md", "second-interview.md"),
        ("Vorstellungsgespräch.md", "vorstellungsgesprach.md"),
        ("second_interview.md", "second-interview.md"),
        ("2026.11.md", "2026-11.md"),
        ("面接.md", "article.md"),
    ],
)
def test_a_file_name_that_makes_an_ugly_address(tmp_path: Path, name: str, better: str) -> None:
    """Capitals, blanks and umlauts would stand in the address for ever; the name to take is told."""
    refused(
        tmp_path,
        article_text(),
        line=0,
        says="small letters a-z",
        fix=f"Rename the file to {better}",
        name=name,
        pasted=False,
    )


@pytest.mark.parametrize("name", ["index", "page", "archive", "category", "author", "posts"])
def test_a_reserved_name(tmp_path: Path, name: str) -> None:
    """Below /articles/ some names mean something already."""
    refused(
        tmp_path, article_text(), line=0, says=f"cannot be called “{name}”", name=f"{name}.md", pasted=False,
        fix=f"Rename the file to {name}-article.md",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["a.markdown", "a.MD", "a.mkd"])
def test_a_file_that_is_markdown_by_another_name(tmp_path: Path, name: str) -> None:
    """An article with another ending would never appear; that is said instead of nothing."""
    refused(
        tmp_path,
        article_text(),
        line=0,
        says="is not read as an article",
        name=name,
        fix="Rename the file to a.md",
        pasted=False,
    )
