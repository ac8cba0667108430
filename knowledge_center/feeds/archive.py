"""Archived feeds (RFC 5005, section 4): everything that has left the feed, in pages that keep their articles.

What is on a page is decided once, when the page is closed, and remembered in ``docs/articles/.archive.yml``
(feeds/archive_file.py): "the set of entries contained in an archive document published at a particular URI
SHOULD NOT change over time". So an article that is dated back, put in later or taken away moves no other one,
and neither does another length of the feed. What changes on a page is what its own articles say: a correction
is corrected there too, an article that was withdrawn or has expired is left out, and its place stays empty.

A page links back only: a link forward would have to be added later and change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge_center.articles.model import Article, newest_first
from knowledge_center.feed_formats import ATOM
from knowledge_center.feeds.channels import Channel, article_entry
from knowledge_center.feeds.model import Feed
from knowledge_center.settings.model import Settings

MOST_PER_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """A closed page: its number, from 1, the oldest, and the identities of its articles as they were closed.

    ``lines`` are the lines of the identities in the file that remembers them.
    """

    number: int
    ids: tuple[str, ...]
    lines: tuple[int, ...] = ()


def archive_path(number: int) -> str:
    """The site-relative address of an archive page."""
    return f"feed/archive/{number}.xml"


def per_page(entries: int) -> int:
    """How many articles a page holds: never more than the feed, so that a page can always be filled."""
    return min(MOST_PER_PAGE, entries)


def unreachable(
    articles: Iterable[Article], pages: Iterable[ArchivePage], entries: int
) -> tuple[Article, ...]:
    """The public ``articles`` that are in neither the feed of so many entries nor a closed page, oldest first."""
    return tuple(_open(newest_first(list(articles))[entries:], pages))


def next_pages(
    articles: Iterable[Article], pages: Sequence[ArchivePage], entries: int
) -> tuple[ArchivePage, ...]:
    """The pages to close now, so that every public article is in the feed or on a page; none where all are.

    Each holds as many as a page takes: the last is filled up with the oldest that the feed still holds.
    """
    every = tuple(articles)
    waiting, size = _open(every, pages), per_page(entries)
    count = -(-len(unreachable(every, pages, entries)) // size)
    return tuple(
        ArchivePage(
            number=len(pages) + 1 + at,
            ids=tuple(article.identity for article in waiting[at * size : (at + 1) * size]),
        )
        for at in range(count)
    )


def _open(articles: Iterable[Article], pages: Iterable[ArchivePage]) -> list[Article]:
    """The articles on no page, oldest first."""
    closed = {identity.casefold() for page in pages for identity in page.ids}
    return [*reversed(newest_first([a for a in articles if a.identity.casefold() not in closed]))]


def archive_feed(
    page: ArchivePage, articles: Iterable[Article], channel: Channel, settings: Settings
) -> Feed:
    """One page, newest first, with a link to the page before it and to the feed itself.

    ``articles`` are the public ones with their feed HTML, those of other pages among them.
    """
    ids = {identity.casefold() for identity in page.ids}
    own = newest_first([article for article in articles if article.identity.casefold() in ids])
    return Feed(
        id=settings.tag(f"feed/archive/{page.number}"),
        title=f"{channel.title}, archive {page.number}",
        description=channel.description,
        home=settings.absolute(channel.page),
        site_url=settings.site_url,
        language=settings.language,
        publisher=settings.organization.name,
        icon="",
        atom=archive_path(page.number),
        current=channel.folder + ATOM.file,
        previous=archive_path(page.number - 1) if page.number > 1 else "",
        entries=tuple(article_entry(article, settings) for article in own),
    )
