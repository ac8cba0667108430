"""What the files of a site lead to, kept from one build to the next: only what has changed is read again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.site_addresses.address_proof import AddressProof, prove
from knowledge_center.site_addresses.file_links import FileLinks, LinkReader, has_links
from knowledge_center.site_addresses.static_host import StaticHost, files_below

_PAGE = ".html"


class SiteLinks:
    """What the ``files`` of the finished site below ``folder`` lead to, each read when it is asked for.

    What the ``cache`` has of a file is not read again; ``contents`` are hashes of the files as they are now, by
    site-relative path. Without a cache, and of files without a hash, what was read stays in memory.
    """

    def __init__(
        self,
        folder: Path,
        files: Iterable[str],
        cache: BuildCache | None = None,
        contents: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        self.paths = tuple(path for path in files if has_links(path))
        self._folder = folder
        self._cache = cache or BuildCache(None, b"")
        self._contents = contents if cache else {}
        self._reader = LinkReader()
        self._read: dict[str, FileLinks] = {}
        self._world: World | None = self._cache.get("world", "", content_hash())
        self._proved: dict[str, bytes] = self._cache.get("proof", "", content_hash()) or {}
        # A hash of the places on each page that has any, once it was looked at.
        self._places: dict[str, bytes] = {}

    def of(self, path: str) -> FileLinks:
        """What one of the files leads to."""
        row = self._kept(path)
        if row is None:
            with open(f"{self._folder}/{path}", "rb") as stream:
                row = self._reader.read(path, stream.read())
            content = self._contents.get(path)
            if content is None:
                self._read[path] = row
            else:
                self._cache.put("links", path, content, row)
        if path not in self._places:
            self._places[path] = content_hash("\n".join(sorted(row.ids))) if row.ids else b""
        return row

    def read_unknown(self) -> None:
        """Read the files of which nothing is known."""
        for path in self.paths:
            # What writes a page reads it, too, and what is proved was read.
            if path not in self._contents or not (path.endswith(_PAGE) or self._is_proved(path)):
                self.of(path)

    def places_of(self, path: str) -> frozenset[str]:
        """The places on a page."""
        return self.of(path).ids

    def _kept(self, path: str) -> FileLinks | None:
        content = self._contents.get(path)
        if content is None:
            return self._read.get(path)
        found: FileLinks | None = self._cache.get("links", path, content)
        return found

    def world(self, host: StaticHost, answered: Iterable[str]) -> World:
        """What an address can lead to on the host of these files."""
        for path in self.paths:
            if path in self._places:
                continue
            if self._world and self._is_proved(path):
                # It is what it was.
                self._places[path] = self._world.places.get(path, b"")
            else:
                self.of(path)
        return world_of(host, {path: places for path, places in self._places.items() if places}, answered)

    def proved(
        self, host: StaticHost, answered: Iterable[str], others: Mapping[str, bytes] = MappingProxyType({})
    ) -> frozenset[str]:
        """The files that are as they were in a site all of which this one has, and whose addresses answered there.

        ``others`` are hashes of what is to be proved beside them, by its name.
        """
        if self._world is None or not self.world(host, answered).has(self._world):
            return frozenset()
        return frozenset(
            [
                *filter(self._is_proved, self.paths),
                *(one for one in others if self._proved.get(one) == others[one]),
            ]
        )

    def _is_proved(self, path: str) -> bool:
        content = self._proved.get(path)
        return content is not None and content == self._contents.get(path)

    def keep(
        self,
        host: StaticHost,
        answered: Iterable[str],
        unproved: Collection[str],
        others: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        """Let the next build have all links of this one, and know that every address answers but those in ``unproved``,
        which are files and names of ``others``.
        """
        known = [path for path in self.paths if path in self._contents]
        contents = {path: self._contents[path] for path in known} | dict(others)
        proved = {path: content for path, content in contents.items() if path not in unproved}
        for path in known:
            self._cache.use("links", path)
        for kind, value in (("world", self.world(host, answered)), ("proof", proved)):
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


def world_of(host: StaticHost, places: Mapping[str, bytes], answered: Iterable[str]) -> World:
    """The world of a site on its host, with the addresses that are ``answered`` by something else."""
    return World(
        around=content_hash(host.site_url, *host.elsewhere, "", *sorted(answered)),
        # Beside the site's own folder its host may have anything, until the site has a file of that name.
        may_grow=host.below == "/" and not host.elsewhere,
        answers=host.answers,
        places=places,
    )


def prove_addresses(
    folder: Path, site_url: str, *, answered: Collection[str] = (), elsewhere: Iterable[str] = ()
) -> AddressProof:
    """Look up every address of ours that stands in the finished site below ``folder``: see ``prove``."""
    files = files_below(folder)
    links = SiteLinks(folder, files)
    host = StaticHost(site_url, files, elsewhere)
    return prove(map(links.of, links.paths), host, links.places_of, answered=answered)
