"""Headings: the title is the only one of the first level, and it stands in the front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import FILLER, visible_tags, without_code
from knowledge_center.tools.importer.html_tags import elements, html_blocks, inside
from knowledge_center.tools.importer.import_notes import ImportNote, changed, one_line
from knowledge_center.tools.importer.source_text import Edit, SourceText, removal
from knowledge_center.tools.importer.stripped_text import plain_text

_ATX = re.compile(
    r"^(?P<head>(?:>[ \t]?)*)(?P<indent> {0,3})(?P<marks>#{1,6})(?P<text>(?:[ \t].*)?)$", re.MULTILINE
)
_GLUED = re.compile(r"^ {0,3}(?P<marks>#{1,6})(?=[^\s#{])", re.MULTILINE)
_RAW = ("h1", "h2", "h3", "h4", "h5", "h6")
# What they hold is no HTML to a browser: open, they take the rest of the page for their text.
_TEXTS = ("title", "textarea", "xmp", "plaintext", "noframes", "noembed")
_SETEXT = re.compile(
    r"^(?P<head>(?:>[ \t]?)*)(?P<text>[^\s>#|<].*)\n(?P=head)(?P<line>=+|-+)[ \t]*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading in the text: where it stands, its level, its words."""

    start: int
    end: int
    level: int
    words: str
    head: str


def separate_headings(source_text: SourceText) -> Step:
    """Write headings so that our Markdown sees them, and what is none so that it does not.

    It takes every line that begins with # for a heading. Two and more glued to a word were meant as one by
    whoever typed them; a single one is a hashtag or a number.
    """
    hidden = without_code(source_text.text)
    blocks = html_blocks(hidden, visible_tags(source_text.text))
    edits = []
    for found in _GLUED.finditer(hidden):
        if inside(blocks, found.start()):
            continue
        if len(found["marks"]) > 1:
            edits.append(Edit(found.end(), found.end(), " "))
        else:
            edits.append(Edit(found.start("marks"), found.start("marks"), "\\"))
    for element in elements(visible_tags(source_text.text), (*_RAW, *_TEXTS)):
        if element.close is None:
            # Somebody wrote about the tag; as HTML it would swallow the rest of the article.
            edits.append(Edit(element.open.start, element.open.start + 1, "&lt;"))
    return source_text.edited(edits), []


def headings(text: str) -> list[Heading]:
    """All Markdown headings outside code and raw HTML, in order."""
    hidden = without_code(text)
    blocks = html_blocks(hidden, visible_tags(text))
    found = []
    for atx in _ATX.finditer(hidden):
        words = re.sub(r"(?:^|[ \t]+)#+[ \t]*$", "", text[atx.start("text") : atx.end("text")]).strip()
        found.append(
            Heading(start=atx.start(), end=atx.end(), level=len(atx["marks"]), words=words, head=atx["head"])
        )
    for setext in _SETEXT.finditer(hidden):
        above = hidden[: setext.start()].removesuffix("\n").rpartition("\n")[2]
        # An underlined line is a heading only where a paragraph begins; a list item is none.
        begins = not above.strip(f" \t>{FILLER}") or _ATX.match(above)
        if not begins or re.match(r"(?:[-*+]|\d+[.)])\s", setext["text"]):
            continue
        level = 1 if setext["line"][0] == "=" else 2
        words = text[setext.start("text") : setext.end("text")].strip()
        found.append(
            Heading(start=setext.start(), end=setext.end(), level=level, words=words, head=setext["head"])
        )
    return sorted((one for one in found if not inside(blocks, one.start)), key=lambda one: one.start)


def normalize_headings(source_text: SourceText, title: str) -> Step:
    """Take out the title where it opens the text; move all headings down if one is of the first level."""
    text = source_text.text
    notes: list[ImportNote] = []
    found = headings(text)
    if found and found[0].level == 1 and not text[: found[0].start].strip() and _same(found[0].words, title):
        source_text = source_text.edited([removal(text, found[0].start, found[0].end)])
        text = source_text.text
        found = headings(text)
    edits = [_indent_off(text, one) for one in found]
    first = next((one for one in found if one.level == 1), None)
    raw = [one for one in elements(visible_tags(text), _RAW) if one.close is not None]
    raw_first = next((one.open for one in raw if one.open.name == "h1"), None)
    if first is not None or raw_first is not None:
        edits = [_lower(one) for one in found]
        for tag in (tag for one in raw for tag in (one.open, one.close) if tag is not None):
            level = min(int(tag.name[1]) + 1, 6)
            at = text.index(tag.name[1], tag.start)
            edits.append(Edit(at, at + 1, str(level)))
        at = first.start if first is not None else raw_first.start if raw_first is not None else 0
        words = f"“{one_line(first.words)}” " if first is not None else ""
        message = f"a heading {words}of the first level stands in the text; all headings went down by one."
        notes.append(changed(message, source_text.line(at)))
    return source_text.edited([edit for edit in edits if edit is not None]), notes


def _same(heading: str, title: str) -> bool:
    def letters(words: str) -> str:
        return re.sub(r"\W+", "", plain_text(words)).casefold()

    return letters(heading) == letters(title)


def _indent_off(text: str, heading: Heading) -> Edit | None:
    """Our Markdown wants the # at the very beginning of its line."""
    start = heading.start + len(heading.head)
    spaces = len(text[start:]) - len(text[start:].lstrip(" "))
    return Edit(start, start + spaces) if spaces and text[start + spaces] == "#" else None


def _lower(heading: Heading) -> Edit:
    level = min(heading.level + 1, 6)
    return Edit(heading.start, heading.end, f"{heading.head}{'#' * level} {heading.words}")
