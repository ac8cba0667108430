"""One converter of Markdown for all pages of ours. MkDocs makes one for each page, with all its extensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, NamedTuple

from markdown import Markdown
from mkdocs.structure import pages as _pages

from knowledge_center.text.quick_inline import make_quick
from knowledge_center.words.markdown_words import NAME
from knowledge_center_mkdocs.kept_pages import PageText, Toc, plain_anchors, plain_toc

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


class TextConversion(NamedTuple):
    """What of the settings the Markdown of a page goes by: plain values."""

    extensions: tuple[str, ...]
    settings: dict[str, Any]


class NotKnown(LookupError):
    """A text asks for a file that it did not ask for before."""


class _Stands(SimpleNamespace):
    """A file or a page of MkDocs', as far as a conversion looks at it."""

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


class _Files:
    """The files that a text has asked for before."""

    def __init__(self, before: PageText, page: _Stands) -> None:
        self._known = {
            path: url and (page if url == page.url else _file(path, url)) for path, url in before.links
        }

    def get_file_from_path(self, path: str) -> Any:
        if path not in self._known:
            raise NotKnown(path)
        return self._known[path]


def convert_again(
    text: str, source: str, url: str, by: TextConversion, before: PageText
) -> tuple[str, Toc, PageText]:
    """The HTML of a page's text that was changed since it was made ``before``, its headings, and what is kept of it.

    ``source`` is the page's Markdown file, relative to docs, ``url`` its site-relative address. Raises NotKnown for a
    link that was not there before.
    """
    file = _file(source, url)
    page = _Stands(file=file, markdown=text)
    # Where a link led nowhere, it was told of when the text was made first.
    links = SimpleNamespace(absolute_links=0, unrecognized_links=0, not_found=0)
    config = _Config(markdown_extensions=list(by.extensions), mdx_configs=by.settings)
    config.validation, config.use_directory_urls = SimpleNamespace(links=links), True
    files = _Files(before, file)
    with one_converter():
        PAGES.Page.render(page, config, files)
    content, toc = page.content, plain_toc(page.toc)
    made = before._replace(
        title=page._title_from_render,
        ids=frozenset(page.present_anchor_ids),
        anchors=plain_anchors(page.links_to_anchors),
    )
    return content, toc, made


class _Config(dict[str, Any]):
    validation: Any
    use_directory_urls: bool


def _file(source: str, url: str) -> _Stands:
    shown = SimpleNamespace(is_excluded=lambda: False)
    return _Stands(src_uri=source, url=url, inclusion=shown)
