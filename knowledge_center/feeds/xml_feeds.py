"""The only module that uses feedgen: RSS 2.0 and Atom 1.0, its defects mended through its own extension points.

feedgen drops what is not the first link, knows no author without an e-mail address in RSS, and takes the
hour of the build for a date; here everything is set explicitly and the rest is added in ``_Mend``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from knowledge_center.feed_formats import ATOM, RSS
from knowledge_center.feeds.entry_times import instant
from knowledge_center.feeds.model import Entry, Feed
from knowledge_center.feeds.plain_text import plain, reads_like_html, written_by_number
from knowledge_center.text.xml import legal

GENERATOR = "Knowledge Center"
# An empty Atom feed needs a date too, and a clock would change its bytes on every build.
EMPTY_SINCE = datetime(2000, 1, 1, tzinfo=UTC)

_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HISTORY = "http://purl.org/syndication/history/1.0"


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0 (rssboard.org/rss-specification), UTF-8 with declaration."""
    written = _generator(feed, self_url=feed.rss, kind="rss").rss_str(pretty=True)
    return _document(written_by_number(written), feed)


def atom(feed: Feed) -> bytes:
    """The feed as Atom 1.0 (RFC 4287), UTF-8 with declaration."""
    return _document(_generator(feed, self_url=feed.atom, kind="atom").atom_str(pretty=True), feed)


def _document(written: bytes, feed: Feed) -> bytes:
    """The document with a style sheet for people who open it in a browser; never XSL, which is going away."""
    declaration, _, rest = written.partition(b"\n")
    style = f'<?xml-stylesheet type="text/css" href="{escape(feed.site_url)}assets/feed.css"?>'
    return b"\n".join((declaration, style.encode(), rest.rstrip(b"\n"), b""))


def _generator(feed: Feed, *, self_url: str, kind: str) -> Any:
    made = FeedGenerator()
    made.register_extension("mend", _Mend, _MendEntry)
    made.mend.set(feed)
    made.id(feed.id)
    made.title(plain(feed.title))
    made.description(plain(feed.description))
    made.language(feed.language)
    made.generator(GENERATOR)
    made.docs("https://www.rssboard.org/rss-specification")
    mime = (RSS if kind == "rss" else ATOM).media_type
    made.link(href=feed.site_url + self_url, rel="self", type=mime)
    # Last, because feedgen takes the last link for the channel's own.
    made.link(href=feed.home, rel="alternate", type="text/html")
    made.updated(max((_changed(entry, kind) for entry in feed.entries), default=EMPTY_SINCE))
    made.author(name=plain(feed.publisher))
    if feed.icon:
        made.icon(feed.icon)
    for entry in feed.entries:
        _add(made.add_entry(order="append"), entry, kind, feed.enclosures)
    return made


def _changed(entry: Entry, kind: str) -> datetime:
    return instant(entry.updated, entry.id) if kind == "atom" else entry.updated


def _add(item: FeedEntry, entry: Entry, kind: str, enclosure: bool) -> None:
    item.mend.set(entry, enclosure)
    item.guid(legal(entry.id), permalink=False)
    item.title(plain(entry.title))
    item.link(href=entry.url, rel="alternate", type="text/html")
    item.published(entry.published)
    item.updated(_changed(entry, kind))
    if kind == "rss":
        # Readers take it for HTML (rssboard.org/rss-profile); ours is text.
        item.description(escape(plain(entry.summary), quote=False))
    else:
        item.summary(plain(entry.summary))
        for author in entry.authors:
            item.author(name=plain(author))
    if entry.content:
        item.content(legal(entry.content), type="html")
    for category in entry.categories:
        item.category(term=plain(category))


def _say_what_is_text(parent: Any) -> None:
    """RFC 4287, 3.1: of a text that could be taken for HTML, feedgen does not say that it is none."""
    for name in ("title", "subtitle", "summary"):
        element = parent.find(name)
        if element is not None and element.text and reads_like_html(element.text):
            element.set("type", "html")
            element.text = escape(element.text, quote=False)


class _Mend(BaseExtension):  # type: ignore[misc]
    """What feedgen leaves out of a channel."""

    def set(self, feed: Feed) -> None:
        self.feed = feed

    def extend_ns(self) -> dict[str, str]:
        history = {"fh": _HISTORY} if self.feed.current else {}
        return {"dc": _DC, "media": _MEDIA} | history

    def links(self) -> list[tuple[str, str]]:
        """The links that feedgen has no place for: relation and absolute address."""
        feed = self.feed
        found = [("hub", feed.hub)] if feed.hub else []
        if feed.current:
            found.append(("current", feed.site_url + feed.current))
        if feed.previous:
            found.append(("prev-archive", feed.site_url + feed.previous))
        return found

    def extend_atom(self, root: Any) -> Any:
        root.set(_LANG, self.feed.language)
        _say_what_is_text(root)
        for rel, address in self.links():
            # A plain name: feedgen's Atom elements have no namespace of their own while it builds.
            link = etree.SubElement(root, "link", rel=rel, href=address)
            if rel != "hub":
                link.set("type", ATOM.media_type)
        if self.feed.current:
            etree.SubElement(root, f"{{{_HISTORY}}}archive")
        return root

    def extend_rss(self, root: Any) -> Any:
        channel = root.find("channel")
        for rel, address in self.links():
            link = etree.SubElement(channel, f"{{{_ATOM}}}link", rel=rel, href=address)
            if rel != "hub":
                link.set("type", ATOM.media_type)
        if self.feed.updated is None:
            channel.remove(channel.find("lastBuildDate"))
        return root


class _MendEntry(BaseEntryExtension):  # type: ignore[misc]
    """What feedgen leaves out of an entry."""

    def set(self, entry: Entry, enclosure: bool) -> None:
        self.entry = entry
        self.enclosure = enclosure

    def extend_atom(self, item: Any) -> Any:
        for link in item.findall("link"):  # of a link of an entry feedgen keeps the address alone
            link.set("rel", "alternate")
            link.set("type", "text/html")
        if self.entry.language:
            item.set(_LANG, self.entry.language)
        _say_what_is_text(item)
        image = self.entry.image
        if image:
            etree.SubElement(
                item, "link", rel="enclosure", type=image.type, href=image.path, length=str(image.size)
            )
        return item

    def extend_rss(self, item: Any) -> Any:
        for author in self.entry.authors:
            etree.SubElement(item, f"{{{_DC}}}creator").text = plain(author)
        image = self.entry.image
        if image:
            if self.enclosure:
                etree.SubElement(item, "enclosure", url=image.path, length=str(image.size), type=image.type)
            media = etree.SubElement(
                item, f"{{{_MEDIA}}}content", url=image.path, medium="image", type=image.type
            )
            if image.width:
                media.set("width", str(image.width))
                media.set("height", str(image.height))
            if image.alt:
                etree.SubElement(media, f"{{{_MEDIA}}}description", type="plain").text = plain(image.alt)
        return item
