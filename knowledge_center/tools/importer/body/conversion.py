"""An article's text in our Markdown: all steps of the conversion, in their order."""

from __future__ import annotations

from collections.abc import Callable

from knowledge_center.tools.importer.body import article_pictures as pictures
from knowledge_center.tools.importer.body import (
    attributes,
    blank_lines,
    block_marks,
    escapes,
    fences,
    figures,
    formulas,
    headings,
    html_comments,
    html_content,
    lists,
    tables,
    unpaired_tags,
)
from knowledge_center.tools.importer.body import raw_html as html
from knowledge_center.tools.importer.body import template_literals as literal
from knowledge_center.tools.importer.body.article_links import rewrite_links
from knowledge_center.tools.importer.body.broken_marks import mend_marks
from knowledge_center.tools.importer.body.conversion_context import ConversionContext, Step
from knowledge_center.tools.importer.body.github_marks import read_github_marks
from knowledge_center.tools.importer.body.template_marks import UNKNOWN_TARGET, replace_template_marks
from knowledge_center.tools.importer.import_notes import ImportNote
from knowledge_center.tools.importer.source_text import SourceText


def convert(source_text: SourceText, context: ConversionContext) -> tuple[SourceText, list[ImportNote]]:
    """An article's text in our Markdown, and a note on everything that did not come along.

    Templates come first, as they did on the old site: what they write is Markdown and HTML for the rest.
    Links come after pictures, since a link may be left with nothing to click on.
    """
    steps: tuple[Callable[[SourceText], Step], ...] = (
        literal.keep_raw,
        literal.drop_comments,
        html_comments.drop_long_comments,
        literal.fence_highlights,
        block_marks.replace_directives,
        fences.normalize_fences,
        lambda text: replace_template_marks(text, context),
        formulas.show_formulas,
        tables.normalize_tables,
        html.drop_scripts,
        html.clean_attributes,
        unpaired_tags.pair_tags,
        html_content.open_html,
        html.link_players,
        lambda text: pictures.rewrite_pictures(text, context),
        figures.drop_empty,
        lambda text: rewrite_links(text, context),
        read_github_marks,
        attributes.normalize_attributes,
        headings.separate_headings,
        lambda text: headings.normalize_headings(text, context.title),
        escapes.read_escapes,
        lists.normalize_lists,
        mend_marks,
        blank_lines.collapse_blank_lines,
    )
    notes: list[ImportNote] = []
    for step in steps:
        source_text, step_notes = step(source_text)
        notes.extend(step_notes)
    # A target nobody knows may have stood in what only looked like a link.
    text = literal.restore_braces(source_text.text).replace(UNKNOWN_TARGET, "")
    return SourceText(text, source_text.lines), notes
