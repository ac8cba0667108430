"""A page that was saved or copied as plain text: its title, sections, and what stood around them."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge_center.tools.importer.article_names import slug
from knowledge_center.tools.importer.decoding import decode
from knowledge_center.tools.importer.exports.byline import read_byline
from knowledge_center.tools.importer.exports.export_model import ExportEntry
from knowledge_center.tools.importer.exports.page_furniture import (
    ABOUT_BOX,
    ANYWHERE,
    ENDS,
    Furniture,
    furniture_name,
    is_about_heading,
)
from knowledge_center.tools.importer.import_notes import Refused, changed, one_line

# A title or heading is shorter, a paragraph of prose longer.
_HEADING_WORDS, _HEADING_LENGTH, _PROSE_WORDS = 16, 120, 18
_LEAST_WORDS = 60
_ITEM = re.compile(r"\s*(?:(?P<bullet>[-*•·‣–])|(?P<number>\d{1,3})[.)])\s+(?P<text>.+)")


def looks_like_text(text: str) -> bool:
    """Whether a text may be an article: some paragraphs of prose, and neither code nor a list of values."""
    blocks = _blocks(text)
    words = sum(len(block.split()) for block in blocks)
    prose = sum(_is_prose(block) for block in blocks)
    return prose > 0 and words >= _LEAST_WORDS and not text.startswith(("---", "+++", "{", "#!"))


@dataclass(slots=True)
class _Page:
    """What has been found on a page: ``rest`` are the blocks nobody has taken yet."""

    rest: list[str]
    furniture: list[Furniture] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    def leave_out(self, index: int, name: str) -> None:
        self.furniture.append(Furniture(name=name, text=one_line(self.rest.pop(index))))


def read_text_page(path: str, raw: bytes) -> ExportEntry:
    """Read a page. Raises Refused for one that is no text or has no title."""
    text, notes = decode(raw)
    page = _Page(_blocks(text))
    _leave_out_around(page)
    if not page.rest or len(page.rest[0].split()) > _HEADING_WORDS + 4 or len(page.rest) < 2:
        raise Refused("it begins with no short line that could be a title.")
    title = one_line(page.rest.pop(0))
    _read_byline(page)
    alt = _picture_line(page.rest, title)
    if alt:
        page.rest.pop(0)
        page.fields["image_alt"] = alt
        notes.append(
            changed(
                f"“{alt}” below the title describes a picture: put the picture beside the article and name it in "
                "image:, or delete the line image_alt:."
            )
        )
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return ExportEntry(
        path=path,
        fields={
            "title": title,
            "slug": stem if re.fullmatch(r"[a-z0-9_-]+", stem) else slug(title),
            **page.fields,
        },
        html=_as_html(page.rest),
        notes=tuple(notes),
        furniture=tuple(page.furniture),
    )


def _blocks(text: str) -> list[str]:
    """The paragraphs of a text: between empty lines, or line by line where it has none."""
    parts = re.split(r"\n[ \t]*\n", text.strip("\n"))
    if len(parts) < 3:
        parts = text.split("\n")
    return [part.strip("\n") for part in parts if part.strip()]


def _leave_out_around(page: _Page) -> None:
    """Take what stands above and below the article from the page, and marks of the page in it."""
    while page.rest and furniture_name(page.rest[0]):
        page.leave_out(0, furniture_name(page.rest[0]))
    # Everything below the comments or other articles is theirs.
    half = len(page.rest) // 2
    for index in range(half, len(page.rest)):
        name = furniture_name(page.rest[index])
        if name in ENDS:
            while len(page.rest) > index:
                page.leave_out(index, furniture_name(page.rest[index]) or name)
            break
    below = len(page.furniture)
    while page.rest and furniture_name(page.rest[-1]):
        page.leave_out(len(page.rest) - 1, furniture_name(page.rest[-1]))
    ended = len(page.furniture) > below or below > 0
    heads = [index for index, block in enumerate(page.rest) if index > 2 and is_about_heading(block)]
    last = max((index for index, block in enumerate(page.rest) if _is_heading(page.rest, index)), default=0)
    if heads and heads[-1] == last and (ended or "author" in page.rest[last].casefold()):
        box = page.rest[last:]
        del page.rest[last:]
        page.furniture.append(Furniture(name=ABOUT_BOX, text=one_line(" ".join(box))))
        while page.rest and furniture_name(page.rest[-1]):
            page.leave_out(len(page.rest) - 1, furniture_name(page.rest[-1]))
    for index in reversed(range(1, len(page.rest))):
        if (name := furniture_name(page.rest[index])) in ANYWHERE:
            page.leave_out(index, name)


def _read_byline(page: _Page) -> None:
    """Take the lines right below the title that say who wrote it and when, and marks of the page among them."""
    while page.rest:
        named = read_byline(page.rest[0])
        if named is not None:
            page.fields.update(named)
            page.leave_out(0, "byline")
        elif name := furniture_name(page.rest[0]):
            page.leave_out(0, name)
        else:
            return


def _picture_line(blocks: Sequence[str], title: str) -> str:
    """The line below the title that is what a picture there was described by; empty for none.

    It is no sentence and is written like one, where titles have capitals.
    """
    if len(blocks) < 2 or "\n" in blocks[0] or not _is_heading(blocks, 0) or not _is_prose(blocks[1]):
        return ""
    line = one_line(blocks[0])
    return line if _has_capitals(title) and not _has_capitals(line) and len(line.split()) > 2 else ""


def _has_capitals(line: str) -> bool:
    """Whether its longer words begin with capitals, as in a title."""
    longer = [word for word in re.findall(r"[^\W\d_]{4,}", line)[1:]]
    return bool(longer) and sum(word[0].isupper() for word in longer) * 3 >= len(longer) * 2


def _is_heading(blocks: Sequence[str], index: int) -> bool:
    """Whether a block is a line that stands above others: short, no sentence, and not the last."""
    block = blocks[index].strip()
    return (
        index + 1 < len(blocks)
        and "\n" not in block
        and len(block) <= _HEADING_LENGTH
        and len(block.split()) <= _HEADING_WORDS
        and block[-1] not in ".,;:!…"
        and _ITEM.fullmatch(block) is None
    )


def _is_prose(block: str) -> bool:
    return len(block.split()) >= _PROSE_WORDS and re.search(r"[.!?…][\"'”’)]*(?:\s|$)", block) is not None


def _as_html(blocks: Sequence[str]) -> str:
    pieces = []
    for index, block in enumerate(blocks):
        lines = block.split("\n")
        items = [_ITEM.fullmatch(line) for line in lines]
        marked = re.fullmatch(r"#{1,6}\s+(.+?)\s*#*", block)
        if marked is not None:
            pieces.append(f"<h2>{html.escape(marked[1], quote=False)}</h2>")
        elif all(items):
            name = "ol" if items[0] is not None and items[0]["number"] else "ul"
            written = "".join(
                f"<li>{html.escape(item['text'], quote=False)}</li>\n" for item in items if item
            )
            pieces.append(f"<{name}>\n{written}</{name}>")
        elif _is_heading(blocks, index) and not _is_heading(blocks, index + 1):
            pieces.append(f"<h2>{html.escape(one_line(block), quote=False)}</h2>")
        else:
            pieces.append(f"<p>{html.escape(one_line(block), quote=False)}</p>")
    # Items with empty lines between them are one list.
    return re.sub(r"</(ul|ol)>\n<\1>\n", "", "\n".join(pieces)) + "\n"
