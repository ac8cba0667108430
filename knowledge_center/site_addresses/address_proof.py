"""The proof that every address of a finished site answers: in pages, feeds, mails, the sitemap, lists and styles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from knowledge_center.site_addresses.file_links import FileLinks
from knowledge_center.site_addresses.html_links import Place
from knowledge_center.site_addresses.static_host import StaticHost, Target, url_of

Reason = Literal["no file", "no such place", "outside"]
# What browsers know without an id (HTML, 7.4.6.3), and what scripts on a page read by themselves.
_EVERYWHERE = ("", "top")
_FOR_SCRIPTS = ("/", "!", ":~:")
_PAGE = (".html", ".htm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Where an address stands: the file of the site, the element and attribute, and how it is written there."""

    file: str
    place: Place
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadAddress:
    """An address of ours without an answer, and everywhere that it stands, by file."""

    target: Target
    reason: Reason
    found: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressProof:
    """What a proof came to: how many addresses of ours it has looked up, and those that are dead."""

    checked: int
    dead: tuple[DeadAddress, ...]
    host: StaticHost
    ids: Mapping[str, frozenset[str]]
    """What fragments may lead to, by the file of the page."""


def prove(
    rows: Iterable[FileLinks],
    host: StaticHost,
    *,
    answered: Collection[str] = (),
    proved: Collection[str] = (),
) -> AddressProof:
    """Look up every address of ours that stands in the files of a finished site; ``rows`` say where each leads.

    ``answered`` are the addresses, as written, that something else than the files answers: a service that takes
    forms. The files in ``proved`` are known to have no dead one.
    """
    rows = tuple(rows)
    lookup = _Lookup(host, {row.path: row.ids for row in rows if row.path.endswith(_PAGE)}, answered)
    found: dict[tuple[Target, Reason], list[Occurrence]] = {}
    for row in rows:
        if row.path in proved:
            continue
        for links, dead in lookup.of_file(row):
            for written, (target, reason) in dead.items():
                here = Occurrence(file=row.path, place=links[written], written=written)
                found.setdefault((target, reason), []).append(here)
    return AddressProof(
        checked=lookup.checked,
        dead=tuple(
            DeadAddress(target=target, reason=reason, found=tuple(places))
            for (target, reason), places in sorted(found.items())
        ),
        host=host,
        ids=lookup.ids,
    )


_Verdict = tuple[Target, Reason] | None
_Dead = dict[str, tuple[Target, Reason]]


class _Lookup:
    """Looks each address up once, however many pages of a folder have it."""

    def __init__(
        self, host: StaticHost, ids: Mapping[str, frozenset[str]], answered: Collection[str]
    ) -> None:
        self.host = host
        self.ids = ids
        self.checked = 0
        self._answered = frozenset(answered)
        # What is written “https://…” or “../…” leads to one place from every page of the same folder.
        self._shared: dict[str, dict[str, _Verdict]] = {}
        self._contents: dict[int, _Dead] = {}

    def of_file(self, row: FileLinks) -> Iterable[tuple[Mapping[str, Place], _Dead]]:
        """The dead addresses of a file: its own, and those of each piece of HTML in a feed."""
        base = url_of(row.path)
        if row.base:
            target = self.host.locate(row.base, base)
            base = target.path if target and not target.outside else base
        self.checked += len(row.links)
        if dead := self._dead(row.links, base):
            yield row.links, dead
        for content in row.contents:
            key = id(content)
            if key not in self._contents:
                self.checked += len(content.links)
                self._contents[key] = self._dead(content.links, base)
            if self._contents[key]:
                yield content.links, self._contents[key]

    def _dead(self, links: Mapping[str, Place], base: str) -> _Dead:
        folder = base[: base.rfind("/") + 1]
        shared = self._shared.setdefault(folder[: folder.rfind("/", 0, -1) + 1], {})
        dead: _Dead = {}
        for written in links:
            if written.startswith(("../", "https:", "http:")):
                if written in shared:
                    verdict = shared[written]
                else:
                    verdict = shared[written] = self._verdict(written, base)
            else:
                verdict = self._verdict(written, base)
            if verdict is not None:
                dead[written] = verdict
        return dead

    def _verdict(self, written: str, base: str) -> _Verdict:
        target = None if written in self._answered else self.host.locate(written, base)
        if target is None:
            return None
        if target.outside:
            # Nobody but the host knows what else it has; but what we have, we have below our own address.
            inside = target.path.lstrip("/")
            return (target, "outside") if inside and inside in self.host.answers else None
        file = self.host.answers.get(target.path)
        if file is None:
            return None if self.host.is_elsewhere(target.path) else (target._replace(fragment=""), "no file")
        if target.fragment in _EVERYWHERE or target.fragment.startswith(_FOR_SCRIPTS):
            return None
        ids = self.ids.get(file)
        fragment = target.fragment.partition(":~:")[0]
        if ids is None or fragment in ids or unquote(fragment) in ids:
            return None
        return target, "no such place"
