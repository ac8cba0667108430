"""What the files of a site lead to, kept from one build to the next: only what has changed is read again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.site_addresses.address_proof import AddressProof, prove
from knowledge_center.site_addresses.file_links import FileLinks, LinkReader, has_links
from knowledge_center.site_addresses.static_host import StaticHost, files_below

_PAGE = ".html"
# Feeds share what they carry, and lie together, so that they still do when they are read again.
_FEEDS = "feed links"


class KeptLinks:
    """The links of a build before. ``contents`` are hashes of the files as they are now, by site-relative path."""

    def __init__(self, cache: BuildCache, contents: Mapping[str, bytes]) -> None:
        self._cache = cache
        self._contents = contents
        self._feeds: dict[str, tuple[bytes, FileLinks]] = cache.get(_FEEDS, "", content_hash()) or {}

    def known(self, path: str) -> FileLinks | None:
        """The links of a file, if it was read before as it is now."""
        content = self._contents.get(path)
        if content is None:
            return None
        if path.endswith(_PAGE):
            found: FileLinks | None = self._cache.get("links", path, content)
            return found
        kept = self._feeds.get(path)
        return kept[1] if kept and kept[0] == content else None

    def keep(self, rows: Iterable[FileLinks]) -> None:
        """Let the next build have all links of this one."""
        feeds: dict[str, tuple[bytes, FileLinks]] = {}
        for row in rows:
            content = self._contents.get(row.path)
            if content is None:
                continue
            if not row.path.endswith(_PAGE):
                feeds[row.path] = content, row
            elif self._cache.get("links", row.path, content) is None:
                self._cache.put("links", row.path, content, row)
        if feeds != self._feeds:
            self._cache.put(_FEEDS, "", content_hash(), feeds)

    def proved(self, world: World) -> frozenset[str]:
        """The files that are as they were in a site all of which this one has, and whose addresses answered there."""
        before: World | None = self._cache.get("world", "", content_hash())
        found: dict[str, bytes] = self._cache.get("proof", "", content_hash()) or {}
        if before is None or not world.has(before):
            return frozenset()
        return frozenset(path for path, content in found.items() if self._contents.get(path) == content)

    def keep_proof(self, world: World, proof: AddressProof, rows: Iterable[FileLinks]) -> None:
        """Let the next build have what was proved."""
        dead = {one.file for address in proof.dead for one in address.found}
        found = {
            row.path: self._contents[row.path]
            for row in rows
            if row.path in self._contents and row.path not in dead
        }
        for kind, value in (("world", world), ("proof", found)):
            if value != self._cache.get(kind, "", content_hash()):
                self._cache.put(kind, "", content_hash(), value)


class World(NamedTuple):
    """What an address can lead to: the file behind each that is ours, and a hash of the places on each page.

    ``around`` stands for what else answers. In a world that ``may_grow`` no address is dead for what is there besides.
    """

    around: bytes
    may_grow: bool
    answers: Mapping[str, str]
    places: Mapping[str, bytes]

    def has(self, other: World) -> bool:
        """Whether whatever an address could lead to in the other world is there, and the same."""
        if self == other:
            return True
        return (
            self.may_grow
            and self.around == other.around
            and other.answers.items() <= self.answers.items()
            and other.places.items() <= self.places.items()
        )


def world_of(host: StaticHost, rows: Iterable[FileLinks], answered: Iterable[str]) -> World:
    """The world of a site on its host, with the addresses that are ``answered`` by something else."""
    return World(
        around=content_hash(host.site_url, *host.elsewhere, "", *sorted(answered)),
        # Beside the site's own folder its host may have anything, until the site has a file of that name.
        may_grow=host.below == "/" and not host.elsewhere,
        answers=host.answers,
        places={row.path: content_hash("\n".join(sorted(row.ids))) for row in rows if row.ids},
    )


def read_links(folder: Path, paths: Iterable[str], kept: KeptLinks | None = None) -> Iterator[FileLinks]:
    """The links of each of the files ``paths`` below ``folder`` that can have any."""
    reader = LinkReader()
    for path in paths:
        if not has_links(path):
            continue
        row = kept.known(path) if kept else None
        if row is None:
            with open(f"{folder}/{path}", "rb") as stream:
                row = reader.read(path, stream.read())
        yield row


def prove_addresses(
    folder: Path, site_url: str, *, answered: Collection[str] = (), elsewhere: Iterable[str] = ()
) -> AddressProof:
    """Look up every address of ours that stands in the finished site below ``folder``: see ``prove``."""
    files = files_below(folder)
    return prove(read_links(folder, files), StaticHost(site_url, files, elsewhere), answered=answered)
