"""The files a build makes beside its pages: feeds, mails, redirects, robots.txt.

Each is announced before the pages are rendered, so that links to it pass the link check, and made from their
text afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from knowledge_center.admin.admin_files import AdminFile
from knowledge_center.articles.model import Article, newest_first
from knowledge_center.articles.page_aliases import page_redirects
from knowledge_center.articles.redirects import redirects
from knowledge_center.digests.issue import Issue
from knowledge_center.feed_formats import ATOM, EMAIL_FILE, JSON, OPML_FILE, RSS
from knowledge_center.feeds.archive import ArchivePage, archive_feed, archive_path
from knowledge_center.feeds.channels import Channel, FeedLink, article_feeds, digest_channel, digest_link
from knowledge_center.feeds.content_html import below_the_title, feed_html
from knowledge_center.feeds.email_feed import email_feed, fit_images
from knowledge_center.feeds.issue_entries import issue_entry
from knowledge_center.feeds.json_feed import json_feed
from knowledge_center.feeds.model import Feed
from knowledge_center.feeds.opml import opml
from knowledge_center.feeds.xml_feeds import atom, rss
from knowledge_center.mail.issue_mail import IssueComposer, pages_at
from knowledge_center.mail.model import Mail, web_links
from knowledge_center.pages.host_files import HEADERS, REDIRECTS, headers, left_out, redirect_rules
from knowledge_center.pages.listings import moved_pages
from knowledge_center.pages.llms_text import MARKDOWN, llms_text
from knowledge_center.pages.llms_text import MOST as MOST_LISTED
from knowledge_center.pages.llms_text import PATH as LLMS_TEXT
from knowledge_center.pages.markdown_twins import article_markdown
from knowledge_center.pages.site import IconSource, Site
from knowledge_center.pictures.site_icons import APP_ICONS, FAVICON, MANIFEST, TOUCH_ICON, site_icon
from knowledge_center.problems import Problem
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.settings.reader import FILE

# Makes the page at a site-relative path that sends a browser on to a URL, under a title.
RedirectPage = Callable[[str, str, str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedSite:
    """What the rendered pages leave to work with. ``content`` gives the HTML of the page at a site-relative URL.

    ``places`` are the site-relative addresses of articles, pictures and downloads by their paths below docs.
    """

    settings: Settings
    places: Mapping[str, str]
    content: Callable[[str], str]
    redirect_page: RedirectPage
    composer: IssueComposer
    _mails: dict[str, Mail] = field(default_factory=dict)
    _html: dict[str, str] = field(default_factory=dict)
    _feeds: dict[str, Feed] = field(default_factory=dict)

    def mail(self, issue: Issue) -> Mail:
        """The mail of a closed issue, as everybody can read it; composed once. Raises Unusable."""
        if issue.url not in self._mails:
            self._mails[issue.url] = self.composer.compose(issue, web_links(issue, self.settings))
        return self._mails[issue.url]

    def html(self, url: str, *, once: bool = False) -> str:
        """The text of a page as feed HTML, made one time however many feeds carry it; ``once``: it is not held."""
        made = self._html.get(url)
        if made is None:
            content = self.content(url)
            made = feed_html(content, self.settings.absolute(url)) if content.strip() else ""
            if not once:
                self._html[url] = made
        return made

    def intro(self, issue: Issue) -> str:
        """The introduction of an issue as feed HTML."""
        content = below_the_title(self.content(issue.url)) if issue.intro else ""
        return feed_html(content, self.settings.absolute(issue.url)) if content.strip() else ""

    def whole(self, feed: Feed, *, once: bool = False) -> Feed:
        """A feed with the texts of its entries, if feeds are to have them; held for its formats, but for ``once``."""
        if not self.settings.feeds.full_text:
            return feed
        made = self._feeds.get(feed.id)
        if made is None:
            root = self.settings.site_url
            texts = (self.html(entry.url.removeprefix(root), once=once) for entry in feed.entries)
            entries = (replace(entry, content=text) for entry, text in zip(feed.entries, texts, strict=True))
            made = replace(feed, entries=tuple(entries))
            if not once:
                self._feeds[feed.id] = made
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """A file to be made: ``make`` is given the rendered site and ``shown``.

    Beside those values and the settings it is made of nothing but the texts of the pages at the URLs in ``texts`` and,
    where it ``fits_pictures``, of pictures at mail size; one that is made ``by_template`` is given what every page is.
    One that ``stands_alone`` takes long, and shares nothing of it with others: any process may make it.
    ``make`` raises Unusable for an issue without a mail.
    """

    make: Callable[..., bytes]
    shown: tuple[Any, ...] = ()
    texts: tuple[str, ...] = ()
    fits_pictures: bool = False
    by_template: bool = False
    stands_alone: bool = False


def site_files(site: Site) -> dict[str, PlannedFile]:
    """Every file by its path in the site."""
    return dict(_planned(site))


def without_a_rule(settings: Settings, files: Mapping[str, PlannedFile]) -> tuple[Problem, ...]:
    """Advice about old addresses that the host's file has no room for."""
    if REDIRECTS not in files:
        return ()
    leads, own = files[REDIRECTS].shown
    said = left_out(redirect_rules(settings.hosted_on, leads, (), own=own).left_out)
    if not said:
        return ()
    advice = Problem(
        path=FILE,
        message=f"hosted_on: {said}.",
        fix="Nothing to be done: their pages lead readers on.",
        advice=True,
    )
    return (advice,)


def _planned(site: Site) -> Iterator[tuple[str, PlannedFile]]:
    settings = site.settings
    feeds = article_feeds(site.channels, site.every_public, settings)
    if site.archive:
        feeds[""] = replace(feeds[""], previous=archive_path(site.archive[-1].number))
    for channel in site.channels:
        for format, write in ((RSS, rss), (ATOM, atom), (JSON, json_feed)):
            yield channel.folder + format.file, _feed(settings, feeds[channel.scope], write)
    for digest in settings.digests:
        issues = site.ledgers[digest.key].issues[::-1]
        intros = tuple(issue.url for issue in issues)
        yield (
            f"digests/{digest.key}.xml",
            PlannedFile(make=_digest_feed, shown=(digest, issues), texts=intros, fits_pictures=True),
        )
        for issue in issues:
            # The introduction leads to articles by their files.
            pages = tuple(pages_at(site.articles, site.now).items()) if issue.intro else ()
            for ending, make in (("html", _mail_html), ("txt", _mail_text)):
                made = PlannedFile(make=make, shown=(issue, pages), fits_pictures=True)
                yield f"{issue.url}email.{ending}", made
    for alias in settings.feeds.aliases:
        if alias.endswith("/"):
            # A folder answers with a page: it sends people on, and feed readers to the feeds it names.
            yield _redirect(f"{alias}index.html", "subscribe/", settings.words.gettext("Subscribe"))
        else:
            yield alias, _feed(settings, feeds[""], rss)
    newest = site.public[: settings.feeds.email_entries]
    yield (
        EMAIL_FILE,
        PlannedFile(make=_email, shown=newest, texts=tuple(a.url for a in newest), fits_pictures=True),
    )
    known = {article.identity.casefold(): article for article in site.every_public} if site.archive else {}
    for page in site.archive:
        names = (identity.casefold() for identity in page.ids)
        own = newest_first([known[name] for name in names if name in known])
        # Its entries are made where it is to be written: all archive pages together hold every article.
        made = PlannedFile(
            make=_archive_page,
            shown=(page, site.channels[0], *own),
            texts=tuple(article.url for article in own),
            stands_alone=True,
        )
        yield archive_path(page.number), made
    digest_links = (digest_link(digest, settings) for digest in settings.digests)
    yield OPML_FILE, PlannedFile(make=_opml, shown=(*site.feed_links, *digest_links))
    yield "robots.txt", PlannedFile(make=_robots)
    if settings.llms_text:
        about = tuple((one.category.name, one.category.description, one.url) for one in site.topics)
        newest = site.public[:MOST_LISTED]
        yield LLMS_TEXT, PlannedFile(make=_llms_text, shown=(about, newest))
    if settings.has_markdown:
        for article in site.every_public:
            # Its Markdown and where its links lead, the text of its page says.
            made = PlannedFile(make=_markdown, shown=(article,), texts=(article.url,))
            yield article.url + MARKDOWN, made
    if site.icons_from:
        for name in (FAVICON, TOUCH_ICON, *APP_ICONS):
            yield name, PlannedFile(make=_icon, shown=(site.icons_from, name))
        yield MANIFEST, PlannedFile(make=_manifest)
    for path, file in site.admin.items():
        yield path, PlannedFile(make=_admin_file, shown=(file,))
    moved = {path: (one.url, one.title) for path, one in redirects((*site.every_public, *site.ended)).items()}
    moved |= {
        path: (page.url, page.title) for path, page in page_redirects(site.articles.moved_pages).items()
    }
    moved |= {f"{url}index.html": (listing.url, listing.title) for url, listing in moved_pages(site).items()}
    for path, (url, title) in moved.items():
        yield _redirect(path, url, title)
    if settings.hosted_on:
        yield HEADERS, PlannedFile(make=_headers)
        leads = {path: url for path, (url, _) in moved.items()}
        yield REDIRECTS, PlannedFile(make=_redirects, shown=(leads, site.own_redirects))


def _feed(settings: Settings, feed: Feed, write: Callable[[Feed], bytes]) -> PlannedFile:
    urls = tuple(entry.url.removeprefix(settings.site_url) for entry in feed.entries)
    return PlannedFile(make=partial(_article_feed, write), shown=(feed,), texts=urls)


def _redirect(path: str, url: str, title: str) -> tuple[str, PlannedFile]:
    return path, PlannedFile(make=_redirect_page, shown=(path, url, title), by_template=True)


def _article_feed(write: Callable[[Feed], bytes], rendered: RenderedSite, feed: Feed) -> bytes:
    return write(rendered.whole(feed))


def _archive_page(rendered: RenderedSite, page: ArchivePage, channel: Channel, *own: Article) -> bytes:
    # All of them hold every article: none is needed again.
    return atom(rendered.whole(archive_feed(page, own, channel, rendered.settings), once=True))


def _email(rendered: RenderedSite, *newest: Article) -> bytes:
    whole = [replace(article, content=rendered.html(article.url)) for article in newest]
    return rss(email_feed(whole, rendered.settings, rendered.composer.renditions.fitted))


def _digest_feed(rendered: RenderedSite, digest: DigestSettings, issues: tuple[Issue, ...]) -> bytes:
    settings = rendered.settings
    entries = [issue_entry(issue, digest, settings, rendered.intro(issue)) for issue in issues]
    # Mail services poll this feed, and some of them cannot scale a picture.
    entries = [
        replace(entry, content=fit_images(entry.content, rendered.composer.renditions.fitted))
        for entry in entries
    ]
    return rss(digest_channel(digest, settings, tuple(entries)))


def _mail_html(rendered: RenderedSite, issue: Issue, pages: object) -> bytes:
    return rendered.mail(issue).html.encode()


def _mail_text(rendered: RenderedSite, issue: Issue, pages: object) -> bytes:
    return rendered.mail(issue).text.encode()


def _opml(rendered: RenderedSite, *links: FeedLink) -> bytes:
    return opml(rendered.settings, links)


def _admin_file(rendered: RenderedSite, file: AdminFile) -> bytes:
    return file.data()


def _robots(rendered: RenderedSite) -> bytes:
    return f"User-agent: *\nAllow: /\n\nSitemap: {rendered.settings.absolute('sitemap.xml')}\n".encode()


def _headers(rendered: RenderedSite) -> bytes:
    return headers()


def _redirects(rendered: RenderedSite, leads: Mapping[str, str], own: str) -> bytes:
    return redirect_rules(rendered.settings.hosted_on, leads, (), own=own).text.encode()


def _llms_text(
    rendered: RenderedSite, topics: Iterable[tuple[str, str, str]], newest: Iterable[Article]
) -> bytes:
    return llms_text(rendered.settings, topics, newest).encode()


def _markdown(rendered: RenderedSite, article: Article) -> bytes:
    return article_markdown(article, rendered.places, rendered.settings).encode()


def _icon(rendered: RenderedSite, source: IconSource, name: str) -> bytes:
    return site_icon(Path(source.file), name, str(rendered.settings.brand.colors.day.paper))


def _manifest(rendered: RenderedSite) -> bytes:
    settings = rendered.settings
    ground = str(settings.brand.colors.day.paper)
    icons = [
        {"src": name, "sizes": f"{size}x{size}", "type": "image/png"} for name, size in APP_ICONS.items()
    ]
    found = {
        "name": settings.site_name, "lang": settings.language, "start_url": "./", "display": "browser",
        "background_color": ground, "theme_color": ground, "icons": icons,
    }  # fmt: skip
    return f"{json.dumps(found, ensure_ascii=False, indent=1)}\n".encode()


def _redirect_page(rendered: RenderedSite, path: str, url: str, title: str) -> bytes:
    return rendered.redirect_page(path, url, title)
