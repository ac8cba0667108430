"""The one sentence that lists, feeds and mail show: 50 to 160 characters, in the article's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from knowledge_center.articles.rules.fields import DESCRIPTION
from knowledge_center.text.dates import day_label
from knowledge_center.tools.importer.body.headings import headings
from knowledge_center.tools.importer.code_spans import fences, hide, without_code
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.stripped_text import plain_text

SHORTEST, LONGEST = DESCRIPTION

FIELDS = ("excerpt", "summary", "description", "deck", "subtitle", "lead", "intro", "abstract")

_NO_PROSE = re.compile(
    r"\s*(?:$|\||<(?:figure|table|pre)\b|\[\^|!\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?\s*$|(?:[-*_]\s*){3,}$)"
)
# The full stop of an abbreviation (U.S., Dr.) ends none.
_SENTENCE_END = re.compile(r"(?:(?<=\w\w\w)[.!?][\"'”’»)]*(?=\s+[^\sa-zß-ÿ])|[。！？][」』）]*)")
_NO_PARAGRAPH = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|>|<)")


def own_description(fields: Fields) -> str:
    """What the source says of itself; empty where it says nothing."""
    return next((text for text in (plain_text(fields.text(name)) for name in FIELDS) if text), "")


def describe(own: str, body: str) -> str:
    """A description from what the source says of itself, completed by the article's first words if need be.

    Shorter than 50 characters only if the article has no more words than that.
    """
    text = own
    if len(text) < SHORTEST:
        for paragraph in paragraphs(body):
            # An excerpt is often how the first paragraph begins; it is not repeated then.
            text = (
                paragraph if _letters(paragraph).startswith(_letters(text)) else f"{_ended(text)} {paragraph}"
            )
            if len(text) >= SHORTEST:
                break
    return cut(text)


def completed(text: str, title: str, day: date | None) -> str:
    """A description too short to stand alone, completed by what is known: the title and the day."""
    full = text if _letters(title) in _letters(text) else f"{_ended(title)} {text}".strip()
    if len(full) < SHORTEST and day is not None:
        full = f"{_ended(full)} An article first published on {day_label(day)}, {day.year}."
    return cut(full)


def cut(text: str, longest: int = LONGEST) -> str:
    """``text`` if it fits, else its first sentences, or first whole words and an ellipsis: at most ``longest`` long."""
    if len(text) <= longest:
        return text
    ends = [end.end() for end in _SENTENCE_END.finditer(text) if SHORTEST <= end.end() <= longest]
    if ends:
        return text[: ends[-1]]
    words = text[:longest].rpartition(" ")[0].rstrip(" ,;:.!?–—-(\"'“‘")
    if len(words) < SHORTEST:
        # One endless word: better cut it than say nothing.
        words = text[: longest - 1].rstrip()
    return f"{words}…"


def paragraphs(body: str) -> Iterator[str]:
    """The words of each paragraph: prose first, then lists and quotes."""
    text = hide(body, [(fence.start, fence.end) for fence in fences(body)])
    text = hide(text, [(heading.start, heading.end) for heading in headings(body)])
    pieces = re.split(r"\n[ \t]*\n", text)
    hidden = re.split(r"\n[ \t]*\n", without_code(text))
    if len(hidden) != len(pieces):
        hidden = pieces
    prose = [piece for piece, bare in zip(pieces, hidden, strict=True) if not _NO_PROSE.match(bare)]
    first = [piece for piece in prose if not _NO_PARAGRAPH.match(piece)]
    for piece in [*first, *(piece for piece in prose if piece not in first)]:
        words = plain_text(piece)
        if words:
            yield words


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _ended(text: str) -> str:
    text = text.rstrip(" ,;:–—-")
    return text if not text or text[-1] in '.!?…”"' else f"{text}."
