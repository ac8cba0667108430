"""Edits of problems, made in files: every other byte, the ends of lines and a byte order mark stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import unified_diff
from pathlib import Path

from knowledge_center.problems import Edit, Problem

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_MARK = "\ufeff"


def safe_edits(problems: Iterable[Problem]) -> dict[str, tuple[Edit, ...]]:
    """The edits that lose and guess nothing, by file and from its top; of two that meet the first one.

    What is left is offered again when the file is checked anew.
    """
    found: dict[str, list[Edit]] = {}
    for problem in problems:
        if problem.safe and problem.edits:
            chosen = found.setdefault(problem.path, [])
            if not any(_meet(edit, other) for edit in problem.edits for other in chosen):
                chosen += problem.edits
    return {path: tuple(sorted(edits)) for path, edits in found.items() if edits}


def _meet(one: Edit, other: Edit) -> bool:
    return one.first <= max(other.last, other.first) and other.first <= max(one.last, one.first)


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """A file with its edits. Raises UnicodeDecodeError where it is no text in UTF-8."""
    text = data.decode("utf-8")
    mark, text = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
    lines = _LINE.findall(text)
    ends = [line[len(line.rstrip("\r\n")) :] for line in lines]
    usual = next((end for end in ends if end), "\n")
    for edit in sorted(edits, reverse=True):
        old = lines[edit.first - 1 : edit.last]
        new = [f"{line}{usual}" for line in edit.lines]
        if new and old and not old[-1].endswith(("\r", "\n")):
            # The last line of a file that does not end in one.
            new[-1] = edit.lines[-1]
        lines[edit.first - 1 : edit.last] = new
    return (mark + "".join(lines)).encode("utf-8")


def difference(path: str, before: bytes, after: bytes) -> str:
    """Both versions of a file as a comparison for people, without the ends of lines."""
    old, new = (data.decode("utf-8").removeprefix(_MARK).splitlines() for data in (before, after))
    return "\n".join(unified_diff(old, new, path, path, n=1, lineterm=""))


def write_whole(path: Path, data: bytes, *, instead_of: bytes) -> bool:
    """Put ``data`` in the place of a file in one step; not, and False, where it no longer holds ``instead_of``."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(data)
        unfinished.chmod(path.stat().st_mode)
        if path.read_bytes() != instead_of:
            return False
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return True


def fixed_files(edits: Mapping[str, tuple[Edit, ...]], root: Path) -> dict[str, tuple[bytes, bytes]]:
    """What each file holds and what it would hold; files that cannot be read or are not changed are left out."""
    found = {}
    for path, of_file in edits.items():
        try:
            before = (root / path).read_bytes()
            after = edited(before, of_file)
        except (OSError, UnicodeDecodeError):
            continue
        if after != before:
            found[path] = before, after
    return found
