"""A file's fields as JSON Schema, for editors' programs that read one: names, explanations, what is expected.

It marks nothing that the check takes, but for what nobody writes on purpose: two blanks in a row, a title that is the
word true. What only the check can know, such as which authors there are or whether there is such a day in the calendar,
it leaves to the check.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge_center.front_matter.field_schema import FieldSchema, FileSchema, Kind, plain_words

# Version 7 is what Visual Studio Code and its YAML extension read.
_VERSION = "http://json-schema.org/draft-07/schema#"
# A line such as 2026 is a number to every reader of YAML but ours, which takes it as it was typed.
_LINE = ["string", "number"]
_TYPES: Mapping[Kind, list[str]] = {
    "line": _LINE,
    "moment": ["string"],
    "day": ["string"],
    "flag": ["boolean"],
    "choice": ["string"],
    "keys": ["array"],
    "names": ["array"],
    "picture": _LINE,
    "focus": ["string"],
    "address": ["string"],
    "part": ["object"],
}
_LISTS: tuple[Kind, ...] = ("keys", "names")


def json_schema(file: FileSchema) -> dict[str, Any]:
    """The schema of a file of that kind, to be written as JSON."""
    fields = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: _field(field) for field in file.fields},
        "required": [field.name for field in file.fields if field.required],
        "dependencies": {field.name: [field.needs] for field in file.fields if field.needs},
    }
    fields = {name: value for name, value in fields.items() if value not in ([], {})}
    top = {"$schema": _VERSION, "title": file.title}
    if not file.keyed:
        return top | fields
    if file.key_pattern:
        fields = {
            "type": "object",
            "additionalProperties": False,
            "patternProperties": {f"^{file.key_pattern}$": fields},
        }
    else:
        fields = {"type": "object", "additionalProperties": fields}
    return top | fields


def _field(field: FieldSchema) -> dict[str, Any]:
    types = _TYPES[field.kind]
    # A field that may be missing may also stand there with nothing behind its colon.
    types = types if field.required else [*types, "null"]
    made: dict[str, Any] = {
        "description": plain_words(field.about),
        "markdownDescription": field.about,
        "type": types[0] if len(types) == 1 else types,
    }
    # What VS Code says in place of the pattern, which is for no editor's eyes.
    example = field.example.strip("[]").partition(",")[0]
    explained = {"patternErrorMessage": f"{plain_words(field.about)}. For example: {example}"}
    if field.kind == "part":
        made |= {
            "properties": {
                "name": {"type": _LINE, "pattern": r"\S"},
                # In quotes it is a text to every reader of YAML but ours.
                "part": {
                    "type": ["integer", "string"],
                    "minimum": 1,
                    "maximum": 999,
                    "pattern": r"^\s*\d{1,3}\s*$",
                },
            },
            "required": ["name", "part"],
            "additionalProperties": False,
        }
    if field.kind in _LISTS:
        item: dict[str, Any] = {"type": _LINE}
        if field.pattern:
            item |= {"pattern": f"^(?:{field.pattern})$"} | explained
        made["items"] = item
        if field.required:
            made |= {"minItems": 1, "uniqueItems": True}
    elif field.pattern:
        empty = "" if field.required else "?"
        made |= {"pattern": rf"^\s*(?:{field.pattern}){empty}\s*$"} | explained
    if field.choices:
        made["enum"] = [*field.choices, *([] if field.required else [None])]
    if field.least:
        made["minLength"] = field.least // 2
    if field.most:
        made["maxLength"] = field.most
    return made
