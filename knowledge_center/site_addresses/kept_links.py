"""What the files of a site lead to, kept from one build to the next: only what has changed is read again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from knowledge_center.site_addresses.file_links import FileLinks, LinkReader, has_links
from knowledge_center.site_addresses.html_links import HtmlLinks, Place

_READERS = ("file_links.py", "html_links.py", "kept_links.py")


def read_links(folder: Path, paths: Iterable[str], *, kept: Path | None = None) -> Iterator[FileLinks]:
    """The links of each of the files ``paths`` below ``folder`` that can have any.

    ``kept`` is the file that remembers them. Where it is missing, broken or of another version, everything is read.
    """
    old = _load(kept) if kept is not None else {}
    reader, rows, digests = LinkReader(), [], {}
    for path in paths:
        if not has_links(path):
            continue
        with open(f"{folder}/{path}", "rb") as stream:
            data = stream.read()
        # Not against an enemy, who could write the file itself: against a change that goes unseen.
        digests[path] = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        known = old.get(path)
        row = known[1] if known and known[0] == digests[path] else reader.read(path, data)
        rows.append(row)
        yield row
    if kept is not None and {path: digest for path, (digest, _) in old.items()} != digests:
        _save(kept, rows, digests)


def _version() -> str:
    """Another one whenever the readers have changed: what an older one has found may not be all."""
    sources = (files("knowledge_center.site_addresses").joinpath(name).read_bytes() for name in _READERS)
    return hashlib.sha1(b"".join(sources), usedforsecurity=False).hexdigest()


def _load(kept: Path) -> dict[str, tuple[str, FileLinks]]:
    try:
        data = json.loads(kept.read_bytes())
        if data["version"] != _version():
            return {}
        places: list[Place] = [(element, attribute) for element, attribute in data["places"]]
        contents = [
            HtmlLinks(links=_with_places(links, places), ids=frozenset()) for links in data["contents"]
        ]
        return {
            path: (
                digest,
                FileLinks(
                    path=path,
                    links=_with_places(links, places),
                    ids=frozenset(ids),
                    base=base,
                    contents=tuple(contents[number] for number in numbers),
                ),
            )
            for path, (digest, links, ids, base, numbers) in data["files"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return {}


def _with_places(links: dict[str, int], places: list[Place]) -> dict[str, Place]:
    return {address: places[number] for address, number in links.items()}


def _save(kept: Path, rows: Iterable[FileLinks], digests: dict[str, str]) -> None:
    places: dict[Place, int] = {}
    contents: dict[int, tuple[int, dict[str, int]]] = {}

    def numbered(links: Any) -> dict[str, int]:
        return {address: places.setdefault(place, len(places)) for address, place in links.items()}

    found = {}
    for row in rows:
        numbers = []
        for content in row.contents:
            if id(content) not in contents:
                contents[id(content)] = (len(contents), numbered(content.links))
            numbers.append(contents[id(content)][0])
        found[row.path] = (digests[row.path], numbered(row.links), sorted(row.ids), row.base, numbers)
    data = {
        "version": _version(),
        "places": list(places),
        "contents": [links for _, links in contents.values()],
        "files": found,
    }
    unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
    # Where nothing can be kept, the next proof takes longer and is as right.
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            unfinished.write_text(
                json.dumps(data, ensure_ascii=False), encoding="utf-8", errors="surrogatepass"
            )
            unfinished.replace(kept)
        finally:
            unfinished.unlink(missing_ok=True)
