"""Archived feeds (RFC 5005, section 4): everything that has left the feed, in pages that stay.

Pages are cut by sequence from the oldest article on, so a new article never moves an old one to another
page. A page links back only: a link forward would have to be added later and change it. An article that
is dated back or taken away moves those after it, which nothing but a memory of its own could prevent.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge_center.article import Article, newest_first
from knowledge_center.feeds.channels import Channel, article_entry
from knowledge_center.feeds.model import Feed
from knowledge_center.settings import Settings

MOST_PER_PAGE = 20


def archive_path(number: int) -> str:
    """The site-relative address of an archive page; pages are numbered from 1, the oldest."""
    return f"feed/archive/{number}.xml"


def per_page(entries: int) -> int:
    """How many entries a page holds: never more than the feed, so that the feed covers what has no page yet."""
    return min(MOST_PER_PAGE, entries)


def archive_count(articles: int, entries: int) -> int:
    """How many pages there are: only full ones, and none while the feed of ``entries`` holds everything."""
    return articles // per_page(entries) if articles > entries else 0


def archive_feed(number: int, articles: Iterable[Article], channel: Channel, settings: Settings) -> Feed:
    """One page, newest first, with a link to the page before it and to the feed itself."""
    sequence = newest_first(list(articles))[::-1]
    size = per_page(settings.feeds.entries)
    own = sequence[(number - 1) * size : number * size]
    return Feed(
        id=settings.tag(f"feed/archive/{number}"),
        title=f"{channel.title}, archive {number}",
        description=channel.description,
        home=settings.absolute(channel.page),
        site_url=settings.site_url,
        language=settings.language,
        publisher=settings.organization.name,
        icon="",
        atom=archive_path(number),
        current=channel.folder + "atom.xml",
        previous=archive_path(number - 1) if number > 1 else "",
        entries=tuple(article_entry(article, settings) for article in own[::-1]),
    )
