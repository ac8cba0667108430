"""One converter of Markdown for all pages of ours. MkDocs makes one for each page, with all its extensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from markdown import Markdown
from mkdocs.structure import pages as _pages

from knowledge_center.text.quick_inline import make_quick
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
        make_quick(markdown)
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
