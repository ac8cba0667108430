"""The memory of the archive feed: read as it was written, and what is wrong in it said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.feeds.archive import ArchivePage
from knowledge_center.feeds.archive_file import NAME, add_pages, read_archive
from knowledge_center.problems import Unusable

NAMES = (
    "thank-you-note",
    "2026-11-16",
    "true",
    "null",
    "1",
    "https://old.example.com/?p=1",
    "a: b # c",
    "é “x”",
)


def docs(root: Path, text: str = "") -> Path:
    """A docs folder, with a memory in it if there is a text."""
    (root / "articles").mkdir()
    if text:
        (root / NAME).write_text(text, encoding="utf-8")
    return root


def ids(pages: tuple[ArchivePage, ...]) -> list[tuple[int, tuple[str, ...]]]:
    return [(page.number, page.ids) for page in pages]


def test_without_a_file_nothing_is_archived(tmp_path: Path) -> None:
    """Until a page is closed there is none."""
    assert read_archive(docs(tmp_path), "docs") == ()


def test_every_identity_comes_back_as_it_was_closed(tmp_path: Path) -> None:
    """Names that YAML takes for dates, numbers or nothing, addresses, and whatever an import brought."""
    root = docs(tmp_path)
    add_pages(root, [ArchivePage(number=1, ids=NAMES), ArchivePage(number=2, ids=("x" * 300,))])
    assert ids(read_archive(root, "docs")) == [(1, NAMES), (2, ("x" * 300,))]
    assert read_archive(root, "docs")[0].lines == tuple(range(3, 3 + len(NAMES)))


def test_pages_are_only_added(tmp_path: Path) -> None:
    """What stands in the file stays to the letter, a maintainer's own comment too; nothing is left beside it."""
    before = "# Ours.\n1:\n  - a   # the first\n  - b"
    root = docs(tmp_path, before)
    add_pages(root, [ArchivePage(number=2, ids=("c", "d"))])
    text = (root / NAME).read_text(encoding="utf-8")
    assert text == f"{before}\n2:\n- c\n- d\n"
    assert ids(read_archive(root, "docs")) == [(1, ("a", "b")), (2, ("c", "d"))]
    assert [path.name for path in (root / "articles").iterdir()] == [".archive.yml"]


@pytest.mark.parametrize(
    ("text", "line", "message", "fix"),
    [
        ("1:\n- a\n3:\n- b\n", 3, "called “3”, but pages are counted from 1 on without a gap: 2", "2:"),
        ("one:\n- a\n", 1, "called “one”", "1:"),
        (
            "1: a\n",
            1,
            "The page 1 holds “a”, but a list of articles is expected.",
            "1:\n- name-of-an-article",
        ),
        ("1:\n", 1, "The page 1 holds nothing", "1:\n- name-of-an-article"),
        ("1: []\n", 1, "The page 1 holds a list, but a list of articles", "1:\n- name-of-an-article"),
        ("1:\n- a\n- b: c\n", 3, "A group of fields was found", "- name-of-an-article"),
        ("1:\n- a\n-\n", 3, "Nothing was found", "- name-of-an-article"),
        (
            "1:\n- a\n2:\n- b\n- A\n",
            5,
            "The article “A” is on a page already, in line 2.",
            "Delete this line.",
        ),
        ("1:\n- a\n1:\n- b\n", 3, "“1”", ""),
        ("1:\n- a\n- [b\n", 0, "", ""),
        (
            "<<<<<<< ours\n2:\n- a\n=======\n2:\n- b\n>>>>>>> theirs\n",
            1,
            "git could not merge",
            "pushed first",
        ),
    ],
)
def test_a_mistake_is_said_with_its_line(
    tmp_path: Path, text: str, line: int, message: str, fix: str
) -> None:
    """A memory that cannot be trusted stops the build, and says where and what to put instead."""
    with pytest.raises(Unusable) as raised:
        read_archive(docs(tmp_path, text), "docs")
    (problem,) = raised.value.problems
    assert problem.path == "docs/articles/.archive.yml"
    assert problem.line == line or (not line and problem.line)
    assert message in problem.message
    assert fix in problem.fix
