from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.digests.ledger_files import merged_text, read_ledger_file
from knowledge_center.problems import Unusable

SHOWN = "docs/digests/weekly/2026-W46.md"


def written(folder: Path, text: str) -> Path:
    path = folder / "2026-W46.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_fields_and_text_come_apart(tmp_path: Path) -> None:
    """A field nobody knows is a problem of its own, beside whatever else is wrong."""
    path = written(tmp_path, "---\nsubject: One\nsubjekt: Two\n---\nHello.\n")
    fields, document = read_ledger_file(path, SHOWN, ("subject",), without="No fields.", fix="Add them.")
    assert fields.text("subject", example="One line") == "One"
    assert document.body == "Hello.\n"
    assert [(problem.path, problem.line) for problem in fields.problems] == [(SHOWN, 3)]


def test_a_file_without_fields_is_refused_in_the_callers_words(tmp_path: Path) -> None:
    """An issue and a draft are mended in different ways."""
    with pytest.raises(Unusable, match="No fields") as caught:
        read_ledger_file(written(tmp_path, "Hello.\n"), SHOWN, (), without="No fields.", fix="Add them.")
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.fix) == (SHOWN, 1, "Add them.")


def test_what_git_could_not_merge_is_named_by_its_first_line(tmp_path: Path) -> None:
    """A line of that look alone is somebody's words, no conflict."""
    conflict = "---\nsubject:\n<<<<<<< ours\n---\na\n=======\nb\n>>>>>>> theirs\n"
    with pytest.raises(Unusable, match="could not merge") as caught:
        merged_text(written(tmp_path, conflict), SHOWN, fix="Choose one.")
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.fix) == (SHOWN, 3, "Choose one.")
    assert merged_text(written(tmp_path, "<<<<<<< look\n"), SHOWN) == "<<<<<<< look\n"
