"""The blocks of a Markdown text: the way Python-Markdown and the extensions that our guides describe find them.

It goes the same way as they do, from what they look for first to what is left for a paragraph, but keeps the numbers of
the lines and makes no HTML.

Why it is our own: Python-Markdown knows no lines and takes 5.5 ms for an article of 7 KB, too much for 5,000 of them.
markdown-it-py (2.0 ms) and mistune (1.4 ms) know another Markdown: over 509 real articles they count other links, lists
or headings than the site shows in 347 and 345, and in 43 % of short mixtures of odd lines. This takes 0.55 ms and
differs in 19 (pictures in HTML whose tag is broken) and 0.2 %.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from knowledge_center.markdown_text.line_kinds import (
    ABBREVIATION,
    ABBREVIATION_LINE,
    DEFINITION,
    DEFINITION_LINE,
    FOOTNOTE,
    FOOTNOTE_LINE,
    HEADING,
    HOLDER,
    QUOTE,
    RULER,
    Lines,
    LineSearch,
)
from knowledge_center.markdown_text.model import Block, BlockKind
from knowledge_center.markdown_text.raw_parts import MARK, RawPart

# Groups of lines, each with the one to go on with.
Waiting = list[tuple[Lines, int]]
# What is known of the lines at hand: that they are an item's, or that they were set in and are no more.
State = Literal["", "list", "dedented"]

_LISTS: tuple[BlockKind, ...] = ("list",)
_ITEMS: tuple[BlockKind, ...] = ("item",)
# Blocks whose further paragraphs are set in by four.
_HOLDERS: tuple[BlockKind, ...] = ("note", "tab")
# Deeper than anybody writes, and not so deep that Python gives up.
_DEEPEST = 50
# Blocks that are shown in another place, or nowhere: what stands around them belongs together.
_ELSEWHERE: tuple[BlockKind, ...] = ("footnote", "reference", "abbreviation")
_SETEXT = re.compile(r"([=-])+ *$")
_ITEM = re.compile(r" {0,3}(\d+\.|[*+-]) +(.*)")
_SET_IN_ITEM = re.compile(r" {4,7}(?:\d+\.|[*+-]) +.*")
_QUOTED = re.compile(r"^ {0,3}> ?")
_REFERENCE = re.compile(
    r" {0,3}\[([^\[\]]*)\]: *\n? *(\S+) *(?:\n? *(?:([\"'])(?:.*)\3 *|\((?:.*)\) *))?$", re.MULTILINE
)
_CELLS = re.compile(r"(?<!\\)\|")
_SEPARATOR = set("|:- ")
# What a line begins with that may be anything but a paragraph.
_BEGINS = frozenset("#>-*+=_:[!?0123456789\x02")


def blocks(kept: Lines, parts: Sequence[RawPart]) -> Block:
    """The block of the kind ``text`` that holds all others."""
    first, last = (kept[0][0], kept[-1][0]) if kept else (1, 1)
    root = Block("text", first, last, [], None)
    groups: list[Lines] = []
    group: Lines = []
    for number, line in kept:
        if "\t" in line:
            line = line.expandtabs(4)
        if line and not line.isspace():
            group.append((number, line))
        elif group:
            groups.append(group)
            group = []
    if group:
        groups.append(group)
    _Scan(parts).run(root, groups)
    _reach(root)
    return root


class _Scan:
    def __init__(self, parts: Sequence[RawPart]) -> None:
        self.parts = parts
        self.depth = 0
        self.first = LineSearch().first

    def run(self, parent: Block, groups: list[Lines], state: State = "") -> None:
        self.depth += 1
        waiting = [(group, 0) for group in reversed(groups)]
        while waiting:
            group, start = waiting.pop()
            if start == 0 and len(group) == 1:
                # Most are one line of words: a shorter way to what they are in any case.
                number, line = group[0]
                if line[0] not in _BEGINS and line[0] != " " and "\x02" not in line:
                    parent.children.append(Block("paragraph", number, number, group, parent))
                    continue
                if line[0] == "#":
                    _heading(group, parent)
                    continue
            if start < len(group) and self.depth > _DEEPEST:
                self.paragraph(parent, group[start:])
            elif start < len(group):
                self.group(parent, group, start, waiting, state)
        self.depth -= 1

    def group(self, parent: Block, group: Lines, start: int, waiting: Waiting, state: State) -> None:
        """The lines of a group, without a blank one, from ``start`` on; what is left of it waits again."""
        head = group[start][1]
        set_in = head.startswith("    ")
        if not set_in and _is_plain(group, start):
            if "|" in head and _is_table(group, start):
                _new("table", group[start:], parent)
            else:
                self.paragraph(parent, group[start:] if start else group)
            return
        at = self.first(HOLDER, group, start)
        if at >= 0:
            self.holder(parent, group, start, at, waiting, state)
            return
        if set_in:
            self.set_in(parent, group, start, waiting, state)
            return
        if "|" in head and _is_table(group, start):
            _new("table", group[start:], parent)
            return
        at = self.first(HEADING, group, start)
        if at >= 0:
            self.run(parent, [group[start:at]], state)
            _heading(group[at : at + 1], parent)
            waiting.append((group, at + 1))
            return
        below = group[start + 1][1] if start + 1 < len(group) else ""
        if below[:1] in ("=", "-") and _SETEXT.match(below):
            mark = below.strip()
            _new("heading", group[start : start + 2], parent, mark=mark, level=1 if mark[0] == "=" else 2)
            waiting.append((group, start + 2))
            return
        at = self.first(RULER, group, start)
        if at >= 0:
            self.run(parent, [group[start:at]], state)
            _new("ruler", group[at : at + 1], parent, mark=group[at][1].strip())
            waiting.append((group, at + 1))
            return
        if _ITEM.match(head):
            self.items(parent, group[start:])
            return
        at = self.first(DEFINITION, group, start)
        if at >= 0 and self.definition(parent, group, start, at, waiting):
            return
        at = self.first(QUOTE, group, start)
        if at >= 0:
            self.run(parent, [group[start:at]], state)
            self.quote(parent, group[at:])
            return
        if self.labels(parent, group, start, waiting, state):
            return
        self.paragraph(parent, group[start:])

    def holder(
        self, parent: Block, group: Lines, start: int, at: int, waiting: Waiting, state: State
    ) -> None:
        """A note, a collapsible part or a tab that begins on the line ``at`` of the group."""
        line = group[at][1]
        self.run(parent, [group[start:at]], state)
        block = _new(
            "tab" if line[0] == "=" else "note",
            group[at : at + 1],
            parent,
            mark=line.partition('"')[0].strip(),
        )
        inner, end = _dedented(group, at + 1)
        self.run(block, [inner])
        waiting.append((group, end))

    def set_in(self, parent: Block, group: Lines, start: int, waiting: Waiting, state: State) -> None:
        """Lines that begin with four blanks: they belong to what stands above them, or are code."""
        last = _last(parent)
        if last is not None and last.kind in _HOLDERS:
            inner, end = _dedented(group, start)
            self.run(last, [inner])
            waiting.append((group, end))
        elif state != "dedented" and (parent.kind in _ITEMS or (last is not None and last.kind in _LISTS)):
            self.list_content(parent, group[start:], state)
        else:
            inner, end = _dedented(group, start)
            lone = MARK.fullmatch(inner[0][1].strip())
            if lone and len(inner) == 1:
                self.raw(parent, int(lone[1]))
            elif last is not None and last.kind == "code" and not last.mark:
                last.lines += inner
                last.last = inner[-1][0]
            else:
                _new("code", inner, parent)
            waiting.append((group, end))

    def list_content(self, parent: Block, group: Lines, state: State) -> None:
        head = group[0][1]
        steps = (len(head) - len(head.lstrip(" "))) // 4
        level = 1 if state == "list" else 0
        at = parent
        while steps > level and at.children and at.children[-1].kind in (*_LISTS, *_ITEMS):
            at = at.children[-1]
            level += at.kind in _LISTS
        blanks = " " * 4 * level
        inner = [(n, line[len(blanks) :] if line.startswith(blanks) else line) for n, line in group]
        if parent.kind in _ITEMS:
            has_list = parent.children and parent.children[-1].kind in _LISTS
            into = parent.children[-1] if has_list else parent
        elif at.kind in _ITEMS:
            into = at
        elif at.children and at.children[-1].kind in _ITEMS:
            into = at.children[-1]
        else:
            into = _new("item", [], at, first=group[0][0])
        self.run(into, [inner], "dedented")

    def items(self, parent: Block, group: Lines) -> None:
        last = _last(parent)
        found: list[tuple[str, Lines]] = []
        for number, line in group:
            begun = _ITEM.match(line)
            if begun:
                found.append((begun[1], [(number, begun[2])]))
            elif _SET_IN_ITEM.match(line) and not found[-1][1][0][1].startswith("    "):
                found.append(("", [(number, line)]))
            else:
                found[-1][1].append((number, line))
        if last is not None and last.kind in _LISTS and last.mark != ":":
            holder = last
        elif parent.kind in _LISTS:
            holder = parent
        else:
            holder = _new("list", [], parent, mark=found[0][0], first=group[0][0])
        for mark, lines in found:
            if not mark and holder.children:
                self.run(holder.children[-1], [lines], "list")
            else:
                item = Block("item", lines[0][0], lines[-1][0], [], holder, mark)
                holder.children.append(item)
                text = lines[0][1]
                if len(lines) == 1 and text and text[0] not in _BEGINS and text[0] != " " and "|" not in text:
                    item.children.append(Block("paragraph", item.first, item.last, lines, item))
                else:
                    self.run(item, [[line for line in lines if line[1].strip()]], "list")

    def definition(self, parent: Block, group: Lines, start: int, at: int, waiting: Waiting) -> bool:
        """What a term means, behind a colon, and the terms above it."""
        last = _last(parent)
        number, line = group[at]
        found = DEFINITION_LINE.match(line)
        terms = group[start:at]
        is_list = last is not None and last.kind in _LISTS and last.mark == ":"
        if found is None or (not terms and last is None):
            return False
        if terms:
            self.paragraph(parent, terms)
        holder = (
            last
            if is_list and last is not None and not terms
            else _new("list", [], parent, mark=":", first=number)
        )
        item = _new("item", [], holder, mark=":", first=number)
        inner, end = _dedented(group, at + 1)
        further = group[end:] if end < len(group) and not DEFINITION_LINE.match(group[end][1]) else []
        own = [(number, found[1])] if found[1].strip() else []
        self.run(item, [[*own, *inner, *further]])
        if not further:
            waiting.append((group, end))
        return True

    def quote(self, parent: Block, group: Lines) -> None:
        last = _last(parent)
        quote = last if last and last.kind == "quote" else _new("quote", [], parent, first=group[0][0])
        groups: list[Lines] = [[]]
        for number, line in group:
            line = _QUOTED.sub("", line, count=1)
            if line.strip():
                groups[-1].append((number, line))
            elif groups[-1]:
                groups.append([])
        self.run(quote, groups)
        quote.last = group[-1][0]

    def labels(self, parent: Block, group: Lines, start: int, waiting: Waiting, state: State) -> bool:
        """Footnotes, abbreviations and targets that are defined for elsewhere."""
        at = self.first(FOOTNOTE, group, start)
        if at >= 0:
            self.run(parent, [group[start:at]], state)
            self.footnote(parent, group, at, waiting)
            return True
        at = self.first(ABBREVIATION, group, start)
        if at >= 0:
            self.run(parent, [group[start:at]], state)
            found = ABBREVIATION_LINE.match(group[at][1])
            _new("abbreviation", group[at : at + 1], parent, mark=found[1] if found else "")
            waiting.append((group, at + 1))
            return True
        for at in range(start, len(group)):
            line = group[at][1]
            if "]" in line and line.lstrip(" ")[:1] == "[" and self.reference(group, at):
                self.run(parent, [group[start:at]], state)
                while at < len(group) and (found := self.reference(group, at)):
                    end = at + found[0].count("\n") + 1
                    target = found[2][1:-1] if found[2][0] == "<" else found[2]
                    _new("reference", group[at:end], parent, mark=found[1], target=target)
                    at = end
                waiting.append((group, at))
                return True
        return False

    @staticmethod
    def reference(group: Lines, at: int) -> re.Match[str] | None:
        return _REFERENCE.match("\n".join(line for _, line in group[at : at + 3]))

    def footnote(self, parent: Block, group: Lines, at: int, waiting: Waiting) -> None:
        number, line = group[at]
        found = FOOTNOTE_LINE.match(line)
        label, text = found.groups() if found else ("", "")
        end = next((n for n in range(at + 1, len(group)) if FOOTNOTE_LINE.match(group[n][1])), len(group))
        block = _new("footnote", [], parent, mark=label, first=number)
        inner = [(n, line[4:] if line.startswith("    ") else line) for n, line in group[at + 1 : end]]
        own = [(number, text)] if text.strip() else []
        groups = [[*own, *inner]]
        if end < len(group):
            waiting.append((group, end))
        else:
            while waiting:
                below, start = waiting[-1]
                if start == len(below) or not below[start][1].startswith("    "):
                    break
                more, end = _dedented(below, start)
                groups.append(more)
                waiting.pop()
                if end < len(below):
                    waiting.append((below, end))
                    break
        self.run(block, groups)
        block.last = groups[-1][-1][0] if groups[-1] else number

    def paragraph(self, parent: Block, group: Lines) -> None:
        """What is left, without the parts that were taken out of its lines."""
        if not self.parts:
            parent.children.append(Block("paragraph", group[0][0], group[-1][0], group, parent))
            return
        start = 0
        for at, (_, line) in enumerate(group):
            found = MARK.search(line) if "\x02" in line else None
            if found:
                if at > start:
                    _new("paragraph", group[start:at], parent)
                self.raw(parent, int(found[1]))
                start = at + 1
        if start < len(group):
            _new("paragraph", group[start:] if start else group, parent)

    def raw(self, parent: Block, number: int) -> None:
        part = self.parts[number]
        _new(part.kind, part.lines, parent, mark=part.mark)


def _heading(lines: Lines, parent: Block) -> None:
    line = lines[0][1]
    level = len(line) - len(line.lstrip("#"))
    _new("heading", lines, parent, mark="#" * level, level=min(level, 6))


def _new(
    kind: BlockKind,
    lines: Lines,
    parent: Block,
    *,
    mark: str = "",
    level: int = 0,
    target: str = "",
    first: int = 0,
    last: int = 0,
) -> Block:
    block = Block(kind, first or lines[0][0], last or first or lines[-1][0], lines, parent, mark)
    block.level = level
    block.target = target
    parent.children.append(block)
    return block


def _last(parent: Block) -> Block | None:
    for block in reversed(parent.children):
        if block.kind not in _ELSEWHERE:
            return block
    return None


def _is_plain(group: Lines, start: int) -> bool:
    """Whether no line from ``start`` on begins like anything but a paragraph."""
    for at in range(start, len(group)):
        line = group[at][1]
        first = line[:1]
        if first == " ":
            # A comment that was taken out leaves nothing but blanks.
            first = line.lstrip(" ")[:1]
        if first in _BEGINS:
            return False
    return True


def _reach(block: Block) -> int:
    """The last line of a block, which ends where the last of those in it does."""
    for child in block.children:
        block.last = max(block.last, _reach(child) if child.children else child.last)
    return block.last


def _dedented(group: Lines, start: int) -> tuple[Lines, int]:
    """The lines from ``start`` on that begin with four blanks, without them, and which one comes behind them."""
    end = start
    while end < len(group) and group[end][1].startswith("    "):
        end += 1
    return [(n, line[4:]) for n, line in group[start:end]], end


def _is_table(group: Lines, start: int) -> bool:
    if len(group) - start < 2:
        return False
    head, second = group[start][1].strip(" "), group[start + 1][1].strip(" ")
    if not set(second) <= _SEPARATOR:
        return False
    border = head.startswith("|") or (head.endswith("|") and not head.endswith("\\|"))
    cells = _cells(head, border)
    if len(cells) == 1 and not border:
        return False
    if len(cells) == 1 and not all(
        line.strip(" ")[:1] == "|" or line.rstrip(" ")[-1:] == "|" for _, line in group[start:]
    ):
        return False
    return len(_cells(second, border)) == len(cells)


def _cells(row: str, border: bool) -> list[str]:
    row = re.sub(r"(`+)(?:(?!\1).)*\1", lambda found: "\0" * len(found[0]), row) if "`" in row else row
    if border:
        row = row.removeprefix("|")
        row = row[:-1] if row.endswith("|") and not row.endswith("\\|") else row
    return _CELLS.split(row)
