"""Kramdown's lists of attributes (``{: .wide}``): kept where our Markdown reads them, else left out."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import FILLER, without_code
from knowledge_center.tools.importer.import_notes import ImportNote, left_out, one_line
from knowledge_center.tools.importer.source_text import Edit, SourceText, removal

_LIST = re.compile(r"\{(?:::?/?[^}\n%{]*|[ ]*[.#][\w-][^}\n%{]*)\}")
_ATTRIBUTE = r"(?:[.#][\w-]+|[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\"'}]+))"
_READABLE = re.compile(
    rf"\{{:?[ ]*{_ATTRIBUTE}(?:[ ]+{_ATTRIBUTE})*[ ]*\}}|\{{:?[.#][\w-]+(?:[.#][\w-]+)*[ ]*\}}"
)
_CONTENTS = re.compile(
    r"^[ \t]*(?:[-*+]|\d+\.)[ \t].*\n[ \t]*\{:\s*toc.*\}[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_HEADING = re.compile(r" {0,3}#{1,6}\s")
# A paragraph, or an item of a list: what a line of attributes below it belongs to.
_NO_PARAGRAPH = re.compile(r"\s*(?:$|#|<|\||>|```|~~~|\{|\[\^?[^\]]+\]:|(?:[-*_][ \t]*){3,}$|[=-]+\s*$)")


def normalize_attributes(source_text: SourceText) -> Step:
    """Keep the attribute lists that our Markdown reads; leave out the others, which it would print."""
    text = source_text.text
    hidden = without_code(text)
    edits: list[Edit] = []
    notes: list[ImportNote] = []
    for contents in _CONTENTS.finditer(hidden):
        edits.append(removal(text, contents.start(), contents.end()))
        line = source_text.line(contents.start())
        notes.append(left_out("a table of contents was left out; each page has its own.", line))
    for found in _LIST.finditer(hidden):
        if any(edit.start <= found.start() < edit.end for edit in edits):
            continue
        attributes = text[found.start() : found.end()]
        heading = _heading_above(hidden, found)
        if heading and re.search(r"#[\w-]+", attributes) and _READABLE.fullmatch(attributes):
            # Kramdown names a heading on the line below it; ours does so at the end of its line.
            line_end = hidden.rfind("\n", 0, found.start())
            edits.extend(
                [Edit(line_end, line_end, f" {attributes}"), removal(text, found.start(), found.end())]
            )
        elif not (_READABLE.fullmatch(attributes) and _in_reach(hidden, found)):
            edits.append(_taken_out(text, found))
            message = f"the attributes {one_line(attributes)} were left out."
            notes.append(left_out(message, source_text.line(found.start())))
    return source_text.edited(edits), notes


def _lines_around(hidden: str, found: re.Match[str]) -> tuple[str, str, str]:
    """The line above, what stands before the list on its line, and what stands after it."""
    start = hidden.rfind("\n", 0, found.start()) + 1
    end = hidden.find("\n", found.end())
    above_start = hidden.rfind("\n", 0, start - 1) + 1 if start else 0
    above = hidden[above_start : start - 1] if start else ""
    return above, hidden[start : found.start()], hidden[found.end() : end if end >= 0 else len(hidden)]


def _heading_above(hidden: str, found: re.Match[str]) -> bool:
    above, before, after = _lines_around(hidden, found)
    return not before.strip() and not after.strip() and bool(_HEADING.match(above))


def _in_reach(hidden: str, found: re.Match[str]) -> bool:
    above, before, after = _lines_around(hidden, found)
    if not before.strip():
        # On a line of its own, below the paragraph it belongs to.
        return not after.strip() and not _NO_PARAGRAPH.match(above) and bool(above.strip(f" \t{FILLER}"))
    if _HEADING.match(before):
        return not after.strip() and before.endswith((" ", "\t"))
    return before.endswith((")", "*", "_", "]", ">", FILLER))


def _taken_out(text: str, found: re.Match[str]) -> Edit:
    edit = removal(text, found.start(), found.end())
    start = edit.start
    if edit.end == found.end() and not text[found.end() :].partition("\n")[0].strip():
        while start and text[start - 1] in " \t":
            start -= 1
    return Edit(start, edit.end)
