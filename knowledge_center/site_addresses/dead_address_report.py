"""Dead addresses as problems: where an editor finds them, what is wrong, and what to write instead."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from html import escape
from pathlib import Path
from urllib.parse import quote

from knowledge_center.problems import Problem, did_you_mean, quoted
from knowledge_center.site_addresses.address_proof import AddressProof, DeadAddress, Occurrence
from knowledge_center.site_addresses.static_host import url_of

_SETTINGS = "mkdocs.yml"
# So many files are named; of more their number says enough.
_NAMED = 3
# Looking for what was meant among thousands of addresses takes its time: for the first ones only.
_GUESSED = 20
_SHORT = 4
_FIX = "Write the address of something that is there, or take this one out."


@dataclass(frozen=True, kw_only=True)
class SiteSources:
    """What a finished site was made of: ``root`` is the folder with mkdocs.yml, ``docs_dir`` lies in it.

    ``templates`` is the site's own folder of templates, if it has one. ``pages`` are sources by the URL of their
    page, as far as they are not where a page's source lies by its address. ``shown`` is what the finished site
    will be called.
    """

    root: Path
    docs_dir: str
    templates: Path | None = None
    pages: Mapping[str, str] = field(default_factory=dict)
    shown: str = "site"

    def of(self, file: str) -> str:
        """The source of a file of the site, as an editor knows it; empty where it is made of many, or of none."""
        url = url_of(file)
        if url in self.pages:
            return self.pages[url]
        stem = url.removesuffix(".html").rstrip("/")
        names = [file, f"{stem}.md", f"{stem}/index.md", f"{stem}/README.md"] if stem else ["index.md"]
        found = (f"{self.docs_dir}/{name}" for name in names)
        return next((name for name in found if (self.root / name).is_file()), "")

    def copied(self, file: str) -> bool:
        """Whether a file of the site is one of the site's own, taken over as it is."""
        return (self.root / self.docs_dir / file).is_file()

    @cached_property
    def settings_and_templates(self) -> tuple[str, ...]:
        """Where an address may stand that many pages have."""
        found = sorted(self.templates.rglob("*.html")) if self.templates and self.templates.is_dir() else []
        paths = [p.relative_to(self.root).as_posix() for p in found if p.is_relative_to(self.root)]
        return (_SETTINGS, *paths)

    def text(self, path: str) -> str:
        try:
            return (self.root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""


def dead_address_problems(proof: AddressProof, sources: SiteSources) -> Iterator[Problem]:
    """One problem for each dead address, however many pages have it."""
    for number, dead in enumerate(proof.dead):
        # First what an editor has written: the same words stand in feeds and mails too.
        found = sorted(dead.found, key=lambda one: (not sources.of(one.file), not one.file.endswith(".html")))
        place = _place_to_mend(found, dead, sources)
        meant = (_meant(dead, proof) if number < _GUESSED else "") or _FIX
        yield Problem(
            path=place.path,
            line=place.line,
            message=f"{dead_address_message(dead, proof, place.found)}{_elsewhere(found, sources)}",
            fix=meant,
            advice=all(sources.copied(one.file) for one in dead.found),
            rule=f"site.addresses.{dead.reason.replace(' ', '_')}",
        )


@dataclass(frozen=True, kw_only=True)
class _ToMend:
    """The file and line to be mended, and the occurrence that comes of it."""

    path: str
    line: int = 0
    found: Occurrence


def dead_address_message(dead: DeadAddress, proof: AddressProof, first: Occurrence) -> str:
    """Where the address stands, how it is written, where it leads, and why nothing answers there."""
    host = proof.host
    public = host.site_url + quote(dead.target.path)
    says = f"{_place(first)} leads to {quoted(first.written)}"
    if dead.reason == "outside":
        return (
            f"{says}, which is outside the site: the site stands below {host.site_url}, this is an address from the "
            "host's root."
        )
    if not first.written.startswith(host.site_url):
        says += f", which is {public}"
    if dead.reason == "no such place":
        return f"{says}: nothing on that page has the id {quoted(dead.target.fragment)}."
    return f"{says}: the finished site has no such file."


def _place(found: Occurrence) -> str:
    element, attribute = found.place
    if (element, attribute) == ("meta", "refresh"):
        return "The redirect"
    if element == "script" and attribute.endswith("json"):
        return "The structured data"
    if element and attribute:
        return f"{attribute} of <{element}>"
    if element:
        return f"<{element}>"
    return attribute or "The text"


def _elsewhere(found: Iterable[Occurrence], sources: SiteSources) -> str:
    files = list(dict.fromkeys(one.file for one in found))
    if len(files) == 1:
        return f" On the site it is {sources.shown}/{files[0]}." if sources.of(files[0]) else ""
    named = ", ".join(f"{sources.shown}/{file}" for file in files[:_NAMED])
    more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
    return f" It stands in {len(files):,} files: {named}{more}."


def _place_to_mend(found: Sequence[Occurrence], dead: DeadAddress, sources: SiteSources) -> _ToMend:
    """What a page is made of, a setting, a template of the site's own, or else the page itself."""
    for one in found[:_NAMED]:
        source = sources.of(one.file)
        if source and (line := _line(sources.text(source), [one.written])):
            return _ToMend(path=source, line=line, found=one)
    spellings = [*dict.fromkeys(one.written for one in found[:_NAMED]), dead.target.path]
    for path in sources.settings_and_templates:
        if line := _line(sources.text(path), spellings):
            return _ToMend(path=path, line=line, found=found[0])
    first = found[0]
    return _ToMend(path=sources.of(first.file) or f"{sources.shown}/{first.file}", found=first)


def _line(text: str, spellings: Iterable[str]) -> int:
    """The line in which an address stands by itself, not as a part of another; 0 where there is none."""
    for spelling in spellings:
        if len(spelling.strip("./#")) < _SHORT:
            continue
        for written in dict.fromkeys((spelling, escape(spelling))):
            found = re.search(rf"(?<![\w/.%-]){re.escape(written)}(?![\w/%-])", text)
            if found:
                return text.count("\n", 0, found.start()) + 1
    return 0


def _meant(dead: DeadAddress, proof: AddressProof) -> str:
    """What was meant, as the address to write."""
    host, target = proof.host, dead.target
    if dead.reason == "outside":
        return f"{host.below}{quote(target.path.lstrip('/'))}"
    if dead.reason == "no such place":
        near = did_you_mean(target.fragment, dead.places)
        if near:
            return f"#{near}"
        shown = ", ".join(f"#{one}" for one in dead.places[:8])
        return f"The places of that page: {shown}" if shown else ""
    if f"{target.path.rstrip('/')}.html" in host.answers:
        return host.site_url + quote(f"{target.path.rstrip('/')}.html")
    same = [path for path in host.answers if path.casefold() == target.path.casefold()]
    if not same:
        # Of the same folder: whole paths are alike however little their names are.
        folder, name = posixpath.split(target.path.rstrip("/"))
        names = {
            posixpath.basename(path.rstrip("/")): path for path in host.answers if _folder(path) == folder
        }
        same = [names[near] for near in get_close_matches(name, names, n=1, cutoff=0.75)]
    return host.site_url + quote(same[0]) if same else ""


def _folder(path: str) -> str:
    return posixpath.dirname(path.rstrip("/"))
