"""Which files of a site are feeds: told by what is in them, never by their names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from knowledge_center.rules import Finding
from knowledge_center.tools.feed_check.built_site import Site

Kind = Literal["rss", "atom", "json", "opml"]

_HEAD = 4096
_NOISE = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>", re.DOTALL)
_ROOT = re.compile(rb"\s*<(?:[\w.-]+:)?(rss|RDF|feed|opml)[\s>/]")
_ROOTS: Mapping[bytes, Kind] = {b"rss": "rss", b"RDF": "rss", b"feed": "atom", b"opml": "opml"}
_JSON = re.compile(rb'"(?:version"\s*:\s*"https?://jsonfeed\.org/|feed_url"|home_page_url")')
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that is meant to be a feed or a list of feeds.

    ``root`` is its XML tree or its JSON object, None where it cannot be read: ``fault`` then says why.
    ``repeated`` are the members that stand in one JSON object twice, ``declared`` the namespaces of an XML
    tree: the line, the prefix (None for the default) and the address of each.
    """

    path: str
    kind: Kind
    data: bytes
    root: Any = None
    fault: Finding | None = None
    repeated: tuple[str, ...] = ()
    declared: tuple[tuple[int, str | None, str], ...] = ()

    @property
    def is_xml(self) -> bool:
        return self.kind != "json"


def discover(site: Site) -> tuple[Document, ...]:
    """Every feed and list of feeds below the folder, by path."""
    found = []
    for file in sorted(path for path in site.folder.rglob("*") if path.is_file()):
        kind = kind_of(file)
        if kind:
            found.append(read(file.relative_to(site.folder).as_posix(), kind, file.read_bytes()))
    return tuple(found)


def kind_of(file: Path) -> Kind | None:
    """What a file is meant to be; None for anything but a feed or an OPML list."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    start = head.removeprefix(_BOM).lstrip()
    if start.startswith(b"<"):
        root = _ROOT.match(_NOISE.sub(b"", start))
        return _ROOTS[root.group(1)] if root else None
    return "json" if start.startswith(b"{") and _JSON.search(start) else None


def read(path: str, kind: Kind, data: bytes) -> Document:
    """The document in ``data``, with the reason where it cannot be read."""
    return _read_json(path, data) if kind == "json" else _read_xml(path, kind, data)


def _read_xml(path: str, kind: Kind, data: bytes) -> Document:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data.removeprefix(_BOM), parser)
    except etree.XMLSyntaxError as error:
        fault = Finding(
            line=error.lineno or 0,
            message=f"The XML cannot be read from here on: {error.msg}. A reader shows nothing of such a feed.",
            fix="Look in the article whose text stands here for a character or a tag that was not escaped.",
        )
        return Document(path=path, kind=kind, data=data, fault=fault)
    return Document(path=path, kind=kind, data=data, root=root, declared=tuple(_declared(root)))


def _declared(root: Any) -> Iterator[tuple[int, str | None, str]]:
    """Every namespace where it is declared first."""
    seen: set[tuple[str | None, str]] = set()
    known = None
    for element in root.iter(etree.Element):
        here = element.nsmap
        if here == known:
            continue
        known = here
        for prefix, uri in here.items():
            if (prefix, uri) not in seen:
                seen.add((prefix, uri))
                yield element.sourceline, prefix, uri


def _read_json(path: str, data: bytes) -> Document:
    repeated: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        repeated.extend(sorted({name for name in names if names.count(name) > 1}))
        return dict(pairs)

    def no_number(name: str) -> Any:
        raise ValueError(f"{name} is no number in JSON")

    line = 0
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
        root = json.loads(text, object_pairs_hook=members, parse_constant=no_number)
        if isinstance(root, dict):
            return Document(path=path, kind="json", data=data, root=root, repeated=tuple(repeated))
        why = "an object is expected at the top"
    except json.JSONDecodeError as error:
        line, why = error.lineno, error.msg
    except UnicodeDecodeError as error:
        line, why = data.count(b"\n", 0, error.start) + 1, "a byte that is not UTF-8"
    except (ValueError, RecursionError) as error:
        why = str(error)
    fault = Finding(
        line=line,
        message=f"The JSON cannot be read: {why}. A reader shows nothing of such a feed.",
        fix="Build the site again; a feed is never edited by hand.",
    )
    return Document(path=path, kind="json", data=data, fault=fault)
