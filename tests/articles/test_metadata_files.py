"""The lists beside the articles: authors, categories, and what was removed on purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from knowledge_center.articles.metadata_files import Gone, read_authors, read_categories, read_gone
from knowledge_center.articles.model import Author, Category
from knowledge_center.file_edits import edited
from knowledge_center.problems import Problem
from tests.editors import assert_plain

T = TypeVar("T")
Read = Callable[[Path, str, list[Problem]], T]


def reading(tmp_path: Path, text: str | None, read: Read[T]) -> tuple[T, list[Problem]]:
    """What a list holds and what is wrong with it; None is no file at all."""
    path = tmp_path / ".list.yml"
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    found = read(path, "docs/list.yml", problems)
    for problem in problems:
        assert problem.path == "docs/list.yml"
        assert_plain(problem)
    return found, problems


def authors(tmp_path: Path, text: str | None) -> tuple[dict[str, Author], list[Problem]]:
    return reading(tmp_path, text, read_authors)


def categories(tmp_path: Path, text: str | None) -> tuple[dict[str, Category], list[Problem]]:
    return reading(tmp_path, text, read_categories)


def gone(tmp_path: Path, text: str | None) -> tuple[tuple[Gone, ...], list[Problem]]:
    return reading(tmp_path, text, read_gone)


def test_authors_in_the_editors_order(tmp_path: Path) -> None:
    """An author needs a name only; role, description and address are taken where they are there."""
    text = "b:\n  name: Bea\na:\n  name: A\n  role: R\n  description: >-\n    one\n    two\n  url: https://a.example/\n"
    found, problems = authors(tmp_path, text)
    assert problems == []
    assert list(found.items()) == [
        ("b", Author(key="b", name="Bea")),
        ("a", Author(key="a", name="A", role="R", description="one two", url="https://a.example/")),
    ]


def test_categories_in_the_editors_order(tmp_path: Path) -> None:
    """A category has a name and, if one likes, a description."""
    found, problems = categories(
        tmp_path, "pay:\n  name: Pay & more\n  description: What is fair.\nb:\n  name: B\n"
    )
    assert problems == []
    assert list(found.values()) == [
        Category(slug="pay", name="Pay & more", description="What is fair."),
        Category(slug="b", name="B"),
    ]


def test_what_was_removed_on_purpose(tmp_path: Path) -> None:
    """.gone.yml names anything an article was known by, with the day and the reason."""
    text = 'old-name:\n  date: 2026-11-16\n  reason: out of date\n"https://x.example/?p=1":\n  date: 2026-01-02\n'
    assert gone(tmp_path, text) == (
        (
            Gone(id="old-name", date="2026-11-16", reason="out of date"),
            Gone(id="https://x.example/?p=1", date="2026-01-02", reason=""),
        ),
        [],
    )


@pytest.mark.parametrize("reason", ["…", "...", "?", "TODO", "tbd", "-"])
def test_a_placeholder_for_a_reason_gets_advice(tmp_path: Path, reason: str) -> None:
    """The line that the check offers ends in an ellipsis. It keeps nobody from publishing: only its editors read it."""
    (entry,), (problem,) = gone(tmp_path, f'y:\n  date: 2026-11-16\n  reason: "{reason}"\n')
    assert entry.id == "y"
    assert (problem.line, problem.advice) == (3, True)
    assert "still holds a placeholder" in problem.message


def test_a_name_nobody_has_written_is_a_problem(tmp_path: Path) -> None:
    """Readers would see it above every article."""
    _, (problem,) = categories(tmp_path, "pay:\n  name: …\n")
    assert (problem.line, problem.advice) == (2, False)


def test_nothing_gone_needs_no_file(tmp_path: Path) -> None:
    """Without .gone.yml, or with an empty one, nothing is gone, and nothing is wrong."""
    assert gone(tmp_path, None) == ((), [])
    assert gone(tmp_path, "") == ((), [])


@pytest.mark.parametrize("day", ["2026-02-30", "November 16", "20261116", "2026-W47-1", ""])
def test_the_day_of_a_removal_is_a_day(tmp_path: Path, day: str) -> None:
    """Who removes an article says when, as year-month-day."""
    found, (problem,) = gone(tmp_path, f"y:\n  date: {day}\n  reason: r\n")
    assert found == ()
    assert (problem.line, problem.fix) == (1, "  date: {today}")


@pytest.mark.parametrize("read", [read_authors, read_categories])
def test_a_list_that_is_missing_or_empty(tmp_path: Path, read: Read[dict[str, object]]) -> None:
    """A site without its list of authors or categories is told how one begins, and the sample works."""
    for text in (None, "", "# nothing yet\n"):
        found, (problem,) = reading(tmp_path, text, read)
        assert found == {}
        assert problem.message in ("The file is missing.", "The file is empty.")
        assert reading(tmp_path, problem.fix, read)[1] == []


def test_an_author_in_one_line(tmp_path: Path) -> None:
    """“ana: Ana Smith” is meant as a name; the two lines to paste are offered."""
    found, (problem,) = authors(tmp_path, "bob:\n  name: Bob\nana: Ana Smith\n")
    assert list(found) == ["bob"]
    assert (problem.line, problem.fix) == (3, "ana:\n  name: Ana Smith")
    found, problems = authors(tmp_path, f"bob:\n  name: Bob\n{problem.fix}\n")
    assert (found["ana"].name, problems) == ("Ana Smith", [])


def test_a_list_instead_of_a_group(tmp_path: Path) -> None:
    """A list where a group belongs is called one."""
    _, (problem,) = categories(tmp_path, "pay: [a, b]\n")
    assert (problem.line, "holds a list" in problem.message) == (1, True)


def test_a_key_that_cannot_stand_in_an_address(tmp_path: Path) -> None:
    """Keys stand in addresses for ever; the nearest one that can is offered."""
    _, (problem,) = authors(tmp_path, "a:\n  name: A\nAna Smith:\n  name: Ana\n")
    assert (problem.line, problem.fix) == (3, "ana-smith:")


def test_an_author_without_a_name(tmp_path: Path) -> None:
    """Everybody has a name; a blank one is none."""
    for line in ("  role: R", "  name:", '  name: "  "'):
        found, (problem,) = authors(tmp_path, f"a:\n{line}\n")
        assert found == {}
        assert (problem.line, problem.message) == (1, "The author “a” has no name.")


def test_a_category_without_a_name(tmp_path: Path) -> None:
    """A category without a name would be an empty link."""
    _, (problem,) = categories(tmp_path, "a:\n  description: D\n")
    assert problem.message == "The category “a” has no name."


def test_a_line_nobody_knows(tmp_path: Path) -> None:
    """A misspelled line gets the right word, any other one the list of what there is."""
    _, problems = authors(tmp_path, 'a:\n  nmae: "A"\n  descripton: D\n  avatar: x.png\n')
    assert [(problem.line, problem.fix) for problem in problems] == [
        (2, '  name: "A"'),
        (3, "  description: D"),
        (4, "Known here: name, kind, role, description, url, portrait"),
    ]


def test_what_an_author_is(tmp_path: Path) -> None:
    """A person or a desk, and nothing else."""
    found, problems = authors(tmp_path, "a:\n  name: A\n  kind: person\nb:\n  name: B\n  kind: persn\n")
    assert (found["a"].kind, found["b"].kind) == ("person", "")
    assert [(problem.line, problem.fix) for problem in problems] == [(6, "  kind: person")]


def test_a_line_with_a_list(tmp_path: Path) -> None:
    """A name is one text."""
    found, problems = authors(tmp_path, "a:\n  name: [A, B]\n")
    assert found == {}
    assert [(problem.line, problem.fix) for problem in problems] == [(2, "  name: …")]


@pytest.mark.parametrize("url", ["www.example.com", "ftp://www.example.com", "//www.example.com"])
def test_an_authors_address_is_one(tmp_path: Path, url: str) -> None:
    """An address that is none is refused, and the author stays."""
    found, (problem,) = authors(tmp_path, f"a:\n  name: A\n  url: {url}\n")
    assert found["a"].url == ""
    assert (problem.line, problem.fix) == (3, "  url: https://www.example.com")


def test_a_broken_list_says_where(tmp_path: Path) -> None:
    """A colon in a role breaks the list of authors; the line and its cure are told."""
    found, (problem,) = authors(tmp_path, "a:\n  name: A\n  role: Editor: Careers\n")
    assert found == {}
    assert (problem.line, problem.fix) == (3, '  role: "Editor: Careers"')


def test_an_author_twice(tmp_path: Path) -> None:
    """One key is one author."""
    _, (problem,) = authors(tmp_path, "a:\n  name: A\na:\n  name: B\n")
    assert (problem.line, "a second time" in problem.message) == (3, True)


LISTED = "authors:\n  - key: ana\n    name: Ana\n    role: Editor\n  - key: bo\n    name: Bo\n"


def listed(tmp_path: Path, text: str, hidden: str | None = None) -> tuple[dict[str, Author], list[Problem]]:
    """What the form without a dot holds, and what is wrong with it."""
    (tmp_path / "authors.yml").write_text(text, encoding="utf-8")
    if hidden is not None:
        (tmp_path / ".authors.yml").write_text(hidden, encoding="utf-8")
    problems: list[Problem] = []
    found = read_authors(tmp_path / "authors.yml", "docs/articles/authors.yml", problems)
    for problem in problems:
        assert_plain(problem)
    return found, problems


def test_a_list_that_is_edited_in_a_browser_says_the_same(tmp_path: Path) -> None:
    """Its entries are those of the form with a dot, in their order."""
    found, problems = listed(tmp_path, LISTED)
    same, _ = authors(tmp_path, "ana:\n  name: Ana\n  role: Editor\nbo:\n  name: Bo\n")
    assert (list(found.items()), problems) == (list(same.items()), [])


@pytest.mark.parametrize(
    ("text", "line", "says", "fix"),
    [
        (LISTED.replace("  - key: bo\n    name", "  - name"), 5, "has no key", "    key: bo"),
        (
            LISTED.replace("key: bo", "key: ana"),
            5,
            "stands here twice, first on line 2",
            "Delete one of the two.",
        ),
        (LISTED.replace("key: bo", "key: Bo K"), 5, "small letters, digits and hyphens", "    key: bo-k"),
        (
            LISTED.replace("role: Editor", "rolle: Editor"),
            4,
            "“rolle” of “ana” is not known",
            "  role: Editor",
        ),
        ("ana:\n  name: Ana\n", 1, "“ana” is not known here", "Move it below authors:"),
        (LISTED.replace("key: bo", f"key: {'b' * 101}"), 5, "100 characters at most", "Write a shorter key."),
        ("authors: []\n", 0, "The file is empty", "authors:\n  - key: careers-desk\n    name: Careers Desk"),
        ("", 0, "The file is empty", "authors:\n  - key: careers-desk\n    name: Careers Desk"),
        (LISTED.replace("role: Editor", "url: javascript:alert(1)"), 4, "The url of", "  url: https://…"),
        (LISTED.removeprefix("authors:\n")[2:].replace("\n  ", "\n"), 1, "The list stands alone", "authors:"),
        ("# Who writes\n\n- key: ana\n  name: Ana\n", 3, "The list stands alone", "authors:"),
        ("authors: Ana\n", 1, "a list is expected", "authors:\n  - key: …\n    name: …"),
    ],
)
def test_mistakes_in_such_a_list(tmp_path: Path, text: str, line: int, says: str, fix: str) -> None:
    """Each at its line, in the words of the other form."""
    _, problems = listed(tmp_path, text)
    assert [(one.line, one.fix) for one in problems if says in one.message] == [(line, fix)], problems


def test_a_bare_list_is_mended_by_a_program(tmp_path: Path) -> None:
    """Of either form: what stands there is kept, and read afterwards."""
    text = "- key: ana\n  name: Ana\n  role: Editor\n- key: bo\n  name: Bo\n"
    _, (problem,) = listed(tmp_path, text)
    again, problems = listed(tmp_path, edited(text.encode(), problem.edits).decode())
    assert (list(again), problems, problem.safe) == (["ana", "bo"], [], True)
    _, (problem,) = authors(tmp_path, text)
    groups, problems = authors(tmp_path, edited(text.encode(), problem.edits).decode())
    assert (groups, problems, problem.safe) == (again, [], True)


def test_of_two_lists_one_is_read(tmp_path: Path) -> None:
    """Nobody adds an author to a file that nothing looks at without hearing so."""
    found, problems = listed(tmp_path, LISTED, hidden="zoe:\n  name: Zoe\n")
    assert list(found) == ["ana", "bo"]
    assert "two lists" in problems[0].message and "Delete docs/articles/.authors.yml" in problems[0].fix


def test_a_portrait_is_there_and_light(tmp_path: Path) -> None:
    """One that is not below assets/ is a problem, with the file that was meant; a heavy one is advice."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/ada.jpg").write_bytes(b"x" * 150_001)
    (tmp_path / "articles").mkdir()
    for portrait, kept, fix in (
        ("assets/ada.jpg", "assets/ada.jpg", "Make it 256 pixels wide."),
        ("assets/adda.jpg", "", "  portrait: assets/ada.jpg"),
        ("ada.jpg", "", "  portrait: assets/ada.jpg"),
        (f"assets/{'a' * 300}.jpg", "", "Put the picture into docs/assets, or delete the line."),
        ("assets/../assets/ada.jpg", "", "  portrait: assets/ada.jpg"),
    ):
        path = tmp_path / "articles/.authors.yml"
        path.write_text(f"ada:\n  name: Ada\n  portrait: {portrait}\n", encoding="utf-8")
        problems: list[Problem] = []
        assert read_authors(path, "docs/articles/.authors.yml", problems)["ada"].portrait == kept
        assert [(problem.line, problem.fix, problem.advice) for problem in problems] == [(3, fix, bool(kept))]
