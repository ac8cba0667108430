"""Which old addresses lead to which article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from knowledge_center.articles.model import Article

# What can be a path of files on every host and in the files of redirects.
_PATH = re.compile(r"""(?:/(?!\.\.?(?:/|$))[^/?#\\<>"\x00-\x1f\x7f]+)+/?""")


def old_path(alias: str) -> str:
    """The path in the site that an alias leads away from, without slashes around it.

    What an address spells as ``%C3%B6`` is the path's ``ö``: a host looks for files by that.
    """
    if not alias.startswith("/"):
        return f"articles/{alias}"
    return (unquote(alias) if can_be_asked_for(alias) else alias).strip("/")


def can_be_asked_for(alias: str) -> bool:
    """Whether an alias can be the path of files: by ``%22`` a host looks for the name of a quotation mark."""
    try:
        return not alias.startswith("/") or bool(_PATH.fullmatch(unquote(alias, errors="strict")))
    except UnicodeDecodeError:
        return False


def redirects(articles: Iterable[Article]) -> dict[str, Article]:
    """The files of all redirect pages: every alias of an article with a page, by its path in the site."""
    found: dict[str, Article] = {}
    for article in articles:
        for alias in article.aliases:
            found.setdefault(redirect_file(alias), article)
    return found


def redirect_file(alias: str) -> str:
    """The file, by its path in the site, of the redirect page for an alias."""
    path = old_path(alias)
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html"
