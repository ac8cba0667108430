"""The proof that every address of a finished site answers: in pages, feeds, mails, the sitemap, lists and styles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from knowledge_center.site_addresses.file_links import FileLinks
from knowledge_center.site_addresses.html_links import HtmlLinks, Place
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
    """An address of ours without an answer, and everywhere that it stands, by file.

    ``places`` are those of the page that it leads to, where that lacks the one it names.
    """

    target: Target
    reason: Reason
    found: tuple[Occurrence, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressProof:
    """What a proof came to: how many addresses of ours it has looked up, and those that are dead."""

    checked: int
    dead: tuple[DeadAddress, ...]
    host: StaticHost


def prove(
    rows: Iterable[FileLinks],
    host: StaticHost,
    places_of: Callable[[str], frozenset[str]],
    *,
    answered: Collection[str] = (),
) -> AddressProof:
    """Look up every address of ours that stands in files of a finished site; ``rows`` say where each leads.

    ``places_of`` tells the places on a page by its file. ``answered`` are the addresses, as written, that something
    else than the files answers: a service that takes forms. A row is asked for once, and none is kept.
    """
    lookup = _Lookup(host, answered)
    found: dict[tuple[Target, Reason], list[Occurrence]] = {}
    for row in rows:
        for links, dead in lookup.of_file(row):
            for written, (target, reason) in dead.items():
                here = Occurrence(file=row.path, place=links[written], written=written)
                found.setdefault((target, reason), []).append(here)
    dead_ones: list[DeadAddress] = []
    for (target, reason), occurrences in sorted(found.items()):
        places = places_of(host.answers[target.path]) if reason == "no such place" else frozenset[str]()
        fragment = target.fragment.partition(":~:")[0]
        if fragment not in places and unquote(fragment) not in places:
            dead_ones.append(
                DeadAddress(
                    target=target, reason=reason, found=tuple(occurrences), places=tuple(sorted(places))
                )
            )
    return AddressProof(checked=lookup.checked, dead=tuple(dead_ones), host=host)


_Verdict = tuple[Target, Reason] | None
_Dead = dict[str, tuple[Target, Reason]]


class _Lookup:
    """Looks each address up once, however many pages of a folder have it.

    One that names a place of another page counts as dead: whether the place is there is looked up when all are known.
    """

    def __init__(self, host: StaticHost, answered: Collection[str]) -> None:
        self.host = host
        self.checked = 0
        self._answered = frozenset(answered)
        # What is written “https://…” or “../…” leads to one place from every page of the same folder.
        self._shared: dict[str, dict[str, _Verdict]] = {}
        self._contents: dict[int, tuple[HtmlLinks, _Dead]] = {}

    def of_file(self, row: FileLinks) -> Iterable[tuple[Mapping[str, Place], _Dead]]:
        """The dead addresses of a file: its own, and those of each piece of HTML in a feed."""
        base = url_of(row.path)
        if row.base:
            target = self.host.locate(row.base, base)
            base = target.path if target and not target.outside else base
        self.checked += len(row.links)
        if dead := self._dead(row.links, base, frozenset() if row.base else row.ids):
            yield row.links, dead
        for content in row.contents:
            known = self._contents.get(id(content))
            if known is None:
                self.checked += len(content.links)
                known = self._contents[id(content)] = content, self._dead(content.links, base, frozenset())
            if known[1]:
                yield content.links, known[1]

    def _dead(self, links: Mapping[str, Place], base: str, ids: frozenset[str]) -> _Dead:
        folder = base[: base.rfind("/") + 1]
        shared = self._shared.setdefault(folder[: folder.rfind("/", 0, -1) + 1], {})
        dead: _Dead = {}
        for written in links:
            if written[:1] == "#" and written[1:] in ids:
                continue
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
        return (target, "no such place") if file.endswith(_PAGE) else None
