"""Rules for the pages of the site: whether browsers and readers find the feeds from any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from knowledge_center.feed_formats import EMAIL_FILE, RSS
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.all_feeds import AllFeeds
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_model import TYPES

_HEAD_END = re.compile(rb"</head\s*>|<body[\s>]", re.IGNORECASE)
# Mails as they were sent lie beside their pages (our rule: /digests/<digest>/<issue>/email.html).
_MAIL = "email.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A link from a page to a feed."""

    href: str
    type: str
    title: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the site with its links to feeds, and all feeds there are."""

    path: str
    links: tuple[FeedLink, ...]
    all_feeds: AllFeeds


rule = RuleSet[[Page, Site]]("feeds.pages")


def pages(all_feeds: AllFeeds, site: Site) -> Iterator[Page]:
    """Every page that readers see: redirects and mails are none."""
    for file in sorted(site.folder.rglob("*.htm*")):
        path = file.relative_to(site.folder).as_posix()
        if not file.is_file() or path in all_feeds.by_path or file.name == _MAIL:
            continue
        data = file.read_bytes()
        end = _HEAD_END.search(data)
        head = _tree(data[: end.start()] if end else data)
        metas = head.iter("meta") if head is not None else ()
        if any((meta.get("http-equiv") or "").lower() == "refresh" for meta in metas):
            continue
        yield Page(path=path, links=tuple(_links(head, all_feeds, site, path)), all_feeds=all_feeds)


def _tree(data: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
    except etree.XMLSyntaxError:
        # An empty page.
        return None


def _links(head: etree._Element | None, all_feeds: AllFeeds, site: Site, path: str) -> Iterator[FeedLink]:
    for link in head.iter("link") if head is not None else ():
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        href = link.get("href") or ""
        if "alternate" not in (link.get("rel") or "").lower().split():
            continue
        # An alternate of another kind, that leads to no feed, is a translation or another form of the page.
        if kind.endswith(("xml", "json")) or site.file_of(href, site.address(path)) in all_feeds.by_path:
            yield FeedLink(href=href, type=kind, title=link.get("title") or "", line=link.sourceline or 0)


@rule
def lead_to_a_feed(page: Page, site: Site) -> Iterator[Finding]:
    """Who gives a reader the address of any page subscribes: each page links to a feed.

    Source: RSS Autodiscovery (rssboard.org/rss-autodiscovery); our rule: autodiscovery on every page.
    """
    if not page.links:
        message = "The page links to no feed, so that readers and browsers find none."
        fix = f'<link rel="alternate" type="{RSS.media_type}" title="…" href="{site.settings.site_url}{RSS.file}">'
        yield Finding(message=message, fix=fix)


@rule
def links_arrive(page: Page, site: Site) -> Iterator[Finding]:
    """The feed that a page links to is there, and it is a feed.

    Source: RSS Autodiscovery.
    """
    for link in page.links:
        if site.file_of(link.href, site.address(page.path)) not in page.all_feeds.by_path:
            message = f"The page links to {quoted(link.href)}, which is no feed of this site."
            yield Finding(line=link.line, message=message)


@rule
def links_tell_the_type(page: Page, site: Site) -> Iterator[Finding]:
    """Readers choose a format by the link's type before they fetch it.

    Source: RSS Autodiscovery: type; RFC 4287, 7; JSON Feed 1.1, suggestions for publishers.
    """
    for link in page.links:
        feed = page.all_feeds.by_path.get(site.file_of(link.href, site.address(page.path)))
        if feed is not None and link.type != TYPES[feed.kind]:
            message = f"The link to {quoted(link.href)} has the type {quoted(link.type)}, "
            message += f"but {TYPES[feed.kind]} is expected."
            yield Finding(line=link.line, message=message, fix=f'type="{TYPES[feed.kind]}"')


@rule
def links_have_a_title(page: Page, site: Site) -> Iterator[Finding]:
    """With several feeds on a page, the title is all that tells them apart.

    Source: RSS Autodiscovery: title.
    """
    for link in page.links:
        same = [other.title for other in page.links].count(link.title) > 1
        if not link.title.strip() or same:
            what = "a title that another link has too" if link.title.strip() else "no title"
            message = f"The link to {quoted(link.href)} has {what}."
            yield Finding(line=link.line, message=message, fix='title="Interviews (RSS)"')


@rule
def link_to_their_own_feed(page: Page, site: Site) -> Iterator[Finding]:
    """The page that a feed belongs to links to that feed: a category's page to the category's feed.

    Source: our rule: the category's own feeds on category pages; RFC 4287, 4.2.7.2: alternate.
    """
    linked = {site.file_of(link.href, site.address(page.path)) for link in page.links}
    for feed in page.all_feeds.originals:
        if feed.archived or feed.path == EMAIL_FILE or feed.home is None:
            continue
        if site.file_of(feed.home.text) == page.path and feed.path not in linked:
            message = (
                f"{site.display_path(feed.path)} belongs to this page, but the page does not link to it."
            )
            yield Finding(message=message, fix=f'href="{site.address(feed.path)}"')
