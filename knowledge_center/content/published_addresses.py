"""Which addresses readers can meet now: what the record of addresses is brought up to date with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.docs_files import MARKDOWN, list_files
from knowledge_center.articles.model import has_page
from knowledge_center.articles.page_aliases import page_redirects
from knowledge_center.articles.page_files import addresses
from knowledge_center.articles.published_record import PublishedAddress
from knowledge_center.articles.redirects import redirects
from knowledge_center.content.content_reader import Content
from knowledge_center.digests.missing_addresses import listing_addresses
from knowledge_center.settings.model import Settings

# Where a page stands whether the site has a file for it or not.
STANDARD = ("", "articles", "digests", "search", "subscribe", "topics")


def published_addresses(
    root: Path, settings: Settings, content: Content, is_in_site: Callable[[str], bool], now: datetime
) -> Iterator[PublishedAddress]:
    """Every article with a page, the pages of their topics and authors, their old addresses, and every page of the
    site's own that the finished site has.

    ``is_in_site`` says so of a site-relative address: what was not built yet was met by nobody.
    """
    readable = [article for article in content.articles.all if has_page(article, now)]
    for path, article in redirects(readable).items():
        if is_in_site(path):
            yield PublishedAddress(url=path.removesuffix("index.html"), leads_to=article.identity)
    for path in sorted(page_redirects(content.articles.moved_pages)):
        if is_in_site(path):
            yield PublishedAddress(url=path.removesuffix("index.html"))
    for url in sorted(listing_addresses(readable)):
        if is_in_site(url):
            yield PublishedAddress(url=url)
    for article in readable:
        if is_in_site(article.url):
            yield PublishedAddress(
                url=article.url,
                id=article.identity,
                title=article.title,
                summary=article.summary,
                published=article.published,
            )
    docs_dir = settings.docs_dir
    for address, path in addresses(list_files(root / docs_dir, docs_dir, []), {}, docs_dir).items():
        page = address.removesuffix("README").strip("/")
        if path.endswith(MARKDOWN) and page not in STANDARD and is_in_site(f"{page}/"):
            yield PublishedAddress(url=f"{page}/")
