"""Fenced code blocks that our Markdown recognizes: closed by the mark that opens them, only a language behind it."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import fences
from knowledge_center.tools.importer.import_notes import ImportNote, changed, left_out, one_line
from knowledge_center.tools.importer.source_text import Edit, SourceText

_LANGUAGE = re.compile(r"\s*(?:\{\s*\.?)?(?P<name>[A-Za-z][\w#+.-]*|)")


def normalize_fences(source_text: SourceText) -> Step:
    """Close what was never closed; keep the language, leave out options no other site understands."""
    edits: list[Edit] = []
    notes: list[ImportNote] = []
    for fence in fences(source_text.text):
        line = source_text.line(fence.start)
        info = fence.info.strip()
        if not re.fullmatch(r"[\w#+.-]*", info):
            found = _LANGUAGE.match(info)
            language = found["name"].rstrip(".") if found else ""
            notes.append(left_out(f"options of a code block ({one_line(info)}) were left out.", line))
            edits.append(Edit(fence.info_start, fence.info_start + len(fence.info), language))
        last = source_text.text[: fence.end].rpartition("\n")[2]
        if fence.closed and last.strip(" \t>") != fence.mark:
            edits.append(Edit(fence.end - len(last.lstrip(" \t>")), fence.end, fence.mark))
        if not fence.closed:
            margin = re.sub(r"[^\s>]", " ", fence.head)
            edits.append(Edit(fence.end, fence.end, f"\n{margin}{fence.mark}"))
            notes.append(changed("a code block was never closed; it now ends with the article.", line))
    return source_text.edited(edits), notes
