"""The articles that are here already: their names, addresses and identities are taken."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge_center.articles.model import SeriesPart
from knowledge_center.tools.importer.decoding import decode
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.foreign_front_matter import ParsedFile, split
from knowledge_center.tools.importer.import_notes import Refused
from knowledge_center.tools.importer.link_index import Entry
from knowledge_center.tools.importer.old_addresses import path_key
from knowledge_center.tools.importer.source_post import SourcePost
from knowledge_center.tools.importer.source_text import SourceText


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingArticle:
    """One article in docs/articles/posts, as far as an import has to know it; ``file`` is its path there.

    ``worked_on``: an import wrote it, and somebody has changed it since.
    """

    file: str
    title: str
    date: str
    guid: str
    draft: bool
    aliases: tuple[str, ...]
    worked_on: bool = False
    series: SeriesPart | None = None

    @property
    def name(self) -> str:
        return posixpath.splitext(posixpath.basename(self.file))[0]

    @property
    def old_paths(self) -> tuple[str, ...]:
        """The paths of an old site that lead to it."""
        return tuple(alias for alias in self.aliases if alias.startswith("/"))

    @property
    def former_names(self) -> tuple[str, ...]:
        """The names it had before."""
        return tuple(alias for alias in self.aliases if not alias.startswith("/"))

    def entry(self) -> Entry:
        """The article as links see it."""
        path = self.old_paths[-1] if self.old_paths else f"/articles/{self.name}/"
        year = posixpath.dirname(self.file)
        return Entry(name=self.name, year=year, public=not self.draft, path=path)


def read_existing_article(file: str, raw: bytes, *, worked_on: bool = False) -> ExistingArticle:
    """An article's names and identity. One that cannot be read still keeps its name."""
    try:
        text, _ = decode(raw)
        parsed = split(text)
    except Refused:
        parsed = None
    fields = Fields(parsed or ParsedFile(fields={}, body=SourceText.unedited("")))
    return ExistingArticle(
        file=file,
        title=fields.text("title"),
        date=fields.text("date"),
        guid=fields.text("guid"),
        draft=bool(fields.flag("draft")),
        aliases=tuple(fields.texts("aliases")),
        worked_on=worked_on,
        series=_series(fields),
    )


def _series(fields: Fields) -> SeriesPart | None:
    found = fields.first("series")
    group = found.value if found is not None and isinstance(found.value, dict) else {}
    name, part = str(group.get("name", "")), str(group.get("part", ""))
    return SeriesPart(name=name, part=int(part)) if name and part.isdecimal() else None


class ExistingArticles:
    """All articles that are here already."""

    def __init__(self, articles: Iterable[ExistingArticle]) -> None:
        self.articles = tuple(articles)
        self._by_guid = {article.guid: article for article in self.articles if article.guid}
        self._by_path: dict[str, ExistingArticle] = {}
        for article in self.articles:
            for path in (*article.old_paths, f"/articles/{article.name}/"):
                self._by_path.setdefault(path_key(path), article)
        self._found: set[str] = set()
        self._by_name: Mapping[str, ExistingArticle] = {article.name: article for article in self.articles}

    def find(self, post: SourcePost, guid: str) -> ExistingArticle | None:
        """The article that came from the same source in an earlier import, if there is one; each is found once.

        Posts are asked for oldest first: of two with one ``guid`` the first had it.
        """
        same_name = self._by_name.get(post.wanted_name)
        if same_name is not None and (same_name.title, same_name.date) != (post.title, post.date):
            same_name = None
        by_guid = self._by_guid.get(guid) if guid else None
        by_path = self._by_path.get(path_key(post.path)) if post.path else None
        for found in (by_guid, by_path, same_name):
            if found is not None and found.file not in self._found:
                self._found.add(found.file)
                return found
        return None
