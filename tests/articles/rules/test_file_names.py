"""What an article's file may be called."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.model import RESERVED_NAMES
from knowledge_center.articles.rules.file_names import rule
from knowledge_center.problems import Problem
from knowledge_center.text.slugs import NAME


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
