"""YAML as people type it: what a parser refuses for a slip of the pen is mended, with a note."""

from __future__ import annotations

import re
from contextlib import suppress

import yaml

from knowledge_center.tools.importer.import_notes import ImportNote, Refused, changed, one_line

# The same tree in a tenth of the time, where PyYAML came with libyaml. What is wrong, the other one says better.
QUICK_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TOP = re.compile(r"(?P<key>[\w\"'][^:#]*?)\s*:(?P<value>\s.*|)$")
_NESTED = re.compile(r"(?P<head>\s+(?:- +)?[\w-]+:\s+)(?P<value>\S.*)$")
_ITEM = re.compile(r"(?P<head>\s*- +)(?P<value>\S.*)$")
_TABS = re.compile(r"^([ \t]*\t[ \t]*)|(?<=:)([ \t]*\t[ \t]*)", re.MULTILINE)


def compose(text: str, first_line: int) -> tuple[yaml.Node | None, list[ImportNote]]:
    """The YAML tree of ``text``, after mending tabs and missing or wrong quotes one by one.

    Raises Refused, naming the line of the file, for what cannot be mended.
    """
    with suppress(yaml.YAMLError, ValueError, RecursionError):
        return yaml.compose(text, Loader=QUICK_LOADER), []
    lines = text.split("\n")
    notes: list[ImportNote] = []
    mended: set[int] = set()
    while True:
        try:
            return yaml.compose("\n".join(lines), Loader=yaml.SafeLoader), notes
        except yaml.MarkedYAMLError as error:
            at = _blamed(error, len(lines))
            if _TABS.search("\n".join(lines)) and -1 not in mended:
                mended.add(-1)
                lines = _TABS.sub(_spaces, "\n".join(lines)).split("\n")
                notes.append(changed("tabs in the fields were read as spaces.", first_line + at))
                continue
            note = _mend(lines, at, first_line, mended)
            if note is None:
                message = (
                    f"its fields are no YAML that can be read; the trouble begins at “{one_line(lines[at])}”."
                )
                raise Refused(message, first_line + at) from None
            notes.append(note)
        except (yaml.YAMLError, RecursionError, ValueError):
            raise Refused("its fields are no YAML that can be read.", first_line) from None


def _spaces(found: re.Match[str]) -> str:
    return found[0].expandtabs(2) if found[1] else " "


def _blamed(error: yaml.MarkedYAMLError, count: int) -> int:
    """The line to mend. A quote that is never closed is to blame where it opens, not where the text ends."""
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in (error.context or "") and error.context_mark is not None:
        mark = error.context_mark
    return min(mark.line if mark is not None else 0, count - 1)


def _mend(lines: list[str], at: int, first_line: int, mended: set[int]) -> ImportNote | None:
    """Quote the text that line ``at`` belongs to; None if that was tried before or there is none."""
    start = at
    while start > 0 and not _TOP.match(lines[start]):
        start -= 1
    top = _TOP.match(lines[start])
    if top is None:
        return None
    end = start + 1
    while end < len(lines) and not _TOP.match(lines[end]):
        end += 1
    inner = _NESTED.match(lines[at]) or _ITEM.match(lines[at])
    if at != start and inner is not None and not top["value"].strip():
        if at in mended:
            return None
        mended.add(at)
        value = unquoted(inner["value"])
        lines[at] = inner["head"] + quoted(value)
        return changed(f"quotes were missing or wrong; read as “{one_line(value)}”.", first_line + at)
    if start in mended:
        return None
    mended.add(start)
    value = unquoted(" ".join(line.strip() for line in [top["value"], *lines[start + 1 : end]]).strip())
    key = top["key"].strip("\"'")
    lines[start:end] = [f"{key}: {quoted(value)}", *[""] * (end - start - 1)]
    message = f"the field “{key}” was no proper YAML; read as “{one_line(value)}”."
    return changed(message, first_line + start)


def unquoted(value: str) -> str:
    """What a person meant by a value whose quotes the parser could not follow."""
    value = re.sub(r"^[|>][-+0-9]*\s+", "", value.strip())
    mark = value[:1]
    if not mark or mark not in "\"'":
        return value
    inner = value[1:]
    if inner.endswith(mark):
        inner = inner[:-1]
    return inner.replace('\\"', '"') if mark == '"' else inner.replace("''", "'")


def quoted(value: str) -> str:
    """A YAML scalar in single quotes that reads back as ``value``."""
    return "'" + value.replace("'", "''") + "'"
