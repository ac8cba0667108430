"""Empty lines: never two in a row, none at either end."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import FILLER, without_code
from knowledge_center.tools.importer.source_text import Edit, SourceText


def collapse_blank_lines(source_text: SourceText) -> Step:
    """Leave one empty line of several, none at either end. Two spaces that break a line stay."""
    hidden = without_code(source_text.text)
    edits = [
        Edit(gap.start(), gap.end(), "\n\n")
        for gap in re.finditer(r"\n(?:[ \t]*\n){2,}", hidden)
        if not (hidden[gap.start() - 1 : gap.start()] == hidden[gap.end() : gap.end() + 1] == FILLER)
    ]
    edits.extend(
        Edit(found.start(1), found.end(1)) for found in re.finditer(r"^([ \t]+)$", hidden, re.MULTILINE)
    )
    source_text = source_text.edited(edits)
    text = source_text.text
    start = len(text) - len(re.sub(r"\A(?:[ \t]*\n)+", "", text))
    end = len(text.rstrip())
    return source_text.edited(
        [Edit(0, start), Edit(max(start, end), len(text), "\n" if end > start else "")]
    ), []
