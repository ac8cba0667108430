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
# For fewer texts another core is not asked.
_MANY = 100


class KnownReading(NamedTuple):
    """What is kept for the next build: the lists, and of each article in them the key of its terms."""

    lists: ReadingLists
    keys: dict[str, bytes]


class Reading:
    """The search for what to read next on the page of each article that is listed.

    Where much is to be found, another core does it until it is asked for. What is found is in the ``cache`` then.
    """

    def __init__(self, site: Site, cache: BuildCache | None) -> None:
        language, shown = site.settings.language, site.shown
        known: KnownReading = (cache and cache.get("reading lists", "", LISTS_KEY)) or KnownReading(
            ReadingLists(), {}
        )
        keys = {one.name: terms_key(one, language, cache) for one in shown} if cache else {}
        missing = [one for one in shown if not cache or known.keys.get(one.name) != keys[one.name]]

        def lists() -> ReadingLists:
            stem: Stemmers = memo(lambda language: memo(stemmer(language)))
            found = {
                name: known.lists.terms[name] for name, key in keys.items() if known.keys.get(name) == key
            }
            found |= {article.name: terms_of_article(article, language, stem) for article in missing}
            return reading_lists(found, known.lists)

        # Not at the top: a build after an edit of a text has nothing to share out, and shall not wait for this to load.
        from knowledge_center_mkdocs.workers import CopyAtWork

        self._work = CopyAtWork(lists, is_long=len(missing) >= _MANY)
        self._cache, self._keys, self._is_new = cache, keys, keys != known.keys

    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the articles to recommend, by the name of each, the best first."""
        found = self._work.made()
        if self._cache and self._is_new:
            self._cache.put("reading lists", "", LISTS_KEY, KnownReading(found, self._keys))
        return found.lists

    def give_up(self) -> None:
        self._work.give_up()


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
