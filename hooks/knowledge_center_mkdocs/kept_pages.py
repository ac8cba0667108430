"""What one build keeps of a page for the next, in the cache: its text, and what its template made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from knowledge_center.build_cache.content_hash import content_hash

# The folder of the search index, and what the cache calls a page as the search has it.
INDEX_FOLDER, SEARCHED = "search-index", "searched page"
Toc = tuple[tuple[str, str, int, "Toc"], ...]
# Those of the facts which change with every article that a template looked at, each with a hash.
FactsRead = tuple[tuple[str, bytes], ...]
# What a search takes also where it stands outside of what is searched.
_SEARCHED_BESIDE = re.compile(rb"<h1\b"), re.compile(rb"data-pagefind-(?!ignore)")
_DESCRIPTION = re.compile(rb"<meta\b[^>]*\bdescription\b[^>]*>")


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


def own_text_key(settings: bytes, source: str, url: str, text: str) -> bytes:
    """Under which the cache has what was made of the Markdown ``text`` of a page of ours."""
    return content_hash(settings, source, url, text)


def text_hash(content: str, toc: Toc, markdown: str, meta: object) -> bytes:
    """Stands for the text of a page as HTML, its headings, its Markdown, and the fields that stand above that."""
    return content_hash(content, repr(toc), markdown, repr(meta))


def searched_part(html: bytes) -> bytes:
    """A hash of the part of a page that is searched; nothing for a page that is in no search."""
    begin = html.find(b"data-pagefind-body")
    if begin < 0:
        return b""
    # In our templates it is an article, which holds no other. Elsewhere the whole page has to do.
    end = html.find(b"</article>", begin)
    if end < 0 or html.find(b"data-pagefind-body", end) > 0 or html.find(b"<article", begin, end) > 0:
        return content_hash(html)
    begin = html.rfind(b"<", 0, begin)
    beside = html[:begin], html[end:]
    if any(pattern.search(part) for pattern in _SEARCHED_BESIDE for part in beside):
        return content_hash(html)
    return content_hash(*_DESCRIPTION.findall(html[:begin]), html[begin:end])
