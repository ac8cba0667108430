"""Python-Markdown that takes for a paragraph at once what can be nothing else; the same comes out."""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import ParagraphProcessor

# What makes a block theirs begins a line, and is no letter, and no quotation mark or emphasis before one.
_KNOWN = frozenset(
    ["markdown.blockprocessors", "pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed"]
    + [f"markdown.extensions.{name}" for name in ("abbr", "admonition", "def_list", "footnotes", "md_in_html",
                                                  "sane_lists", "tables")]
)  # fmt: skip
_LINE = r"(?:[*_]{1,3}|[\"'“‘(])?[^\W\d_].*"
_PARAGRAPH = re.compile(rf"{_LINE}(?:\n{_LINE})*\Z")


def make_quick_blocks(markdown: Markdown) -> None:
    """Let a converter be quick with paragraphs, if it has no kind of block that is not known here."""
    parser = markdown.parser
    kinds = list(parser.blockprocessors)
    known = type(parser) is BlockParser and type(kinds[-1]) is ParagraphProcessor
    if known and {type(one).__module__ for one in kinds} <= _KNOWN:
        parser.__class__ = QuickBlocks
        vars(parser).update(kinds=kinds, paragraph=kinds[-1])


class QuickBlocks(BlockParser):
    """Python-Markdown's step for blocks, which tries twenty kinds on each of them in turn."""

    kinds: list[Any]
    paragraph: ParagraphProcessor

    def parseBlocks(self, parent: Any, blocks: list[str]) -> None:
        while blocks:
            if _PARAGRAPH.match(blocks[0]):
                self.paragraph.run(parent, blocks)
                continue
            for kind in self.kinds:
                if kind.test(parent, blocks[0]) and kind.run(parent, blocks) is not False:
                    break
