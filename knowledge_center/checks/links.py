"""What an article's text points to: pictures that are there and described, articles that are public."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from datetime import datetime

from knowledge_center.article import Article, public
from knowledge_center.images import TYPES
from knowledge_center.markdown_links import Link
from knowledge_center.problems import Problem, did_you_mean


def check_links(
    links: Iterable[Link],
    *,
    shown: str,
    folder: str,
    article: Article | None,
    articles: Mapping[str, Article],
    files: Mapping[str, bool],
    now: datetime,
) -> list[Problem]:
    """Problems of one file's links.

    ``folder`` is the file's own, relative to docs; ``articles`` are the usable ones and ``files`` all
    files, both by path relative to docs. ``article`` is None for an ordinary page, which is always public.
    """
    problems = []
    for link in links:
        if link.image and not link.text:
            message = f"The picture {link.target} has no description for people who cannot see it."
            fix = f"![What the picture shows]({link.target})"
            problems.append(Problem(path=shown, line=link.line, message=message, fix=fix))
        if not link.file:
            continue
        target = posixpath.normpath(posixpath.join(folder, link.file))
        suffix = posixpath.splitext(target)[1].lower()
        if target in articles:
            problems.extend(_not_public(link, articles[target], article, shown, now))
        elif target not in files and (suffix == ".md" or suffix in TYPES):
            problems.append(_missing(link, target, shown, folder, files))
    return problems


def _not_public(
    link: Link, target: Article, article: Article | None, shown: str, now: datetime
) -> list[Problem]:
    # A scheduled article is read from its own day on; a draft is read by nobody.
    if article is not None and article.draft:
        return []
    read_from = max(now, article.published) if article is not None else now
    if public(target, read_from):
        return []
    if target.draft:
        state = "is a draft"
    elif target.published > read_from:
        state = f"is not public before {target.published:%Y-%m-%d %H:%M}"
    else:
        state = "has expired"
    message = f"The link leads to “{target.title}”, which {state}: readers would find nothing there."
    fix = f"Take out the link, keep its text: {link.text}"
    return [Problem(path=shown, line=link.line, message=message, fix=fix)]


def _missing(link: Link, target: str, shown: str, folder: str, files: Mapping[str, bool]) -> Problem:
    what = "picture" if link.image else "file"
    name = posixpath.basename(target)
    by_name = {posixpath.basename(path): path for path in sorted(files, reverse=True)}
    meant = by_name.get(name) or by_name.get(did_you_mean(name, by_name), "")
    fix = "Put the file there, or correct the path."
    if meant:
        path = posixpath.relpath(meant, folder or ".")
        fix = f"![{link.text}]({path})" if link.image else f"[{link.text}]({path})"
    return Problem(
        path=shown,
        line=link.line,
        message=f"There is no {what} {link.file} (looked for docs/{target}).",
        fix=fix,
    )
