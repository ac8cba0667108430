"""Reads the files of all articles, each for itself: what the cache has, what a preview goes on with, or the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, TypeVar

from knowledge_center.articles.article_files import (
    ArticleFile,
    FileReading,
    Unread,
    is_unreadable_draft,
    unreadable_identities,
)
from knowledge_center.articles.docs_files import DocsFiles, article_paths
from knowledge_center.articles.kept_articles import KeptArticles
from knowledge_center.articles.last_good import LastGood
from knowledge_center.articles.rules import file_names
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.problems import Problem

Item = TypeVar("Item")
Result = TypeVar("Result")


class Share(Protocol):
    """Makes a result of each item, in their order, perhaps in several processes at once."""

    def __call__(self, make: Callable[[Item], Result], items: Sequence[Item], /) -> Iterator[Result]: ...


def alone(make: Callable[[Item], Result], items: Sequence[Item], /) -> Iterator[Result]:
    """All in this process."""
    return map(make, items)


@dataclass(slots=True)
class FilesRead:
    """``read`` are the files that can be read, in the order of their paths, and ``problems`` what is wrong with others.

    ``mended`` are files as they are once their fields can be read: where their links lead can be told before.
    ``claimed`` maps whatever an article may be known by, of every file, to the file's display path. In a preview
    ``earlier`` are the paths whose article is that of before their latest mistake, and ``beyond_reading`` those of
    which nothing can be shown as an article. Paths are relative to docs.
    """

    read: list[ArticleFile] = field(default_factory=list)
    mended: list[ArticleFile] = field(default_factory=list)
    claimed: dict[str, str] = field(default_factory=dict)
    earlier: set[str] = field(default_factory=set)
    beyond_reading: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_files(
    docs: Path,
    files: DocsFiles,
    reading_by: FileReading,
    authority: str,
    cache: BuildCache | None,
    last_good: LastGood | None,
    share: Share,
) -> FilesRead:
    """Read every article among the ``files`` of ``docs``; ``authority`` is the site's tagging authority (RFC 4151)."""
    made, lists = FilesRead(), reading_by.content_hash

    def read_file(path: str) -> ArticleFile | Unread:
        return reading_by.read(docs, path)

    for path, outcome in _outcomes(docs, list(article_paths(files)), reading_by, cache, read_file, share):
        display_path = f"{reading_by.docs_dir}/{path}"
        file: ArticleFile | None
        if isinstance(outcome, Unread):
            file = None
            found = (*file_names.rule.problems(display_path, display_path), *outcome.problems)
            made.problems.extend(of_draft(found) if is_unreadable_draft(docs / path) else found)
            if outcome.mended is not None:
                made.mended.append(outcome.mended)
            names = unreadable_identities(docs / path)
        else:
            file = outcome
            names = [*file.names]
        if last_good is not None:
            lists_then, good = last_good.files.get(path, (b"", None))
            if file is not None and file.article("", None, authority):
                last_good.files[path] = lists, file
            # Of a draft what can be read is shown as it is: who writes it looks for the words of a moment ago.
            elif good is not None and lists_then == lists and not (file and file.fields.draft):
                if file is not None:
                    made.problems.extend(file.problems)
                file, names = good, [*good.names]
                made.earlier.add(path)
        if file is not None:
            made.read.append(file)
            if cache:
                cache.know_text(file.body, file.body_hash)
        elif last_good is not None:
            made.beyond_reading.append(path)
        for name in names:
            made.claimed.setdefault(name, display_path)
    if last_good is not None:
        last_good.read_file = read_file
        for path in last_good.files.keys() - set(files):
            del last_good.files[path]
    return made


def _outcomes(
    docs: Path,
    paths: Sequence[str],
    reading_by: FileReading,
    cache: BuildCache | None,
    read_file: Callable[[str], ArticleFile | Unread],
    share: Share,
) -> Iterator[tuple[str, ArticleFile | Unread]]:
    """Each file with what the cache has of it or what is read of it, or why it cannot be taken apart."""
    if cache is None:
        yield from zip(paths, share(read_file, paths), strict=True)
        return
    articles = KeptArticles(cache, reading_by)
    contents = {path: cache.fingerprints.of(os.path.join(docs, path)) for path in paths}
    kept = {path: articles.get(path, content) for path, content in contents.items()}
    missing = [path for path, file in kept.items() if file is None]
    made = dict(zip(missing, share(read_file, missing), strict=True))
    for path, content in contents.items():
        file = kept[path] or made[path]
        if path in made and isinstance(file, ArticleFile):
            reading_by.share_lists(file)
            articles.put(path, content, file)
        yield path, file


def of_draft(problems: Iterable[Problem]) -> Iterator[Problem]:
    """What is wrong with a draft is nobody's emergency."""
    return (replace(problem, advice=True) for problem in problems)
