"""The search index of the finished pages, made on another core; a page that has not changed is not read again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from mkdocs.exceptions import PluginError

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.last_site import LastSite, SiteFile
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.search.index_files import index_files
from knowledge_center.search.searched_page import SearchedPage, searched_page
from knowledge_center_mkdocs.kept_pages import INDEX_FOLDER, SEARCHED
from knowledge_center_mkdocs.workers import CopyAtWork


class SearchIndex:
    """The index of a build that takes over: the last one, as long as nothing that is searched has changed.

    ``searched`` has the pages that are read, site-relative, each with a hash of what is read there. ``making`` is
    another index of the same folder, ``site``.
    """

    def __init__(self, cache: BuildCache, last: LastSite, searched: Mapping[str, bytes], site: Path) -> None:
        self.cache, self.last = cache, last
        self.searched = dict(sorted(searched.items()))
        self.making = IndexBehind(site / INDEX_FOLDER)
        self.key = content_hash(*(part for pair in self.searched.items() for part in pair))
        self.is_there = False

    def take_over(self) -> None:
        """Have the last index in the new site, if it is the same."""
        paths = self.cache.get("search", "", self.key)
        files: dict[str, SiteFile] = {}
        for path in paths or ():
            file = self.last.file(path, self.key)
            if file is None:
                return
            files[path] = file
        self.is_there = paths is not None
        for path, file in files.items():
            self.last.take_over(path, file)

    def known(self, path: str) -> SearchedPage | None:
        """What is searched of a page, as the cache has it; None of one that has to be read."""
        found: SearchedPage | None = self.cache.get(SEARCHED, path, self.searched[path])
        return found

    def learn(self, read: Mapping[str, SearchedPage | None]) -> None:
        """Let the next build have pages that were read."""
        for path, page in read.items():
            self.cache.put(SEARCHED, path, self.searched[path], page)

    def keep_pages(self) -> None:
        """Let the next build have what is known of pages that nobody asked for in this one."""
        for path in self.searched:
            self.cache.use(SEARCHED, path)

    def keep(self) -> None:
        """Let the next build have the index that was made."""
        self.keep_pages()
        if not self.is_there:
            # What is packed beside them is kept already.
            paths = [path for path in self.last.files_below(INDEX_FOLDER) if path not in self.last.placed]
            for path in paths:
                self.last.keep(path, self.key, self.last.written(path))
            self.cache.put("search", "", self.key, tuple(paths))


class IndexBehind:
    """An index that is made into ``folder`` on another core, where there is one. Never two at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._search: SearchIndex | None = None
        self._work: CopyAtWork[dict[str, SearchedPage | None]] | None = None

    @property
    def is_making(self) -> bool:
        return self._work is not None

    @property
    def is_at_work(self) -> bool:
        """Whether another core is busy with it."""
        return self._work is not None and self._work.is_at_work

    def begin(
        self, site: Path, language: str, search: SearchIndex | None, *, cache_changes: bool = False
    ) -> None:
        """Begin to index every page that has a ``data-pagefind-body``; what is being made is given up.

        Until it is done, these pages of ``site`` must not change. ``search`` is what is known of them; without it they
        are looked for. ``cache_changes``: what is known is committed meanwhile.
        """
        self.give_up()
        if self._folder.exists():
            shutil.rmtree(self._folder, ignore_errors=True)
        paths: Iterable[str] = search.searched if search else _pages_of(site)
        known: Callable[[str], SearchedPage | None] = search.known if search else lambda path: None
        if cache_changes:
            known = {path: known(path) for path in paths}.__getitem__
        self._search = search
        self._work = CopyAtWork(lambda: _write(self._folder, site, paths, known, language))

    def done(self) -> bool:
        """Whether an index has come to its end since it was asked last. Raises PluginError if it has failed."""
        if self._work is None or self.is_at_work:
            return False
        self.wait()
        return True

    def wait(self) -> None:
        """Let the index that is being made become whole. Raises PluginError if that fails."""
        work, self._work = self._work, None
        if work is None:
            return
        try:
            read = work.made()
        except OSError as wrong:
            raise PluginError(f"The search index could not be made: {wrong}") from wrong
        if self._search:
            self._search.learn(read)

    def give_up(self) -> None:
        if self._work is not None:
            self._work.give_up()
            self._work = None


def _pages_of(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def _write(
    folder: Path,
    site: Path,
    paths: Iterable[str],
    known: Callable[[str], SearchedPage | None],
    language: str,
) -> dict[str, SearchedPage | None]:
    """Make an index of the pages at ``paths``. Those of them that are not ``known`` are read, and returned."""
    read: dict[str, SearchedPage | None] = {}

    def pages() -> Iterator[SearchedPage]:
        for path in paths:
            page = known(path)
            if page is None:
                read[path] = page = searched_page((site / path).read_bytes(), path.removesuffix("index.html"))
            if page is not None:
                yield page

    os.makedirs(folder / "index", exist_ok=True)
    for path, data in index_files(pages(), language).items():
        with open(os.path.join(folder, path), "wb") as file:
            file.write(data)
    return read
