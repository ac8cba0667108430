"""The feed for RSS-to-email services: one item an article, shaped for a mail 600 pixels wide.

Mailchimp takes a picture from media:content only and shows an enclosure as a bare link; ActiveCampaign
cannot scale; others want a plain .jpg. So: no enclosure, and every picture at its real size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import lxml.html
from lxml.html import HtmlElement

from knowledge_center.articles.model import Article, newest_first
from knowledge_center.feed_formats import EMAIL_FILE, RSS
from knowledge_center.feeds.channels import FeedLink, article_entry
from knowledge_center.feeds.content_html import parsed, written
from knowledge_center.feeds.model import Feed
from knowledge_center.pictures.model import Image
from knowledge_center.settings.model import Settings

# The picture at an absolute address as it goes into a mail, or None where it cannot.
Fitted = Callable[[str], Image | None]


def email_link(settings: Settings) -> FeedLink:
    """The feed for mail services, as a page links to it."""
    return FeedLink(title=settings.site_name, href=EMAIL_FILE, format=RSS, scope="email", page="")


def email_feed(articles: Iterable[Article], settings: Settings, fitted: Fitted) -> Feed:
    """``/email.xml``: the newest articles, as many as ``feeds.email_entries`` says."""
    entries = []
    for article in newest_first(list(articles))[: settings.feeds.email_entries]:
        entry = article_entry(article, settings)
        image = fitted(entry.image.path) if entry.image else None
        if image is not None and entry.image is not None:
            image = replace(image, alt=entry.image.alt)
        entries.append(replace(entry, image=image, content=fit_images(entry.content, fitted)))
    return Feed(
        id=settings.tag("feed/email"),
        title=settings.site_name,
        description=settings.site_description,
        home=settings.site_url,
        site_url=settings.site_url,
        language=settings.language,
        publisher=settings.organization.name,
        icon="",
        rss=EMAIL_FILE,
        enclosures=False,
        hub=settings.feeds.hub,
        entries=tuple(entries),
    )


def fit_images(html: str, fitted: Fitted) -> str:
    """Feed HTML with every picture at mail size; one that cannot be is a link with its description."""
    if "<img" not in html:
        return html
    root = parsed(html)
    for picture in list(root.iter("img")):
        address = picture.get("src") or ""
        image = fitted(address)
        if image is None:
            _to_link(picture, address)
            continue
        picture.set("src", image.path)
        picture.set("width", str(image.width))
        picture.set("height", str(image.height))
        for name in ("srcset", "sizes", "loading"):
            picture.attrib.pop(name, None)
    for source in list(root.iter("source")):
        if next(source.iterancestors("picture"), None) is not None:
            source.drop_tree()
    return written(root)


def _to_link(picture: HtmlElement, address: str) -> None:
    words = picture.get("alt") or ""
    in_link = any(parent.tag == "a" for parent in picture.iterancestors())
    if not words or not address:
        picture.drop_tree()
        return
    link = lxml.html.Element("span" if in_link else "a")
    if not in_link:
        link.set("href", address)
    link.text, link.tail = words, picture.tail
    picture.getparent().replace(picture, link)
    if in_link:
        link.drop_tag()
