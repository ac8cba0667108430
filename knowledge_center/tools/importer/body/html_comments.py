"""Comments in HTML over several lines: a fence in one would begin code for Python-Markdown."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import fences, hide
from knowledge_center.tools.importer.import_notes import ImportNote, left_out, one_line
from knowledge_center.tools.importer.source_text import Edit, SourceText, removal

_COMMENT = re.compile(r"^ {0,3}<!--(?P<words>.*?)-->", re.MULTILINE | re.DOTALL)


def drop_long_comments(source_text: SourceText) -> Step:
    """Leave out comments with more than one line, which no reader ever saw, and say what stood there."""
    edits: list[Edit] = []
    notes: list[ImportNote] = []
    text, at = source_text.text, 0
    while (found := _COMMENT.search(text, at)) is not None:
        above = fences(hide(text[: found.start()], [(edit.start, edit.end) for edit in edits]))
        shown_as_code = bool(above) and not above[-1].closed
        at = found.end() if not shown_as_code else found.start() + len("<!--")
        if not shown_as_code and "\n" in found["words"]:
            edits.append(removal(text, found.start(), found.end()))
            message = f"a comment in HTML was left out: “{one_line(found['words'])}”."
            notes.append(left_out(message, source_text.line(found.start())))
    return source_text.edited(edits), notes
