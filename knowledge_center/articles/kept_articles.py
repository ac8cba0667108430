"""What the cache has of the files of articles: it stays what it is whatever the lists call their authors and topics."""

from __future__ import annotations

from knowledge_center.articles.article_files import ArticleFile, FileReading
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.store import BuildCache

_KIND = "article"


class KeptArticles:
    """Articles by the paths of their files below docs, as they are read by ``reading``.

    ``content`` is a hash of what a file holds. Of the lists an article without a mistake in its fields has nothing but
    the authors and topics that it names; messages about mistakes may tell of all.
    """

    def __init__(self, cache: BuildCache, reading: FileReading) -> None:
        self._cache, self._reading = cache, reading
        settings = reading.zone, reading.list_paths, reading.text_settings
        self._settings, self._lists = content_hash(repr(settings)), reading.content_hash

    def get(self, path: str, content: bytes) -> ArticleFile | None:
        """What is known of a file, with its authors and topics as the lists have them now."""
        found: ArticleFile | None = self._cache.get(_KIND, path, content_hash(self._settings, content))
        if found is None:
            found = self._cache.get(_KIND, path, content_hash(self._lists, content))
            return found
        return found if self._reading.share_lists(found) else None

    def put(self, path: str, content: bytes, file: ArticleFile) -> None:
        """Keep what was read of a file."""
        fields = file.fields
        is_sound = fields.authors and fields.categories and not fields.findings
        made_of = self._settings if is_sound else self._lists
        self._cache.put(_KIND, path, content_hash(made_of, content), file)
