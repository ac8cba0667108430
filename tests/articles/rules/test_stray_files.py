"""Files among the articles that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editors import FOLDER, assert_plain, problems_of
from tests.samples import article_text, picture


@pytest.mark.parametrize(
    ("name", "says", "fix"),
    [
        ("notes.md.txt", "is a text", "Rename the file to notes.md"),
        ("Thank You.mdx", "another program", "Rename the file to thank-you.md"),
        ("notes.html", "a web page", "Save its text as notes.md"),
        ("notes.docx", "a Word document", "Save its text as notes.md"),
        ("notes.RTF", "a document", "Save its text as notes.md"),
    ],
)
def test_a_text_under_another_ending_is_a_problem(tmp_path: Path, name: str, says: str, fix: str) -> None:
    """Its editor waits for a page; the check names the file, what it is, and what to call it."""
    (problem,) = problems_of(tmp_path, {name: "Some words."})
    assert (problem.where, problem.advice) == (f"{FOLDER}/{name}", False)
    assert says in problem.message and fix in problem.fix
    assert_plain(problem)


def test_what_an_article_was_made_from_is_advice(tmp_path: Path) -> None:
    """A document beside the article of the same name stops nothing."""
    (problem,) = problems_of(tmp_path, {"notes.md": article_text(), "notes.docx": b"PK"})
    assert problem.advice and "made from it" in problem.message


def test_files_that_nobody_sees_are_advice_and_spare_pictures_are_not_told(tmp_path: Path) -> None:
    """A picture of a kind that no browser shows, and a download that nothing links to; not what systems leave."""
    found = problems_of(
        tmp_path,
        {
            "a.md": article_text(), "desk.HEIC": b"x", "list.pdf": b"x", "spare.png": picture(), "Thumbs.db": b"x",
            "articles/posts/.hidden": b"x", "elsewhere.txt": b"x", "articles/notes.txt": b"x", "files/a.txt": b"x",
        },
    )  # fmt: skip
    assert {(p.path.rpartition("/")[2], p.advice) for p in found} == {
        ("desk.HEIC", True), ("list.pdf", True), ("elsewhere.txt", True),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("link", "says", "fix"),
    [
        ("[list](list.pdf)", "list.pdf lies beside the article", "articles:\n  attachments: [pdf]"),
        ("[list](list.docx)", "list.docx lies beside the article", "articles:\n  attachments: [docx]"),
        ("[list](list.exe)", "of a kind that is not published", "save the file as a .pdf"),
        ("![desk](list.HEIC)", "browsers do not show", "write ![desk](list.jpg)"),
        ("[desk](list.tiff)", "browsers do not show", "write ![desk](list.jpg)"),
    ],
)
def test_a_link_to_a_file_that_is_not_published(tmp_path: Path, link: str, says: str, fix: str) -> None:
    """The line, what the file is, what is published, and the setting where there is one; told once."""
    name = link.partition("(")[2].rstrip(")")
    (problem,) = problems_of(tmp_path, {"a.md": article_text(body=f"Here is the {link}.\n"), name: b"x"})
    assert (problem.where, problem.advice) == (f"{FOLDER}/a.md:9", False)
    assert says in problem.message and ".jpg" in problem.message and fix in problem.fix
    assert_plain(problem)
