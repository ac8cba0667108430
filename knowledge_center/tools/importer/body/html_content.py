"""Markdown inside blocks of HTML: CommonMark reads it after an empty line, ours where the block says so."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import visible_tags, without_code
from knowledge_center.tools.importer.html_tags import elements, html_blocks, inside, write_tag
from knowledge_center.tools.importer.source_text import Edit, SourceText

_TABLE = ("table", "thead", "tbody", "tfoot", "tr")
# Ours reads words alone in these where it is not told of blocks.
_CELLS = ("td", "th")
_HOLDERS = (
    "details",
    "div",
    "section",
    "article",
    "aside",
    "center",
    "main",
    "header",
    "footer",
    "nav",
    "blockquote",
    *_TABLE,
    *_CELLS,
)
_MARKDOWN = re.compile(r"\n[ \t]*\n {0,3}(?=[^\s<])")
_MARKED = re.compile(r"<t[dh]\b[^>]*\bmarkdown=")
# Behind an empty line Markdown takes HTML that is set in for code, and the old site did not.
_SET_IN = re.compile(r"\n[ \t]*\n(?: {4}|\t)[ \t]*<")


def open_html(source_text: SourceText) -> Step:
    """Have Markdown read in the blocks that hold some, and in those around them."""
    text = source_text.text
    hidden = without_code(text)
    found = visible_tags(text)
    blocks = html_blocks(hidden, found)
    edits = []
    for holder in elements(found, _HOLDERS):
        inner = hidden[holder.open.end : holder.close.start] if holder.close is not None else ""
        if (
            (_MARKDOWN.search(inner) or (holder.open.name in _TABLE and _MARKED.search(inner)))
            and not _SET_IN.search(inner)
            and not holder.open.has("markdown")
            and inside(blocks, holder.open.start)
        ):
            what = "block" if holder.open.name in _CELLS else "1"
            opening = write_tag(holder.open.name, (*holder.open.attributes, ("markdown", what)))
            edits.append(Edit(holder.open.start, holder.open.end, opening))
    return source_text.edited(edits), []
