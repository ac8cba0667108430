"""Front matter: the block between two ``---`` lines, read with the line of every field.

Scalars stay the text the editor typed (no surprise dates, numbers or yes/no), so that a message can
quote them; what a field means is decided by whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge_center.problems import Problem, Unusable

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Value = str | list["Field"] | dict[str, "Field"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A value with the line (from 1, in the whole file) it begins on and whether it was quoted."""

    value: Value
    line: int
    quoted: bool = False

    @property
    def text(self) -> str | None:
        """The scalar as typed, or None for a list, a mapping or nothing."""
        return self.value if isinstance(self.value, str) else None

    @property
    def shown(self) -> str:
        """The value in words, for a message."""
        if self.value is None:
            return "nothing"
        if isinstance(self.value, str):
            return f"“{self.value}”"
        return "a list" if isinstance(self.value, list) else "a group of fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A Markdown file taken apart: its fields, the text below them, and the line that text begins on."""

    fields: Mapping[str, Field]
    body: str
    body_line: int


def read_text(path: Path, shown: str) -> str:
    """The file's text, without a byte order mark and with ``\\n`` line ends.

    Raises Unusable, naming the line, when the file is not UTF-8 or cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise Unusable([Problem(path=shown, message=f"The file cannot be read: {reason}.")]) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Unusable(
            [
                Problem(
                    path=shown,
                    line=line,
                    message="The file is not saved as UTF-8: the characters on this line cannot be read.",
                    fix="In your editor choose “Save with encoding”, then UTF-8, and save the file again.",
                )
            ]
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, shown: str) -> Document:
    """Take a Markdown file apart. Raises Unusable with the line and a fix when that is not possible."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise Unusable([_no_front_matter(lines, shown)])
    end = next((n for n in range(1, len(lines)) if lines[n].rstrip() in ("---", "...")), None)
    if end is None:
        raise Unusable(
            [
                Problem(
                    path=shown,
                    line=1,
                    message="The block of fields begins with --- but no second --- closes it.",
                    fix="Put a line with only --- below the last field.",
                )
            ]
        )
    fields = parse_fields("\n".join(lines[1:end]), shown, first_line=2)
    return Document(fields=fields, body="\n".join(lines[end + 1 :]), body_line=end + 2)


def parse_fields(text: str, shown: str, *, first_line: int = 1) -> dict[str, Field]:
    """A YAML mapping as fields, ``first_line`` being the line of the file ``text`` begins on.

    Raises Unusable for anything that is not a plain mapping with distinct text keys.
    """
    offset = first_line - 1
    for number, line in enumerate(text.split("\n"), first_line):
        if "\t" in line[: len(line) - len(line.lstrip())] or re.match(r"[\w-]+:\t", line):
            raise Unusable(
                [
                    Problem(
                        path=shown,
                        line=number,
                        message="This line holds a tab; fields may be set in with spaces only.",
                        fix=line.replace("\t", "  ").rstrip(),
                    )
                ]
            )
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise Unusable([_yaml_problem(error, text, shown, offset)]) from None
    except yaml.YAMLError:
        raise Unusable(
            [
                Problem(
                    path=shown,
                    line=first_line,
                    message="The block of fields holds a character that cannot be read (a control character).",
                    fix="Delete the line and type it again.",
                )
            ]
        ) from None
    if node is None:
        return {}
    problems: list[Problem] = []
    field = _field(node, shown, offset, problems, depth=0)
    if problems:
        raise Unusable(problems)
    if not isinstance(field.value, dict):
        raise Unusable(
            [
                Problem(
                    path=shown,
                    line=field.line,
                    message="Fields are expected here, one a line, each with a name, a colon and a space.",
                    fix="title: Your title",
                )
            ]
        )
    return field.value


def _field(node: yaml.Node, shown: str, offset: int, problems: list[Problem], *, depth: int) -> Field:
    line = node.start_mark.line + 1 + offset
    if depth > 8:
        problems.append(Problem(path=shown, line=line, message="Fields are nested too deeply here."))
        return Field(value=None, line=line)
    if isinstance(node, yaml.ScalarNode):
        quoted = node.style in ("'", '"')
        empty = not quoted and node.tag == "tag:yaml.org,2002:null"
        return Field(value=None if empty else str(node.value), line=line, quoted=quoted)
    if isinstance(node, yaml.SequenceNode):
        items = [_field(child, shown, offset, problems, depth=depth + 1) for child in node.value]
        return Field(value=items, line=line)
    found: dict[str, Field] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        key_line = key_node.start_mark.line + 1 + offset
        if not key:
            problems.append(Problem(path=shown, line=key_line, message="A field without a name stands here."))
            continue
        if key in found:
            message = f"The field “{key}” stands here a second time; the first is on line {found[key].line}."
            problems.append(Problem(path=shown, line=key_line, message=message, fix="Delete one of the two."))
            continue
        value = _field(value_node, shown, offset, problems, depth=depth + 1)
        # A field is looked for where its name stands, not where its first item does.
        found[key] = Field(value=value.value, line=key_line, quoted=value.quoted)
    return Field(value=found, line=line)


def _no_front_matter(lines: list[str], shown: str) -> Problem:
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].strip() == "---":
        message = "The block of fields has to begin on the first line of the file."
        fix = "Delete everything above the first ---, also spaces in front of it."
        return Problem(path=shown, line=1, message=message, fix=fix)
    return Problem(
        path=shown,
        line=1,
        message="The file has no block of fields at its top (title, date, description, authors, categories).",
        fix="---\ntitle: Your title\ndate: 2026-11-16\ndescription: One sentence of 50 to 160 characters.\n"
        "authors: [a-key]\ncategories: [a-slug]\n---",
    )


def _yaml_problem(error: yaml.MarkedYAMLError, text: str, shown: str, offset: int) -> Problem:
    """The parser's complaint in an editor's words, on the line the mistake was made."""
    lines = text.split("\n")
    mark = error.problem_mark or error.context_mark
    index = min(mark.line if mark else 0, len(lines) - 1)
    complaint = error.problem or ""
    if "mapping values are not allowed" in complaint:
        while index > 0 and ": " not in lines[index]:
            index -= 1
        key, _, value = lines[index].partition(":")
        if value.strip()[:1] not in ("'", '"'):
            return Problem(
                path=shown,
                line=index + 1 + offset,
                message=f"The text of “{key.strip()}” holds a colon, so it has to stand in quotes.",
                fix=f"{key}: {_quoted(value.strip())}",
            )
    unclosed = _unclosed_quote(lines)
    if unclosed is not None:
        key, _, value = lines[unclosed].partition(":")
        return Problem(
            path=shown,
            line=unclosed + 1 + offset,
            message="A quotation mark is opened on this line and not closed, or closed too early.",
            fix=f"{key}: {_quoted(value.strip().strip(value.strip()[:1]))}",
        )
    line = lines[index]
    key, colon, value = line.partition(":")
    fix = "Each field is one line: its name, a colon, a space, its text."
    if colon and value.strip():
        fix = f"{key}: {_quoted(value.strip())}"
    return Problem(
        path=shown,
        line=index + 1 + offset,
        message=f"This line cannot be read as a field: “{line.strip()}”.",
        fix=fix,
    )


def _unclosed_quote(lines: list[str]) -> int | None:
    for index, line in enumerate(lines):
        value = line.partition(":")[2].strip()
        mark = value[:1]
        if mark and mark in "'\"":
            inner = value[1:].replace("''", "") if mark == "'" else value[1:].replace('\\"', "")
            if inner.count(mark) != 1 or not inner.rstrip().endswith(mark):
                return index
    return None


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar that reads back as ``text``."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
