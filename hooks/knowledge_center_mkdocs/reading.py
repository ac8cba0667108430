"""What to read next, found with the help of what the build before has kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache as memo
from typing import TYPE_CHECKING

from knowledge_center.articles.model import Article
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.pages.reading_lists import Terms, reading_lists, terms_of
from knowledge_center.search.word_folding import stemmer

if TYPE_CHECKING:
    from knowledge_center.pages.site import Site

Stemmers = Callable[[str], Callable[[str], str]]

LISTS_KEY = content_hash("reading lists")


def find_reading(site: Site, cache: BuildCache | None) -> Mapping[str, tuple[str, ...]]:
    """The names of the articles to recommend on the page of each that is listed, the best first."""
    stem: Stemmers = memo(lambda language: memo(stemmer(language)))

    def terms(article: Article) -> Terms:
        return terms_of_article(article, site.settings.language, stem)

    kept: dict[str, Terms | None] = {}
    keys: dict[str, bytes] = {}
    for article in site.shown if cache else ():
        keys[article.name] = key = terms_key(article, site.settings.language)
        kept[article.name] = cache.get("terms", article.name, key) if cache else None
    # Not at the top: a build after an edit of a text has none to share out, and shall not wait for this to load.
    from knowledge_center_mkdocs.workers import share_out

    missing = [article for article in site.shown if kept.get(article.name) is None]
    found = {name: packed for name, packed in kept.items() if packed is not None}
    for article, made in zip(missing, share_out(terms, missing), strict=True):
        found[article.name] = made
        if cache:
            cache.put("terms", article.name, keys[article.name], made)
    before = cache.get("reading lists", "", LISTS_KEY) if cache else None
    lists = reading_lists(found, before)
    if cache and lists is not before:
        cache.put("reading lists", "", LISTS_KEY, lists)
    return lists.lists


def terms_of_article(article: Article, language: str, stem: Stemmers = stemmer) -> Terms:
    """The terms of an article; ``language`` is the site's."""
    topics = [category.name for category in article.categories]
    stems = stem(article.language or language)
    return terms_of(article.title, article.summary, topics, article.body, stems)


def terms_key(article: Article, language: str) -> bytes:
    """Under which the cache has them."""
    topics = [category.name for category in article.categories]
    return content_hash(
        repr((article.title, article.summary, topics, article.language or language)), article.body
    )
