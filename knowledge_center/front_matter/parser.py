"""Front matter: the block between two ``---`` lines, read with the line of every field.

Scalars stay the text the editor typed (no surprise dates, numbers or yes/no), so that a message can
quote them; what a field means is decided by whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from knowledge_center.front_matter import file_kinds, yaml_mistakes
from knowledge_center.front_matter.file_kinds import Misread
from knowledge_center.front_matter.plain_fields import PlainField, plain_fields
from knowledge_center.problems import Edit, Problem, Unusable

_DEEPEST = 8

Value = str | list["Field"] | dict[str, "Field"] | None


@dataclass(slots=True, kw_only=True)
class Field:
    """A value with the line (from 1, in the whole file) it begins on and whether it was quoted.

    ``dashes`` is the column of a list's dashes, None for anything but a list with dashes. ``comment`` is what
    stands behind the value on its line, from the # on; ``last`` is the line the value ends on, 0 where nobody said.
    """

    value: Value
    line: int
    quoted: bool = False
    dashes: int | None = None
    comment: str = ""
    last: int = field(default=0, compare=False)

    @property
    def text(self) -> str | None:
        """The scalar as typed, or None for a list, a mapping or nothing."""
        return self.value if isinstance(self.value, str) else None

    @property
    def in_words(self) -> str:
        """The value in words, for a message."""
        if self.value is None:
            return "nothing"
        if isinstance(self.value, str):
            return f"“{self.value}”"
        return "a list" if isinstance(self.value, list) else "a group of fields"


_FEW_LINES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A Markdown file taken apart: its fields, the text below them, and the line that text begins on."""

    fields: Mapping[str, Field]
    body: str
    body_line: int


def read_text(path: str | Path, display_path: str) -> str:
    """The file's text, without a byte order mark and with ``\\n`` line ends.

    Raises Unusable, naming the line, when the file is not UTF-8 or cannot be read.
    """
    try:
        with open(path, "rb", buffering=0) as file:
            raw = file.read()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        fix = "Look whether it is there and whether you may read it."
        raise Unusable(
            [Problem(path=display_path, message=f"The file cannot be read: {reason}.", fix=fix)]
        ) from None
    other = file_kinds.other_program(raw)
    if other is not None:
        message, fix = other
        raise Unusable([Problem(path=display_path, line=1, message=message, fix=fix)])
    try:
        # Two programs, two marks.
        text = raw.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n?|\n", error.object[: error.start])) + 1
        raise Unusable(
            [
                Problem(
                    path=display_path,
                    line=line,
                    message="The file is not saved as UTF-8: the characters on this line cannot be read.",
                    fix="In your editor choose “Save with encoding”, then UTF-8, and save the file again.",
                )
            ]
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def parse(text: str, display_path: str, names: Collection[str] = ()) -> Document:
    """Take a Markdown file apart. Raises Unusable with the line and a fix when that is not possible.

    ``names`` are the fields that such a file may have: one without its colon is known by them.
    """
    # Nearly all fields end within few lines: what stands below need not be taken apart.
    lines = text.split("\n", _FEW_LINES)
    end = _end_of_fields(lines[:_FEW_LINES])
    if end is None or lines[0].rstrip() != "---":
        lines = text.split("\n")
        end = _end_of_fields(lines)
    misread: list[Misread] = []
    if lines[0].rstrip() != "---":
        misread = list(file_kinds.without_fields(lines))
    elif end is None:
        misread = [file_kinds.not_closed(lines)]
    if end is None or misread:
        raise Unusable(
            Problem(
                path=display_path,
                line=one.line,
                message=one.message,
                fix=one.fix,
                edits=one.edits,
                safe=bool(one.edits) and not one.loses,
            )
            for one in misread
        )
    fields = parse_fields("\n".join(lines[1:end]), display_path, first_line=2, names=names)
    return Document(fields=fields, body="\n".join(lines[end + 1 :]), body_line=end + 2)


def _end_of_fields(lines: list[str]) -> int | None:
    return next((n for n in range(1, len(lines)) if lines[n].rstrip() in ("---", "...")), None)


def parse_fields(
    text: str, display_path: str, *, first_line: int = 1, names: Collection[str] = ()
) -> dict[str, Field]:
    """A YAML mapping as fields, ``first_line`` being the line of the file ``text`` begins on.

    ``names`` are those that fields may have, as far as they are known. Raises Unusable for anything that is not a
    plain mapping with distinct text keys.
    """
    plain = plain_fields(text.split("\n"), names)
    if plain is not None:
        return {field.name: _plain(field, field.at + first_line) for field in plain}
    # Some YAML parsers end a line at these, no editor does.
    lines = re.sub("[\x85\u2028\u2029]", " ", text).split("\n")
    node, mistakes = yaml_mistakes.read(lines, names)
    if mistakes:
        raise Unusable(problem_of(mistake, display_path, first_line) for mistake in mistakes)
    if node is None:
        return {}
    reader = _Reader(lines, display_path, first_line)
    field = reader.field(node)
    if reader.problems:
        raise Unusable(reader.problems)
    if not isinstance(field.value, dict):
        message = "Fields are expected here, one a line, each with a name, a colon and a space."
        fix = yaml_mistakes.spaced(lines[field.line - first_line]) or "title: Your title"
        raise Unusable([Problem(path=display_path, line=field.line, message=message, fix=fix)])
    return field.value


def _plain(field: PlainField, line: int) -> Field:
    if isinstance(field.value, str):
        return Field(value=field.value, line=line, quoted=field.quoted, last=line)
    return Field(
        value=[Field(value=word, line=line, last=line) for word in field.value], line=line, last=line
    )


def problem_of(mistake: yaml_mistakes.Mistake, display_path: str, first_line: int) -> Problem:
    """A mistake in a text that begins on the line ``first_line`` of a file."""
    line = mistake.index + first_line
    edits: tuple[Edit, ...] = ()
    if mistake.line is not None:
        edits = (Edit(line, line, (mistake.line.rstrip(),) if mistake.line.strip() else ()),)
    return Problem(
        path=display_path, line=line, message=mistake.message, fix=mistake.fix, edits=edits, safe=mistake.sure
    )


class _Reader:
    """From the parser's tree to fields; what has a meaning of its own in YAML only is refused."""

    def __init__(self, lines: list[str], display_path: str, first_line: int) -> None:
        self.lines = lines
        self.display_path = display_path
        self.first_line = first_line
        self.problems: list[Problem] = []

    def field(self, node: yaml.Node, depth: int = 0) -> Field:
        index = min(node.start_mark.line, len(self.lines) - 1)
        line = index + self.first_line
        if depth > _DEEPEST:
            self._say(index, "Fields are nested too deeply here.", "Set fields in by one level at most.")
            return Field(value=None, line=line)
        mark = self.lines[index][node.start_mark.column : node.start_mark.column + 1]
        # Not descended into: through such marks a few lines can stand for millions of fields.
        if self.lines[index].startswith(("{{", "{%"), node.start_mark.column):
            self._say(
                index,
                "A mark of a template stands here, which nothing fills in.",
                "Write what belongs there.",
            )
            return Field(value=None, line=line)
        if mark and mark in "&!":
            message = f"A text that begins with {mark} has to stand in quotes."
            mended = yaml_mistakes.in_quotes(self.lines[index])
            self._say(index, message, mended, (Edit(line, line, (mended,)),))
            return Field(value=None, line=line)
        if isinstance(node, yaml.ScalarNode):
            quoted = node.style in ("'", '"')
            empty = not quoted and node.tag == "tag:yaml.org,2002:null"
            value = None if empty else str(node.value)
            last = (
                node.end_mark.line
                + self.first_line
                - (node.end_mark.column == 0 and node.end_mark.line > index)
            )
            return Field(value=value, line=line, quoted=quoted, comment=self._comment(node), last=last)
        if isinstance(node, yaml.SequenceNode):
            items = [self.field(child, depth + 1) for child in node.value]
            inside = max((item.last for item in items), default=line)
            if node.flow_style:
                return Field(value=items, line=line, last=max(inside, node.end_mark.line + self.first_line))
            return Field(value=items, line=line, dashes=node.start_mark.column, last=inside)
        group = self._group(node, depth)
        return Field(value=group, line=line, last=max((item.last for item in group.values()), default=line))

    def _group(self, node: yaml.Node, depth: int) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            index = key_node.start_mark.line
            if not key:
                self._say(index, "A field without a name stands here.", "Delete the line.")
            elif key in found:
                message = (
                    f"The field “{key}” stands here a second time; the first is on line {found[key].line}."
                )
                self._say(index, message, "Delete one of the two.")
            else:
                # A field is looked for where its name stands, not where its first item does.
                found[key] = replace(self.field(value_node, depth + 1), line=index + self.first_line)
        return found

    def _comment(self, node: yaml.ScalarNode) -> str:
        end = node.end_mark
        behind = self.lines[end.line][end.column :].strip() if end.line < len(self.lines) else ""
        return behind if behind.startswith("#") else ""

    def _say(self, index: int, message: str, fix: str, edits: tuple[Edit, ...] = ()) -> None:
        line = index + self.first_line
        self.problems.append(
            Problem(
                path=self.display_path, line=line, message=message, fix=fix, edits=edits, safe=bool(edits)
            )
        )
