"""The fixes of the check, taken word for word: what an editor would paste, delete or rename, choice by choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ANYWHERE = "the new file that holds it now"
_CHOICE = re.compile(r"If |Bring ")
_EDIT = re.compile(
    r"(?:.*?, )?(?:and )?(?:"
    r"add this to (?P<add>[^,]+?)(?:, (?:with the aliases|for the guid) it has)?:"
    r"|in (?P<change>[^,]+), (?:put this in the place of its (?P<field>\w+):|delete its (?P<delete>.+))"
    r"|rename (?P<rename>[^,]+) to (?P<to>\S+))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to be done in ``file``: ``lines`` go in, those of ``field`` out; with ``to`` the file is called that."""

    file: str
    lines: tuple[str, ...] = ()
    field: str = ""
    to: str = ""


def choices(fix: str) -> list[list[Edit]]:
    """Each of the ways out that a fix offers."""
    found: list[list[Edit]] = []
    for line in fix.split("\n"):
        if _CHOICE.match(line) or not found:
            found.append([])
        told = _EDIT.fullmatch(line)
        if told is None:
            last = found[-1][-1]
            found[-1][-1] = replace(last, lines=(*last.lines, line))
            continue
        found[-1].append(
            Edit(
                file=told["add"] or told["change"] or told["rename"],
                field=told["field"] or told["delete"] or "",
                to=told["to"] or "",
            )
        )
    return found


def _beside(edit: Edit, text: str) -> Edit:
    """What is to be added to a file that the fix cannot name, with what stands in it."""
    field, _, value = edit.lines[0].partition(": ")
    there = re.search(rf"^{field}: (.*)$", text, re.MULTILINE)
    if there is None:
        return edit
    if field == "aliases":
        value = f"{there[1].rstrip(']')}, {value.lstrip('[')}"
    return Edit(file=edit.file, lines=(f"{field}: {value}", *edit.lines[1:]), field=field)


def apply(root: Path, edits: Sequence[Edit], *, anywhere: str = "") -> None:
    """Do it in the files below ``root``; ``anywhere`` is the file to take where the fix names none."""
    for edit in edits:
        path = root / (anywhere if edit.file == ANYWHERE else edit.file)
        if edit.file == ANYWHERE:
            edit = _beside(edit, path.read_text(encoding="utf-8"))
        if edit.to:
            path.rename(path.with_name(edit.to))
            continue
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        lines = "".join(f"{line}\n" for line in edit.lines)
        if path.name == ".gone.yml" and edit.field:
            name = re.escape(edit.field.strip('"'))
            text, times = re.subn(rf"^['\"]?{name}['\"]?:\n(?: .*\n)*", "", text, flags=re.MULTILINE)
            assert times == 1, f"{edit} deletes what is not there:\n{text}"
        elif path.name == ".gone.yml":
            text += lines.replace("…", "out of date")
        else:
            if edit.field:
                assert f"\n{edit.field}:" in text, f"{edit} replaces what is not there:\n{text}"
                text = re.sub(rf"^{edit.field}:.*\n(?:(?:- | ).*\n)*", "", text, count=1, flags=re.MULTILINE)
            assert text.startswith("---\n")
            text = text.replace("---\n", f"---\n{lines}", 1)
        path.write_text(text, encoding="utf-8")
