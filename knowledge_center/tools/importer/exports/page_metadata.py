"""What a saved page says of its article in its head: for search engines, for previews, and in JSON-LD.

https://schema.org/Article, https://ogp.me/, and the names of meta elements that publishing programs write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from knowledge_center.tools.importer.import_notes import one_line

_DATES = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date",
    "dcterms.created", "pubdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date",
    "sailthru.date", "citation_publication_date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "byl",
    "twitter:creator",
)
# Links to what an article is about: marked as such, or in a row of them.
_TAGS = "//a[contains(concat(' ', @rel, ' '), ' tag ')]|//*[contains(@class, 'tags') and count(.//a) < 16]//a"
_ARTICLES = re.compile(r".*(?:Article|Posting|Report|BlogPost)")
_SAVED_FROM = re.compile(r"saved from url=(?:\(\d+\))?(https?://\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """The values as they stand on the page; empty where it does not say.

    ``hidden`` is what kept the text from some readers, as the beginning of a sentence.
    """

    title: str = ""
    site_name: str = ""
    date: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    description: str = ""
    image: str = ""
    image_alt: str = ""
    address: str = ""
    hidden: str = ""


def page_metadata(page: HtmlElement) -> PageMetadata:
    """Read the head of a page, and what stands in its body for machines."""
    meta = _Meta(page)
    article: Mapping[str, Any] = next(_articles(page), {})
    image = article.get("image")
    if isinstance(image, list):
        image = image[0] if image else ""
    first_address = (
        _first(page, "//link[@rel='canonical']/@href") or meta.first("og:url") or _address(article)
    )
    persons = article.get("author")
    named = [_name(one) for one in (persons if isinstance(persons, list) else [persons])]
    authors = [
        one for one in (*named, *meta.all(*_AUTHORS)) if one and "/" not in one and not one.startswith("@")
    ]
    keywords = article.get("keywords") or meta.first("keywords", "news_keywords", "parsely-tags")
    tags = [
        *meta.all("article:tag"),
        *(_words(one) for one in page.xpath(_TAGS)),
        *(keywords if isinstance(keywords, list) else str(keywords or "").split(",")),
    ]
    return PageMetadata(
        title=_text(article.get("headline")) or meta.first("og:title", "twitter:title"),
        site_name=meta.first("og:site_name", "application-name"),
        date=_text(article.get("datePublished")) or meta.first(*_DATES) or _marked_day(page, "datePublished"),
        updated=_text(article.get("dateModified"))
        or meta.first(*_UPDATED)
        or _marked_day(page, "dateModified"),
        authors=tuple(dict.fromkeys(authors if not named or not named[0] else [one for one in named if one])),
        tags=tuple(dict.fromkeys(tag for one in tags if (tag := one_line(str(one))))),
        description=meta.first("description", "og:description", "twitter:description"),
        image=meta.first("og:image", "og:image:url", "twitter:image", "twitter:image:src") or _address(image),
        image_alt=meta.first("og:image:alt", "twitter:image:alt"),
        address=first_address or _saved_from(page),
        hidden=_hidden(page, article),
    )


class _Meta:
    """The meta elements of a page by name, property or itemprop, without regard to capitals."""

    def __init__(self, page: HtmlElement) -> None:
        self._held: dict[str, list[str]] = {}
        for one in page.iter("meta"):
            name = one.get("property") or one.get("name") or one.get("itemprop") or ""
            if text := one_line(one.get("content") or ""):
                self._held.setdefault(name.casefold(), []).append(text)

    def first(self, *names: str) -> str:
        return next((self._held[name][0] for name in names if name in self._held), "")

    def all(self, *names: str) -> list[str]:
        return next((self._held[name] for name in names if name in self._held), [])


def _articles(page: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The articles that JSON-LD describes; what cannot be read describes nothing."""
    for script in page.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except ValueError:
            continue
        yield from _in(data)


def _in(data: object) -> Iterator[Mapping[str, Any]]:
    for one in data if isinstance(data, list) else [data]:
        if isinstance(one, Mapping):
            kinds = one.get("@type")
            if any(
                _ARTICLES.fullmatch(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])
            ):
                yield one
            yield from _in(one.get("@graph"))


def _hidden(page: HtmlElement, article: Mapping[str, Any]) -> str:
    if page.xpath("//form[contains(@class, 'post-password-form')]"):
        return "the page asks for a password"
    if str(article.get("isAccessibleForFree", "true")).casefold() in ("false", "http://schema.org/false"):
        return "the page says that not everybody may read it"
    if page.xpath("//*[contains(@class, 'post-upgrade-cta') or contains(@class, 'paywall')]"):
        return "the page goes on for members only"
    return ""


def _marked_day(page: HtmlElement, name: str) -> str:
    return _first(page, f"//*[@itemprop='{name}']/@datetime") or _first(
        page, f"//*[@itemprop='{name}']/@content"
    )


def _saved_from(page: HtmlElement) -> str:
    """The address that a browser writes into a page it saves."""
    for one in page.getroottree().xpath("//comment()"):
        if found := _SAVED_FROM.search(one.text or ""):
            return found[1]
    return ""


def _address(value: object) -> str:
    """An address, or that of a group of fields of schema.org."""
    if isinstance(value, Mapping):
        return next(
            (_address(value[key]) for key in ("url", "@id", "mainEntityOfPage") if value.get(key)), ""
        )
    return value if isinstance(value, str) and re.match(r"https?://|/", value) else ""


def _name(value: object) -> str:
    return _text(value.get("name")) if isinstance(value, Mapping) else _text(value)


def _text(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _words(element: HtmlElement) -> str:
    return one_line(" ".join(element.itertext()))


def _first(page: HtmlElement, path: str) -> str:
    return next((one_line(str(one)) for one in page.xpath(path) if str(one).strip()), "")
