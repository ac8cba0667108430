"""JSON of strangers, as a stream: values at a path, in bounded memory, what is broken as a sentence."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson
from ijson.backends import python as exact

from knowledge_center.tools.importer.exports.export_model import ExportError


def values(file: Path, path: str) -> Iterator[Any]:
    """Each value at a path like ``items.item``. Raises ExportError where the JSON is broken, with the byte."""
    try:
        with _opened(file) as opened:
            yield from ijson.items(opened, path, use_float=True)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise ExportError(_sentence(file, error)) from None


def has_key(file: Path, *names: str) -> str:
    """The first of these names that stands on the first level of an object; empty for none, or what is no JSON."""
    try:
        with _opened(file) as opened:
            for prefix, event, value in ijson.parse(opened):
                if event == "map_key" and not prefix and value in names:
                    return str(value)
    except (ijson.JSONError, UnicodeDecodeError):
        pass
    return ""


def _opened(file: Path) -> BinaryIO:
    """A file behind its byte order mark."""
    opened = file.open("rb")
    if opened.read(3) != codecs.BOM_UTF8:
        opened.seek(0)
    return opened


def _sentence(file: Path, error: Exception) -> str:
    """Where and what: the fast parser does not count, so the exact one reads up to the place once more."""
    try:
        with _opened(file) as opened:
            for _ in exact.basic_parse(opened):
                pass
    except (ijson.JSONError, UnicodeDecodeError) as again:
        error = again
    return f"{file}: the JSON is broken ({error}); export it again."
