"""What CommonMark and kramdown show as it is and Python-Markdown does not: escaped characters, open backticks."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import FILLER, without_code
from knowledge_center.tools.importer.source_text import Edit, SourceText

# Below https://spec.commonmark.org/0.31.2/#backslash-escapes, without those that Python-Markdown knows.
_ESCAPE = re.compile(rf"(?<!\\)(?:\\\\)*\\(?P<mark>[\"'$%&,/:;=?@^{FILLER}])")
_BREAK = re.compile(r"(?<=[^\\\n])(\\)\n(?=[ \t>]*\S)")
# CommonMark shows what cannot be the name of an element; ours hands it on as one, which shows nothing.
_NO_TAG = re.compile(r"<(?=/?[A-Za-z][A-Za-z0-9-]*_[\w-]*[\s/>])")
# A run that no other of its length closes. Ours would close a part of it with some shorter one.
_OPEN_RUN = re.compile(r"(?<![\\`])`{2,}")
_ENTITIES = {"<": "&lt;", "&": "&amp;", ":": "&#58;"}


def read_escapes(source_text: SourceText) -> Step:
    """Take the backslash off, write as an entity what would mean something then, and escape backticks in a row."""
    text = source_text.text
    if "\\" not in text and "``" not in text and not _NO_TAG.search(text):
        return source_text, []
    hidden = without_code(text)
    edits = [Edit(found.start(), found.end(), "&lt;") for found in _NO_TAG.finditer(hidden)]
    edits += [Edit(found.start(), found.end(), r"\`" * len(found[0])) for found in _OPEN_RUN.finditer(hidden)]
    for found in _ESCAPE.finditer(hidden):
        mark = text[found.start("mark") : found.end("mark")]
        if mark in "\"'$%&,/:;<=?@^":
            edits.append(Edit(found.end() - 2, found.end(), _ENTITIES.get(mark, mark)))
    # A line's end behind a backslash breaks the line.
    edits += [Edit(found.start(1), found.end(1), "  ") for found in _BREAK.finditer(hidden)]
    return source_text.edited(edits), []
