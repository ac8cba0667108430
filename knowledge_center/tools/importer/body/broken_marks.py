"""Marks that were broken on the old site already: mended where one can tell what was meant, else kept as words."""

from __future__ import annotations

from itertools import accumulate

from knowledge_center.articles.rules import raw_html, references
from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.fields import Fields
from knowledge_center.front_matter.parser import Document
from knowledge_center.markdown_text.parsed_text import parse_text
from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.import_notes import changed
from knowledge_center.tools.importer.source_text import Edit, SourceText


def mend_marks(source_text: SourceText) -> Step:
    """Close brackets and quotation marks that the check would mend by itself.

    A link by a label that is defined nowhere was printed with its brackets; so it stays, and is none any more.
    """
    text = source_text.text
    parsed = parse_text(text)
    article = ArticleText(document=Document(fields={}, body=text, body_line=1), text=parsed, fields=Fields())
    starts = [0, *accumulate(len(line) + 1 for line in parsed.lines)]
    edits, notes = [], []
    for finding in (*references.brackets_stand_together(article), *raw_html.has_plain_quotes(article)):
        if finding.safe:
            for edit in finding.edits:
                edits.append(Edit(starts[edit.first - 1], starts[edit.last] - 1, "\n".join(edit.lines)))
            line = source_text.lines[finding.line - 1]
            notes.append(changed(f"A mark that was broken is mended: {finding.fix}", line))
    for inline in references.undefined(article):
        place = parsed.position(inline.block, inline.start + (inline.kind == "picture"))
        if place is not None:
            number, column = place
            at = starts[number - 1] + column
            at += text.startswith("!", at)
            edits.append(Edit(at, at, "\\"))
            message = f"{inline.source} goes by a label that is defined nowhere, and stays words in brackets."
            notes.append(changed(message, source_text.lines[number - 1]))
    return source_text.edited(edits), notes
