"""All steps in their order."""

from __future__ import annotations

from collections.abc import Callable

from knowledge_center.tools.importer.body import article_pictures as pictures
from knowledge_center.tools.importer.body import attributes, fences, figures, headings, lists, tidy
from knowledge_center.tools.importer.body import raw_html as html
from knowledge_center.tools.importer.body import template_literals as literal
from knowledge_center.tools.importer.body.article_links import follow
from knowledge_center.tools.importer.body.conversion_context import Facts, Step
from knowledge_center.tools.importer.body.template_marks import translate
from knowledge_center.tools.importer.import_notes import Note
from knowledge_center.tools.importer.source_text import Manuscript


def convert(manuscript: Manuscript, facts: Facts) -> tuple[Manuscript, list[Note]]:
    """An article's text in our Markdown, and a note on everything that did not come along.

    Templates come first, as they did on the old site: what they write is Markdown and HTML for the rest.
    Links come after pictures, since a link may be left with nothing to click on.
    """
    steps: tuple[Callable[[Manuscript], Step], ...] = (
        literal.keep_raw,
        literal.drop_comments,
        literal.fence_highlights,
        fences.settle_fences,
        lambda text: translate(text, facts),
        html.drop_scripts,
        html.clean_attributes,
        html.link_players,
        lambda text: pictures.place(text, facts),
        figures.drop_empty,
        lambda text: follow(text, facts),
        attributes.settle_attributes,
        headings.separate,
        lambda text: headings.settle_headings(text, facts.title),
        lists.settle_lists,
        tidy.tidy_up,
    )
    notes: list[Note] = []
    for step in steps:
        manuscript, said = step(manuscript)
        notes.extend(said)
    return Manuscript(literal.reveal(manuscript.text), manuscript.lines), notes
