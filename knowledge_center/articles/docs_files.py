"""The files below docs/, by their paths."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from knowledge_center.articles.model import POSTS
from knowledge_center.pictures.measuring import TYPES
from knowledge_center.problems import Problem, did_you_mean

# What other generators take for Markdown: whoever names a file so expects it to be published.
MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
# The lists of authors and topics: for people who write files, and for programs that show no file with a dot.
AUTHOR_LISTS = ("articles/.authors.yml", "articles/authors.yml")
TOPIC_LISTS = ("articles/.categories.yml", "articles/categories.yml")
# Comparing two names takes its time; who has very many broken links has moved a folder, and needs no guesses.
MOST_COMPARISONS = 20_000


class DocsFiles(Mapping[str, bool]):
    """All files below docs by their relative path, found also by a name that is not quite right."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = dict.fromkeys(paths, True)
        self._by_name = {posixpath.basename(path): path for path in sorted(self._paths, reverse=True)}
        self._compared = 0

    def __getitem__(self, path: str) -> bool:
        return self._paths[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._paths:
            found.setdefault(posixpath.splitext(path)[0].casefold(), []).append(path)
        return found

    def surely(self, path: str) -> str:
        """The only file that somebody can have meant who wrote ``path``, or nothing.

        But for the letter case of its name, or the ending of a picture, it is the same, and no second file of its
        folder is.
        """
        alike = self._by_stem.get(posixpath.splitext(path)[0].casefold(), [])
        same = [one for one in alike if one.casefold() == path.casefold()]
        if not same and path.lower().endswith(tuple(TYPES)):
            same = [one for one in alike if one.lower().endswith(tuple(TYPES))]
        return same[0] if len(same) == 1 else ""

    def meant(self, path: str, *, within: str = "") -> str:
        """The file that somebody meant who wrote ``path``: surely, else one of that name, or one much like it.

        ``within`` is the file it is written in: nobody links to the page they are on by a name that is not its own.
        """
        if sure := self.surely(path):
            return sure
        name = posixpath.basename(path)
        if name in self._by_name:
            return self._by_name[name]
        if self._compared >= MOST_COMPARISONS:
            return ""
        stem, ending = posixpath.splitext(name)
        # What all of them end in says nothing of how much alike they are.
        alike = {
            posixpath.splitext(other)[0]: path
            for other, path in self._by_name.items()
            if other.lower().endswith(ending.lower()) and path != within
        }
        self._compared += len(alike)
        return alike.get(did_you_mean(stem, alike), "")


def list_in_use(docs: Path, both: tuple[str, str]) -> str:
    """Which of the two files of a list is there, relative to docs: the one without a dot where both are."""
    hidden, shown = both
    return shown if (docs / shown).is_file() else hidden


def list_files(docs: Path, docs_dir: str, problems: list[Problem]) -> DocsFiles:
    """All files below docs, sorted, so that no folder order shows in the site.

    What begins with a dot is not the editor's: settings of programs, halves of files from a Mac. A name that
    cannot be written down goes to ``problems``, and so does a folder that cannot be read. Links to folders are not
    followed; of one among the articles that leads out of docs that is told, and of one that leads to where it lies.
    """
    found: list[str] = []

    def unreadable(error: OSError) -> None:
        path = Path(error.filename)
        # Without a docs folder there is nothing to read, and others say so.
        if path == docs and isinstance(error, FileNotFoundError):
            return
        display_path = f"{docs_dir}/{path.relative_to(docs).as_posix()}/".replace("/./", "/")
        message = f"The folder cannot be read: {error.strerror}."
        problems.append(Problem(path=display_path, message=message, fix="Look whether you may read it."))

    for folder, folders, names in os.walk(docs, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        base = Path(folder).relative_to(docs).as_posix()
        for name in folders:
            path, here = os.path.join(folder, name), posixpath.normpath(posixpath.join(base, name)) + "/"
            if not os.path.islink(path):
                continue
            target = Path(path).resolve()
            if Path(folder).resolve().is_relative_to(target):
                message = "The folder is a link to one in which it lies itself: it has no end."
                problems.append(Problem(path=f"{docs_dir}/{here}", message=message, fix="Delete the link."))
                continue
            of_articles = here.startswith(f"{POSTS}/") or f"{POSTS}/".startswith(here)
            if of_articles and not target.is_relative_to(docs.resolve()):
                message = "The folder is a link, which is not followed: no article in it is read."
                fix = "Put the folder itself here, or link to each of its files."
                problems.append(Problem(path=f"{docs_dir}/{here}", message=message, fix=fix))
        for name in names:
            path = name if base == "." else f"{base}/{name}"
            if name.startswith(".") or path in (*AUTHOR_LISTS, *TOPIC_LISTS):
                continue
            try:
                path.encode()
            except UnicodeEncodeError:
                display_path = f"{docs_dir}/{path}".encode(errors="replace").decode()
                message = "The file's name holds characters that no system is sure to read."
                problems.append(Problem(path=display_path, message=message, fix="Rename the file."))
                continue
            found.append(path)
    return DocsFiles(sorted(found))


def article_paths(files: DocsFiles) -> Iterator[str]:
    """The files among the articles that may hold one, relative to docs."""
    return (path for path in files if path.startswith(POSTS + "/") and path.lower().endswith(MARKDOWN))


def page_address(path: str) -> str:
    """The address of an ordinary page, without slashes around it."""
    stem = posixpath.splitext(path)[0]
    return f"/{stem}".removesuffix("/index").removesuffix("/README").strip("/")
