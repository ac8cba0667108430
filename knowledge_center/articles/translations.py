"""Articles that translate one another: which belong together, and which of them everybody is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from knowledge_center.articles.model import Article


def versions(articles: Iterable[Article]) -> dict[str, tuple[Article, ...]]:
    """The versions of each work by the name of its original, that in the site's language first, then by their tags."""
    found: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        found[work(article)].append(article)
    return {name: tuple(sorted(own, key=lambda a: (a.language, a.name))) for name, own in found.items()}


def work(article: Article) -> str:
    """The name of the article that it translates, or its own."""
    return article.translation_of or article.name


def for_everybody(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Those in the site's language, and those that are not there in it; ``articles`` are what readers may see."""
    articles = tuple(articles)
    there = {work(article) for article in articles if not article.language}
    return tuple(article for article in articles if not article.language or work(article) not in there)


def in_language(articles: Iterable[Article], language: str) -> tuple[Article, ...]:
    """Those in one language, given as its tag; an empty one stands for everybody."""
    if not language:
        return for_everybody(articles)
    return tuple(article for article in articles if article.language == language)
