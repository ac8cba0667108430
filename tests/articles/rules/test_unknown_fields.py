"""Fields under names that nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editors import refused
from tests.samples import article_text


@pytest.mark.parametrize(
    ("field", "value", "fix"),
    [
        ("catgories", "[interviews]", "categories: [interviews]"),
        ("Title", "Why you wait", "title: Why you wait"),
        (
            "descripton",
            '"Why: you wait, and why: you should not wait any longer."',
            'description: "Why: you wait, and why: you should not wait any longer."',
        ),
        ("author", "\n  - careers-desk", "authors:"),
        ("author", "Careers Desk", "authors: [careers-desk]"),
        ("category", "[Interviews]", "categories: [interviews]"),
        (
            "discription",
            ">-\n  Why you wait,\n\n  and why you should not wait any longer.",
            "Write description: …",
        ),
    ],
)
def test_a_misspelled_field(tmp_path: Path, field: str, value: str, fix: str) -> None:
    """A misspelled field is not passed over; the line to paste has its own value and the right name."""
    meant = fix.partition(":")[0].removeprefix("Write ")
    fix = fix.replace("…", f"instead of {field}:")
    text = article_text(without=meant, **{field: value})
    says = f"“{field}” is not known; did you mean “{meant}”?"
    refused(tmp_path, text, line=6, says=says, fix=fix, pasted="Write" not in fix)


def test_a_misspelled_field_beside_the_right_one(tmp_path: Path) -> None:
    """Where the right field is there too, the other one can go."""
    text = article_text(titel="Why you wait")
    refused(
        tmp_path,
        text,
        line=7,
        says="did you mean “title”?",
        fix="Delete the line; title is there already.",
        pasted=False,
    )


def test_a_field_nobody_knows(tmp_path: Path) -> None:
    """A field of another system is refused, with all that are known."""
    problem = refused(
        tmp_path, article_text(layout="post"), line=7, says="“layout” is not known", pasted=False
    )
    assert "Known are title, date, description, authors, categories" in problem.fix
