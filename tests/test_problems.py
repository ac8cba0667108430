"""Problems: sorted, counted, and said so that a colleague can mend them."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center import problems
from knowledge_center.problems import (
    Edit,
    Problem,
    Unusable,
    did_you_mean,
    disk_sentence,
    in_order,
    one_of,
    report,
)


def problem(path: str = "docs/a.md", line: int = 0, message: str = "It is wrong.", **more: object) -> Problem:
    return Problem(path=path, line=line, message=message, **more)  # type: ignore[arg-type]


def test_where_names_the_file_and_the_line() -> None:
    """A problem is found by its file and line, as editors write it; a whole file has no line."""
    assert problem(line=7).where == "docs/a.md:7"
    assert problem().where == "docs/a.md"


def test_problems_come_by_file_and_line_and_each_once() -> None:
    """An editor works from top to bottom, file after file, and meets nothing twice."""
    first, second, third = problem(line=2), problem(line=10), problem(path="docs/b.md", line=1)
    assert in_order([third, second, first, second]) == (first, second, third)


def test_the_report_puts_what_stops_a_build_first() -> None:
    """Problems stand before advice, each with its place, its words and its fix, and the end counts both."""
    text = report(
        [
            problem("docs/a.md", 3, "It could be shorter.", fix="Cut it.", advice=True),
            problem("docs/b.md", 5, "No such day.", fix="date: 2026-11-16\n# or leave it"),
        ]
    )
    assert text == (
        "docs/b.md:5\n  No such day.\n  Fix:  date: 2026-11-16\n        # or leave it\n\n"
        "docs/a.md:3\n  Advice: It could be shorter.\n  Fix:  Cut it.\n\n"
        "1 problem and 1 piece of advice."
    )


@pytest.mark.parametrize(
    ("problems", "advice", "end"),
    [
        (0, 0, "No problems."),
        (1, 0, "1 problem."),
        (2, 0, "2 problems."),
        (0, 1, "1 piece of advice."),
        (2, 3, "2 problems and 3 pieces of advice."),
    ],
)
def test_the_report_ends_with_how_many_there_are(problems: int, advice: int, end: str) -> None:
    """The last line says how much is to be done, in the singular where it is one."""
    found = [problem(line=n) for n in range(problems)]
    found += [problem(line=n, advice=True) for n in range(advice)]
    assert report(found).endswith(end)


def test_unusable_input_carries_all_its_problems() -> None:
    """Who cannot go on says everything that is wrong, not the first thing only."""
    error = Unusable([problem(line=9), problem(line=1)])
    assert [found.line for found in error.problems] == [1, 9]
    assert str(error).endswith("2 problems.")


def test_did_you_mean_finds_a_slip_and_nothing_far_fetched() -> None:
    """A letter too few or a capital is understood; a word like no other gets no suggestion."""
    assert did_you_mean("catgories", ["title", "categories"]) == "categories"
    assert did_you_mean("ANA", ["ana", "bob"]) == "ana"
    assert did_you_mean("zebra", ["title", "categories"]) == ""
    assert did_you_mean("anything", []) == ""


def test_one_of_reads_as_a_sentence() -> None:
    """Choices are listed as people list them."""
    assert one_of([]) == ""
    assert one_of(["a"]) == "a"
    assert one_of(["a", "b"]) == "a or b"
    assert one_of(["a", "b", "c"]) == "a, b or c"


@given(st.lists(st.builds(problem, path=st.text(), line=st.integers(0, 9), message=st.text(), fix=st.text())))
def test_every_problem_is_in_the_report_whatever_it_says(found: list[Problem]) -> None:
    """No problem is left out of the report and none breaks it, whatever an editor's file holds."""
    text = report(found)
    assert all(one.where in text and one.message in text for one in found)
    assert text == report(reversed(found))


def test_a_path_is_written_alike_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one editor reads on Windows, another can paste on Linux."""
    error = OSError(13, "Permission denied", r"docs\articles\one.md")
    monkeypatch.setattr(problems, "PurePath", PureWindowsPath)
    assert disk_sentence(error) == "docs/articles/one.md: it cannot be read or written: Permission denied."


@pytest.mark.parametrize(
    ("fix", "to_paste"),
    [
        ("date: 2026-11-20", "date: 2026-11-20"),
        ("knowledge-center archive", "knowledge-center archive"),
        ("careers-desk:\n  name: Careers Desk", "careers-desk:\n  name: Careers Desk"),
        ("In your editor choose “Save with encoding”, then UTF-8, and save the file again.", ""),
        ("Write the article into it:\n---\ntitle:\n---", "---\ntitle:\n---"),
        ("[A talk](https://example.org/)\nThis link stands in its place. Or:\nvideo: yes", "[A talk](https://example.org/)"),
        ("Allow the host:\nIn mkdocs.yml, below extra:\narticles:\n  hosts: [a]", "articles:\n  hosts: [a]"),
        ("", ""),
    ],
)  # fmt: skip
def test_only_what_can_stand_in_a_file_is_there_to_paste(fix: str, to_paste: str) -> None:
    """A button that copies leaves out what is said to a person: pasted, it would be another mistake."""
    assert problem(fix=fix).to_paste == to_paste
    # What a program can make is all for the file, also where it begins like a sentence.
    made = problem(fix="Write to them.", edits=(Edit(1, 1, ("Write to them.",)),))
    assert made.to_paste == "Write to them."
