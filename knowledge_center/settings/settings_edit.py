"""Edits of mkdocs.yml as a person would make them: no line is touched that an edit does not concern.

The places come from the YAML parser's marks, and the result is read again: it has to say what the edits say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.migrations import Append, Edit, Put, Remove, applied
from knowledge_center.settings.reader import FILE


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Tags of the site generator's become text: they are compared, never run."""


def _as_text(loader: yaml.Loader, suffix: str, node: yaml.Node) -> str:
    return yaml.serialize(node)


_Loader.add_multi_constructor("", _as_text)


def parsed(text: str) -> dict[str, Any]:
    """The text of mkdocs.yml as a dictionary; it has been read without a mistake before."""
    data = yaml.load(text, Loader=_Loader)
    return data if isinstance(data, dict) else {}


def edited(text: str, edits: Sequence[Edit], display_path: str = FILE) -> str:
    """The text of a settings file after the edits.

    Raises Unusable, naming what is to be done by hand, where the file is written in a way that this cannot follow.
    """
    new = text
    try:
        for edit in edits:
            new = _edited(new, edit)
        right = parsed(new) == applied(parsed(text), edits)
    except (yaml.YAMLError, LookupError, TypeError, ValueError):
        right = False
    if not right:
        message = (
            "The file is written in a way that a program cannot change safely. Make these changes by hand."
        )
        raise Unusable([Problem(path=display_path, message=message, fix=by_hand(edits))])
    return new


def by_hand(edits: Sequence[Edit]) -> str:
    """The edits as a list of things to do."""
    return "\n".join(f"{in_words(edit)}: {edit.why}" for edit in edits)


def by_file(edits: Sequence[Edit], files: Sequence[Mapping[str, Any]]) -> list[list[Edit]]:
    """The edits of settings that consist of several files, each for the files that hold what it changes.

    ``files`` are the settings file and those it inherits, as ``parsed`` reads them, the outermost first.
    """
    found: list[list[Edit]] = [[] for _ in files]
    for edit in edits:
        place = edit.path[:-1] if isinstance(edit, Put) or isinstance(edit.path[-1], int) else edit.path
        holders = [n for n, data in enumerate(files) if _holds(data, place)] or [0]
        # Groups are laid over one another, and lists replaced: only a key can be in several files.
        whole = isinstance(edit, Remove) and place == edit.path
        for n in holders if whole else holders[:1]:
            found[n].append(edit)
    return found


def _holds(data: object, path: Sequence[str | int]) -> bool:
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return False
        data = data[key]
    return True


def in_words(edit: Edit) -> str:
    """An edit, short."""
    path = ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in edit.path)
    match edit:
        case Put():
            return f"add {path}: {json.dumps(edit.value)}"
        case Append():
            return f"add “{edit.value}” to {path}"
        case Remove():
            return f"remove {path}"


def _edited(text: str, edit: Edit) -> str:
    root = _collection(yaml.compose(text, Loader=yaml.SafeLoader))
    last, group = edit.path[-1], _at(root, edit.path[:-1])
    match edit:
        case Put():
            return _put(text, group, f"{last}: {json.dumps(edit.value)}", last)
        case Append():
            return _append(text, group, str(last), edit.value)
        case Remove():
            return _remove(text, root, edit.path)


def _collection(node: yaml.Node | None) -> yaml.CollectionNode:
    if not isinstance(node, yaml.CollectionNode):
        raise TypeError("a group or a list was expected")
    return node


def _at(root: yaml.CollectionNode, path: Sequence[str | int]) -> yaml.CollectionNode:
    for key in path:
        root = _collection(_child(root, key))
    return root


def _pairs(node: yaml.CollectionNode) -> list[tuple[yaml.Node, yaml.Node]]:
    """The entries of a group or list: key and value of the one, twice the entry of the other."""
    if isinstance(node, yaml.MappingNode):
        return list(node.value)
    return [(item, item) for item in node.value]


def _index(node: yaml.CollectionNode, key: str | int) -> int:
    if isinstance(key, int):
        return key
    return [k.value for k, _ in _pairs(node)].index(key)


def _child(node: yaml.CollectionNode, key: str | int) -> yaml.Node:
    return _pairs(node)[_index(node, key)][1]


def _put(text: str, group: yaml.CollectionNode, entry: str, key: str | int) -> str:
    pairs = _pairs(group)
    if key in [k.value for k, _ in pairs]:
        return text
    at = pairs[0][0].start_mark if pairs else None
    if at is None or group.flow_style:
        begin = group.start_mark.index + 1
        return text[:begin] + entry + (", " if pairs else "") + text[begin:]
    lines = text.splitlines(keepends=True)
    lines.insert(at.line, " " * at.column + entry + _end(text))
    return "".join(lines)


def _append(text: str, group: yaml.CollectionNode, key: str, value: str) -> str:
    if key not in [k.value for k, _ in _pairs(group)]:
        end = _end(text)
        return text + ("" if text.endswith("\n") else end) + f"{end}{key}:{end}  - {value}{end}"
    node = _at(group, [key])
    if node.flow_style:
        end_at = node.end_mark.index - 1
        return text[:end_at].rstrip(" ,") + (", " if node.value else "") + value + text[end_at:]
    lines = text.splitlines(keepends=True)
    last = _last_line(lines, node)
    if not lines[last].endswith("\n"):
        lines[last] += _end(text)
    lines.insert(last + 1, " " * node.start_mark.column + f"- {value}" + _end(text))
    return "".join(lines)


def _remove(text: str, root: yaml.CollectionNode, path: tuple[str | int, ...]) -> str:
    group = _at(root, path[:-1])
    pairs = _pairs(group)
    at = _index(group, path[-1])
    first, value = pairs[at]
    if len(pairs) == 1 and isinstance(group, yaml.SequenceNode):
        return _remove(text, root, path[:-1])
    if group.flow_style:
        kept = [text[k.start_mark.index : v.end_mark.index] for n, (k, v) in enumerate(pairs) if n != at]
        begin, end = group.start_mark.index, group.end_mark.index
        return text[: begin + 1] + ", ".join(kept) + text[end - 1 :]
    lines = text.splitlines(keepends=True)
    begin, after = first.start_mark.line, _last_line(lines, value) + 1
    # What stood between blank lines leaves one of them.
    blank_before = begin == 0 or not lines[begin - 1].strip()
    if blank_before and after < len(lines) and not lines[after].strip():
        after += 1
    return "".join([*lines[:begin], *lines[after:]])


def _last_line(lines: Sequence[str], node: yaml.Node) -> int:
    """The last line of a value; blank lines and comments below it are not part of it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        return _last_line(lines, _pairs(node)[-1][1])
    mark = node.end_mark
    if mark.line == node.start_mark.line or mark.column:
        return int(mark.line)
    last = mark.line - 1
    while last > node.start_mark.line and (not lines[last].strip() or lines[last].lstrip().startswith("#")):
        last -= 1
    return int(last)


def _end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
