"""Feeds in RSS 2.0, RSS 1.0 and Atom 1.0, entry by entry; Blogger's export, which is one in Atom.

https://www.rssboard.org/rss-specification, http://purl.org/rss/1.0/spec, RFC 4287; with the modules Content, Dublin
Core and Media RSS (https://www.rssboard.org/media-rss). Read with lxml, which the importer has: feedparser cleans the
HTML of entries, and holds a whole feed in memory. Drafts say so as RFC 5023 has it (section 13.1.1). Blogger's export
holds its comments, settings and templates as entries, each with its kind
(https://developers.google.com/blogger/docs/2.0/developers_guide_protocol).
"""

from __future__ import annotations

import html as html_text
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from knowledge_center.tools.importer.exports.export_model import Export, ExportError, inner_html, pictures_of
from knowledge_center.tools.importer.exports.feed_entries import FeedEntry, export_entry, site_of
from knowledge_center.tools.importer.exports.xml_elements import children, elements, local
from knowledge_center.tools.importer.kept_aside import KeptAside

_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
# RSS 1.0, Atom 1.0 and its draft; RSS 2.0 has none.
_OWN = ("{http://purl.org/rss/1.0/}", "{http://www.w3.org/2005/Atom}", "{http://purl.org/atom/ns#}")
_DC = "{http://purl.org/dc/elements/1.1/}"
_KIND = "http://schemas.google.com/g/2005#kind"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_ORIGINAL = "{http://rssnamespace.org/feedburner/ext/1.0}origLink"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def read_xml_feed(file: Path, *, pages: bool = False) -> Export:
    """Read a feed. Raises ExportError where it is broken, holds no entries, or defines entities."""
    found, aside = KeptAside[FeedEntry](), Counter[str]()
    wanted = ("post", "page") if pages else ("post",)
    site_url, authors = "", []
    for element in elements(file, ("link", "author", "item", "entry")):
        kind, parent = local(element), local(element.getparent())
        if kind in ("item", "entry") and (what := _blogger_kind(element)) not in wanted:
            aside[what] += 1
        elif kind in ("item", "entry"):
            found.keep(_item(element) if kind == "item" else _entry(element))
        elif (
            parent in ("channel", "feed")
            and kind == "link"
            and element.get("rel", "alternate") == "alternate"
        ):
            site_url = site_url or site_of(element.get("href") or (element.text or "").strip())
        elif parent == "feed" and kind == "author":
            authors += _names([element])
    if not found and not aside:
        raise ExportError(f"{file} is a feed without entries: ask the old site for one with its articles.")
    entries = KeptAside(
        export_entry(one if one.authors else replace(one, authors=authors), number)
        for number, one in enumerate(found, 1)
    )
    return Export(
        entries=entries,
        site_url=site_url or next((site_of(one.address) for one in found), ""),
        pictures=pictures_of(entries),
        aside=dict(sorted(aside.items())),
        hint="--pages brings its pages." if aside["page"] else "",
    )


def _item(item: etree._Element) -> FeedEntry:
    """An item of RSS."""
    content, description = _text(item, _ENCODED), _text(item, "description")
    enclosures = [(one.get("url", ""), one.get("type", "")) for one in children(item, "enclosure")]
    image, alt = _picture(item)
    pictures = [address for address, kind in enclosures if kind.startswith("image/")]
    authors = [one for one in (_text(item, f"{_DC}creator"), _person(_text(item, "author"))) if one]
    return FeedEntry(
        title=_text(item, "title"),
        address=_text(item, _ORIGINAL) or _text(item, "link") or _permalink(item),
        base=_base(item),
        guid=_text(item, "guid") or item.get(_ABOUT, ""),
        date=_text(item, "pubDate") or _text(item, f"{_DC}date"),
        authors=authors[:1],
        tags=[one for name in ("category", "subject") for one in _texts(item, name)],
        content=content or description,
        is_content=bool(content),
        summary=description if content else "",
        image=image or next(iter(pictures), ""),
        image_alt=alt,
        attachments=[address for address, _ in enclosures if address not in pictures],
    )


def _entry(entry: etree._Element) -> FeedEntry:
    """An entry of Atom."""
    links: dict[str, list[etree._Element]] = {}
    for one in children(entry, "link"):
        links.setdefault(one.get("rel", "alternate"), []).append(one)
    content, summary = _construct(entry, "content"), _construct(entry, "summary")
    image, alt = _picture(entry)
    enclosures = [(one.get("href", ""), one.get("type", "")) for one in links.get("enclosure", ())]
    pictures = [address for address, kind in enclosures if kind.startswith("image/")]
    published, updated = _text(entry, "published"), _text(entry, "updated")
    sources = [one for source in children(entry, "source") for one in children(source, "author")]
    return FeedEntry(
        title=_construct(entry, "title"),
        address=_text(entry, _ORIGINAL)
        or next((one.get("href", "") for one in links.get("alternate", ())), ""),
        base=_base(entry),
        guid=_text(entry, "id"),
        date=published or updated,
        updated=updated if published else "",
        authors=_names(children(entry, "author") or sources),
        tags=[
            one.get("label") or one.get("term", "")
            for one in children(entry, "category")
            if one.get("scheme") != _KIND
        ],
        draft=_is_draft(entry),
        content=content,
        summary=summary,
        image=image or next(iter(pictures), ""),
        image_alt=alt,
        attachments=[address for address, _ in enclosures if address not in pictures],
    )


def _blogger_kind(entry: etree._Element) -> str:
    """What an entry of Blogger's is: post, page, comment, settings, template; those of all others are posts."""
    terms = (one.get("term", "") for one in children(entry, "category") if one.get("scheme") == _KIND)
    return next((term.rpartition("#")[2] for term in terms), "post")


def _is_draft(entry: etree._Element) -> bool:
    controls = (one for control in children(entry, "control") for one in children(control, "draft"))
    return any((one.text or "").strip() == "yes" for one in controls)


def _construct(entry: etree._Element, name: str) -> str:
    """A text of Atom as HTML (RFC 4287, sections 3.1 and 4.1.3); empty where it lies elsewhere or is no text."""
    for one in children(entry, name):
        kind, written = one.get("type", "text"), one.text or ""
        if kind in ("xhtml", "application/xhtml+xml"):
            inner = next(iter(one), None)
            return _as_html(inner) if inner is not None else ""
        if kind in ("html", "text/html"):
            return written.strip()
        if kind in ("text", "text/plain"):
            return "\n\n".join(
                html_text.escape(part, quote=False) for part in re.split(r"\n\s*\n", written.strip())
            )
    return ""


def _as_html(element: etree._Element) -> str:
    """What stands in an element of XHTML."""
    for one in element.iter(etree.Element):
        one.tag = local(one)
    etree.cleanup_namespaces(element)
    return inner_html(element)


def _picture(item: etree._Element) -> tuple[str, str]:
    """The picture that Media RSS or a podcast names for an item, and what it shows where that is said."""
    for one in item.iter(f"{_MEDIA}content", f"{_MEDIA}thumbnail"):
        if (
            local(one) == "thumbnail"
            or one.get("medium") == "image"
            or one.get("type", "").startswith("image/")
        ):
            return one.get("url", ""), _text(one, f"{_MEDIA}description")
    found = item.find(f"{_ITUNES}image")
    return (found.get("href", ""), "") if found is not None else ("", "")


def _permalink(item: etree._Element) -> str:
    """An identifier that is an address, as it is where nothing else is said."""
    guid = item.find("guid")
    address = (guid.text or "").strip() if guid is not None and guid.get("isPermaLink") != "false" else ""
    return address if site_of(address) else ""


def _person(text: str) -> str:
    """The name in “jo@example.org (Jo Ito)”; an address alone names nobody."""
    found = re.fullmatch(r"\S+@\S+\s*\((.+)\)", text)
    return found[1] if found else "" if re.fullmatch(r"\S+@\S+", text) else text


def _names(authors: list[etree._Element]) -> list[str]:
    return [name for one in authors for name in _texts(one, "name")]


def _base(element: etree._Element) -> str:
    """The address that others in an element start from (XML Base), where one is said."""
    for one in (element, *element.iterancestors()):
        if one.get(_BASE):
            return str(one.get(_BASE))
    return ""


def _texts(element: etree._Element, name: str) -> Iterator[str]:
    for one in children(element, name):
        if (one.text or "").strip():
            yield one.text.strip()


def _text(element: etree._Element, tag: str) -> str:
    """The text of a child; a tag without a namespace is looked for in those of RSS and Atom themselves."""
    for one in element:
        if one.tag == tag or one.tag in (f"{space}{tag}" for space in _OWN):
            return (one.text or "").strip()
    return ""
