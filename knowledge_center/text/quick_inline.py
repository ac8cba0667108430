"""Python-Markdown that passes over inline patterns for which a text has not the characters; the same comes out."""

from __future__ import annotations

from typing import Any

from markdown import Markdown, inlinepatterns
from markdown.extensions import smarty
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

from knowledge_center.text.quick_blocks import make_quick_blocks

# What a text must have one of for the patterns of these names to be found in it.
_PATTERNS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("`",): ("BACKTICK_RE",),
    ("\\",): ("ESCAPE_RE",),
    ("[",): ("LINK_RE", "REFERENCE_RE"),
    ("![",): ("IMAGE_LINK_RE", "IMAGE_REFERENCE_RE"),
    ("<",): ("AUTOLINK_RE", "AUTOMAIL_RE", "HTML_RE"),
    ("  \n",): ("LINE_BREAK_RE",),
    ("&",): ("ENTITY_RE",),
    ("'",): (
        "singleQuoteStartRe", "decadeAbbrRe", "openingSingleQuotesRegex", "closingSingleQuotesRegex",
        "closingSingleQuotesRegex2", "remainingSingleQuotesRegex",
    ),
    ('"',): (
        "doubleQuoteStartRe", "openingDoubleQuotesRegex", "closingDoubleQuotesRegex",
        "closingDoubleQuotesRegex2", "remainingDoubleQuotesRegex",
    ),
    ("\"'",): ("doubleQuoteSetsRe", "singleQuoteSetsRe2"),
    ("'\"",): ("singleQuoteSetsRe", "doubleQuoteSetsRe2"),
}  # fmt: skip
# By the pattern itself: one that another version has changed is tried on every text.
_NEEDED: dict[str, tuple[str, ...]] = {
    r"\*|_": ("*", "_"),
    r"\[\^([^\]]*)\]": ("[^",),
    r"(?<!-)---(?!-)": ("--",),
    r"(?<!-)--(?!-)": ("--",),
    r"(?<!\.)\.{3}(?!\.)": ("...",),
    **{
        regex: needed
        for needed, names in _PATTERNS.items()
        for name in names
        for regex in (getattr(inlinepatterns, name, None), getattr(smarty, name, None))
        if regex
    },
}


def make_quick(markdown: Markdown) -> Markdown:
    """The same converter, its step for what stands within a line made quick."""
    for step in markdown.treeprocessors:
        if type(step) is InlineProcessor:
            step.__class__ = QuickInline
    make_quick_blocks(markdown)
    return markdown


class QuickInline(InlineProcessor):
    """Python-Markdown's step for what stands within a line, with the patterns that a text cannot have left out.

    It takes the place of the two methods in which that step spends its time; should they be called differently in
    another version, this one does nothing.
    """

    def run(self, tree: Any, ancestors: list[str] | None = None) -> Any:
        # Extensions may add patterns until a page's text is looked at.
        self.tried = [(pattern, _needed(pattern)) for pattern in self.inlinePatterns]
        # Most texts have none of all these. Every text has the empty one.
        self.any_needed = {characters for _, needed in self.tried for characters in needed or ("",)}
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        for characters in self.any_needed:
            if characters in data:
                break
        else:
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        tried, at, start = self.tried, patternIndex, 0
        while at < len(tried):
            pattern, needed = tried[at]
            for characters in needed:
                if characters in data:
                    break
            else:
                if needed:
                    at, start = at + 1, 0
                    continue
            data, matched, start = apply(pattern, data, at, start)
            if not matched:
                at += 1
        return data


def _needed(pattern: Any) -> tuple[str, ...]:
    """The characters of which a text must have one; empty where every text has to be tried."""
    return _NEEDED.get(pattern.getCompiledRegExp().pattern, ())
