"""The list of words beside the search index: of each page as the cache has them, or as its HTML says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knowledge_center.build_cache.store import remembered
from knowledge_center.search.page_words import words_of_page
from knowledge_center.search.word_list import word_list
from knowledge_center_mkdocs.search_index import SearchIndex

_KIND = "search words"


def word_files(site: Path, language: str, search: SearchIndex | None) -> dict[str, bytes]:
    """The files of the word list of a finished site. ``search`` is what a build that takes over knows of it."""
    if search is None:
        return word_list((words_of_page(page.read_bytes()) for page in site.rglob("*.html")), language)

    def words(path: str) -> str:
        return "\n".join(sorted(words_of_page((site / path).read_bytes())))

    pages = (
        remembered(search.cache, _KIND, path, key, lambda path=path: words(path))  # type: ignore[misc]
        for path, key in search.searched.items()
    )
    return word_list((page.split("\n") for page in pages if page), language)


def keep_words(search: SearchIndex) -> None:
    """Let the next build have the words of pages that nobody asked for in this one."""
    for path in search.searched:
        search.cache.use(_KIND, path)


def place_words(index: Path, files: Mapping[str, bytes]) -> None:
    """Put the list into the folder of the index: whoever takes over or exchanges that has both."""
    for path, data in files.items():
        file = index / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
