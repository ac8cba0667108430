"""The files below docs/, and which of them somebody meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from knowledge_center.articles.articles_reader import read_articles
from knowledge_center.articles.docs_files import DocsFiles
from tests.editors import assert_plain
from tests.samples import NOW, article_text, make_docs, settings


def test_files_are_found_by_a_name_that_is_not_quite_right() -> None:
    """The same name elsewhere comes first, then one much like it of the same kind."""
    files = DocsFiles(["a/second-interview.md", "b/second-interview.md", "c/salary.png"])
    assert files.meant("x/second-interview.md") == "a/second-interview.md"
    assert files.meant("second-intervew.md") == "a/second-interview.md"
    assert files.meant("salary.md") == ""
    assert files.meant("salry.png") == "c/salary.png"
    assert dict(files) == dict.fromkeys(
        ["a/second-interview.md", "b/second-interview.md", "c/salary.png"], True
    )
    assert len(files) == 3


def test_what_is_no_editors_file_is_passed_over(tmp_path: Path) -> None:
    """Files and folders that begin with a dot are a program's: a Mac's shadow, an editor's lock, a .git."""
    docs = make_docs(
        tmp_path,
        {
            "a.md": article_text(),
            "._a.md": b"\x00\x05\x16\x07\xff",
            "articles/posts/.trash/b.md": b"\xff",
        },
    )
    os.symlink("user@host.1234", docs / "articles/posts/2026/.#a.md")
    found = read_articles(tmp_path, settings(), NOW)
    assert found.problems == ()
    assert [one.name for one in found.all] == ["a"]


def test_folders_that_lead_in_circles(tmp_path: Path) -> None:
    """A link to a folder above is told, for the site generator would go round in it; all articles are read."""
    docs = make_docs(tmp_path, {"a.md": article_text(), "articles/posts/2026/folder.md/b.md": article_text()})
    os.symlink(docs / "articles/posts", docs / "articles/posts/2026/circle")
    os.symlink(tmp_path, docs / "whole")
    found = read_articles(tmp_path, settings(), NOW)
    assert [(one.path, one.fix, one.advice) for one in found.problems] == [
        ("docs/articles/posts/2026/circle/", "Delete the link.", False), ("docs/whole/", "Delete the link.", False),
    ]  # fmt: skip
    assert [one.name for one in found.all] == ["a", "b"]


@pytest.mark.parametrize("folder", ["articles/posts/2025", "articles/posts"])
def test_a_linked_folder_of_articles_is_named(tmp_path: Path, folder: str) -> None:
    """It is not followed, and its articles would be missing in silence."""
    docs = make_docs(tmp_path, {"articles/posts/2024/a.md": article_text()})
    elsewhere = (docs / "articles/posts").rename(tmp_path / "elsewhere")
    (docs / folder).parent.mkdir(exist_ok=True)
    os.symlink(elsewhere, docs / folder)
    (problem,) = read_articles(tmp_path, settings(), NOW).problems
    assert problem.where == f"docs/{folder}/"
    assert_plain(problem)


def test_a_file_name_no_system_is_sure_to_read(tmp_path: Path) -> None:
    """A name in another encoding can be printed and is a problem."""
    docs = make_docs(tmp_path, {"a.md": article_text()})
    path = os.fsencode(docs / "articles/posts/2026") + b"/b\xe9.md"
    with open(path, "wb") as file:
        file.write(b"x")
    (problem,) = read_articles(tmp_path, settings(), NOW).problems
    problem.where.encode()
    assert_plain(problem)


def test_a_folder_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its articles would be missing in silence."""
    make_docs(tmp_path, {"a.md": article_text(), "articles/posts/2027/b.md": article_text()})
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("2027"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    # Root may read everything.
    monkeypatch.setattr(os, "scandir", refusing)
    (problem,) = read_articles(tmp_path, settings(), NOW).problems
    assert problem.path == "docs/articles/posts/2027/"
    assert problem.message == "The folder cannot be read: Permission denied."
    assert_plain(problem)


def test_a_file_is_surely_meant_where_no_other_can_be() -> None:
    """Another letter case, or another ending of a picture; not another name, and not where there are two."""
    files = DocsFiles(["a/desk.png", "a/Hall.jpg", "a/one.md", "b/two.jpg", "b/two.png", "b/One.md"])
    assert files.surely("a/desk.jpg") == "a/desk.png"
    assert files.surely("a/HALL.JPG") == "a/Hall.jpg"
    assert files.surely("a/ONE.md") == "a/one.md"
    assert files.surely("b/two.gif") != "b/two.jpg"
    assert files.surely("a/one.txt") != "a/one.md"
    assert files.surely("b/desk.png") != "a/desk.png"
    assert files.surely("a/desks.png") != "a/desk.png"
