"""Tags without their other half. A browser puts it where it sees fit; Markdown takes all that follows for HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from knowledge_center.articles.rules.whole_text import HTML_TAGS
from knowledge_center.markdown_text.parsed_text import NEVER_CLOSED, OPEN_WITH_A_SLASH
from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import visible_tags, without_code
from knowledge_center.tools.importer.html_tags import BLOCKS, Part, Tag, elements
from knowledge_center.tools.importer.import_notes import ImportNote, changed
from knowledge_center.tools.importer.source_text import Edit, SourceText, removal

# A paragraph ends at an empty line, and where an item or a heading begins.
_ENDS = re.compile(r"(?<![ \t])[ \t]*+(?:(?=\n[ \t>]*+(?:\n|(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]))|(?=\n?\Z))")
# Those hold blocks; any other element ends where a block begins.
_HOLDERS = BLOCKS - {"p", "h1", "h2", "h3", "h4", "h5", "h6"}


def pair_tags(source_text: SourceText) -> Step:
    """Close what was opened at the end of its paragraph, and leave out what closes nothing.

    Where HTML lets an end tag be missing, one is written only if Markdown follows.
    """
    text = source_text.text
    found = [tag for tag in visible_tags(text) if tag.part is not Part.COMMENT and tag.name in HTML_TAGS]
    pairs = elements(found, HTML_TAGS)
    closed = {one.close.start: one.open.start for one in pairs if one.close is not None}
    ends = {one.open.start: one.end for one in pairs}
    edits: list[Edit] = []
    notes: list[ImportNote] = []

    def mend(tag: Tag, edit: Edit, what: str) -> None:
        edits.append(edit)
        notes.append(changed(f"{text[tag.start : tag.end]} {what}.", source_text.line(tag.start)))

    for tag in found:
        if tag.part is Part.CLOSE and tag.start not in closed:
            mend(tag, removal(text, tag.start, tag.end), "closed nothing and was left out")
    for number in _left_open(text, found, ends):
        tag = found[number]
        end = _end(without_code(text), found, number, closed, ends)
        if text[tag.end : end].strip():
            mend(tag, Edit(end, end, f"</{tag.name}>"), "was never closed, and ends with its paragraph now")
        elif tag.get("id") or tag.get("name"):
            mend(tag, Edit(tag.end, tag.end, f"</{tag.name}>"), "was never closed, and marks its place now")
        else:
            mend(tag, removal(text, tag.start, tag.end), "was never closed and was left out")
    return source_text.edited(edits), notes


def _left_open(text: str, found: Sequence[Tag], ends: Mapping[int, int]) -> Iterator[int]:
    """Which tags of ``found`` nothing closes; ``ends`` says where an element ends that begins somewhere."""
    reach = 0
    for number, tag in enumerate(found):
        if tag.part is not Part.OPEN:
            continue
        if ends[tag.start] > tag.end:
            reach = max(reach, ends[tag.start] if tag.name in BLOCKS else 0)
        elif tag.name in BLOCKS:
            # Only where it begins a line is it taken for HTML that goes on; elsewhere it may be talked about.
            begins = not text[text.rfind("\n", 0, tag.start) + 1 : tag.start].strip(" \t>")
            if begins and not (tag.name in NEVER_CLOSED and tag.start < reach):
                yield number
        elif tag.name in NEVER_CLOSED:
            continue
        elif tag.name in OPEN_WITH_A_SLASH or not text.endswith("/>", tag.start, tag.end):
            yield number


def _end(
    hidden: str, found: Sequence[Tag], number: int, closed: Mapping[int, int], ends: Mapping[int, int]
) -> int:
    """Where the element that ``found[number]`` opens is to end: behind its tag where it would cut another in two."""
    tag = found[number]
    paragraph = _ENDS.search(hidden, tag.end)
    end = paragraph.start() if paragraph is not None else len(hidden)
    for other in islice(found, number + 1, None):
        if other.start >= end:
            break
        if other.part is Part.CLOSE:
            if closed.get(other.start, tag.start) < tag.start:
                return other.start
        elif other.name == tag.name if tag.name in _HOLDERS else other.name in BLOCKS:
            return other.start
        elif ends[other.start] > end:
            return tag.end
    return end
