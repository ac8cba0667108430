"""Formulas, which pages here do not set: they stand as they were written, as code, where no mark means a thing."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import without_code
from knowledge_center.tools.importer.import_notes import ImportNote, changed, one_line
from knowledge_center.tools.importer.source_text import Edit, SourceText

_MARKS = ("$$", r"\\(", r"\\[")
_FORMULA = re.compile(
    r"(?P<mark>(?<![\\$])\$\$|\\\\\(|\\\\\[)(?P<words>(?:(?!\n[ \t]*\n)[^$])+?)(?:(?<=[^\\])\$\$|\\\\\)|\\\\\])"
)


def show_formulas(source_text: SourceText) -> Step:
    """Make code of ``$$…$$`` and of what MathJax looks for in kramdown's texts, and say so once."""
    text = source_text.text
    edits, notes = [], list[ImportNote]()
    if not any(mark in text for mark in _MARKS):
        return source_text, notes
    for found in _FORMULA.finditer(without_code(text)):
        words = text[found.start("words") : found.end("words")].strip("\n")
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        alone = not line.strip() and not text[found.end() :].partition("\n")[0].strip()
        if not words.strip() or "`" in words:
            continue
        if alone:
            inner = "\n".join(one if one.startswith(line) else line + one for one in words.split("\n"))
            new = f"```latex\n{inner}\n{line}```"
        else:
            new = f"`{one_line(words)}`"
        edits.append(Edit(found.start(), found.end(), new))
        if not notes:
            message = (
                "it has formulas, which are not set on pages here; they stand as they were written, as code."
            )
            notes.append(changed(message, source_text.line(found.start())))
    return source_text.edited(edits), notes
