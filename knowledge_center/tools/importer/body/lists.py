"""Lists as other Markdown readers see them, written so that ours sees them too.

Most generators take a list item for one wherever it stands, and two spaces for a deeper level. Ours wants an
empty line in front of a list and four spaces for every level, code blocks inside a list included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import FILLER, fences, set_in_code, visible_tags, without_code
from knowledge_center.tools.importer.html_tags import html_blocks, inside
from knowledge_center.tools.importer.indented_code import HOLDS_BLOCKS, STEP, Span
from knowledge_center.tools.importer.source_text import Edit, SourceText

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|(?P<number>\d{1,9})(?P<mark>[.)]))(?P<gap>[ \t]+)(?=\S)")
_EMPTY = re.compile(r"[ \t]*[-*+][ \t]*")
_RULE = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:\+[ \t]*){3,})$")
_NO_PARAGRAPH = re.compile(rf"\s*(?:$|#{{1,6}}\s|<|\||>|\[\^?[^\]]+\]:|\*\[|{FILLER}+$)")

_QUOTE = re.compile(r"(?:>[ ]?)+")


def normalize_lists(source_text: SourceText) -> Step:
    """Put an empty line in front of lists, and four spaces before every level."""
    return _ListNormalizer(source_text).run(), []


@dataclass(slots=True)
class _ListNormalizer:
    source_text: SourceText
    # The open lists, notes and tabs, outermost first: the column of their marks and of their text in the source.
    levels: list[tuple[int, int]] = field(default_factory=list)
    # Whether the list at each level, open or just closed, has numbers; nothing for a note.
    numbered: list[bool | None] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    above: str = ""
    blank: bool = True
    # Whether a paragraph or code of its own stands in the item before.
    continued: bool = False

    def run(self) -> SourceText:
        text = self.source_text.text
        hidden = without_code(text)
        blocks = html_blocks(hidden, visible_tags(text))
        # Where code begins and ends, its column, and whether it is code for being set in.
        codes = {
            one.start: (one.end, _width(one.head), False) for one in fences(text) if not one.head.strip()
        }
        for block in set_in_code(text):
            if not block.quoted:
                codes[block.start] = (block.end, block.indent, True)
            elif (more := 4 * block.items - block.column) > 0:
                self.edits.extend(Edit(start, start, " " * more) for start, _ in block.lines)
        position = skip_to = 0
        lines = hidden.split("\n")
        for number, line in enumerate(lines):
            code = codes.get(position)
            item = None if inside(blocks, position) or _RULE.match(line) else _ITEM.match(line)
            if position < skip_to:
                self.above, self.blank = FILLER, False
            elif not line.strip():
                self.blank = True
            elif (
                self.levels and _EMPTY.fullmatch(line) and not _goes_on(line, lines[number + 1 : number + 2])
            ):
                # Below words ours takes an item without any for the line under a heading.
                self.edits.append(Edit(position, min(position + len(line) + 1, len(text))))
            elif line.startswith(">"):
                self._quoted(line, position)
                self.levels.clear()
                self.numbered.clear()
                self.above, self.blank = line, False
            elif code is not None:
                skip_to, column, set_in = code
                self._code(text, (position, skip_to), column, set_in=set_in)
                self.above, self.blank = FILLER, False
            else:
                if item is not None:
                    self._item(item, position)
                elif self.blank and (self.levels or HOLDS_BLOCKS.match(line)):
                    self._paragraph(line, position)
                elif not self.levels:
                    self.numbered.clear()
                self.above, self.blank = line, False
            position += len(line) + 1
        return self.source_text.edited(self.edits)

    def _quoted(self, line: str, position: int) -> None:
        """Lists inside a quotation get their empty line too; their levels are left as they are."""
        mark, above = _QUOTE.match(line), _QUOTE.match(self.above)
        if mark is None or above is None or self.blank:
            return
        item, before = _ITEM.match(line[mark.end() :]), self.above[above.end() :]
        if (
            item is None
            or _width(item["indent"]) > 3
            or _ITEM.match(before)
            or before.startswith((" ", "\t"))
        ):
            return
        if not _NO_PARAGRAPH.match(before) and item["number"] in (None, "1"):
            self.edits.append(Edit(position, position, f"{mark[0].rstrip()}\n"))

    def _item(self, item: re.Match[str], position: int) -> None:
        indent = _width(item["indent"])
        above = ""
        if not self.levels:
            if indent > 3:
                return
            if not self.blank and not _NO_PARAGRAPH.match(self.above):
                if item["number"] not in (None, "1"):
                    # “in\n1984. Then” is no list.
                    return
                above = "\n"
        elif self.continued and not self.blank:
            above = "\n"
        self.continued = False
        self._close(indent)
        depth, has_number = len(self.levels), item["number"] is not None
        wanted = " " * 4 * depth
        if self.numbered[depth : depth + 1] == [not has_number]:
            # Without something between them ours takes bullets after numbers for further numbers.
            above = f"{'' if self.blank else chr(10)}{wanted}<!-- -->\n\n"
        self.numbered[depth:] = [has_number]
        mark_end = _width(item[0][: item.end() - len(item["gap"])].expandtabs(4))
        self.levels.append((indent, mark_end + _width(item["gap"])))
        self._set_in(position, item["indent"], len(wanted), above)
        if item["mark"] == ")":
            at = position + item.start("mark")
            self.edits.append(Edit(at, at + 1, "."))

    def _paragraph(self, line: str, position: int) -> None:
        space = line[: len(line) - len(line.lstrip(" \t"))]
        indent = _width(space)
        self._close(indent)
        depth = len(self.levels)
        if depth:
            self.continued = True
            self._set_in(position, space, 4 * depth)
        else:
            self.numbered.clear()
        if HOLDS_BLOCKS.match(line, len(space)):
            self.levels.append((indent, indent + 4))
            self.numbered[depth:] = [None]

    def _code(self, text: str, code: Span, indent: int, *, set_in: bool) -> None:
        """Set all lines of a block in by as much; one without marks stands four columns right of its item's text."""
        self._close(indent)
        if not self.levels:
            self.numbered.clear()
            return
        self.continued = True
        wanted = 4 * len(self.levels) + (indent - self.levels[-1][1] if set_in else 0)
        above = "" if self.blank else "\n"
        position = code[0]
        for line in text[slice(*code)].split("\n"):
            space = line[: len(line) - len(line.lstrip(" \t"))]
            if line.strip():
                self._set_in(position, space, wanted + max(_width(space) - indent, 0), above)
                above = ""
            position += len(line) + 1

    def _close(self, indent: int) -> None:
        """Leave the lists that something at this column does not belong to."""
        while self.levels and indent < self.levels[-1][0] + STEP:
            self.levels.pop()

    def _set_in(self, position: int, space: str, wanted: int, above: str = "") -> None:
        """Set a line in by ``wanted`` spaces, with ``above`` before it: one edit, as two at a place are none."""
        if above or space != " " * wanted:
            self.edits.append(Edit(position, position + len(space), above + " " * wanted))


def _goes_on(line: str, following: list[str]) -> bool:
    """Whether the line below one with only an item's mark belongs to that item."""
    return any(_width(one) - _width(one.lstrip()) > _width(line) - _width(line.lstrip()) for one in following)


def _width(space: str) -> int:
    return len(space.expandtabs(4))
