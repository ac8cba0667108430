"""A file of a ledger, as git and editors leave it: read without conflicts, its fields apart from its text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge_center.digests.ledger_fields import Group
from knowledge_center.front_matter.parser import Document, Field, parse, read_text
from knowledge_center.problems import Problem, Unusable
from knowledge_center.text.merge_conflicts import MESSAGE, conflicts

_CHOOSE = "Keep the version that was pushed first: git checkout --ours, or --theirs, with this file."


def read_ledger_file(
    path: Path, display_path: str, known: Sequence[str], *, without: str, fix: str
) -> tuple[Group, Document]:
    """The fields of a file, which are among the ``known``, and the file with its text.

    Raises Unusable as ``merged_text`` does, and with ``without`` and ``fix`` for a file that does not begin
    with fields.
    """
    text = merged_text(path, display_path)
    if text.partition("\n")[0].rstrip() != "---":
        raise Unusable([Problem(path=display_path, line=1, message=without, fix=fix)])
    document = parse(text, display_path)
    fields = Field(value=dict(document.fields), line=1)
    return Group(fields, display_path=display_path, problems=[], known=known), document


def merged_text(path: Path, display_path: str, *, fix: str = _CHOOSE) -> str:
    """The text of a file in which git has left no conflict: two machines may have closed at once.

    Raises Unusable with ``fix`` and the line of the first conflict, or when the file cannot be read.
    """
    text = read_text(path, display_path)
    line = next(conflicts(enumerate(text.split("\n"), 1)), 0)
    if line:
        raise Unusable([Problem(path=display_path, line=line, message=MESSAGE, fix=fix)])
    return text
