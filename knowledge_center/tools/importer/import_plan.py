"""The import itself: from the files of an old site to the files of this one, and a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge_center.tools.importer.anchors import resolve_anchors
from knowledge_center.tools.importer.article_names import ArticleNames
from knowledge_center.tools.importer.asset_index import ArticleAssets, AssetIndex, Copy, Picture
from knowledge_center.tools.importer.author_and_category_files import add, names
from knowledge_center.tools.importer.body.conversion import convert
from knowledge_center.tools.importer.body.conversion_context import ConversionContext
from knowledge_center.tools.importer.cover import Cover, find_cover
from knowledge_center.tools.importer.description import SHORTEST, completed, describe
from knowledge_center.tools.importer.existing_articles import ExistingArticle, ExistingArticles
from knowledge_center.tools.importer.front_matter_output import ArticleFields, write_article
from knowledge_center.tools.importer.ignored_fields import unused
from knowledge_center.tools.importer.import_notes import ImportNote, NoteKind, Refused, changed
from knowledge_center.tools.importer.import_report import Outcome, Report
from knowledge_center.tools.importer.link_index import Entry, LinkIndex
from knowledge_center.tools.importer.redirect_map import RedirectMap
from knowledge_center.tools.importer.source_authors import Authors
from knowledge_center.tools.importer.source_categories import Categories
from knowledge_center.tools.importer.source_post import (
    ReadOptions,
    SourcePost,
    former_paths,
    read_source_post,
)
from knowledge_center.tools.importer.source_text import SourceText
from knowledge_center.tools.importer.stripped_text import plain_text

AUTHORS = "articles/.authors.yml"
CATEGORIES = "articles/.categories.yml"
POSTS = "articles/posts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the old site gives: its articles (path -> bytes), pictures, and names of authors by key."""

    files: Mapping[str, bytes]
    pictures: Sequence[Picture] = ()
    author_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSite:
    """What is in docs: articles, the addresses of pages, the two registers' text, and the pictures.

    ``pictures`` maps a path below articles/posts to what the file holds, ``shown`` is what the person who
    imports calls the folder.
    """

    shown: str = "docs"
    articles: Sequence[ExistingArticle] = ()
    pages: Sequence[str] = ()
    authors: str = ""
    categories: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the person who imports wants: ``author`` signs what nobody signed, ``category`` takes the rest."""

    reading: ReadOptions
    author: str
    category: str
    by_tag: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSystem:
    """The two questions about a picture file that only a disk can answer."""

    fingerprint: Callable[[str], str]
    usable: Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to write: texts by path below docs, pictures to copy, and what to tell."""

    texts: Mapping[str, str]
    copies: Sequence[Copy]
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """An article between its conversion and the last look at its links."""

    post: SourcePost
    entry: Entry
    cover: Cover
    body: SourceText
    notes: list[ImportNote]


def make_plan(source: Source, target: TargetSite, options: ImportOptions, file_system: FileSystem) -> Plan:
    """Work out a whole import. Raises ListFileError when authors or categories here cannot be added to."""
    return _Import(source, target, options, file_system).run()


class _Import:
    def __init__(
        self, source: Source, target: TargetSite, options: ImportOptions, file_system: FileSystem
    ) -> None:
        self.source, self.target_site, self.options, self.file_system = source, target, options, file_system
        self.site = options.reading.site
        self.authors = Authors(
            known=names(target.authors, f"{target.shown}/{AUTHORS}"), old_names=source.author_names
        )
        known = names(target.categories, f"{target.shown}/{CATEGORIES}")
        self.categories = Categories(known=known, fallback=options.category, by_tag=options.by_tag)
        self.existing = ExistingArticles(target.articles)
        self.link_index = LinkIndex()
        self.claims = RedirectMap(target.articles, target.pages)
        self.index = AssetIndex(source.pictures)
        self.placed: dict[str, dict[str, str]] = {}
        for path, content in target.pictures.items():
            year, _, name = path.partition("/")
            self.placed.setdefault(year, {})[name.casefold()] = content
        self.outcomes: dict[str, Outcome] = {}
        self.texts: dict[str, str] = {}
        self.copies: dict[str, Copy] = {}

    def run(self) -> Plan:
        ignored: Counter[str] = Counter()
        drafts = []
        for post, entry in self._welcome(self._read()):
            drafts.append(self._convert(post, entry))
            ignored.update(unused(post.fields))
        settled = resolve_anchors({draft.entry.file: draft.body for draft in drafts})
        for draft in drafts:
            body, said = settled[draft.entry.file]
            self._write(draft, body.text, [*draft.notes, *said])
        self._registers()
        report = Report(
            outcomes=[self.outcomes[path] for path in sorted(self.outcomes)],
            pictures=len(self.copies),
            authors=self.authors.new,
            guessed=self.authors.guessed,
            categories=self.categories.new,
            unused_tags=self.categories.unused,
            unused_fields=ignored,
        )
        return Plan(
            texts=self.texts, copies=[self.copies[path] for path in sorted(self.copies)], report=report
        )

    def _read(self) -> list[SourcePost]:
        found = []
        for path in sorted(self.source.files):
            try:
                found.append(read_source_post(path, self.source.files[path], self.options.reading))
            except Refused as refused:
                self.outcomes[path] = Outcome(source=path, notes=(refused.note,))
        return sorted(found, key=lambda one: (one.moment.instant, one.source))

    def _guid(self, post: SourcePost) -> str:
        return post.fields.text("guid") or (self.site.url(post.path) if self.site.known else "")

    def _welcome(self, posts: list[SourcePost]) -> list[tuple[SourcePost, Entry]]:
        """Names for all that are new, oldest first; then everybody can be linked to."""
        taken = ArticleNames([*self.claims.names(), *(article.name for article in self.target_site.articles)])
        for article in self.target_site.articles:
            paths = [*article.paths, f"/articles/{article.name}/"]
            self.link_index.add(article.entry(), paths=paths, source=article.file)
        welcome = []
        for post in posts:
            known = self.existing.find(post, self._guid(post))
            if known is not None:
                message = f"{self.target_site.shown}/{POSTS}/{known.file} is this article."
                note = ImportNote(message=message, kind=NoteKind.ALREADY)
                self.outcomes[post.source] = Outcome(source=post.source, notes=(note,))
                self.link_index.add(known.entry(), paths=[post.path], source=post.source)
                continue
            name = taken.claim(post.wanted, post.year)
            entry = Entry(name=name, year=str(post.year), public=not post.draft, path=post.path)
            self.link_index.add(entry, paths=[post.path], source=post.source)
            self.claims.reserve(entry)
            welcome.append((post, entry))
        for post, entry in welcome:
            self.link_index.add(entry, paths=former_paths(post, self.site)[0])
        return welcome

    def _convert(self, post: SourcePost, entry: Entry) -> _Draft:
        fields = post.fields
        notes = list(post.notes)
        if entry.name != post.wanted:
            message = f"the name {post.wanted} is taken or reserved; the article is called {entry.name}."
            notes.append(changed(message))
        assets = self._assets(post, entry)
        context = ConversionContext(
            title=post.title, source=post.source, entry=entry, fields=fields, site=self.site,
            link_index=self.link_index, assets=assets, name_of=self.authors.name_of,
        )  # fmt: skip
        body, said = convert(post.body, context)
        notes.extend(said)
        cover, said = find_cover(fields, body.text, assets)
        notes.extend(said)
        self.copies.update({copy.target: copy for copy in assets.copies})
        return _Draft(post=post, entry=entry, cover=cover, body=body, notes=notes)

    def _write(self, draft: _Draft, body: str, notes: list[ImportNote]) -> None:
        post, entry = draft.post, draft.entry
        if not body:
            notes.append(
                changed("nothing of its text is left, so it waits as a draft; write it, or delete the file.")
            )
        former, said = former_paths(post, self.site)
        notes.extend(said)
        aliases, owned, said = self.claims.settle(entry, former, post.fields.line("redirect_from", "aliases"))
        notes.extend(said)
        front = ArticleFields(
            title=post.title,
            date=str(post.moment),
            description=self._description(post, body, notes),
            authors=self._authors(post, notes),
            categories=self.categories.slugs(post.fields),
            image=draft.cover.image,
            image_alt=draft.cover.alt,
            updated=post.updated,
            expires=post.expires,
            # An article without a word cannot be shown to readers.
            draft=post.draft or not body,
            aliases=aliases,
            guid=self._guid(post) if owned else "",
        )
        target = f"{POSTS}/{entry.file}"
        self.texts[target] = write_article(front, body)
        shown = f"{self.target_site.shown}/{target}"
        self.outcomes[post.source] = Outcome(source=post.source, target=shown, notes=tuple(notes))

    def _assets(self, post: SourcePost, entry: Entry) -> ArticleAssets:
        return ArticleAssets(
            index=self.index,
            year=entry.year,
            article=entry.name,
            beside=post.source.rpartition("/")[0],
            placed=self.placed.setdefault(entry.year, {}),
            fingerprint=self.file_system.fingerprint,
            usable=self.file_system.usable,
        )

    def _description(self, post: SourcePost, body: str, notes: list[ImportNote]) -> str:
        sources = ("excerpt", "summary", "deck", "description", "subtitle", "lead", "intro", "abstract")
        own = next((text for text in (plain_text(post.fields.text(one)) for one in sources) if text), "")
        text = describe(own, body) or post.title
        if len(text) < SHORTEST:
            message = "it has too few words for a description; its title and day stand in for one. Write one."
            notes.append(changed(message))
            text = completed(text, post.title, post.moment.instant.date())
        return text

    def _authors(self, post: SourcePost, notes: list[ImportNote]) -> list[str]:
        keys = self.authors.keys(post.fields)
        if keys:
            return keys
        key = self.authors.key(self.options.author, exact=True)
        notes.append(changed(f"it names no author; {self.options.author} signs it."))
        return [key]

    def _registers(self) -> None:
        people = [(key, {"name": name}) for key, name in sorted(self.authors.new.items())]
        topics = [(slug, {"name": name}) for slug, name in sorted(self.categories.new.items())]
        if people:
            self.texts[AUTHORS] = add(self.target_site.authors, people)
        if topics:
            self.texts[CATEGORIES] = add(self.target_site.categories, topics)
