"""Every page we make: where it stands, its template, its text, and what the template is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.resources import files
from typing import Any

from knowledge_center.articles.model import Article
from knowledge_center.digests.issue import Issue
from knowledge_center.front_matter.parser import Document, parse
from knowledge_center.pages.listings import Listing, listings
from knowledge_center.pages.page_context import (
    article_context,
    article_shown,
    digest_context,
    digest_shown,
    is_unlisted,
    issue_context,
    issue_shown,
    listing_context,
    listing_shown,
    notice,
    page_context,
    page_shown,
)
from knowledge_center.pages.site import DigestView, Site

# The pages that every site has. Their words stand beside this module, one Markdown file each.
STANDARD = (
    "index.md", "search.md", "topics.md", "subscribe.md", "digests/index.md", "articles/author/index.md",
    "articles/archive/index.md",
)  # fmt: skip
# What these templates show only the pages planned here are given.
RESERVED_TEMPLATES = ("article.html", "listing.html", "digest.html", "issue.html")
Context = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPage:
    """A page to be made.

    ``source`` is the Markdown file it stands for, relative to docs: links lead to it and begin there. ``url`` is
    site-relative. ``context`` gives what the template shows; it is handed the fields of a page of the site's own
    (title, description) that stands in for ours, or none. Beside those, the text and what every page is given, it is
    made of nothing but what is ``shown``; both are asked for when pages are made. ``in_navigation``: the first page of
    a part of the site. For the sitemap: when the page was ``modified``, an aware datetime, and ``noindex``, whether it
    is to be in none.
    """

    source: str
    url: str
    template: str
    text: str
    shown: Callable[[], tuple[Any, ...]]
    context: Callable[[dict[str, Any]], Context]
    in_navigation: bool = False
    modified: datetime | None = None
    noindex: bool = False


def planned_pages(site: Site, articles: Iterable[Article] | None = None) -> Iterator[PlannedPage]:
    """The pages of a site: articles, listings, digests with their issues, and the pages every site has.

    Only the pages of these ``articles``, where some are given.
    """
    for article in site.with_page if articles is None else articles:
        yield _article(site, article)
    for listing in listings(site):
        yield _listing(site, listing)
    for digest in site.digests:
        yield _digest(site, digest)
        for issue in site.ledgers[digest.settings.key].issues:
            yield _issue(site, digest, issue)
    for source in STANDARD:
        if source != "search.md" or site.own_search:
            yield _standard(site, source)


def _article(site: Site, article: Article) -> PlannedPage:
    shown = partial(article_shown, site, article)
    return PlannedPage(
        source=article.source.removeprefix(f"{site.settings.docs_dir}/"),
        url=article.url,
        template="article.html",
        text=article.body,
        shown=shown,
        context=lambda fields: article_context(site.shared, *shown()),
        modified=article.modified,
        noindex=bool(notice(article, site.now)),
    )


def _listing(site: Site, listing: Listing) -> PlannedPage:
    url = listing.own_url
    shown = listing_shown(site, listing)
    source = "articles/index.md" if url == "articles/" else f"{url.rstrip('/')}.md"
    return PlannedPage(
        source=source,
        url=url,
        template="listing.html",
        text="",
        shown=lambda: shown,
        context=lambda fields: listing_context(site.shared, *shown),
        modified=max((article.modified for article in listing.articles), default=None),
        in_navigation=listing.number == 0
        and (listing.kind == "all" or (listing.kind == "category" and bool(listing.articles))),
        noindex=listing.is_thin,
    )


def _digest(site: Site, digest: DigestView) -> PlannedPage:
    shown = digest_shown(site, digest)
    return PlannedPage(
        source=f"{digest.url}index.md",
        url=digest.url,
        template="digest.html",
        text="",
        shown=lambda: shown,
        context=lambda fields: digest_context(site.shared, *shown),
        modified=max((issue.closed_at for issue in site.ledgers[digest.settings.key].issues), default=None),
    )


def _issue(site: Site, digest: DigestView, issue: Issue) -> PlannedPage:
    shown = issue_shown(site, digest, issue.key)
    return PlannedPage(
        source=f"{digest.url}{issue.key}.md",
        url=issue.url,
        template="issue.html",
        text=issue.intro,
        shown=lambda: shown,
        context=lambda fields: issue_context(site.shared, *shown),
        modified=issue.closed_at,
    )


def _standard(site: Site, source: str) -> PlannedPage:
    document = standard_page(source)
    words = site.settings.words
    ours = {name: words.template(field.text or "") for name, field in document.fields.items()}
    url = (
        "" if source == "index.md" else source.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"
    )
    shown = page_shown(site, url)
    return PlannedPage(
        source=source,
        url=url,
        template=ours["template"],
        text=words.paragraphs(document.body),
        shown=lambda: shown,
        context=lambda fields: page_context(site.shared, url, ours | fields, "", *shown),
        modified=shown[0],
        noindex=is_unlisted(url, *shown),
        in_navigation=not source.startswith("articles/"),
    )


def standard_page(source: str) -> Document:
    """The fields and the words of a page that every site has."""
    path = files("knowledge_center.pages").joinpath("standard", *source.split("/"))
    return parse(path.read_text(encoding="utf-8"), source)
