"""Notes, filling text, placeholders and damaged letters in an article and in the draft of an issue."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.articles.articles_reader import read_articles
from knowledge_center.content.content_reader import read_content
from knowledge_center.problems import Problem
from tests.samples import NOW, article_text, make_docs, settings


def problems(root: Path, text: str) -> list[Problem]:
    """What is said of an article."""
    make_docs(root, {"a.md": text})
    found = read_articles(root, settings(), NOW).problems
    return [problem for problem in found if problem.rule.startswith("articles.leftovers")]


BODY = """
The first line.

Dear [First Name], this is for %FIRSTNAME% of AndrÃ©'s. TODO: say more.

We=E2=80=99re glad.

Lorem ipsum dolor sit amet.
"""


def test_each_is_named_with_its_line_and_a_way_out(tmp_path: Path) -> None:
    """Where, what was found, and what to write: also for whoever means it."""
    text = article_text("AndrÃ© writes", body=BODY)
    above = text.count("\n") - BODY.count("\n")
    found = [(p.line, p.rule.rpartition(".")[2], p.advice) for p in problems(tmp_path, text)]
    line = (
        text.split("\n").index("Dear [First Name], this is for %FIRSTNAME% of AndrÃ©'s. TODO: say more.") + 1
    )
    assert above and sorted(found) == [
        (2, "damaged_letters", False), (line, "damaged_letters", False), (line, "notes", False),
        (line, "placeholders", False), (line, "placeholders", False), (line + 2, "damaged_letters", False),
        (line + 4, "filling_text", False),
    ]  # fmt: skip
    fixes = "\n".join(problem.fix for problem in problems(tmp_path, text))
    assert (
        "“é”" in fixes
        and "“’”" in fixes
        and "\\[First Name]" in fixes
        and "`%FIRSTNAME%`" in fixes
        and "“TODO”" in fixes
    )


@pytest.mark.parametrize(
    "body",
    [
        "Write `TODO` or `%FIRSTNAME%`.", "```\nTODO\nAndrÃ©\n```", "Dear \\[First Name],", "<!-- TODO -->",
        "[First Name](https://example.com/)",
        "| What | State |\n|---|---|\n| Letter | TODO |", "What “TODO” means, and “lorem ipsum”.",
    ],
)  # fmt: skip
def test_the_fixes_for_whoever_means_it_work(tmp_path: Path, body: str) -> None:
    """Code, a backslash, a comment, quotation marks and a link's text are meant."""
    assert problems(tmp_path, article_text(body=f"\n{body}\n")) == []


def test_in_a_draft_it_is_advice(tmp_path: Path) -> None:
    """Whoever is still writing may keep notes."""
    (found,) = problems(tmp_path, article_text(draft="true", body="\nTODO\n"))
    assert found.advice


def test_the_draft_of_an_issue_is_looked_through_too(tmp_path: Path) -> None:
    """Subject, preheader and introduction go to every reader; they stop the close, and no page before it."""
    make_docs(tmp_path, {"a.md": article_text()})
    draft = tmp_path / "docs/digests/weekly/2026-W47.draft.md"
    draft.parent.mkdir(parents=True)
    draft.write_text(
        "---\nsubject: TODO\npreheader: Dear [Name]\n---\n\nHello %FIRSTNAME%.\n", encoding="utf-8"
    )
    found = [p for p in read_content(tmp_path, settings(), NOW).problems if p.path.endswith(".draft.md")]
    assert [(p.line, p.advice) for p in found] == [(2, True), (3, True), (6, True)]
