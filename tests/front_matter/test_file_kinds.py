"""A file that does not begin with its fields: what it really is, and what makes an article of it."""

from __future__ import annotations

import codecs
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from knowledge_center.file_edits import edited
from knowledge_center.front_matter.parser import parse, read_text
from knowledge_center.problems import Problem, Unusable
from tests.editors import assert_plain

FIELDS = "title: Notes\ndate: 2026-11-16"


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(Unusable) as refused:
        parse(text, "docs/a.md")
    for problem in refused.value.problems:
        assert_plain(problem)
    return refused.value.problems


def word_document() -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (word_document(), "Word document"),
        (b"PK\x03\x04 something else", "packed file"),
        (b"{\\rtf1\\ansi Hello\\par }", "RTF"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (codecs.BOM_UTF16_LE + "---\ntitle: x\n---\n".encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + "---\ntitle: x\n---\n".encode("utf-16-be"), "UTF-16"),
        ("---\ntitle: x\n---\n".encode("utf-16-le"), "UTF-16"),
    ],
    ids=["docx", "zip", "rtf", "pdf", "doc", "png", "utf-16-le", "utf-16-be", "utf-16-without-mark"],
)
def test_another_programs_file_is_named(tmp_path: Path, raw: bytes, what: str) -> None:
    """Whoever only renamed a document hears what it is, and nothing of fields."""
    path = tmp_path / "a.md"
    path.write_bytes(raw)
    with pytest.raises(Unusable) as refused:
        read_text(path, "docs/a.md")
    (problem,) = refused.value.problems
    assert (problem.line, what in problem.message, "UTF-8" in problem.fix) == (1, True, True)
    assert_plain(problem)


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        (f"—\n{FIELDS}\n—\n\nText.", [(1, "---"), (4, "---")]),
        (f"–––\n{FIELDS}\n---\n\nText.", [(1, "---")]),
        (f"----\n{FIELDS}\n----\n\nText.", [(1, "---"), (4, "---")]),
        (f"---\n{FIELDS}\n—\n\nText.", [(4, "---")]),
        (f"---\n{FIELDS}\n-----\n\nText.", [(4, "---")]),
        (f"***\n{FIELDS}\n***\n\nText.", [(1, "---"), (4, "---")]),
        (f"```yaml\n---\n{FIELDS}\n---\n```\n\nText.", [(1, "Delete the line."), (6, "Delete the line.")]),
        (f"```\n{FIELDS}\n```\n\nText.", [(1, "---"), (4, "---")]),
        (f"{FIELDS}\n---\n\nText.", [(1, "---\ntitle: Notes")]),
        (f"\n{FIELDS}\n\nText.", [(2, f"---\n{FIELDS}\n---")]),
        ("# Notes\n\ndate: 2026-11-16\n \nText.", [(1, '---\ntitle: "Notes"\ndate: 2026-11-16\n---')]),
    ],
    ids=[
        "dash",
        "dashes",
        "four",
        "end-dash",
        "five",
        "stars",
        "fenced",
        "fence-for-hyphens",
        "no-first",
        "none",
        "notion",
    ],
)
def test_another_line_than_three_hyphens(text: str, fixes: list[tuple[int, str]]) -> None:
    """Each line that is in the way of the fields has its own problem; with all of them mended they are read."""
    assert [(problem.line, problem.fix) for problem in problems(text)] == fixes
    edits = [edit for problem in problems(text) for edit in problem.edits]
    # Below a heading they may be words for readers.
    assert all(problem.safe != text.startswith("#") for problem in problems(text))
    document = parse(edited(text.encode(), edits).decode(), "docs/a.md")
    assert {name: field.text for name, field in document.fields.items()} == {
        "title": "Notes", "date": "2026-11-16",
    }  # fmt: skip
    assert document.body.strip() == "Text."


@pytest.mark.parametrize(
    ("head", "last"),
    [
        ('+++\ntitle = "Pay: what to ask"\ndate = 2026-11-16\ncategories = ["pay", "hiring"]\n+++', 5),
        ('{"title": "Pay: what to ask",\n "date": "2026-11-16",\n "categories": ["pay", "hiring"]}', 3),
    ],
    ids=["toml", "json"],
)
def test_fields_of_another_kind_are_written_as_ours(head: str, last: int) -> None:
    """Fields of another generator lose no word: the fix, in the place of the lines it names, is read as fields."""
    (problem,) = problems(f"{head}\n\nText.\n")
    assert problem.line == 1 and f"the lines 1 to {last}" in problem.message
    mended = edited(f"{head}\n\nText.\n".encode(), problem.edits).decode()
    assert mended == f"{problem.fix}\n\nText.\n"
    document = parse(mended, "docs/a.md")
    assert (document.fields["title"].text, document.fields["date"].text) == (
        "Pay: what to ask", "2026-11-16",
    )  # fmt: skip
    categories = document.fields["categories"].value
    assert isinstance(categories, list) and [item.text for item in categories] == ["pay", "hiring"]


@pytest.mark.parametrize(
    "text", ["+++\ntitle = x\n+++\nText", "+++\ntitle = 'x'\nText", "{\ntitle: x}\nText"]
)
def test_fields_of_another_kind_that_are_broken_too(text: str) -> None:
    """Where nobody can tell the values, the fields to fill in are offered."""
    (problem,) = problems(text)
    assert problem.line == 1 and "as another program writes them" in problem.message
    assert problem.fix.startswith("---\ntitle:\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("<!DOCTYPE html>\n<html><body>Hello</body></html>", "a web page"),
        ("Just text.\n", "has no block of fields"),
        ("{% include head %}\nText", "has no block of fields"),
        ("----\n\nText with a rule above it.\n", "has no block of fields"),
        ("```\nprint()\n```\n", "has no block of fields"),
        ("Note: this is text.\nAnd more of it.\n\n---\n", "has no block of fields"),
    ],
)
def test_a_text_without_fields(text: str, says: str) -> None:
    """A rule, a code block or a word with a colon at the top is not taken for fields that went wrong."""
    (problem,) = problems(text)
    assert problem.line == 1 and says in problem.message


def test_the_fields_offered_are_empty_but_for_the_title_that_is_there() -> None:
    """What is offered to fill in holds no sample that could be published, and keeps the heading of the text."""
    (problem,) = problems('# Pay: "what" to ask\n\nText.\n')
    fields = parse(f"{problem.fix}\nText", "docs/a.md").fields
    assert {name: field.value for name, field in fields.items()} == {
        "title": 'Pay: "what" to ask', "date": None, "description": None, "authors": [], "categories": [],
    }  # fmt: skip
