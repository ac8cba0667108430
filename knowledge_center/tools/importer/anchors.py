"""Links to a place inside an article: generators name places differently, so they are matched anew."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Mapping

from knowledge_center.tools.importer.body.headings import headings
from knowledge_center.tools.importer.code_spans import visible_tags
from knowledge_center.tools.importer.html_tags import Part
from knowledge_center.tools.importer.import_notes import ImportNote, left_out
from knowledge_center.tools.importer.markdown_spans import Span, spans
from knowledge_center.tools.importer.source_text import Edit, SourceText
from knowledge_center.tools.importer.stripped_text import plain_text

_NAMED = re.compile(r"\s*\{:?[^}\n]*?#(?P<name>[\w:.-]+)[^}\n]*\}\s*$")

_ANY = re.compile(r"\]\([^)]*[#&]")


def places(text: str) -> list[str]:
    """The names of all places in an article that a link can lead to, as Markdown will call them."""
    found: list[str] = []
    for heading in headings(text):
        named = _NAMED.search(heading.words)
        found.append(named["name"] if named else _unused(_heading_name(heading.words), found))
    for tag in visible_tags(text):
        if tag.part is Part.OPEN:
            found.extend(name for name in (tag.get("id"), tag.get("name") if tag.name == "a" else "") if name)
    found.extend(match["name"] for match in re.finditer(r"\{:?[^}\n]*?#(?P<name>[\w:.-]+)[^}\n]*\}", text))
    return found


def _heading_name(words: str) -> str:
    """What Python-Markdown calls a heading."""
    # A heading that begins like a list item is none: the mark is one of its words.
    plain = unicodedata.normalize("NFKD", plain_text(f"x {words}")[2:]).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w\s-]", "", plain).strip().lower()
    return re.sub(r"[-\s]+", "-", plain)


def _unused(name: str, taken: list[str]) -> str:
    number = 1
    free = name
    while free in taken or not free:
        free = f"{name}_{number}"
        number += 1
    return free


def resolve_anchors(
    file: str, source_text: SourceText, known: Mapping[str, list[str]]
) -> tuple[SourceText, list[ImportNote]]:
    """Correct the places that links of an article lead to; ``known`` are those of all articles, by their files.

    A place that is nowhere is taken off its link; of a link inside the article nothing but its words is left then.
    """
    if not _ANY.search(source_text.text):
        return source_text, []
    edits: list[Edit] = []
    notes: list[ImportNote] = []
    for span in spans(source_text.text):
        path, _, anchor = html.unescape(span.target).partition("#")
        there = known.get(_target_file(file, path))
        if not _is_checked(span, path, anchor) or there is None or anchor in there:
            continue
        meant = next((place for place in there if _letters(place) == _letters(anchor)), "")
        line = source_text.line(span.start)
        if not meant and not path:
            message = f"there is no place #{anchor} in this article, though a link led to it; its words stay."
            notes.append(left_out(message, line))
            edits += [Edit(span.start, span.text_start, ""), Edit(span.text_end, span.end, "")]
            continue
        if not meant:
            message = f"there is no place #{anchor} in {path}; the link leads to its beginning."
            notes.append(left_out(message, line))
        at = source_text.text.index(span.target, span.text_end)
        edits.append(Edit(at, at + len(span.target), f"{path}#{meant}" if meant else path))
    return source_text.edited(edits), notes


def _is_checked(span: Span, path: str, anchor: str) -> bool:
    """Whether a link of the text itself leads to a place in an article; footnotes make theirs later."""
    elsewhere = re.match(r"[a-z][a-z0-9+.-]*:|/", path, re.IGNORECASE)
    footnote = re.match(r"fn(ref)?\d*:", anchor)
    return bool(anchor) and not (span.image or span.label or elsewhere or footnote)


def _target_file(file: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else file


def _letters(anchor: str) -> str:
    return re.sub(r"[\W_]+", "", anchor).casefold()
