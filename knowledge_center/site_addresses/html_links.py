"""Which addresses stand in a piece of HTML, and which places in it an address can lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from sys import intern
from typing import NamedTuple

from lxml import etree

# A place is an element and an attribute, as a message shows it: ("a", "href").
Place = tuple[str, str]

_LINK: Place = ("a", "href")
_ADDRESSES = frozenset(["href", "src", "poster", "action", "formaction", "data", "xlink:href", "background"])
_SETS = frozenset(["srcset", "imagesrcset"])
# A type is asked for because of scripts, content because of meta: too many elements have one of the others.
_WANTED = _ADDRESSES | _SETS | {"id", "name", "content", "type"}
# Addresses of other hosts to get ready for: no file is asked for there.
_ORIGINS = frozenset(["preconnect", "dns-prefetch"])
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)")
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)[\"']?", re.IGNORECASE)
_JSON_LD = "application/ld+json"
_JSON_LD_SCRIPT = re.compile(rb"<script\b[^>]*application/ld\+json[^>]*>(.*?)</script", re.DOTALL | re.I)
_JSON_STRING = re.compile(rb'"(?:@id"\s*:\s*"(?:[^"\\]|\\.)*"|(https?:(?:[^"\\]|\\.)*)")')
_UNESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)")
_WHOLE = ("https://", "http://")


class HtmlLinks(NamedTuple):
    """``links``: each address as written, with the place where it stands first. ``ids``: where fragments may lead.

    ``base`` is what <base> says.
    """

    links: Mapping[str, Place]
    ids: frozenset[str]
    base: str = ""


class _StartTags:
    """Takes the start tags of libxml2's tokenizer; no tree is built."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.links: dict[str, Place] = {}
        self.ids: set[str] = set()
        self.base = ""
        self.scripts = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if _WANTED.isdisjoint(attributes):
            return
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a":
            # Most of what stands on a page.
            if "href" in attributes:
                self.links.setdefault(attributes["href"], _LINK)
            if "name" in attributes:
                self.ids.add(attributes["name"])
            return
        if tag == "meta":
            self._meta(attributes)
            return
        for name in _ADDRESSES.intersection(attributes):
            self._add(tag, name, attributes)
        for name in _SETS.intersection(attributes):
            for candidate in _CANDIDATE.findall(attributes[name]):
                self.links.setdefault(candidate, (tag, name))
        if tag == "script" and attributes.get("type", "").strip().lower() == _JSON_LD:
            self.scripts += 1

    def _add(self, tag: str, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes[name]
        if tag == "base" and name == "href":
            self.base = self.base or value.strip()
        elif tag != "link" or _ORIGINS.isdisjoint(attributes.get("rel", "").lower().split()):
            self.links.setdefault(value, (tag, name))

    def _meta(self, attributes: Mapping[str, str]) -> None:
        content = attributes.get("content", "").strip()
        if attributes.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.fullmatch(content)
            if found and found.group(1):
                self.links.setdefault(found.group(1), ("meta", "refresh"))
        # Words stand in the same places: only a whole address is one.
        elif content.startswith(_WHOLE):
            said = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            if said.startswith(("og:", "twitter:", "image", "url")):
                self.links.setdefault(content, ("meta", said))

    def close(self) -> _Page:
        """What was found; ready for the next page."""
        page = (self.links, frozenset(self.ids), self.base, self.scripts)
        self._begin()
        return page


_Page = tuple[dict[str, Place], frozenset[str], str, int]


_PLACES: dict[Place, Place] = {}


class HtmlReader:
    """Reads one page after the other: a parser takes longer to make than to read a page."""

    def __init__(self) -> None:
        self._parser = etree.HTMLParser(target=_StartTags(), encoding="utf-8", huge_tree=True)

    def read(self, data: bytes) -> HtmlLinks:
        """What stands in ``data``; an address that is only shown, as text, is none."""
        if not data.strip():
            return HtmlLinks(links={}, ids=frozenset())
        page: _Page = etree.fromstring(data, self._parser)
        links, ids, base, scripts = page
        if scripts:
            for text in _json_ld(data, scripts):
                for address in _structured(text):
                    links.setdefault(address, ("script", _JSON_LD))
        # Most of them stand on most pages: one object for all takes less memory, here and where it is kept.
        return HtmlLinks(
            links={intern(address): _PLACES.setdefault(place, place) for address, place in links.items()},
            ids=frozenset(map(intern, ids)),
            base=base,
        )


def _json_ld(data: bytes, count: int) -> list[bytes]:
    """The texts of the scripts; a tree is built only where the shorter way finds another number of them."""
    found = _JSON_LD_SCRIPT.findall(data)
    if len(found) == count:
        return found
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    scripts = root.iter("script") if root is not None else ()
    return [(s.text or "").encode() for s in scripts if (s.get("type") or "").strip().lower() == _JSON_LD]


def _structured(text: bytes) -> Iterator[str]:
    """The whole addresses among the strings of structured data; an “@id” is a name, not an address."""
    for address in _JSON_STRING.findall(text):
        if address:
            yield _UNESCAPED.sub(_unescape, address.decode("utf-8", "replace"))


def _unescape(found: re.Match[str]) -> str:
    code = found.group(1)
    return chr(int(code, 16)) if code else found.group()[1:]
