"""Front matter of other generators: YAML between ``---``, TOML between ``+++``, or JSON."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

import yaml

from knowledge_center.tools.importer.import_notes import ImportNote, Refused, left_out
from knowledge_center.tools.importer.source_text import SourceText
from knowledge_center.tools.importer.yaml_repair import compose

# Scalars stay text: no surprise dates, numbers, or a title “No” that becomes false.
Value = str | list["Value"] | dict[str, "Value"]

_DEEPEST = 12
_BARE = re.compile(r"([A-Za-z][\w -]{0,30}):(?=\s|$)(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    """A source file taken apart: fields, the line each stands on, and the text below them."""

    fields: Mapping[str, Value]
    body: SourceText
    lines: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[ImportNote, ...] = ()


def split(text: str) -> ParsedFile | None:
    """Take a file apart; None if it begins with no front matter.

    Raises Refused when there is front matter that cannot be read.
    """
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    opening = re.fullmatch(r"(---|\+\+\+)(yaml|toml|json|js|javascript|coffee)?", lines[first].rstrip())
    if opening is None:
        return _json_at_top(text) if lines[first].lstrip().startswith("{") else _bare(lines, first)
    if opening[2] in ("js", "javascript", "coffee"):
        raise Refused("its fields are a program, which is not run here: write them as YAML.", first + 1)
    language = opening[2] or ("toml" if opening[1] == "+++" else "yaml")
    closing = re.compile(r"\+{3,}" if opening[1] == "+++" else r"-{3,}|\.\.\.")
    end = next((n for n in range(first + 1, len(lines)) if closing.fullmatch(lines[n].rstrip())), None)
    if end is None:
        message = f"its fields begin with {opening[1]} but no second {opening[1]} closes them."
        raise Refused(message, first + 1)
    block = "\n".join(lines[first + 1 : end])
    body = SourceText.unedited("\n".join(lines[end + 1 :]), end + 2)
    read = {"yaml": _yaml, "toml": _toml, "json": _json}[language]
    fields, places, notes = read(block, first + 2)
    return ParsedFile(fields=fields, body=body, lines=places, notes=tuple(notes))


def _bare(lines: list[str], first: int) -> ParsedFile | None:
    """Fields without a mark above them: Pelican's and MultiMarkdown's end at an empty line, old Hexo's at ``---``.

    Without a title and a day among them they are a text.
    """
    end = first
    while end < len(lines) and (
        _BARE.match(lines[end]) or (end > first and re.match(r"\s+\S|- ", lines[end]))
    ):
        end += 1
    names = {found[1].casefold() for line in lines[first:end] if (found := _BARE.match(line)) is not None}
    closed = end < len(lines) and re.fullmatch(r"-{3,}", lines[end].rstrip())
    if not {"title", "date"} <= names or not (closed or not "".join(lines[end : end + 1]).strip()):
        return None
    body = SourceText.unedited("\n".join(lines[end + 1 :]), end + 2)
    if closed:
        fields, places, notes = _yaml("\n".join(lines[first:end]), first + 1)
        return ParsedFile(fields=fields, body=body, lines=places, notes=tuple(notes))
    said: dict[str, str] = {}
    at: dict[str, int] = {}
    for number, line in enumerate(lines[first:end], first + 1):
        if (one := _BARE.match(line)) is not None:
            name, at[one[1]] = one[1], number
        said[name] = f"{said.get(name, '')} {(line if one is None else one[2]).strip()}".strip()
    authors: list[Value] = [one.strip() for one in re.split("[;,]", said.pop("Authors", "")) if one.strip()]
    return ParsedFile(fields={**said, **({"authors": authors} if authors else {})}, body=body, lines=at)


_Read = tuple[dict[str, Value], dict[str, int], list[ImportNote]]


def _yaml(block: str, first_line: int) -> _Read:
    node, notes = compose(block, first_line)
    if node is None:
        return {}, {}, notes
    if not isinstance(node, yaml.MappingNode):
        raise Refused("its fields are no list of names with values.", first_line)
    fields: dict[str, Value] = {}
    places: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        line = key_node.start_mark.line + first_line
        value = _plain(value_node, 0)
        if key in fields and fields[key] != value:
            notes.append(
                left_out(f"the field “{key}” stands there twice; its first value was left out.", line)
            )
        fields[key] = value
        places[key] = line
    return fields, places, notes


def _plain(node: yaml.Node, depth: int) -> Value:
    if depth > _DEEPEST:
        return ""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, depth + 1) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value, depth + 1) for key, value in node.value}
    if not isinstance(node, yaml.ScalarNode):
        return ""
    empty = not node.style and node.tag == "tag:yaml.org,2002:null"
    return "" if empty else str(node.value)


def _toml(block: str, first_line: int) -> _Read:
    try:
        data = tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        at = re.search(r"at line (\d+)", str(error))
        line = first_line + int(at[1]) - 1 if at else first_line
        raise Refused("its fields are no TOML that can be read.", line) from None
    return _typed(data, block, first_line)


def _json(block: str, first_line: int) -> _Read:
    try:
        data = json.loads(block)
    except (ValueError, RecursionError):
        raise Refused("its fields are no JSON that can be read.", first_line) from None
    if not isinstance(data, dict):
        raise Refused("its fields are no list of names with values.", first_line)
    return _typed(data, block, first_line)


def _json_at_top(text: str) -> ParsedFile | None:
    """Hugo's JSON stands at the top of the file without marks around it."""
    start = text.index("{")
    try:
        data, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    line = text.count("\n", 0, start) + 1
    fields, places, notes = _typed(data, text[start:end], line)
    rest = text[end:]
    body = SourceText.unedited(rest.removeprefix("\n"), text.count("\n", 0, end) + 1 + rest.startswith("\n"))
    return ParsedFile(fields=fields, body=body, lines=places, notes=tuple(notes))


def _typed(data: Mapping[str, object], block: str, first_line: int) -> _Read:
    places = {}
    for key in data:
        at = re.search(rf"^[\s{{,]*[\"']?{re.escape(key)}[\"']?\s*[=:]", block, re.MULTILINE)
        places[key] = first_line + (block.count("\n", 0, at.end()) if at else 0)
    # TOML keeps a theme's own fields in a table of their own; they are fields all the same.
    extra = {key: data[key] for key in ("params", "extra") if isinstance(data.get(key), dict)}
    fields = {str(key): _as_text(value, 0) for key, value in data.items() if key not in extra}
    for table in extra.values():
        for key, value in table.items() if isinstance(table, dict) else ():
            fields.setdefault(str(key), _as_text(value, 0))
    return fields, places, []


def _as_text(value: object, depth: int) -> Value:
    if depth > _DEEPEST or value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, list):
        return [_as_text(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {str(key): _as_text(item, depth + 1) for key, item in value.items()}
    # JSON may spell half a character; a file cannot hold it.
    return str(value).encode("utf-8", "ignore").decode()
