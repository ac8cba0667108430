"""Which article a link means: by old address, by file name, by an address it once had."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from knowledge_center.tools.importer.old_addresses import normalize_path, path_key
from knowledge_center.tools.importer.source_dates import dated_name

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as links see it: the old path it was at, its file there (``source``), and the one it is in now."""

    name: str
    year: str
    public: bool
    path: str
    source: str = ""

    @property
    def file(self) -> str:
        """Its file, below docs/articles/posts."""
        return f"{self.year}/{self.name}.md"


class LinkIndex:
    """All articles one can link to. A file name that two articles have leads to neither; an address to the first.

    ``pages`` are the other files of a site whose own blog is imported: where an article's source sees them,
    and where they are below docs.
    """

    def __init__(self, pages: Mapping[str, str] | None = None) -> None:
        self._pages = pages or {}
        self._by_source: dict[str, Entry] = {}
        self._by_path: dict[str, Entry] = {}
        self._by_stem: dict[str, Entry | None] = {}
        self._by_dated_name: dict[str, Entry] = {}

    def add(self, entry: Entry, *, paths: Iterable[str] = (), source: str = "") -> None:
        """Make an article known by its old ``paths``, empty ones aside, and by its ``source`` file.

        The first one to have a path keeps it.
        """
        if source:
            self._by_source.setdefault(source, entry)
            if dated_name(_file_name(source))[0]:
                self._by_dated_name.setdefault(_file_name(source), entry)
        for path in filter(None, paths):
            self._by_path.setdefault(path_key(path), entry)
        for stem in {_stem(source) if source else "", self._last(entry.path)} - {""}:
            known = self._by_stem.get(stem, entry)
            self._by_stem[stem] = entry if known == entry else None

    def beside(self, target: str, origin: Entry) -> Entry | str:
        """The article, or the file below docs, that lies where ``target`` leads from the source of ``origin``."""
        if not origin.source or target.startswith("/"):
            return ""
        place = posixpath.normpath(posixpath.join(posixpath.dirname(origin.source), unquote(target)))
        return self._by_source.get(place) or self._pages.get(place, "")

    def by_path(self, path: str) -> Entry | None:
        """The article at an old path. A path with another day in it finds the one article of that name."""
        found = self._by_path.get(path_key(path))
        if found is not None:
            return found
        if path.lower().endswith(MARKDOWN):
            return self.by_file(path)
        if re.search(r"/\d{4}/(\d{1,2}/)*[^/]+/?$", normalize_path(path)):
            return self._by_stem.get(self._last(path))
        return None

    def by_file(self, path: str) -> Entry | None:
        """The article that came from the file of that name, with or without day and ending; a day is heeded first."""
        return self._by_dated_name.get(_file_name(path)) or self._by_stem.get(_stem(path))

    @staticmethod
    def _last(path: str) -> str:
        return posixpath.basename(path_key(path))


def _stem(path: str) -> str:
    stem = _file_name(path)
    return dated_name(stem)[1] or stem


def _file_name(path: str) -> str:
    """A file's name without its ending, day included; its folder's where it is only the folder's index."""
    path = unquote(path).rstrip("/")
    stem, ending = posixpath.splitext(posixpath.basename(path))
    stem = stem.removesuffix(".html") if ending.lower() in MARKDOWN else stem + ending
    if stem.lower() in ("index", "_index"):
        stem = posixpath.basename(posixpath.dirname(path))
    return stem.casefold()
