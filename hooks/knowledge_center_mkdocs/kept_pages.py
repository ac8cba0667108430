"""What one build keeps of a page for the next, in the cache: its text, and what its template made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from knowledge_center.build_cache.content_hash import content_hash

# The folder of the search index, and what the cache calls a page as the search has it.
INDEX_FOLDER, SEARCHED = "search-index", "searched page"
Toc = tuple[tuple[str, str, int, "Toc"], ...]
# Those of the facts which change with every article that a template looked at, each with a hash.
FactsRead = tuple[tuple[str, bytes], ...]


class PageText(NamedTuple):
    """What was made of a page's Markdown, beside the HTML.

    ``links`` are the files that were looked for, with the address of each that was there; ``pictures`` the addresses
    of our pictures that were looked for, with the file of each. ``content_hash`` stands for Markdown, HTML and
    headings.
    """

    content_hash: bytes
    links: tuple[tuple[str, str | None], ...]
    pictures: tuple[tuple[str, str | None, bytes], ...]
    meta: dict[str, Any] | None
    title: str | None
    ids: frozenset[str]
    anchors: tuple[tuple[str, str, str], ...]


class PageNotes(NamedTuple):
    """What the next build wants to know of a page.

    ``facts_read`` is what of all articles its template looked at, ``searched`` stands for the part that our search
    reads; ``found`` are the entries for Material's.
    """

    facts_read: FactsRead
    searched: bytes
    found: tuple[dict[str, Any], ...] = ()


def plain_toc(toc: Iterable[Any]) -> Toc:
    """Headings as MkDocs has them, as values."""
    return tuple((item.title, item.id, item.level, plain_toc(item.children)) for item in toc)


def plain_anchors(anchors: Mapping[Any, Mapping[str, str]]) -> tuple[tuple[str, str, str], ...]:
    """Links to places on pages, by the file of each, as values."""
    return tuple(
        (file.src_uri, anchor, link) for file, links in anchors.items() for anchor, link in links.items()
    )


def own_text_key(settings: bytes, source: str, url: str, text: bytes) -> bytes:
    """Under which the cache has what was made of the Markdown of a page of ours, for which the hash ``text`` stands."""
    return content_hash(settings, source, url, text)


def text_hash(content: str, toc: Toc, markdown: str, meta: object) -> bytes:
    """Stands for the text of a page as HTML, its headings, its Markdown, and the fields that stand above that."""
    return content_hash(content, repr(toc), markdown, repr(meta))
