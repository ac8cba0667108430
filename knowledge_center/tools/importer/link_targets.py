"""What becomes of a link's target when its article moves here."""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from knowledge_center.tools.importer.link_index import MARKDOWN, Entry, LinkIndex
from knowledge_center.tools.importer.old_addresses import OldSite, normalize_path

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Pelican says so of what lies among its files.
_PELICAN = re.compile(r"^(?:\{|%7B|\|)(?:filename|static|attach)(?:\}|%7D|\|)", re.IGNORECASE)
_RUNS = ("javascript", "vbscript", "data", "file", "about", "blob")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_HOST = re.compile(
    r"(?:www\.[\w-]+\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|mil|io|info))[\w.-]*(?:[/?#]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a link leads now: to an article here (``entry``), to ``address``, or, with ``why``, nowhere."""

    entry: Entry | None = None
    anchor: str = ""
    address: str = ""
    why: str = ""

    def from_markdown(self, origin: Entry) -> str:
        """The target as a Markdown link in ``origin`` writes it: files, which the site generator follows."""
        if self.entry is None:
            return self.address
        folder = "" if self.entry.year == origin.year else f"../{self.entry.year}/"
        return f"{folder}{self.entry.name}.md{self.anchor}"

    def from_html(self) -> str:
        """The target as raw HTML writes it, which nobody follows."""
        return f"/articles/{self.entry.name}/{self.anchor}" if self.entry is not None else self.address


def resolve(target: str, *, origin: Entry, link_index: LinkIndex, site: OldSite) -> Target:
    """Decide about one target, as it is written in the article ``origin``."""
    target = _PELICAN.sub("", target.strip())
    address = _without_path(html.unescape(target).strip())
    if isinstance(address, Target):
        return address
    try:
        parts = urlsplit(re.sub(r"^/{2,}", "/", address))
    except ValueError:
        return Target(why="has an address nobody can read")
    if parts.scheme and not site.holds(parts.netloc):
        return Target(address=address)
    path = (
        normalize_path(parts.path)
        if parts.scheme or parts.path.startswith("/")
        else _absolute(parts.path, origin)
    )
    # A text fragment marks words on the old page; the words here are found without it.
    anchor = parts.fragment.partition(":~:")[0]
    anchor = f"#{anchor}" if anchor else ""
    beside = link_index.beside(parts.path, origin) if parts.path and not parts.scheme else ""
    if isinstance(beside, str):
        if beside:
            return Target(address=posixpath.relpath(beside, f"articles/posts/{origin.year}") + anchor)
        entry = _find(path, parts.path, link_index) if parts.path else origin
    else:
        entry = beside
    if entry is not None:
        if entry.public or not origin.public:
            return Target(entry=entry, anchor=anchor)
        return Target(why="leads to an article that is a draft")
    if site.known:
        query = f"?{parts.query}" if parts.query else ""
        return Target(address=f"{site.url(path)}{query}{'#' + parts.fragment if parts.fragment else ''}")
    return Target(why="leads to a page that is not among these articles")


def _without_path(target: str) -> Target | str:
    """The decision about a target that needs no path of a site; else its address, with the scheme it lacks."""
    if not target:
        return Target(why="has no address")
    if target.startswith("#"):
        return Target(address=target)
    scheme = _SCHEME.match(target)
    if scheme and not _HOST.match(target):
        if scheme[1].lower() in _RUNS:
            return Target(why="runs a script or holds data")
        return target if scheme[1].lower() in ("http", "https") else Target(address=target)
    if _MAIL.fullmatch(target):
        return Target(address=f"mailto:{target}")
    if target.startswith("//") and "." in target[2:].partition("/")[0]:
        return f"https:{target}"
    if not target.lower().endswith(MARKDOWN) and _HOST.match(target):
        return f"https://{target}"
    return target


def _find(path: str, written: str, link_index: LinkIndex) -> Entry | None:
    if written.lower().endswith(MARKDOWN):
        return link_index.by_file(written)
    return link_index.by_path(path)


def _absolute(path: str, origin: Entry) -> str:
    joined = posixpath.normpath(posixpath.join(origin.path, path))
    return normalize_path(joined + ("/" if path.endswith("/") else ""))
