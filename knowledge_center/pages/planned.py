"""Every page we make: where it stands, its template, its text, and what the template is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from knowledge_center.articles.model import Article, expired
from knowledge_center.digests.issue import Issue
from knowledge_center.front_matter.parser import Document, parse
from knowledge_center.pages.listings import Listing, listings
from knowledge_center.pages.page_context import (
    article_context,
    digest_context,
    issue_context,
    listing_context,
    page_context,
)
from knowledge_center.pages.site import DigestView, Site

# The pages that every site has. Their words stand beside this module, one Markdown file each.
STANDARD = ("index.md", "search.md", "topics.md", "subscribe.md", "digests/index.md")
# What these templates show only the pages planned here are given.
RESERVED_TEMPLATES = ("article.html", "listing.html", "digest.html", "issue.html")
Context = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPage:
    """A page to be made.

    ``source`` is the Markdown file it stands for, relative to docs: links lead to it and begin there. ``url`` is
    site-relative. ``context`` gives what the template shows; it is handed the fields of a page of the site's own
    (title, description) that stands in for ours, or none. ``in_navigation``: the first page of a part of the site.
    """

    source: str
    url: str
    template: str
    text: str
    context: Callable[[dict[str, Any]], Context]
    in_navigation: bool = False


def planned_pages(site: Site) -> Iterator[PlannedPage]:
    """The pages of a site: articles, listings, digests with their issues, and the pages every site has."""
    for article in site.shown:
        yield _article(site, article)
    for article in site.articles.all:
        if expired(article, site.now) and not article.draft:
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
    return PlannedPage(
        source=article.source.removeprefix(f"{site.settings.docs_dir}/"),
        url=article.url,
        template="article.html",
        text=article.body,
        context=lambda fields: article_context(site, article),
    )


def _listing(site: Site, listing: Listing) -> PlannedPage:
    url = listing.own_url
    source = "articles/index.md" if url == "articles/" else f"{url.rstrip('/')}.md"
    return PlannedPage(
        source=source,
        url=url,
        template="listing.html",
        text="",
        context=lambda fields: listing_context(site, listing),
        in_navigation=listing.number == 0 and listing.kind in ("all", "category"),
    )


def _digest(site: Site, digest: DigestView) -> PlannedPage:
    return PlannedPage(
        source=f"{digest.url}index.md",
        url=digest.url,
        template="digest.html",
        text="",
        context=lambda fields: digest_context(site, digest),
    )


def _issue(site: Site, digest: DigestView, issue: Issue) -> PlannedPage:
    return PlannedPage(
        source=f"{digest.url}{issue.key}.md",
        url=issue.url,
        template="issue.html",
        text=issue.intro,
        context=lambda fields: issue_context(site, digest, issue.key),
    )


def _standard(site: Site, source: str) -> PlannedPage:
    document = standard_page(source)
    ours = {name: field.text or "" for name, field in document.fields.items()}
    url = (
        "" if source == "index.md" else source.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"
    )
    return PlannedPage(
        source=source,
        url=url,
        template=ours["template"],
        text=document.body,
        context=lambda fields: page_context(site, url, ours | fields),
        in_navigation=True,
    )


def standard_page(source: str) -> Document:
    """The fields and the words of a page that every site has."""
    path = files("knowledge_center.pages").joinpath("standard", *source.split("/"))
    return parse(path.read_text(encoding="utf-8"), source)
