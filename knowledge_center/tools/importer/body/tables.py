"""Tables of kramdown and GFM that Python-Markdown does not see, or shows with marks of theirs."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import inline_code, without_code
from knowledge_center.tools.importer.source_text import Edit, SourceText

_ROWS = re.compile(r"^(?:[ ]{0,3}\|[^\n]*(?:\n|\Z))+", re.MULTILINE)
_LINE = re.compile(r"[ ]*\|[ \t|:=+-]*[-=][ \t|:=+-]*")
# The first two lines of GFM's, right below a paragraph, where ours sees none.
_BELOW_WORDS = re.compile(
    r"(?<=[^\s|]\n)(?P<head>[^\n]*\|[^\n]*)\n(?P<line> {0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?)[ ]*$",
    re.MULTILINE,
)
_CELL_END = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"(?<!\\)\\\|")


def normalize_tables(source_text: SourceText) -> Step:
    """Give a table of kramdown one head and one line below it, and take the backslash off a | in code."""
    text = source_text.text
    if "|" not in text:
        return source_text, []
    hidden = without_code(text)
    edits = []
    for rows in _ROWS.finditer(hidden):
        at, kept, lines, head = rows.start(), list[str](), 0, -1
        columns = 1
        foreign = False
        for row in text[rows.start() : rows.end()].splitlines(keepends=True):
            if _LINE.fullmatch(hidden[at : at + len(row)].rstrip()):
                lines += 1
                # Above all rows, below others, or with signs of its own: kramdown's.
                foreign = foreign or not kept or lines > 1 or any(sign in row for sign in "+=")
                head = len(kept) if head < 1 and (kept or ":" in row) else head
            else:
                kept.append(row)
                cells = hidden[at : at + len(row)].strip().strip("|")
                columns = max(columns, len(_CELL_END.findall(cells)) + 1)
            at += len(row)
        whole = len(kept) > 1 and all(row.strip().endswith("|") for row in kept)
        if not kept or not (foreign or (not lines and whole)):
            continue
        line = f"|{'---|' * columns}\n"
        if head == 1:
            kept.insert(1, line)
        else:
            kept[:0] = [f"|{'   |' * columns}\n", line]
        above = "\n" if hidden[: rows.start()].rstrip(" ").endswith(("\n\n", "\n")) else ""
        edits.append(Edit(rows.start(), rows.end(), above + "".join(kept)))
    if not edits:
        edits = [
            Edit(start + found.start(), start + found.end(), "|")
            for start, end in inline_code(text)
            for found in _ESCAPED.finditer(text[start:end])
            if "|" in hidden[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
        ]
    edits += [
        Edit(found.start(), found.start(), "\n")
        for found in _BELOW_WORDS.finditer(hidden)
        if found["head"].strip().strip("|").count("|") == found["line"].strip().strip("|").count("|")
        and "|" in found["line"]
    ]
    return source_text.edited(edits), []
