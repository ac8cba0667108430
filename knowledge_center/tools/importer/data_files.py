"""Data files of the old site and of the person who imports: YAML, JSON or TOML, every scalar as text."""

from __future__ import annotations

import yaml

from knowledge_center.tools.importer.foreign_front_matter import Value, split
from knowledge_center.tools.importer.import_notes import Refused


def read_data(text: str, ending: str) -> Value:
    """The data in ``text``, whose file ends in ``.yml``, ``.json`` or ``.toml``. Raises Refused for none."""
    if ending == ".json":
        text = f'{{"data": {text}}}'
    marks = {".json": "---json", ".toml": "---toml"}
    if ending in marks:
        parsed = split(f"{marks[ending]}\n{text}\n---\n")
        fields: dict[str, Value] = dict(parsed.fields) if parsed is not None else {}
        return fields.get("data", "") if ending == ".json" else fields
    try:
        data = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        raise Refused("it cannot be read as YAML.") from None
    return _value(data)


def _value(data: object) -> Value:
    if isinstance(data, list):
        return [_value(item) for item in data]
    if isinstance(data, dict):
        return {str(key): _value(value) for key, value in data.items()}
    return "" if data is None else str(data)
