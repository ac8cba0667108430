"""The page of an article that was saved, made before anything else that follows from the save is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from knowledge_center.articles.article_files import ArticleFile
from knowledge_center.articles.last_good import LastGood
from knowledge_center.pages.planned import planned_pages
from knowledge_center.problems import Problem
from knowledge_center_mkdocs.current_build import current
from knowledge_center_mkdocs.engine import quiet_engine


def make_saved_page(path: str, last_good: LastGood, told: Iterable[Problem], made: Path) -> str | None:
    """Make the page of the article file at ``path``, relative to docs, as the file ``made``; its path in the site.

    None where more may follow for the page than other words: other fields than title and description, other links,
    pictures or problems, or problems that are ``told`` of lines which stand elsewhere now. What other pages say of the
    article is that of before.
    """
    build = current()
    before = last_good.files.get(path, (b"", None))[1]
    file = last_good.read_file(path) if last_good.read_file and before else None
    if build.site_pages is None or before is None or not isinstance(file, ArticleFile):
        return None
    article = next((one for one in build.site.with_page if one.source == file.display_path), None)
    lines = [problem.line for problem in told if problem.path == file.display_path]
    if (
        article is None
        or not _differs_in_words(before, file)
        or max(lines, default=0) >= _first_moved(before, file)
    ):
        return None
    fields = file.fields
    article = replace(
        article, title=fields.title, summary=fields.description, body=file.body, minutes=file.minutes
    )
    planned = next(planned_pages(build.site, [article]))
    with quiet_engine(build.site.now) as records:
        build.site_pages.make_again(planned, made)
    return None if records else f"{planned.url}index.html"


def _differs_in_words(before: ArticleFile, file: ArticleFile) -> bool:
    """Whether both lead to the same and have the same problems, and differ in no field that lists are made by."""
    fields = replace(file.fields, title=before.fields.title, description=before.fields.description)
    return (
        bool(file.fields.title and file.fields.description)
        and fields == before.fields
        and file.problems == before.problems
        and _targets(file) == _targets(before)
    )


def _targets(file: ArticleFile) -> list[str]:
    return [link.target for link in (*file.links, *file.raw_links)]


def _first_moved(before: ArticleFile, file: ArticleFile) -> float:
    """The first line of the file that may stand elsewhere than it did."""
    old, new = before.body.split("\n"), file.body.split("\n")
    if len(old) == len(new):
        return float("inf")
    same = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    return file.body_line + sum(1 for _ in same)
