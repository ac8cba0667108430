"""Which old addresses lead to which article."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge_center.articles.model import Article


def redirects(articles: Iterable[Article]) -> dict[str, Article]:
    """The files of all redirect pages: every alias of an article with a page, by its path in the site."""
    found: dict[str, Article] = {}
    for article in articles:
        for alias in article.aliases:
            path = alias.strip("/") if alias.startswith("/") else f"articles/{alias}"
            if not path.endswith((".html", ".htm")):
                path += "/index.html"
            found.setdefault(path, article)
    return found
