"""From RSS and Atom to the one model.

What is missing or of a wrong shape is left out here; the rules of the format report it.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.tools.feed_check.feed_discovery import Document
from knowledge_center.tools.feed_check.feed_model import (
    Attached,
    DateValue,
    Entry,
    Feed,
    Link,
    TextValue,
    date_822,
    date_3339,
)
from knowledge_center.tools.feed_check.json_feed_parser import read_json
from knowledge_center.tools.feed_check.vocabulary import (
    ATOM,
    CONTENT,
    DC,
    DCTERMS,
    HISTORY,
    MEDIA,
    XML,
    Element,
    name_of,
    text_of,
)

_A, _DC, _MEDIA = f"{{{ATOM}}}", f"{{{DC}}}", f"{{{MEDIA}}}"


def read_feed(document: Document) -> Feed | None:
    """The feed in a document; None where there is none that can be read."""
    if document.root is None:
        return None
    if document.kind == "rss":
        channel = document.root.find("channel")
        return _rss(document, channel) if channel is not None else None
    if document.kind == "atom":
        return _atom(document) if document.root.tag == f"{_A}feed" else None
    return read_json(document) if document.kind == "json" else None


def _rss(document: Document, channel: Element) -> Feed:
    return Feed(
        document=document,
        line=channel.sourceline,
        title=_text_value(channel.find("title")),
        home=_text_value(channel.find("link")),
        description=_text_value(channel.find("description")),
        language=_text_value(channel.find("language")),
        updated=_date(channel.find("lastBuildDate")),
        generator=text_of(channel.find("generator")),
        links=_links(channel),
        archived=channel.find(f"{{{HISTORY}}}archive") is not None,
        entries=tuple(_rss_item(item) for item in channel.findall("item")),
    )


def _rss_item(item: Element) -> Entry:
    updated = item.find(f"{_A}updated")
    if updated is None:
        updated = item.find(f"{{{DCTERMS}}}modified")
    names = [*item.findall("author"), *item.findall(f"{_DC}creator")]
    return Entry(
        line=item.sourceline,
        ids=_all_texts(item.findall("guid")),
        title=_text_value(item.find("title")),
        link=_text_value(item.find("link")),
        summary=_text_value(item.find("description"), html=True),
        content=_text_value(item.find(f"{{{CONTENT}}}encoded"), html=True),
        published=_date(item.find("pubDate")),
        updated=_date(updated),
        authors=_all_texts(names),
        categories=_all_texts(item.findall("category")),
        files=tuple(_attached(item)),
    )


def _atom(document: Document) -> Feed:
    feed = document.root
    language = feed.get(f"{{{XML}}}lang")
    links = _links(feed)
    home = _page(links)
    return Feed(
        document=document,
        line=feed.sourceline,
        title=_construct(feed.find(f"{_A}title")),
        home=TextValue(text=home.href, line=home.line) if home else None,
        description=_construct(feed.find(f"{_A}subtitle")),
        language=TextValue(text=language, line=feed.sourceline) if language is not None else None,
        updated=_date(feed.find(f"{_A}updated")),
        generator=text_of(feed.find(f"{_A}generator")),
        links=links,
        archived=feed.find(f"{{{HISTORY}}}archive") is not None,
        entries=tuple(_atom_entry(entry) for entry in feed.findall(f"{_A}entry")),
    )


def _atom_entry(entry: Element) -> Entry:
    alternate = _page(_links(entry))
    names = [name for author in entry.findall(f"{_A}author") for name in author.findall(f"{_A}name")]
    terms = [(category, category.get("term", "")) for category in entry.findall(f"{_A}category")]
    return Entry(
        line=entry.sourceline,
        ids=_all_texts(entry.findall(f"{_A}id")),
        title=_construct(entry.find(f"{_A}title")),
        link=TextValue(text=alternate.href, line=alternate.line) if alternate else None,
        summary=_construct(entry.find(f"{_A}summary")),
        content=_construct(entry.find(f"{_A}content")),
        published=_date(entry.find(f"{_A}published")),
        updated=_date(entry.find(f"{_A}updated")),
        authors=_all_texts(names),
        categories=tuple(TextValue(text=term, line=category.sourceline) for category, term in terms),
        files=tuple(_attached(entry)),
    )


def _text_value(element: Element | None, *, html: bool = False) -> TextValue | None:
    if element is None:
        return None
    text = (element.text or "") if html else text_of(element)
    return TextValue(text=text, line=element.sourceline, html=html)


def _all_texts(elements: list[Element]) -> tuple[TextValue, ...]:
    return tuple(TextValue(text=text_of(element), line=element.sourceline) for element in elements)


def _construct(element: Element | None) -> TextValue | None:
    """An Atom text or content; XHTML inside is no text and is checked by the rules of Atom."""
    if element is None or element.get("type") == "xhtml" or element.get("src"):
        return None
    return _text_value(element, html=element.get("type") in ("html", "text/html"))


def _date(element: Element | None) -> DateValue | None:
    if element is None:
        return None
    form = date_3339 if "}" in element.tag else date_822
    name = name_of(element)
    # The space around a date is checked with it: a reader may not strip it.
    return form(name, element.text or "", element.sourceline)


def _links(parent: Element) -> tuple[Link, ...]:
    return tuple(
        Link(
            rel=element.get("rel", "alternate"),
            href=element.get("href", ""),
            type=element.get("type", ""),
            line=element.sourceline,
        )
        for element in parent.findall(f"{_A}link")
    )


def _page(links: tuple[Link, ...]) -> Link | None:
    """The page among the alternates: HTML before any other type."""
    alternates = [link for link in links if link.rel == "alternate"]
    pages = [link for link in alternates if link.type.partition(";")[0] in ("", "text/html")]
    return next(iter(pages + alternates), None)


def _attached(parent: Element) -> Iterator[Attached]:
    for element in parent.findall("enclosure"):
        yield _file("enclosure", element, element.get("url", ""))
    for element in parent.findall(f"{_A}link"):
        if element.get("rel") == "enclosure":
            yield _file("enclosure", element, element.get("href", ""))
    for element in [*parent.findall(f"{_MEDIA}content"), *parent.findall(f"{_MEDIA}group/{_MEDIA}content")]:
        yield _file("media:content", element, element.get("url", ""))
    for element in parent.findall(f"{_MEDIA}thumbnail"):
        yield _file("media:thumbnail", element, element.get("url", ""))


def _file(name: str, element: Element, url: str) -> Attached:
    attributes = {key: element.get(key, "") for key in ("type", "width", "height")}
    length = element.get("length") or element.get("fileSize") or ""
    return Attached(element=name, url=url, line=element.sourceline, length=length, **attributes)
