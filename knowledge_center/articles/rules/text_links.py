"""What an article's text points to: pictures that are there and described, articles that are public."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from knowledge_center.articles.markdown_links import Link
from knowledge_center.articles.model import Article, public
from knowledge_center.pictures.measuring import TYPES
from knowledge_center.problems import Problem, did_you_mean

# Comparing two names takes its time; who has very many broken links has moved a folder, and needs no guesses.
MOST_COMPARISONS = 20_000


NO_PICTURE = "cannot be read as a picture; it may be damaged, far too large, or have a wrong ending."
SAVE_ANEW = "Open it in a picture program and save it anew as .jpg or .png."


class Files(Mapping[str, bool]):
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

    def meant(self, path: str) -> str:
        """The file that somebody meant who wrote ``path``: one of that name elsewhere, else one much like it."""
        name = posixpath.basename(path)
        if name in self._by_name:
            return self._by_name[name]
        if self._compared >= MOST_COMPARISONS:
            return ""
        ending = posixpath.splitext(name)[1].lower()
        alike = [other for other in self._by_name if other.lower().endswith(ending)]
        self._compared += len(alike)
        return self._by_name.get(did_you_mean(name, alike), "")


def check_links(
    links: Iterable[Link],
    *,
    display_path: str,
    folder: str,
    article: Article | None,
    articles: Mapping[str, Article],
    files: Files,
    now: datetime,
    unfinished: Collection[str] = (),
    unreadable: Collection[str] = (),
) -> list[Problem]:
    """Problems of one file's links.

    ``folder`` is the file's own, relative to docs; ``articles`` are the usable ones, ``unfinished`` the drafts
    among the others, ``unreadable`` the files that are called pictures and are none, and ``files`` all files,
    each by path relative to docs. ``article`` is None for an ordinary page, which is always public.
    """
    problems = []
    for link in links:
        if link.image and not link.text:
            message = f"The picture {link.target} has no description for people who cannot see it."
            fix = f"![What the picture shows]({_in_brackets(link.target)})"
            problems.append(Problem(path=display_path, line=link.line, message=message, fix=fix))
        if not link.file:
            continue
        target = posixpath.normpath(posixpath.join(folder, link.file))
        suffix = posixpath.splitext(target)[1].lower()
        if target in articles:
            problems.extend(_not_public(link, articles[target], article, display_path, now))
        elif target in unfinished and not (article is not None and article.draft):
            name = posixpath.basename(target)
            problems.append(_leads_nowhere(link, name, "is a draft", display_path))
        elif target not in files and (suffix == ".md" or suffix in TYPES):
            problems.append(_missing(link, target, display_path, folder, files))
        elif link.image and target in unreadable:
            message = f"The file {link.file} {NO_PICTURE}"
            problems.append(Problem(path=display_path, line=link.line, message=message, fix=SAVE_ANEW))
    return problems


def _not_public(
    link: Link, target: Article, article: Article | None, display_path: str, now: datetime
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
    return [_leads_nowhere(link, target.title, state, display_path)]


def _leads_nowhere(link: Link, title: str, state: str, display_path: str) -> Problem:
    message = f"The link leads to “{title}”, which {state}: readers would find nothing there."
    return Problem(
        path=display_path,
        line=link.line,
        message=message,
        fix=f"Take out the link, keep its text: {link.text}",
    )


def _missing(link: Link, target: str, display_path: str, folder: str, files: Files) -> Problem:
    what = "picture" if link.image else "file"
    meant = files.meant(target)
    fix = "Put the file there, or correct the path."
    if meant:
        path = _in_brackets(posixpath.relpath(meant, folder or "."))
        fix = f"![{link.text}]({path})" if link.image else f"[{link.text}]({path})"
    docs = posixpath.dirname(display_path).removesuffix(folder)
    return Problem(
        path=display_path,
        line=link.line,
        message=f"There is no {what} {link.file} (looked for {posixpath.normpath(posixpath.join(docs, target))}).",
        fix=fix,
    )


def _in_brackets(path: str) -> str:
    return f"<{path}>" if set(path) & set(" ()") else path
