"""Problems as an editor meets them: checked by their words and their line, and mended by pasting their fix."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.articles_reader import Articles, read_articles
from knowledge_center.problems import Problem
from tests.samples import NOW, make_docs, settings

FOLDER = "docs/articles/posts/2026"
# What nobody who writes about job interviews should ever have to read.
_PYTHON = re.compile(
    r"Traceback|<class|<function|NoneType|None\b|[A-Za-z]+Error\b|\b[Yy]aml\b|\bYAML\b|\bstr'|\bdict\b|\btuple\b"
    r"|\bint\(|Opaque|object at|\\x[0-9a-f]|\\u[0-9a-f]|datetime|utf8|Errno|\[\^(?!\w+\])|\{36\}|codec"
)


def problems_of(root: Path, articles: dict[str, str | bytes], *, now: datetime = NOW) -> tuple[Problem, ...]:
    """What is wrong with a docs folder that holds these articles, advice too."""
    return read_docs(root, articles, now=now).problems


def read_docs(root: Path, articles: dict[str, str | bytes], *, now: datetime = NOW) -> Articles:
    """Everything that is read from a docs folder that holds these articles."""
    make_docs(root, articles)
    return read_articles(root, settings(), now)


def messages_at(root: Path, articles: dict[str, str | bytes]) -> list[tuple[str, str]]:
    """Where each problem is, below docs, and its message."""
    return [(problem.where.removeprefix("docs/"), problem.message) for problem in problems_of(root, articles)]


def assert_plain(problem: Problem) -> None:
    """The problem is said in words for people, ends as a sentence does, and offers something to do."""
    for words in (problem.message, problem.fix):
        assert not _PYTHON.search(words), words
    assert problem.message.endswith((".", "?")), problem.message
    assert problem.fix.strip(), problem


def refused(
    root: Path,
    text: str,
    *,
    line: int,
    says: str,
    fix: str | None = None,
    pasted: bool = True,
    name: str = "an-article.md",
    beside: dict[str, str | bytes] | None = None,
) -> Problem:
    """The one problem of this article, on exactly this line, saying at least this.

    Where it is ``pasted``, the fix in the place of the line leaves no problem at all.
    """
    others = beside or {}
    problems = problems_of(root, {name: text, **others})
    assert len(problems) == 1, problems
    problem = problems[0]
    assert not problem.advice
    assert problem.where == (f"{FOLDER}/{name}:{line}" if line else f"{FOLDER}/{name}")
    assert line <= len(text.split("\n"))
    assert says in problem.message, problem.message
    assert fix is None or problem.fix == fix
    assert_plain(problem)
    if pasted:
        mended = paste(text, problem)
        assert problems_of(root, {name: mended, **others}) == (), mended
    return problem


def paste(text: str, problem: Problem) -> str:
    """The text with the problem's edits, or where there are none its fix in the place of its line."""
    lines = text.split("\n")
    if problem.edits:
        for edit in reversed(problem.edits):
            lines[edit.first - 1 : edit.last] = edit.lines
        return "\n".join(lines)
    at = problem.line - 1
    keep = [lines[at]] if lines[at] == "---" else []
    return "\n".join([*lines[:at], *keep, problem.fix, *lines[at + 1 :]])
