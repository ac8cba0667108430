"""A page of a site that was saved from a browser: the article on it, and what stood around it.

What is the article is found by the names that publishing programs give its place, else by where most of the prose is.
readability-lxml and trafilatura find it as well, but do not say what they leave out; the one cannot be installed by the
pip that comes with Python 3.11, the other loses headings, tables and pictures.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from knowledge_center.text.plurals import counted
from knowledge_center.tools.importer.article_names import slug
from knowledge_center.tools.importer.decoding import decode
from knowledge_center.tools.importer.exports.byline import read_byline
from knowledge_center.tools.importer.exports.export_model import ExportEntry, Field, inner_html, old_path
from knowledge_center.tools.importer.exports.feed_entries import address_name
from knowledge_center.tools.importer.exports.ghost_cards import replace_cards
from knowledge_center.tools.importer.exports.page_article import (
    article_place,
    byline_of,
    leave_out_ends,
    leave_out_head,
    unwrap_layout,
)
from knowledge_center.tools.importer.exports.page_elements import drop_silent, leave_out_furniture, words
from knowledge_center.tools.importer.exports.page_furniture import Furniture, furniture_name
from knowledge_center.tools.importer.exports.page_metadata import PageMetadata, page_metadata
from knowledge_center.tools.importer.import_notes import (
    ImportNote,
    NoteKind,
    Refused,
    changed,
    left_out,
    one_line,
)

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# As many articles with linked headings, and as few words in each, are a list of articles.
_LISTED, _TEASER_WORDS = 3, 80
# A piece beside the article with more words may have been part of it.
_PROSE = 40
# As few words around an article are looked at one by one.
_LITTLE = 25
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-srcset", "srcset")
_PARTS = re.compile(r"\s+[|–—·•»:-]\s+")


def read_saved_page(path: str, raw: bytes) -> ExportEntry:
    """Read a page. Raises Refused for one without an article on it."""
    page, notes = _parsed(raw)
    body = page.find("body")
    if body is None:
        raise Refused("it has no body.")
    about = page_metadata(page)
    drop_silent(page)
    furniture = leave_out_furniture(body)
    if _is_list(body):
        raise Refused("it is a list of articles, and none itself.", kind=NoteKind.SKIPPED)
    title = _title(page, body, about)
    if not title:
        raise Refused("it has no title.")
    notes += replace_cards(body)
    named = byline_of(body)
    place = article_place(body)
    unwrap_layout(place)
    furniture += leave_out_ends(place)
    said, head = leave_out_head(place, title)
    beside = list(_beside(body, place, title))
    for one in (*head, *beside):
        if one.name == "byline":
            said = {**(read_byline(one.text) or {}), **said}
    named = {**named, **said}
    furniture += [*head, *beside]
    notes += [
        changed(f"beside the article stands more text, which was left out: “{one.text}”.")
        for one in beside
        if one.name == "beside the article" and len(one.text.split()) >= _PROSE
    ]
    image, alt = _cover(body, place, about)
    notes += _mend_pictures(place, about.address)
    if not words(place):
        raise Refused(
            "it shows no text: its words may come by a script. Save it from a browser, as a complete page."
        )
    if about.hidden:
        notes.append(changed(f"{about.hidden}, so it waits as a draft."))
    stem = posixpath.splitext(posixpath.basename(path))[0]
    stem = posixpath.basename(posixpath.dirname(path)) if stem == "index" else stem
    plain = stem if re.fullmatch(r"[a-z0-9_-]+", stem) else slug(title)
    fields: dict[str, Field] = {
        "title": title,
        "date": about.date or named.get("date", ""),
        "updated": about.updated,
        "permalink": about.address if old_path(about.address).strip("/") else "",
        "slug": address_name(about.address) or plain,
        "authors": about.authors or [one for one in (named.get("author"),) if one],
        "tags": about.tags,
        "excerpt": about.description,
        "image": image,
        "image_alt": alt,
        "draft": "true" if about.hidden else "",
    }
    return ExportEntry(
        path=path, fields=fields, html=inner_html(place), notes=tuple(notes), furniture=tuple(furniture)
    )


def _parsed(raw: bytes) -> tuple[HtmlElement, list[ImportNote]]:
    """The page in the letters it says it has, else in those of UTF-8 or Windows."""
    said = _CHARSET.search(raw[:4096])
    notes: list[ImportNote] = []
    try:
        text = raw.decode(codecs.lookup(said[1].decode()).name) if said is not None else ""
    except (LookupError, UnicodeDecodeError):
        text = ""
    if not text:
        text, notes = decode(raw)
    try:
        return lxml.html.document_fromstring(_DECLARATION.sub("", text.replace("\0", ""))), notes
    except (ParserError, ValueError):
        raise Refused("it is empty.") from None


def _title(page: HtmlElement, body: HtmlElement, about: PageMetadata) -> str:
    """What the article is called: as on the page, where its head says the same with the site's name behind it."""
    headings = [words(one) for one in body.iter("h1") if words(one)]
    head = words(page.find(".//title")) if page.find(".//title") is not None else ""
    for heading in headings:
        if heading in head or heading in about.title or len(headings) == 1:
            return heading
    parts = _PARTS.split(about.title or head)
    if len(parts) > 1 and (not about.site_name or about.site_name in (parts[0], parts[-1])):
        # The name of the site stands behind the title, seldom before it.
        parts = parts[1:] if about.site_name and parts[0] == about.site_name else parts[:-1]
        rest = (about.title or head).find(parts[0])
        return (about.title or head)[rest : (about.title or head).find(parts[-1], rest) + len(parts[-1])]
    return about.title or head or next(iter(headings), "")


def _is_list(body: HtmlElement) -> bool:
    teasers = [
        one
        for one in body.iter("article")
        if one.xpath(".//h2//a|.//h3//a|.//a//h2|.//a//h3") and len(words(one).split()) < _TEASER_WORDS
    ]
    rest = len(words(body).split()) - sum(len(words(one).split()) for one in teasers)
    return len(teasers) >= _LISTED and rest < _TEASER_WORDS


def _beside(body: HtmlElement, place: HtmlElement, title: str) -> Iterator[Furniture]:
    """What is left of the page outside of the article's place, piece by piece, but for its title."""
    around = {*place.iterancestors()}
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if element is place:
            continue
        said = words(element) if isinstance(element.tag, str) else ""
        kind = "byline" if read_byline(said) is not None else furniture_name(said)
        own = _own_words(element) if said else ""
        little = len(said.split()) < _LITTLE and not kind and not own
        if element in around or (len(element) and said != title and (title in said or little)):
            # The place is in it, or the title among others, or lines about the article.
            if own and own != title:
                yield Furniture(name=furniture_name(own) or "beside the article", text=own)
            waiting.extend(reversed(element))
        elif said and said != title:
            yield Furniture(name=kind or "beside the article", text=said)


def _own_words(element: HtmlElement) -> str:
    """The words of an element that stand in none of its children, empty where there are only marks between these."""
    own = one_line(" ".join((element.text or "", *(one.tail or "" for one in element))))
    return own if re.search(r"\w", own) else ""


def _cover(body: HtmlElement, place: HtmlElement, about: PageMetadata) -> tuple[str, str]:
    """The article's picture and what it shows: the one for previews, else the first outside of the text."""
    inside = set(place.iter("img"))
    shown = [(one, _source(one)) for one in body.iter("img")]
    image = about.image or next((address for one, address in shown if one not in inside and address), "")
    image = urljoin(about.address, image)
    name = posixpath.basename(urlsplit(image).path)
    alts = (
        one.get("alt", "")
        for one, address in shown
        if name and name == posixpath.basename(urlsplit(address).path)
    )
    return image, about.image_alt or next(filter(None, alts), "")


def _mend_pictures(place: HtmlElement, base: str) -> list[ImportNote]:
    """Give pictures that wait for a script their addresses; those that stand in the page itself are named."""
    held = 0
    for one in list(place.iter("img")):
        address = _source(one)
        if address.startswith("data:") or not address:
            held += 1
            one.drop_tree()
            continue
        for name in ("srcset", *_LAZY):
            one.attrib.pop(name, None)
        one.set("src", address)
    for one in place.xpath(".//picture/source"):
        one.drop_tree()
    for element, attribute, address, _ in list(place.iterlinks()):
        # Pictures of a page that was saved complete lie beside it.
        if attribute == "href" and base and not urlsplit(address).scheme and not address.startswith("#"):
            element.set(attribute, urljoin(base, address))
    if not held:
        return []
    what = counted(held, "picture that stands", "pictures that stand")
    way = "save it from a browser as a complete page, with its pictures beside it."
    return [left_out(f"{what} in the page itself went missing; {way}")]


def _source(picture: HtmlElement) -> str:
    """A picture's address, also where a script puts it in place only when it comes into sight."""
    address = (picture.get("src") or "").strip()
    if not address or address.startswith(("data:", "about:")):
        waiting = (picture.get(name, "").strip() for name in _LAZY)
        address = next((one.split()[0].rstrip(",") for one in waiting if one), address)
    return unquote(address) if not urlsplit(address).scheme else address
