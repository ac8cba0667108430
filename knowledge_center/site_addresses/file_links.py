"""Which addresses a file of a finished site leads to, whatever kind of file it is.

What is found depends on the file's bytes alone, so that it can be kept as long as they are the same.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lxml import etree

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.site_addresses.html_links import HtmlLinks, HtmlReader, Place

# What else than a page holds addresses; the kind is told by the root element, whatever the name ends in.
_HTML = (".html", ".htm")
_TEXTS = ("email.txt", "robots.txt")
_XML = (".xml", ".rss", ".atom", ".opml")
_KINDS = (*_HTML, *_XML, ".json", ".css")
_ROOTS = frozenset(["rss", "RDF", "feed", "opml", "urlset", "sitemapindex"])
_XML_ATTRIBUTES = frozenset(["href", "src", "url", "xmlUrl", "htmlUrl"])
# Texts that are an address where they look like one; <id> and most <guid> are names that may look like one too.
_XML_ADDRESSES = frozenset(["link", "loc", "url", "guid", "icon", "logo", "uri", "comments", "docs", "image"])
_ATOM_TEXT = frozenset(["content", "summary", "title", "subtitle", "rights"])
_XML_NAMES = tuple(
    f"{{*}}{name}"
    for name in sorted(
        _XML_ADDRESSES
        | _ATOM_TEXT
        | {"description", "encoded", "enclosure", "thumbnail", "outline", "player"}
    )
)
_JSON_ADDRESSES = frozenset(
    ["url", "home_page_url", "feed_url", "next_url", "icon", "favicon", "avatar", "image", "banner_image",
     "external_url"]
)  # fmt: skip
_WHOLE = re.compile(r"https?://[^\s<>\"']+")
_SENTENCE_END = ".,;:!?)]}»”’"
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\"')\s]+))\s*\)", re.IGNORECASE)
_STYLE_SHEET = re.compile(r"\bhref\s*=\s*[\"']([^\"']*)")


class FileLinks(NamedTuple):
    """What one file leads to, and which places on it an address can lead to.

    ``contents`` are pieces of HTML inside a feed; those that were read together share the object of an equal one.
    """

    path: str
    links: Mapping[str, Place] = {}
    ids: frozenset[str] = frozenset()
    base: str = ""
    contents: tuple[HtmlLinks, ...] = ()


def has_links(path: str) -> bool:
    """Whether a file is of a kind that addresses stand in, by its name."""
    return path.lower().endswith(_KINDS) or posixpath.basename(path) in _TEXTS


def _name(path: str) -> tuple[str, str]:
    name = posixpath.basename(path)
    return name, posixpath.splitext(name)[1].lower()


class LinkReader:
    """Reads files one after the other; what many feeds carry is read once."""

    def __init__(self) -> None:
        self._reader = HtmlReader()
        # By a hash of the text: of a whole archive, the texts would be held.
        self._known: dict[bytes, HtmlLinks] = {}

    def read(self, path: str, data: bytes) -> FileLinks:
        """What the bytes of the file that is ``path`` in the site lead to."""
        name, suffix = _name(path)
        if suffix in _HTML:
            page = self._reader.read(data)
            return FileLinks(path=path, links=page.links, ids=page.ids, base=page.base)
        if suffix in _XML:
            return self._xml(path, data)
        if suffix == ".json":
            return self._json(path, data)
        if suffix == ".css":
            return FileLinks(path=path, links=dict(_style_sheet(data)))
        if name in _TEXTS:
            return FileLinks(path=path, links=dict(_plain_text(data.decode("utf-8", "replace"))))
        return FileLinks(path=path)

    def _html(self, text: str) -> HtmlLinks:
        data = text.encode("utf-8", "replace")
        key = content_hash(data)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._reader.read(data)
        return found

    def _xml(self, path: str, data: bytes) -> FileLinks:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            # Not a tag in it.
            return FileLinks(path=path)
        if root is None or _local(root.tag) not in _ROOTS:
            return FileLinks(path=path)
        links: dict[str, Place] = {}
        contents: dict[int, HtmlLinks] = {}
        for element in root.iter(*_XML_NAMES):
            name = _local(element.tag)
            for attribute, value in element.items():
                if attribute in _XML_ATTRIBUTES:
                    links.setdefault(value, (name, attribute))
            text = element.text
            if not text:
                continue
            if "<" in text and _is_html(element, name):
                part = self._html(text)
                contents[id(part)] = part
            elif name in _XML_ADDRESSES and "://" in text and element.get("isPermaLink") != "false":
                links.setdefault(text.strip(), (name, ""))
        for instruction in root.itersiblings(etree.ProcessingInstruction, preceding=True):
            for href in _STYLE_SHEET.findall(instruction.text or ""):
                links.setdefault(href, ("?xml-stylesheet", "href"))
        return FileLinks(path=path, links=links, contents=tuple(contents.values()))

    def _json(self, path: str, data: bytes) -> FileLinks:
        if b"jsonfeed.org/" not in data[:4096]:
            return FileLinks(path=path)
        try:
            waiting: list[tuple[str, Any]] = [("", json.loads(data))]
        except (ValueError, RecursionError):
            return FileLinks(path=path)
        links: dict[str, Place] = {}
        contents: dict[int, HtmlLinks] = {}
        while waiting:
            key, value = waiting.pop()
            if isinstance(value, dict):
                waiting.extend(value.items())
            elif isinstance(value, list):
                waiting.extend((key, item) for item in value)
            elif not isinstance(value, str):
                continue
            elif key == "content_html":
                part = self._html(value)
                contents[id(part)] = part
            elif key in _JSON_ADDRESSES:
                links.setdefault(value, (key, ""))
        return FileLinks(path=path, links=links, contents=tuple(contents.values()))


def _is_html(element: Any, name: str) -> bool:
    """Whether an element's text is HTML: Atom says so; in RSS the description of an item is, that of a channel not."""
    if name == "description":
        return bool(element.getparent().tag == "item")
    return name == "encoded" or (name in _ATOM_TEXT and element.get("type") == "html")


def _local(tag: str) -> str:
    return tag[tag.rfind("}") + 1 :]


def _plain_text(text: str) -> Iterator[tuple[str, Place]]:
    for address in _WHOLE.findall(text):
        yield address.rstrip(_SENTENCE_END), ("", "")


def _style_sheet(data: bytes) -> Iterator[tuple[str, Place]]:
    text = _CSS_COMMENT.sub("", data.decode("utf-8", "replace"))
    for found in _CSS_URL.finditer(text):
        address = next(filter(None, found.groups()), "")
        if address and not address.startswith(("data:", "#")):
            yield address, ("", "url()")
