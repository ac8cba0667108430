"""What a static host answers with: a file for its path, a folder's index.html for the folder."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

# Browsers leave these out wherever they stand in an address, and blanks at both ends (WHATWG URL, 4.4).
_LEFT_OUT = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# A path that no rule has to be applied to: no scheme, host, query, escape, dot or empty segment in it.
_PLAIN = re.compile(r"[\w-][\w.~-]*(?:/[\w-][\w.~-]*)*/?")
_DEFAULT_PORT = {"http": 80, "https": 443}


class Target(NamedTuple):
    """Where an address of ours leads: a path below the site's address, decoded, and a fragment, as written.

    ``outside`` marks a path of our host that is not below the site's own; it begins at the host's root then.
    """

    path: str
    fragment: str = ""
    outside: bool = False


def files_below(folder: Path) -> tuple[str, ...]:
    """Every file of a site by its path, in order."""
    found: list[str] = []
    with suppress(FileNotFoundError):
        _look_below(os.path.join(folder, ""), "", found)
    return tuple(sorted(found))


def _look_below(root: str, path: str, found: list[str]) -> None:
    with os.scandir(root + path) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _look_below(root, f"{path}{entry.name}/", found)
            elif not entry.is_dir():
                # Where a link to a folder leads is no part of the site.
                found.append(path + entry.name)


def url_of(file: str) -> str:
    """The path that a file is known by in public, relative to the site: pages by their folder."""
    folder, name = posixpath.split(file)
    if name != "index.html":
        return file
    return f"{folder}/" if folder else ""


class StaticHost:
    """A site of the files ``files`` (site-relative paths) behind the address ``site_url``, which ends with a slash.

    A folder that has an index.html answers without its last slash too: hosts redirect to it. What begins with one of
    the paths ``elsewhere`` (from the site's root, ``/tools/``) is answered by something else.
    """

    def __init__(self, site_url: str, files: Iterable[str], elsewhere: Iterable[str] = ()) -> None:
        self.site_url = site_url
        self.elsewhere = tuple(elsewhere)
        parts = urlsplit(site_url)
        self._origin = (parts.hostname or "", parts.port or _DEFAULT_PORT.get(parts.scheme, 0))
        # The path that the site stands below; “/” where the host is its own.
        self.below = unquote(parts.path) or "/"
        answers: dict[str, str] = {}
        for file in files:
            answers[file] = file
            if file.endswith("index.html") and (url := url_of(file)) != file:
                answers[url] = file
                answers.setdefault(url.rstrip("/"), file)
        self.answers: Mapping[str, str] = answers
        """The file behind each path that has an answer."""

    def is_elsewhere(self, path: str) -> bool:
        """Whether something else than the site answers at a path below its address."""
        return is_below(path, self.elsewhere)

    def file_of(self, address: str, base: str = "") -> str:
        """The file behind an address of ours, or nothing. ``base`` is the public address of the page it stands on."""
        start = base.removeprefix(self.site_url) if base.startswith(self.site_url) else ""
        target = self.locate(address, start) if base or _SCHEME.match(address) else None
        return self.answers.get(target.path, "") if target and not target.outside else ""

    def locate(self, address: str, base: str) -> Target | None:
        """Where an address leads that stands on the page ``base`` (a site-relative URL); None for somebody else's."""
        place, _, fragment = address.partition("#")
        if not place:
            return Target(base, fragment)
        if place.startswith(self.site_url):
            start, rest = "", place[len(self.site_url) :]
        else:
            start, rest = base[: base.rfind("/") + 1], place
            while rest.startswith("../") and start:
                start, rest = _parent(start), rest[3:]
            if rest == ".." and start:
                start, rest = _parent(start), ""
        if not rest or _PLAIN.fullmatch(rest):
            return Target(start + rest, fragment)
        if rest.startswith(("https://", "http://")) and self._origin[0] not in rest.lower():
            return None
        return self._locate(address.strip(), base)

    def _locate(self, address: str, base: str) -> Target | None:
        """The same by all the rules."""
        place, _, fragment = _LEFT_OUT.sub("", address).partition("#")
        scheme = _SCHEME.match(place)
        if scheme and scheme.group(1).lower() not in ("http", "https"):
            return None
        place = place.partition("?")[0] if place.partition("?")[0] else base
        try:
            parts = urlsplit(urljoin(f"{self.site_url}{base}", place.replace("\\", "/")))
            host, port = parts.hostname or "", parts.port or _DEFAULT_PORT.get(parts.scheme, 0)
        except ValueError:
            return None
        # http and https of one host are one site: the host sends from the one to the other.
        if host != self._origin[0] or (port != self._origin[1] and port not in _DEFAULT_PORT.values()):
            return None
        path = _without_dots(unquote(parts.path) or "/")
        if path == self.below.rstrip("/"):
            path += "/"
        if not path.startswith(self.below):
            return Target(path, fragment, outside=True)
        return Target(path.removeprefix(self.below), fragment)


def is_below(path: str, folders: Iterable[str]) -> bool:
    """Whether a site-relative path is one of the folders (``/tools/``), with or without the last slash, or below it."""
    return f"/{path.strip('/')}/".startswith(tuple(folders))


def _parent(folder: str) -> str:
    return folder[: folder.rfind("/", 0, -1) + 1]


def _without_dots(path: str) -> str:
    """A path as browsers send it: “.” and “..” are gone, and nothing climbs above the root."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
