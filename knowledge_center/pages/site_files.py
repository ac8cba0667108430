"""The files a build makes beside its pages: feeds, mails, redirects, robots.txt.

Each is announced before the pages are rendered, so that links to it pass the link check, and made from their
text afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from knowledge_center.articles.model import Article
from knowledge_center.digests.issue import Issue
from knowledge_center.feed_formats import ATOM, EMAIL_FILE, JSON, OPML_FILE, RSS
from knowledge_center.feeds.archive import ArchivePage, archive_feed, archive_path
from knowledge_center.feeds.channels import article_feeds, digest_channel, digest_link
from knowledge_center.feeds.content_html import feed_html
from knowledge_center.feeds.email_feed import email_feed, fit_images
from knowledge_center.feeds.issue_entries import issue_entry
from knowledge_center.feeds.json_feed import json_feed
from knowledge_center.feeds.model import Feed
from knowledge_center.feeds.opml import opml
from knowledge_center.feeds.xml_feeds import atom, rss
from knowledge_center.mail.issue_mail import IssueComposer
from knowledge_center.mail.model import Mail, web_links
from knowledge_center.pages.listings import Listing, moved_pages
from knowledge_center.pages.site import Site
from knowledge_center.settings.model import DigestSettings

# Makes the page at a site-relative path that sends a browser on to a URL, under a title.
RedirectPage = Callable[[str, str, str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedSite:
    """What the rendered pages leave to work with.

    ``articles`` are the public ones with their feed HTML, made once however many feeds carry them;
    ``feeds`` are the article feeds by their scopes, each made once for its three formats; ``intros`` the introductions
    of the issues as feed HTML, by the issue's URL.
    """

    articles: tuple[Article, ...]
    feeds: Mapping[str, Feed]
    intros: Mapping[str, str]
    redirect_page: RedirectPage
    composer: IssueComposer
    _mails: dict[str, Mail] = field(default_factory=dict)

    def mail(self, issue: Issue) -> Mail:
        """The mail of a closed issue, as everybody can read it; composed once. Raises Unusable."""
        if issue.url not in self._mails:
            self._mails[issue.url] = self.composer.compose(issue, web_links(issue, self.composer.settings))
        return self._mails[issue.url]


def rendered_site(
    site: Site, content: Mapping[str, str], redirect_page: RedirectPage, composer: IssueComposer
) -> RenderedSite:
    """From the HTML of all pages, by URL, to what the files are made of."""

    def feed(url: str) -> str:
        return feed_html(content[url], site.settings.absolute(url)) if content.get(url, "").strip() else ""

    articles = tuple(replace(article, content=feed(article.url)) for article in site.public)
    feeds = article_feeds(site.channels, articles, site.settings)
    if site.archive:
        feeds[""] = replace(feeds[""], previous=archive_path(site.archive[-1].number))
    return RenderedSite(
        articles=articles,
        feeds=feeds,
        intros={issue.url: feed(issue.url) for ledger in site.ledgers.values() for issue in ledger.issues},
        redirect_page=redirect_page,
        composer=composer,
    )


Maker = Callable[[Site, RenderedSite], bytes]


def site_files(site: Site) -> dict[str, Maker]:
    """What makes each file, by its path in the site."""
    return dict(_makers(site))


def make_files(makers: Mapping[str, Maker], site: Site, rendered: RenderedSite) -> dict[str, bytes]:
    """Every file by its path in the site. Raises Unusable for an issue without a mail."""
    return {path: make(site, rendered) for path, make in makers.items()}


def _makers(site: Site) -> Iterator[tuple[str, Maker]]:
    for channel in site.channels:
        for format, write in ((RSS, rss), (ATOM, atom), (JSON, json_feed)):
            yield channel.folder + format.file, partial(_article_feed, channel.scope, write)
    for digest in site.settings.digests:
        yield f"digests/{digest.key}.xml", partial(_digest_feed, digest)
        for issue in site.ledgers[digest.key].issues:
            yield f"{issue.url}email.html", partial(_mail_html, issue)
            yield f"{issue.url}email.txt", partial(_mail_text, issue)
    for alias in site.settings.feeds.aliases:
        if alias.endswith("/"):
            yield f"{alias}index.html", partial(_feed_page, alias)
        else:
            yield alias, partial(_article_feed, "", rss)
    yield EMAIL_FILE, _email
    for page in site.archive:
        yield archive_path(page.number), partial(_archive, page)
    yield OPML_FILE, _opml
    yield "robots.txt", _robots
    for path, article in redirects(site.public).items():
        yield path, partial(_redirect, path, article)
    for url, listing in moved_pages(site).items():
        yield f"{url}index.html", partial(_moved_page, f"{url}index.html", listing)


def _article_feed(scope: str, write: Callable[[Feed], bytes], site: Site, rendered: RenderedSite) -> bytes:
    return write(rendered.feeds[scope])


def _archive(page: ArchivePage, site: Site, rendered: RenderedSite) -> bytes:
    return atom(archive_feed(page, rendered.articles, site.channels[0], site.settings))


def _email(site: Site, rendered: RenderedSite) -> bytes:
    return rss(email_feed(rendered.articles, site.settings, rendered.composer.renditions.fitted))


def _feed_page(alias: str, site: Site, rendered: RenderedSite) -> bytes:
    """A folder answers with a page: it sends people on, and feed readers to the feeds it names."""
    return rendered.redirect_page(f"{alias}index.html", "subscribe/", "Subscribe")


def _digest_feed(digest: DigestSettings, site: Site, rendered: RenderedSite) -> bytes:
    issues = reversed(site.ledgers[digest.key].issues)
    entries = [issue_entry(issue, digest, site.settings, rendered.intros[issue.url]) for issue in issues]
    # Mail services poll this feed, and some of them cannot scale a picture.
    entries = [
        replace(entry, content=fit_images(entry.content, rendered.composer.renditions.fitted))
        for entry in entries
    ]
    return rss(digest_channel(digest, site.settings, tuple(entries)))


def _mail_html(issue: Issue, site: Site, rendered: RenderedSite) -> bytes:
    return rendered.mail(issue).html.encode()


def _mail_text(issue: Issue, site: Site, rendered: RenderedSite) -> bytes:
    return rendered.mail(issue).text.encode()


def _opml(site: Site, rendered: RenderedSite) -> bytes:
    digests = tuple(digest_link(digest, site.settings) for digest in site.settings.digests)
    return opml(site.settings, (*site.feed_links, *digests))


def _robots(site: Site, rendered: RenderedSite) -> bytes:
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.settings.absolute('sitemap.xml')}\n".encode()


def _redirect(path: str, article: Article, site: Site, rendered: RenderedSite) -> bytes:
    return rendered.redirect_page(path, article.url, article.title)


def _moved_page(path: str, listing: Listing, site: Site, rendered: RenderedSite) -> bytes:
    return rendered.redirect_page(path, listing.url, listing.title)


def redirects(articles: Iterable[Article]) -> dict[str, Article]:
    """The files of all redirect pages: every alias of a public article, by its path in the site."""
    found: dict[str, Article] = {}
    for article in articles:
        for alias in article.aliases:
            path = alias.strip("/") if alias.startswith("/") else f"articles/{alias}"
            if not path.endswith((".html", ".htm")):
                path += "/index.html"
            found.setdefault(path, article)
    return found
