"""A Markdown text taken apart once, for every rule about what stands in it: blocks and inlines with their lines.

    text = parse_text(document.body, document.body_line)
    for block in text.blocks:                 # all of them, in the order of the text
        if block.kind == "heading" and block.level == 1:
            block.first, block.words          # its line in the file, its words without marks
    for picture in text.of("picture"):        # inlines by kind, in the order of the text
        picture.line, picture.target, picture.text

``Block``, ``Inline`` and ``Unclosed`` say in model.py what they hold. ``block.seen`` is the block's text without code
and escapes, of the same length: what a pattern finds there stands on ``block.line(found.start())``. Where an edit
belongs in the file says ``position``. Nothing is looked for before somebody asks: blocks cost about 0.2 ms an article,
inlines as much again where it has any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import dropwhile
from operator import attrgetter
from string import ascii_lowercase, digits
from typing import Any, Generic, TypeVar

from knowledge_center.markdown_text.block_scan import blocks
from knowledge_center.markdown_text.inline_scan import WITH_WORDS, inlines, key
from knowledge_center.markdown_text.model import Block, BlockKind, Inline, InlineKind, Unclosed
from knowledge_center.markdown_text.raw_parts import fence_of, take_out

# To a browser <div /> is <div>: what stands below is inside it.
OPEN_WITH_A_SLASH = frozenset(
    [
        "article", "aside", "audio", "b", "blockquote", "button", "canvas", "center", "details", "div", "em", "footer",
        "form", "header", "i", "iframe", "main", "nav", "object", "s", "section", "select", "small", "strong", "table",
        "textarea", "u", "video",
    ]
)  # fmt: skip
# Behind those of the first line comes nothing; the end tags of the others may be left out.
NEVER_CLOSED = frozenset(
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "caption",
        "rt", "rp", "html", "head", "body",
    ]
)  # fmt: skip
# Browsers end these by themselves, Markdown does not.
_BLOCKS_LEFT_OPEN = NEVER_CLOSED & {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot"}
_PROSE = WITH_WORDS | {"html", "reference", "abbreviation"}
# What most of a text consists of, as bytes: no rule looks for any of it alone.
_LETTERS = bytes(sign for sign in range(256) if sign > 0x7F or chr(sign) in f"{ascii_lowercase}{digits} ,'")
# Without one of these there is no inline.
_INLINE_SIGNS = ("[", "<", "`", "**", "__", "://", "www.")
_END = attrgetter("end")
Value = TypeVar("Value")


def parse_text(body: str, first_line: int = 1) -> MarkdownText:
    """The text ``body``, which begins on ``first_line`` of its file."""
    return MarkdownText(body, first_line)


class _kept(Generic[Value]):
    """``functools.cached_property`` without its lock (Python 3.11): that costs more than most of what is kept here."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self.make = make
        self.name = make.__name__

    def __get__(self, text: Any, _: type) -> Value:
        made = text.__dict__[self.name] = self.make(text)
        return made


class MarkdownText:
    """A parsed text. Blocks and inlines are found when they are asked for, once."""

    def __init__(self, body: str, first_line: int) -> None:
        self.body = body
        self.first_line = first_line
        self._held: dict[str, bool] = {}
        self._inlines_of: dict[tuple[InlineKind, ...], list[Inline]] = {}

    def holds(self, sign: str) -> bool:
        """Whether ``sign`` stands anywhere in the body: a rule that needs it need not look further without it."""
        found = self._held.get(sign)
        if found is None:
            found = self._held[sign] = _without_letters(sign) in self.signs and sign in self.body
        return found

    def those_of(self, signs: Iterable[str]) -> set[str]:
        """Those of the signs that the body holds."""
        few, body = self.signs, self.body
        return {sign for sign in signs if _without_letters(sign) in few and sign in body}

    @_kept
    def signs(self) -> str:
        """The body without small letters, digits, blanks and all beyond ASCII, a twentieth of it.

        What it does not hold, the body does not; to look for it here takes next to nothing.
        """
        return _signs(self.body)

    @_kept
    def lower(self) -> str:
        """The body in small letters, to look for words in: a rule that finds none need not look further."""
        return self.body.lower()

    @_kept
    def lines(self) -> list[str]:
        """The lines of the text as they stand in the file: line ``n`` is ``lines[n - first_line]``."""
        return self.body.split("\n")

    @_kept
    def root(self) -> Block:
        """The block that holds all others."""
        return blocks(*take_out(self.body, self.lines, self.first_line))

    @_kept
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, each before those in it."""
        return tuple(_below(self.root))

    @_kept
    def defined(self) -> dict[str, str]:
        """The targets that are defined for elsewhere, by their labels in small letters."""
        if not self.holds("]:"):
            return {}
        found = (block for block in self.blocks if block.kind == "reference")
        return {key(block.mark): block.target for block in found}

    @_kept
    def inlines(self) -> tuple[Inline, ...]:
        """All that stands within lines, in the order in which it ends: a picture before the link around it."""
        signs = [sign for sign in _INLINE_SIGNS if self.holds(sign)]
        if not signs:
            return ()
        found: list[Inline] = []
        for block in self.blocks:
            kind = block.kind
            if kind != "html":
                if kind not in WITH_WORDS:
                    continue
                text = block.text
                for sign in signs:
                    if sign in text:
                        break
                else:
                    continue
            within = list(inlines(block, self.defined))
            if len(within) > 1:
                within.sort(key=_END)
            found += within
        return tuple(found)

    def of(self, *kinds: InlineKind) -> list[Inline]:
        """The inlines of these kinds, which nobody may change."""
        found = self._inlines_of.get(kinds)
        if found is None:
            found = [inline for inline in self.inlines if inline.kind in kinds]
            self._inlines_of[kinds] = found
        return found

    def blocks_of(self, kind: BlockKind) -> list[Block]:
        """The blocks of this kind, in the order of the text."""
        return self._blocks_of.get(kind, [])

    @_kept
    def _blocks_of(self) -> dict[BlockKind, list[Block]]:
        found: dict[BlockKind, list[Block]] = {}
        for block in self.blocks:
            found.setdefault(block.kind, []).append(block)
        return found

    @property
    def headings(self) -> list[Block]:
        """The headings, in the order of the text."""
        return self.blocks_of("heading")

    @_kept
    def prose_lines(self) -> tuple[tuple[int, str], ...]:
        """The lines that readers see as text, with their numbers; code in them, and what is escaped, is blank."""
        found: list[tuple[int, str]] = []
        for block in self.blocks:
            if block.kind in _PROSE and block.lines:
                if block.seen is block.text:
                    found += block.lines
                else:
                    found += zip((number for number, _ in block.lines), block.seen.split("\n"), strict=True)
        return tuple(found)

    def let_go(self) -> None:
        """End the use of the blocks: as they know each other, they stay in memory where nobody collects garbage."""
        for block in self.blocks:
            block.parent = None

    def position(self, block: Block, at: int) -> tuple[int, int] | None:
        """Where in the file the place ``at`` of a block's text is: line from 1, column from 0.

        None where a tab or a comment on that line keeps it from being told.
        """
        number = block.line(at)
        line = block.line_of(number)
        raw = self.lines[number - self.first_line]
        if not raw.endswith(line):
            return None
        before = block.text.rfind("\n", 0, at) + 1
        return number, len(raw) - len(line) + at - before

    @_kept
    def unclosed(self) -> tuple[Unclosed, ...]:
        """Fences, comments and tags that are opened and never closed, in the order of their lines."""
        found: list[Unclosed] = []
        if self.holds("```") or self.holds("~~~"):
            found += self._open_fences()
        if self.holds("<!--"):
            for block in self.blocks:
                at = block.seen.rfind("<!--") if block.kind in WITH_WORDS else -1
                if at >= 0 and block.seen.find("-->", at) < 0:
                    found.append(Unclosed("comment", block.line(at), "<!--"))
        if self.holds("<"):
            found += self._open_tags()
        return tuple(sorted(found, key=lambda item: item.line))

    def _open_fences(self) -> Iterator[Unclosed]:
        opened = ""
        for block in self.blocks:
            if block.kind in WITH_WORDS:
                for number, line in block.lines:
                    if line.lstrip().startswith(("```", "~~~")) and (fence := fence_of(line)):
                        if line.strip() == fence and len(fence) < len(opened) and opened.startswith(fence):
                            # Too short to close the one above, for which it was meant.
                            opened = ""
                            continue
                        opened = fence
                        yield Unclosed("fence", number, fence)

    def _open_tags(self) -> Iterator[Unclosed]:
        opened: list[Unclosed] = []
        waiting: Counter[str] = Counter()
        for tag in self.of("tag"):
            name = tag.label.removeprefix("/")
            if name in NEVER_CLOSED and not waiting[name] and not self._swallows(tag):
                continue
            if tag.text.endswith("/>") and name not in OPEN_WITH_A_SLASH:
                continue
            if name == tag.label:
                opened.append(Unclosed("tag", tag.line, name))
                waiting[name] += 1
            elif not waiting[name]:
                yield Unclosed("tag", tag.line, tag.label)
            else:
                inside: list[Unclosed] = []
                while (last := opened.pop()).text != name:
                    inside.append(last)
                    waiting[last.text] -= 1
                waiting[name] -= 1
                yield from reversed(inside)
        yield from opened

    def _swallows(self, tag: Inline) -> bool:
        """Whether Markdown waits for the end of what ``tag`` begins, and takes text below an empty line for HTML."""
        block = tag.block
        return (
            tag.label in _BLOCKS_LEFT_OPEN
            and block.kind == "paragraph"
            and not block.inside("item")
            and (tag.start == 0 or block.text[tag.start - 1] == "\n")
            and any(map(str.strip, dropwhile(str.strip, self.lines[tag.line - self.first_line :])))
        )


def _signs(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").translate(None, _LETTERS).decode("ascii")


# What rules look for are always the same few.
_without_letters = cache(_signs)


def _below(block: Block) -> Iterator[Block]:
    for child in block.children:
        yield child
        if child.children:
            yield from _below(child)
