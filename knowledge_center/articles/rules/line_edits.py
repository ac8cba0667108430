"""Edits within a line, as the whole lines that an edit is made of."""

from __future__ import annotations

from knowledge_center.markdown_text.model import Block, Inline
from knowledge_center.markdown_text.parsed_text import MarkdownText
from knowledge_center.problems import Edit


def replaced(text: MarkdownText, block: Block, start: int, end: int, new: str) -> tuple[Edit, ...]:
    """``new`` for the part of a block's text from ``start`` to ``end``; none where that is no part of one line."""
    begins, ends = text.position(block, start), text.position(block, end)
    if begins is None or ends is None or begins[0] != ends[0]:
        return ()
    number = begins[0]
    line = text.lines[number - text.first_line]
    return (Edit(number, number, (line[: begins[1]] + new + line[ends[1] :],)),)


def replaced_inline(text: MarkdownText, inline: Inline, new: str) -> tuple[Edit, ...]:
    """``new`` for all of an inline."""
    return replaced(text, inline.block, inline.start, inline.end, new)


def prefix(text: MarkdownText, block: Block, number: int) -> str | None:
    """What stands before a block's own line in the file, such as ``> ``; None where that cannot be told."""
    line = dict(block.lines)[number]
    raw = text.lines[number - text.first_line]
    return raw[: len(raw) - len(line)] if raw.endswith(line) else None
