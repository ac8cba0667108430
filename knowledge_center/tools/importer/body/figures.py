"""Figures whose picture is gone: a caption under nothing helps no reader."""

from __future__ import annotations

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import visible_tags
from knowledge_center.tools.importer.html_tags import Element, Part, Tag, elements
from knowledge_center.tools.importer.import_notes import ImportNote, left_out, one_line
from knowledge_center.tools.importer.source_text import Edit, SourceText, removal
from knowledge_center.tools.importer.stripped_text import plain_text

_CONTENT = frozenset((
    "img", "svg", "table", "pre", "code", "video", "audio", "ul", "ol", "dl", "blockquote", "math",
    "object",
))  # fmt: skip


def drop_empty(source_text: SourceText) -> Step:
    """Leave out figures that hold nothing but a caption, and say which; empty paragraphs go in silence."""
    text = source_text.text
    found = visible_tags(text)
    edits: list[Edit] = []
    notes: list[ImportNote] = []
    for figure in elements(found, ("figure", "p", "center")):
        if figure.close is None or not _empty(text, figure, found):
            continue
        edits.append(removal(text, figure.open.start, figure.end))
        caption = plain_text(text[figure.open.end : figure.close.start])
        if caption:
            message = f"the caption “{one_line(caption)}” of a picture that is not there was left out."
            notes.append(left_out(message, source_text.line(figure.open.start)))
    return source_text.edited(edits), notes


def _empty(text: str, figure: Element, found: list[Tag]) -> bool:
    held = [tag for tag in found if figure.open.end <= tag.start < figure.end]
    if any(tag.part is Part.OPEN and tag.name in _CONTENT for tag in held):
        return False
    if any(tag.has("id") or tag.has("name") for tag in (figure.open, *held)):
        # A place that a link may lead to.
        return False
    position = figure.open.end
    for caption in elements(held, ("figcaption",)):
        if text[position : caption.open.start].strip() and _visible(text, position, caption.open.start, held):
            return False
        position = max(position, caption.end)
    end = figure.close.start if figure.close is not None else figure.end
    return not _visible(text, position, end, held)


def _visible(text: str, start: int, end: int, held: list[Tag]) -> bool:
    pieces = []
    for tag in held:
        if start <= tag.start < end:
            pieces.append(text[start : tag.start])
            start = tag.end
    pieces.append(text[start:end])
    return bool("".join(pieces).strip())
