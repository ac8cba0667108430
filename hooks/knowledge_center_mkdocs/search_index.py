"""The adapter to Pagefind: a search index of the finished pages, read by the browser piece by piece."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs.exceptions import PluginError

from knowledge_center.build_cache.digests import digest
from knowledge_center.build_cache.last_site import LastSite, SiteFile
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.search.filter_files import settle_filters

FOLDER = "pagefind"
_ARTICLES = "articles/*/index.html"
# Entries of one piece of the index, about 9 KB packed: a query fetches one for each of its words. By itself Pagefind
# takes 20,000. Read by the version that is pinned; another that does not know it makes larger pieces.
_PIECE = 5000


class SearchIndex:
    """The index of a build that takes over: the last one, as long as nothing that is searched has changed.

    ``searched`` has the pages that are read, site-relative, each with a digest of what is read there. ``making`` is
    another index of the same folder, ``site``.
    """

    def __init__(self, cache: BuildCache, last: LastSite, searched: Mapping[str, bytes], site: Path) -> None:
        self.cache, self.last = cache, last
        self.searched = searched
        self.making = IndexBehind(site / FOLDER)
        self.pages = tuple(searched)
        self.key = digest(*(part for pair in searched.items() for part in pair))
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

    def keep(self) -> None:
        """Let the next build have the index that was made."""
        if not self.is_there:
            paths = self.last.files_below(FOLDER)
            for path in paths:
                self.last.keep(path, self.key, self.last.written(path))
            self.cache.put("search", "", self.key, tuple(paths))


class IndexBehind:
    """An index that is made into ``folder`` by a program of its own, on another core. Never two at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    @property
    def is_making(self) -> bool:
        return self._process is not None

    def begin(self, site: Path, language: str, pages: Iterable[str]) -> None:
        """Begin to index every page that has a ``data-pagefind-body``; what is being made is given up.

        Until it is done, these pages of ``site`` must not change. ``pages`` are those to index, if it is known which;
        then no other is read.
        """
        self.give_up()
        if self._folder.exists():
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process = _started(site, language, pages, self._folder)

    def done(self) -> bool:
        """Whether an index has come to its end since it was asked last. Raises PluginError if it has failed."""
        if self._process is None or self._process.poll() is None:
            return False
        self.wait()
        return True

    def wait(self) -> None:
        """Let the index that is being made become whole. Raises PluginError if that fails."""
        if self._process is None:
            return
        said, _ = self._process.communicate()
        code, self._process = self._process.returncode, None
        if code:
            raise PluginError(f"The search index could not be made:\n{said}")
        _drop_unused(self._folder)
        try:
            settle_filters(self._folder)
        except (ValueError, LookupError, OSError) as wrong:
            raise PluginError(f"The search index could not be made: {wrong}") from wrong

    def give_up(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _started(site: Path, language: str, pages: Iterable[str], folder: Path) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-path", str(folder)]
    # Where no page has one, Pagefind takes all.
    only = ["--glob", _pattern(pages)] if pages else []
    # C# is not C.
    signs = ["--include-characters", "+#"]
    return subprocess.Popen(
        [*call, "--force-language", language, "--quiet", *signs, *only],
        env={**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(_PIECE)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def _drop_unused(folder: Path) -> None:
    """Interfaces of Pagefind's own, half a megabyte; our page has its own and asks for the index alone."""
    for unused in ("pagefind-*ui.*", "pagefind-highlight.js"):
        for file in folder.glob(unused):
            file.unlink()


def _pattern(pages: Iterable[str]) -> str:
    """What Pagefind finds the pages by: one pattern for all articles, and each other page."""
    article = re.compile(r"articles/[^/]+/index\.html")
    others = sorted(re.sub(r"([^\w/.-])", r"\\\1", page) for page in pages if not article.fullmatch(page))
    return "{" + ",".join([_ARTICLES, *others]) + "}" if others else _ARTICLES
