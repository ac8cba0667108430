"""The words of the feed formats: namespaces, and what may stand where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Element = Any
"""An lxml element; lxml has no types of its own."""


def words(text: str) -> frozenset[str]:
    """The words of a line, as a set of names."""
    return frozenset(text.split())


ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"

PREFIXES: Mapping[str, str] = {
    ATOM: "atom",
    CONTENT: "content",
    DC: "dc",
    DCTERMS: "dcterms",
    HISTORY: "fh",
    MEDIA: "media",
    XHTML: "xhtml",
    XML: "xml",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://wellformedweb.org/CommentAPI/": "wfw",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://backend.userland.com/creativeCommonsRssModule": "creativeCommons",
}
"""The namespaces that validators know, with the prefix that everybody uses."""

KNOWN: Mapping[str, frozenset[str]] = {
    DC: words(
        "title creator subject description publisher contributor date type format identifier source "
        "language relation coverage rights"
    ),
    CONTENT: frozenset(["encoded", "items"]),
    HISTORY: frozenset(["archive", "complete"]),
    MEDIA: words(
        "content group rating title description keywords thumbnail category hash player credit copyright "
        "text restriction community comments embed responses backLinks status price license peerLink "
        "location rights scenes"
    ),
    ATOM: words(
        "author category content contributor email entry feed generator icon id link logo name published "
        "rights source subtitle summary title updated uri"
    ),
}
"""The element names of the namespaces that we use."""

RSS_CHANNEL = words(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate category "
    "generator docs cloud ttl image rating textInput skipHours skipDays item"
)
RSS_ITEM = words("title link description author category comments enclosure guid pubDate source")
RSS_IMAGE = words("url title link width height description")
RSS_MANY = frozenset(["category", "item"])
"""What may stand in a channel or an item more than once (enclosures have a rule of their own)."""

RSS_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "rss": frozenset(["version"]),
    "guid": frozenset(["isPermaLink"]),
    "category": frozenset(["domain"]),
    "enclosure": frozenset(["url", "length", "type"]),
    "source": frozenset(["url"]),
    "cloud": words("domain path registerProcedure protocol port"),
}

ATOM_FEED = words(
    "author category contributor entry generator icon id link logo rights subtitle title updated"
)
ATOM_ENTRY = words(
    "author category content contributor id link published rights source summary title updated"
)
ATOM_MANY = words("author category contributor entry link")
ATOM_PERSON = frozenset(["name", "uri", "email"])
ATOM_TEXTS = frozenset(["title", "subtitle", "summary", "rights"])
ATOM_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "category": frozenset(["term", "scheme", "label"]),
    "content": frozenset(["type", "src"]),
    "generator": frozenset(["uri", "version"]),
    "link": words("href rel type hreflang title length"),
    **{name: frozenset(["type"]) for name in ATOM_TEXTS},
}

RELATIONS = words(
    "alternate current describedby edit edit-media enclosure first hub last license next next-archive payment "
    "prev-archive previous related replies search self service up via"
)
"""The link relations that the W3C feed validator takes for registered (iana.org/assignments/link-relations)."""

ARCHIVE_RELATIONS = words("current first last next next-archive prev-archive previous")
"""RFC 5005: of a feed, never of an entry."""

JSON_FEED = words(
    "version title home_page_url feed_url description user_comment next_url icon favicon authors language "
    "expired hubs items"
)
JSON_ITEM = words(
    "id url external_url title content_html content_text summary image banner_image date_published "
    "date_modified authors tags language attachments"
)
JSON_AUTHOR = frozenset(["name", "url", "avatar"])
JSON_ATTACHMENT = words("url mime_type title size_in_bytes duration_in_seconds")
JSON_HUB = frozenset(["type", "url"])


def namespace_of(element: Element) -> str:
    """The namespace of an element; empty for none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def name_of(element: Element) -> str:
    """The name of an element without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def qualified_name(element: Element) -> str:
    """The name of an element as it stands in the file, prefix and all."""
    prefix = element.prefix
    return f"{prefix}:{name_of(element)}" if prefix else name_of(element)


def text_of(element: Element | None) -> str:
    """What an element says, without the spaces around it."""
    return (element.text or "").strip() if element is not None else ""


def elements(parent: Element) -> list[Element]:
    """The elements right below another one, without comments and instructions."""
    return [child for child in parent if isinstance(child.tag, str)]
