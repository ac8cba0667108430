"""However long a text is, each line of it is looked at about as often as in a short one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

import pytest

from knowledge_center.articles.article_files import FileReading
from knowledge_center.articles.model import Author, Category
from knowledge_center.articles.rules.article_text import TextSettings

TraceFunction = Callable[[FrameType, str, object], "TraceFunction | None"]
HEAD = (
    "---\ntitle: The thank-you note\ndate: 2026-11-20\nauthors: [desk]\ncategories: [pay]\n"
    "description: What to write after an interview, and why on the same day.\n---\n"
)

READING = FileReading(
    docs_dir="docs",
    authors={"desk": Author(key="desk", name="Desk")},
    categories={"pay": Category(slug="pay", name="Pay")},
    zone=ZoneInfo("UTC"),
    list_paths=("docs/articles/.authors.yml", "docs/articles/.categories.yml"),
    text_settings=TextSettings(),
)


def steps(folder: Path, text: str) -> int:
    """How many lines of Python run to read and check a text, each turn of a loop counted."""
    (folder / "a.md").write_text(HEAD + text, encoding="utf-8")
    counted = 0

    def count(_frame: FrameType, _event: str, _argument: object) -> TraceFunction:
        nonlocal counted
        counted += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        READING.read(folder, "a.md")
    finally:
        sys.settrace(before)
    return counted


@pytest.mark.parametrize(
    "part",
    [
        "## a\n", "# a\n", "a\n===\n", "- a\n", "-a\n", "---\n", "> a\n", "!!! tip\n    a\n", "[^a]: b\n", "*[A]: b\n",
        "[a]: b\n", "a\n:   b\n", "|a|b|\n", "```\n", "<b>\n", "</b>\n", "<Name>\n", "[a](b.md)\n", "[a](http://e.org\n",
        "[a] (https://e.org)\n", "[a]\n(https://e.org)\n", "https://e.org\n", "**a** **b\n", "{% a ", "`a ",
        "a <!-- b ",
    ],
)  # fmt: skip
def test_a_text_of_four_times_the_length_takes_about_four_times_as_much(tmp_path: Path, part: str) -> None:
    """A thousand headings in a row, or links, or whatever a slip makes of a text, keep nobody waiting."""
    short, long = steps(tmp_path, part * 60), steps(tmp_path, part * 240)
    assert long < 5 * short
