"""The lists of authors and categories: read, and added to without touching a line that is there.

In both forms: each entry below its key, or in a list below one word (``authors:``), each with its ``key``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import yaml

from knowledge_center.tools.importer.front_matter_output import scalar


class ListFileError(Exception):
    """Authors or categories that cannot be added to. The message is for the person who can mend the file."""


def read_names(text: str, display_path: str) -> dict[str, str]:
    """Key -> name of all entries. Raises ListFileError, naming the file, when it is no list of entries."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        raise ListFileError(
            f"{display_path} cannot be read as YAML. Correct it first: knowledge-center check says how."
        ) from None
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return {}
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise ListFileError(
            f"{display_path} holds no list of entries, each on lines of its own. Correct it first."
        )
    found = {}
    listed = node.value[0][1] if len(node.value) == 1 else None
    if isinstance(listed, yaml.SequenceNode) and not listed.flow_style:
        for item in listed.value:
            fields = item.value if isinstance(item, yaml.MappingNode) else []
            own = {
                str(name.value): str(one.value) for name, one in fields if isinstance(one, yaml.ScalarNode)
            }
            found[own.get("key", "")] = " ".join(own.get("name", "").split())
        return found
    for key, value in node.value:
        fields = value.value if isinstance(value, yaml.MappingNode) else []
        own = {
            str(name.value): str(inner.value) for name, inner in fields if isinstance(inner, yaml.ScalarNode)
        }
        found[str(key.value)] = " ".join(own.get("name", "").split())
    return found


def add_entries(text: str, entries: Sequence[tuple[str, Mapping[str, str]]], below: str = "") -> str:
    """``text`` with the entries at its end, each a key and its fields; in the list below the word ``below``."""
    if not entries:
        return text
    if text and not text.endswith("\n"):
        text += "\n"
    if below:
        if not re.search(rf"^{below}:", text, re.MULTILINE):
            text += f"{below}:\n"
        found = re.search(r"^( *)- ", text, re.MULTILINE)
        before = found[1] if found else "  "
        for key, fields in entries:
            lines = [f"{name}: {scalar(value)}\n" for name, value in {"key": key, **fields}.items()]
            text += f"{before}- " + f"{before}  ".join(lines)
        return text
    for key, fields in entries:
        text += f"{scalar(key)}:\n" + "".join(
            f"  {name}: {scalar(value)}\n" for name, value in fields.items()
        )
    return text


def with_new(text: str, new: Mapping[str, str], details: Mapping[str, Mapping[str, str]], path: str) -> str:
    """``text`` with names by their keys added to it, and what more is known of some; empty where nothing is new."""
    entries = [(key, {"name": name, **details.get(key, {})}) for key, name in sorted(new.items())]
    # In a file whose name has no dot the entries stand below the first word of it; in the others each by itself.
    name = path.rpartition("/")[2]
    return (
        add_entries(text, entries, "" if name.startswith(".") else name.partition(".")[0]) if entries else ""
    )
