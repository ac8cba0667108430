"""Edits within a line, as the whole lines that an edit is made of."""

from __future__ import annotations

from knowledge_center.markdown_text.model import Block, Inline
from knowledge_center.markdown_text.parsed_text import MarkdownText
from knowledge_center.problems import Edit
from knowledge_center.rules import Finding

# Nobody writes a longer one, and a thousand edits of a line that holds a megabyte would be a thousand megabytes.
_LONGEST = 20_000


def replaced(text: MarkdownText, block: Block, start: int, end: int, new: str) -> tuple[Edit, ...]:
    """``new`` for the part of a block's text from ``start`` to ``end``; none where that is no part of one line."""
    begins, ends = text.position(block, start), text.position(block, end)
    if begins is None or ends is None or begins[0] != ends[0]:
        return ()
    number = begins[0]
    line = text.lines[number - text.first_line]
    if len(line) > _LONGEST:
        return ()
    return (Edit(number, number, (line[: begins[1]] + new + line[ends[1] :],)),)


def replaced_inline(text: MarkdownText, inline: Inline, new: str) -> tuple[Edit, ...]:
    """``new`` for all of an inline."""
    return replaced(text, inline.block, inline.start, inline.end, new)


def replaced_words(text: MarkdownText, number: int, old: str, new: str) -> str:
    """The line of a file with ``new`` for ``old`` wherever that stands in it; as it is where it is endless."""
    line = text.lines[number - text.first_line]
    return line.replace(old, new) if len(line) <= _LONGEST else line


def mended_line(number: int, message: str, mended: str, *, safe: bool = True) -> Finding:
    """A finding whose fix is the whole line in other words."""
    edits = (Edit(number, number, (mended,)),)
    return Finding(line=number, message=message, fix=mended.strip(), edits=edits, safe=safe)


def prefix(text: MarkdownText, block: Block, number: int) -> str | None:
    """What stands before a block's own line in the file, such as ``> ``; None where that cannot be told."""
    line = block.line_of(number)
    raw = text.lines[number - text.first_line]
    return raw[: len(raw) - len(line)] if raw.endswith(line) else None
