"""What to read next, found with the help of what the build before has kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache as memo
from typing import TYPE_CHECKING, NamedTuple

from knowledge_center.articles.model import Article
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.pages.reading_lists import ReadingLists, Terms, reading_lists, terms_of
from knowledge_center.search.word_folding import stemmer

if TYPE_CHECKING:
    from knowledge_center.pages.site import Site

Stemmers = Callable[[str], Callable[[str], str]]

LISTS_KEY = content_hash("reading lists")


class KnownReading(NamedTuple):
    """What is kept for the next build: the lists, and of each article in them the key of its terms."""

    lists: ReadingLists
    keys: dict[str, bytes]


def find_reading(site: Site, cache: BuildCache | None) -> Mapping[str, tuple[str, ...]]:
    """The names of the articles to recommend on the page of each that is listed, the best first."""
    stem: Stemmers = memo(lambda language: memo(stemmer(language)))

    def terms(article: Article) -> Terms:
        return terms_of_article(article, site.settings.language, stem)

    known: KnownReading = (cache and cache.get("reading lists", "", LISTS_KEY)) or KnownReading(
        ReadingLists(), {}
    )
    keys = {one.name: terms_key(one, site.settings.language, cache) for one in site.shown} if cache else {}
    missing = [one for one in site.shown if not cache or known.keys.get(one.name) != keys[one.name]]
    # Not at the top: a build after an edit of a text has none to share out, and shall not wait for this to load.
    from knowledge_center_mkdocs.workers import share_out

    found = {name: known.lists.terms[name] for name, key in keys.items() if known.keys.get(name) == key}
    for article, made in zip(missing, share_out(terms, missing), strict=True):
        found[article.name] = made
    lists = reading_lists(found, known.lists)
    if cache and keys != known.keys:
        cache.put("reading lists", "", LISTS_KEY, KnownReading(lists, keys))
    return lists.lists


def terms_of_article(article: Article, language: str, stem: Stemmers = stemmer) -> Terms:
    """The terms of an article; ``language`` is the site's."""
    topics = [category.name for category in article.categories]
    stems = stem(article.language or language)
    return terms_of(article.title, article.summary, topics, article.body, stems)


def terms_key(article: Article, language: str, cache: BuildCache) -> bytes:
    """What they are made of; ``language`` is the site's."""
    topics = [category.name for category in article.categories]
    fields = repr((article.title, article.summary, topics, article.language or language))
    return content_hash(fields, cache.text_hash(article.body))
