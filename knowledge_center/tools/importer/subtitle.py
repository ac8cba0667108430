"""What stood below an article's title for readers to see: it becomes the first paragraph of the text."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.description import own_description
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.import_notes import ImportNote, changed
from knowledge_center.tools.importer.source_text import Edit, SourceText

FIELDS = ("subtitle", "sub_title", "subheading", "deck", "dek", "standfirst", "tagline", "kicker", "lede")


def with_subtitle(body: SourceText, fields: Fields) -> tuple[SourceText, list[ImportNote]]:
    """The text with such fields above it, each once, unless it is the description or begins the text anyway."""
    paragraphs: list[str] = []
    notes = []
    fields_here = [(name, words) for name in FIELDS if (words := fields.text(name))]
    known = [_letters(own_description(fields)), _letters(body.text[:2000])] if fields_here else []
    for name, words in fields_here:
        if any(other.startswith(_letters(words)) for other in known):
            continue
        known.append(_letters(words))
        paragraphs.append(words)
        notes.append(changed(f"its {name}, “{words}”, is the first paragraph now.", fields.line(name)))
    above = "".join(f"{words}\n\n" for words in paragraphs)
    return body.edited([Edit(0, 0, above)] if above else []), notes


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
