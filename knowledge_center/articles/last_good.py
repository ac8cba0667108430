"""What a preview goes on with where a file has a mistake since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from knowledge_center.articles.article_files import ArticleFile, Unread
from knowledge_center.problems import Problem

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class LastGood:
    """What a preview goes on with where a file has a mistake since.

    ``files`` has each article file as it was when it last was an article, with a hash of the lists it was read with;
    ``lists`` what the lists held, by their paths. ``refused`` are the mistakes of lists that stand as they were.
    ``read_file`` reads an article file by its path below docs, with the lists and settings of the last time.
    """

    files: dict[str, tuple[bytes, ArticleFile]] = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)
    refused: tuple[Problem, ...] = ()
    read_file: Callable[[str], ArticleFile | Unread] | None = None


def list_or_last_good(
    reader: Callable[[Path, str, list[Problem]], T],
    root: Path,
    path: str,
    problems: list[Problem],
    last_good: LastGood | None,
) -> T:
    """One of the lists beside the articles; in a preview, as it was before its latest mistake."""
    found: list[Problem] = []
    read = reader(root / path, path, found)
    problems += found
    if last_good is None:
        return read
    mistakes = tuple(problem for problem in found if not problem.advice)
    if not mistakes:
        last_good.lists[path] = read
    elif path in last_good.lists:
        last_good.refused += mistakes
    kept: T = last_good.lists.get(path, read)
    return kept
