"""Edits of problems, made in files: every other byte, the ends of lines and a byte order mark stay as they are."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from urllib.parse import unquote

from knowledge_center.file_writing import unfinished_file
from knowledge_center.problems import Edit, Problem

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_MARK = "\ufeff"
# Files of a project that may name a picture.
_TEXTS = (".css", ".html", ".js", ".json", ".md", ".txt", ".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A file of a project that is to have another name, both paths from the project's folder, ``/`` between.

    ``hinders`` says in a sentence why it keeps its name; where it is empty nothing else in the project names the file
    than the lines that are mended with it.
    """

    old: str
    new: str
    hinders: str = ""


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


def renamings(problems: Iterable[Problem], root: Path, texts: Collection[str]) -> tuple[Renaming, ...]:
    """The files that safe fixes would rename, each once. ``texts`` are the files and folders below ``root`` to look for
    their names in: one that is named where no fix mends it keeps its name."""
    mended: dict[tuple[str, str], set[tuple[str, int]]] = {}
    for problem in problems:
        if found := renaming(problem):
            lines = {
                (problem.path, line) for edit in problem.edits for line in range(edit.first, edit.last + 1)
            }
            mended.setdefault(found, set()).update(lines)
    named = _lines_with({posixpath.basename(old) for old, _ in mended}, root, texts) if mended else {}
    return tuple(
        Renaming(old=old, new=new, hinders=_hinders(old, new, lines, named[posixpath.basename(old)], root))
        for (old, new), lines in sorted(mended.items())
    )


def renaming(problem: Problem) -> tuple[str, str] | None:
    """What the safe fix of a problem renames: both paths from the project's folder."""
    if not problem.safe or problem.rename is None:
        return None
    folder = posixpath.dirname(problem.path)
    old, new = (posixpath.normpath(posixpath.join(folder, path)) for path in problem.rename)
    return old, new


def _hinders(
    old: str, new: str, mended: Collection[tuple[str, int]], named: Iterable[tuple[str, int, str]], root: Path
) -> str:
    if os.path.lexists(root / new):
        return f"{old} keeps its name: there is a file {new} already."
    name = posixpath.basename(old)
    for path, number, line in named:
        if (path, number) not in mended and not _names_another(line, name, path, old, root):
            return f"{old} keeps its name: {path}:{number} names it too, where no program can mend that."
    return ""


def _lines_with(
    names: Collection[str], root: Path, texts: Iterable[str]
) -> dict[str, list[tuple[str, int, str]]]:
    """Where each name stands in the texts of a project: file, number and line."""
    found: dict[str, list[tuple[str, int, str]]] = {name: [] for name in names}
    for path in sorted(_files(root, texts)):
        data = (root / path).read_bytes().decode("utf-8", "replace")
        # Addresses write some letters of a name in a way of their own, and each program others.
        plain = unquote(data)
        for name in names:
            if name in data or name in plain:
                lines = enumerate(_LINE.findall(data), 1)
                found[name] += (
                    (path, number, line) for number, line in lines if name in line or name in unquote(line)
                )
    return found


def _names_another(line: str, name: str, path: str, old: str, root: Path) -> bool:
    """Whether all that has this name on a line of the file ``path`` is a relative path to another file than ``old``."""
    folder = posixpath.dirname(path)
    ways = re.findall(rf"[^\s()\[\]<>\"'=]*{re.escape(name)}", unquote(line))
    meant = [posixpath.normpath(posixpath.join(folder, way)) for way in ways]
    return bool(ways) and old not in meant and all((root / one).is_file() for one in meant)


def _files(root: Path, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for folder, folders, names in os.walk(root / text):
            folders.sort()
            for name in names:
                if name.lower().endswith(_TEXTS):
                    yield (Path(folder) / name).relative_to(root).as_posix()
        if (root / text).is_file():
            yield text


def _meet(one: Edit, other: Edit) -> bool:
    return one.first <= max(other.last, other.first) and other.first <= max(one.last, one.first)


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """A file with its edits. Raises UnicodeDecodeError where it is no text in UTF-8."""
    text = data.decode("utf-8")
    marks = len(text) - len(text.lstrip(_MARK))
    text = text[marks:]
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
    return (_MARK * marks + "".join(lines)).encode("utf-8")


def difference(path: str, before: bytes, after: bytes) -> str:
    """Both versions of a file as a comparison for people, without the ends of lines."""
    old, new = (data.decode("utf-8").lstrip(_MARK).splitlines() for data in (before, after))
    return "\n".join(unified_diff(old, new, path, path, n=1, lineterm=""))


def write_whole(path: Path, data: bytes, *, instead_of: bytes) -> bool:
    """Put ``data`` in the place of a file in one step; not, and False, where it no longer holds ``instead_of``."""
    with unfinished_file(path, data) as unfinished:
        unfinished.chmod(path.stat().st_mode)
        if path.read_bytes() != instead_of:
            return False
        unfinished.replace(path)
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
