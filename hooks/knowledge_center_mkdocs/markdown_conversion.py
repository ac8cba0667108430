"""One converter of Markdown for all pages of ours. MkDocs makes one for each page, with all its extensions.

It passes over inline patterns for which a text has not the characters. What comes out is the same, to the byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from markdown import Markdown, inlinepatterns
from markdown.extensions import smarty
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString
from mkdocs.structure import pages as _pages

from knowledge_center.words.markdown_words import NAME

PAGES: Any = _pages
# These begin anew with each page. Of others nobody knows: pymdownx.snippets may look for its files beside the page.
KNOWN = frozenset(
    [
        "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes",
        "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
        "pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.emoji", "pymdownx.highlight",
        "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.mark", "pymdownx.smartsymbols",
        "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde", NAME,
    ]
)  # fmt: skip
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


class AnyMarkup(PAGES._HTMLHandler):  # type: ignore[misc]
    """What MkDocs looks for ids in the raw text with; a “<![” that begins nothing is text, as it is for Markdown.

    Python's parser raised AssertionError there for years, and an article that had it ended the build.
    """

    def parse_html_declaration(self, i: int) -> int:
        try:
            return int(super().parse_html_declaration(i))
        except AssertionError:
            return i + len("<!")


PAGES._HTMLHandler = AnyMarkup


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


class _Converter:
    """The converter of the last page, with what it was made of."""

    def __init__(self) -> None:
        self.made: tuple[object, Markdown] | None = None

    def __call__(self, *, extensions: Sequence[Any], extension_configs: Mapping[str, Any]) -> Markdown:
        # A plugin may change them from page to page.
        of = list(extensions), {name: dict(settings) for name, settings in extension_configs.items()}
        if self.made and self.made[0] == of:
            return self.made[1].reset()
        markdown = Markdown(extensions=extensions, extension_configs=extension_configs)
        for step in markdown.treeprocessors:
            if type(step) is InlineProcessor:
                step.__class__ = QuickInline
        unique = of[1].get("footnotes", {}).get("UNIQUE_IDS") or of[1].get("extra", {}).get("footnotes")
        known = all(
            isinstance(name, str) and name.removeprefix("markdown.extensions.") in KNOWN for name in of[0]
        )
        self.made = (of, markdown) if known and not unique else None
        return markdown


_convert = _Converter()


@contextmanager
def one_converter() -> Iterator[None]:
    """Let the pages that MkDocs renders meanwhile have one converter."""
    theirs = PAGES.markdown
    PAGES.markdown = SimpleNamespace(Markdown=_convert)
    try:
        yield
    except BaseException:
        # What is left of a page that broke off is not for the next one.
        _convert.made = None
        raise
    finally:
        PAGES.markdown = theirs
