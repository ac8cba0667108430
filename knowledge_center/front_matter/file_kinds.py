"""What a file really is that does not begin with its fields: another program's, or fields written in another way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any, NamedTuple

import yaml

from knowledge_center.problems import Edit

# A line that a program made of --- while somebody typed, or that somebody remembered wrongly.
_OTHER_DASHES = re.compile(r"[‐-―−⸺⸻]+-*|-[‐-―−⸺⸻]+|-{4,}|--|(?:- ){2,}-|_{3,}|\*{3,}|={3,}")
_CODE_FENCE = re.compile(r"(`{3,}|~{3,})\s*\w*")
_FIELD = re.compile(r"[A-Za-z_][\w-]*\s*:(\s|$)")
_HEADING = re.compile(r"#\s+(.+?)[\s#]*")
# Behind so many lines whatever looks like a field or a fence belongs to the text.
_NEAR = 40
_QUOTED_DAY = re.compile(r"^(\w+): '(\d{4}-\d\d-\d\d(?:[ T][\d:]+)?)'$", re.MULTILINE)

_AS_TEXT = (
    "save it as plain text (UTF-8) under the same name, and begin it with the fields, as other articles do."
)


class Misread(NamedTuple):
    """What stands on a line (from 1) in the place of fields, and what belongs there.

    ``edits`` are the fix as a program can make it; ``loses``: a remark of somebody's goes with it.
    """

    line: int
    message: str
    fix: str
    edits: tuple[Edit, ...] = ()
    loses: bool = False


def other_program(raw: bytes) -> tuple[str, str] | None:
    """What a file is, judged by its first bytes, that is no text in UTF-8 at all; and what to do with it."""
    if raw.startswith(b"PK\x03\x04"):
        what = "is a Word document" if b"word/" in raw else "is a packed file (a document or an archive)"
        fix = f"Open it in the program that wrote it, {_AS_TEXT}"
        return f"The file {what}, whatever its name says, and not a text.", fix
    for begins, what in _SIGNATURES.items():
        if raw.startswith(begins):
            return (
                f"The file is {what}, whatever its name says, and not a text.",
                f"Open it in the program that wrote it, {_AS_TEXT}",
            )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or _every_other_is_zero(raw):
        return (
            "The file is saved as UTF-16, which Notepad calls “Unicode”; UTF-8 is expected.",
            "In your editor choose “Save with encoding”, then UTF-8, and save the file again.",
        )
    return None


_SIGNATURES = {
    b"{\\rtf": "a document with formatting (RTF)",
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0": "a document of an old Office program",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


def _every_other_is_zero(raw: bytes) -> bool:
    head = raw[:64]
    return len(head) > 3 and (not any(head[1::2]) or not any(head[::2]))


def without_fields(lines: Sequence[str]) -> Iterator[Misread]:
    """What a text begins with that does not begin with ``---``: every line that is in the way of its fields."""
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None:
        yield Misread(1, "The file is empty.", f"Write the article into it:\n{_empty_fields()}")
        return
    head = lines[first].strip()
    if head == "---":
        message = "The block of fields has to begin on the first line of the file."
        yield Misread(1, message, "Delete everything above the first ---, also spaces in front of it.")
    elif head == "+++":
        yield _toml(lines, first)
    elif head.startswith("{") and not head.startswith(("{%", "{{", "{:")):
        yield _json(lines, first)
    elif _CODE_FENCE.fullmatch(head) and _fields_follow(lines, first):
        yield from _fenced(lines, first, head)
    elif _OTHER_DASHES.fullmatch(head) and _fields_follow(lines, first):
        yield _dashes(first, head, "above")
        end = _other_end(lines, first)
        if end is not None:
            yield _dashes(end, lines[end].strip(), "below")
    elif re.match(r"<(?:!doctype|html)\b", head, re.IGNORECASE):
        message = "The file is a web page (HTML), not an article."
        yield Misread(first + 1, message, f"Copy the words of the page into it:\n{_empty_fields()}")
    elif _FIELD.match(head) and _closed(lines, first):
        message = "The line with three hyphens above the fields is missing."
        yield Misread(first + 1, message, f"---\n{lines[first]}", (Edit(first + 1, first, ("---",)),))
    elif bare := _bare_fields(lines, first):
        message = "The fields at the top have no lines of three hyphens around them."
        # Without a title among them they may be words for readers: when and where something is.
        titled = any(line.lower().startswith("title:") for line in lines[first : bare.last])
        yield Misread(first + 1, message, "\n".join(bare.lines), (bare,), loses=not titled)
    else:
        message = (
            "The file has no block of fields at its top (title, date, description, authors, categories)."
        )
        heading = _HEADING.fullmatch(head)
        yield Misread(1, message, _empty_fields(heading[1] if heading else ""))


def _bare_fields(lines: Sequence[str], first: int) -> Edit | None:
    """Fields without lines of hyphens, as MultiMarkdown has them, or Notion, which writes them below a heading."""
    heading = _HEADING.fullmatch(lines[first].strip())
    start = next((n for n in range(first + bool(heading), len(lines)) if lines[n].strip()), len(lines))
    end = next((n for n in range(start, len(lines)) if not lines[n].strip()), len(lines))
    fields = [line.rstrip() for line in lines[start:end]]
    if (
        len(fields) + bool(heading) < 2
        or not all(map(_FIELD.match, fields))
        or not re.search(r"(?im)^date\s*:", "\n".join(fields))
    ):
        return None
    title = [f"title: {json.dumps(heading[1], ensure_ascii=False)}"] if heading else []
    return Edit(1, end, ("---", *title, *fields, "---"))


def not_closed(lines: Sequence[str]) -> Misread:
    """A block of fields without its second ``---``: a line that was to be it, or none."""
    end = _other_end(lines, 0)
    if end is not None:
        return _dashes(end, lines[end].strip(), "below")
    message = "The block of fields begins with --- but no second --- closes it."
    return Misread(1, message, "Put a line with only --- below the last field.")


def _dashes(index: int, found: str, where: str) -> Misread:
    why = ", which a word processor makes a dash of" if re.search("[‐-―]", found) else ""
    message = f"The line {where} the fields is “{found[:20]}”; three hyphens are expected{why}."
    return Misread(index + 1, message, "---", (Edit(index + 1, index + 1, ("---",)),))


def _other_end(lines: Sequence[str], first: int) -> int | None:
    """The line that was meant to close the fields; None where one does, or nothing can be meant."""
    for index in range(first + 1, min(len(lines), first + _NEAR)):
        line = lines[index].strip()
        if line in ("---", "..."):
            return None
        if _OTHER_DASHES.fullmatch(line):
            return index
    return None


def _closed(lines: Sequence[str], first: int) -> bool:
    """Whether fields that begin on a line have their end: only fields, up to a line of hyphens."""
    for line in lines[first + 1 : first + _NEAR]:
        if line.rstrip() == "---":
            return True
        if line.strip() and not _FIELD.match(line) and not line.startswith((" ", "-", "#")):
            return False
    return False


def _fields_follow(lines: Sequence[str], first: int) -> bool:
    """Whether the next line with anything on it is a field, or the fence of fields."""
    below = next((line.strip() for line in lines[first + 1 : first + _NEAR] if line.strip()), "")
    return bool(_FIELD.match(below)) or below == "---"


def _fenced(lines: Sequence[str], first: int, head: str) -> Iterator[Misread]:
    """Fields in a code block, as a chat program copies them."""
    mark = head[:3]
    inside = [line.strip() for line in lines[first + 1 : first + _NEAR]]
    end = next((n for n, line in enumerate(inside, first + 1) if line.startswith(mark)), None)
    own = "---" in (inside if end is None else inside[: end - first - 1])
    message = f"The fields stand in a code block: the line with {mark} is in their way."
    yield _unfenced(first, message, own)
    if end is not None:
        message = f"The line with {mark} ends a code block around the fields, which is in their way."
        yield _unfenced(end, message, own)


def _unfenced(index: int, message: str, own: bool) -> Misread:
    """Without the line of a fence where the fields have ``own`` lines of hyphens, else with hyphens in its place."""
    edit = Edit(index + 1, index + 1, () if own else ("---",))
    return Misread(index + 1, message, "Delete the line." if own else "---", (edit,))


def _toml(lines: Sequence[str], first: int) -> Misread:
    end = next((n for n in range(first + 1, len(lines)) if lines[n].strip() == "+++"), None)
    what = "The fields stand between lines of +++, as another program writes them"
    if end is None:
        return Misread(first + 1, f"{what}; lines of --- are expected.", _empty_fields())
    # Only who has such a file needs it.
    import tomllib

    try:
        data = tomllib.loads("\n".join(lines[first + 1 : end]))
    except tomllib.TOMLDecodeError:
        data = {}
    # Values come along, remarks behind # do not.
    return _converted(what, data, first, end)._replace(loses=any("#" in line for line in lines[first:end]))


def _json(lines: Sequence[str], first: int) -> Misread:
    what = "The fields stand in braces, as another program writes them (JSON)"
    text = "\n".join(lines[first:])
    try:
        data, length = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return Misread(first + 1, f"{what}; lines of --- are expected.", _empty_fields())
    return _converted(what, data, first, first + text.count("\n", 0, length))


def _converted(what: str, data: Mapping[str, Any], first: int, end: int) -> Misread:
    if not data:
        return Misread(first + 1, f"{what}; lines of --- are expected.", _empty_fields())
    lines = f"the lines {first + 1} to {end + 1}" if end > first else f"line {first + 1}"
    message = f"{what}; the fix says the same between lines of ---, in the place of {lines}."
    block = f"---\n{_as_fields(data)}---"
    return Misread(first + 1, message, block, (Edit(first + 1, end + 1, tuple(block.split("\n"))),))


def _as_fields(data: Mapping[str, Any]) -> str:
    """The same fields as our parser reads them: one a line, lists in brackets."""
    text = "".join(
        yaml.safe_dump(
            {key: value},
            allow_unicode=True,
            width=1_000_000,
            default_flow_style=None if isinstance(value, (list, dict)) else False,
        )
        for key, value in _plain(data).items()
    )
    # A day needs no quotation marks here.
    return _QUOTED_DAY.sub(r"\1: \2", text)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, time) else value


def _empty_fields(title: str = "") -> str:
    """The fields that every article has, for somebody to fill in."""
    # Between quotation marks a title may hold whatever it does.
    named = f" {json.dumps(title, ensure_ascii=False)}" if title else ""
    return (
        f"---\ntitle:{named}\ndate:  # a day, the year first: 2026-11-16\ndescription:  # one sentence of 50 to 160 "
        "characters\nauthors: []  # keys of .authors.yml\ncategories: []  # slugs of .categories.yml\n---"
    )
