"""The import itself: from the files of an old site to the files of this one, and a report."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge_center.progress import Progress
from knowledge_center.tools.importer.anchors import places, resolve_anchors
from knowledge_center.tools.importer.article_names import ArticleNames, slug
from knowledge_center.tools.importer.asset_index import ArticleAssets, AssetIndex, FileCopy
from knowledge_center.tools.importer.author_and_category_files import read_names, with_new
from knowledge_center.tools.importer.body.conversion import convert
from knowledge_center.tools.importer.body.conversion_context import ConversionContext
from knowledge_center.tools.importer.cover import Cover, find_cover, with_caption
from knowledge_center.tools.importer.description import SHORTEST, completed, describe, own_description
from knowledge_center.tools.importer.existing_articles import ExistingArticle, ExistingArticles
from knowledge_center.tools.importer.front_matter_output import ArticleFields, write_article
from knowledge_center.tools.importer.identifiers import Identifiers
from knowledge_center.tools.importer.ignored_fields import ignored_fields, pieces_around
from knowledge_center.tools.importer.import_model import (
    POSTS,
    FileSystem,
    ImportOptions,
    Plan,
    Source,
    TargetSite,
)
from knowledge_center.tools.importer.import_notes import ImportNote, NoteKind, Refused, changed
from knowledge_center.tools.importer.import_report import Outcome, Report
from knowledge_center.tools.importer.kept_aside import ByName, KeptAside
from knowledge_center.tools.importer.link_index import Entry, LinkIndex
from knowledge_center.tools.importer.material_blog import with_related_links
from knowledge_center.tools.importer.post_paths import former_paths
from knowledge_center.tools.importer.proof import (
    Comparison,
    Pair,
    Proof,
    compare,
    rendered_as_commonmark,
    rendered_here,
    rendered_html,
)
from knowledge_center.tools.importer.redirect_map import RedirectMap
from knowledge_center.tools.importer.sharing import ShareOut, one_after_the_other
from knowledge_center.tools.importer.source_authors import Authors
from knowledge_center.tools.importer.source_categories import Categories
from knowledge_center.tools.importer.source_post import SourcePost, read_source_post
from knowledge_center.tools.importer.source_series import NumberedSeries, numbered
from knowledge_center.tools.importer.source_text import SourceText
from knowledge_center.tools.importer.subtitle import with_subtitle

# Bytes of text that are converted at once.
_TOGETHER = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _NewArticle:
    """A post that becomes an article, and the name and old paths it is known by from here on."""

    post: SourcePost
    entry: Entry
    former: list[str]
    former_notes: list[ImportNote]
    notes: list[ImportNote]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Converted:
    """An article whose text is ours, before the last correction of its links; ``names`` are those of its pictures."""

    cover: Cover
    body: SourceText
    notes: list[ImportNote]
    places: list[str]
    copies: list[FileCopy]
    names: dict[str, str]
    damaged: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _WrittenArticle:
    """An article that is done: its file, how much of that are its fields, and what explains a difference."""

    source: str
    path: str
    head: int
    explained: tuple[str, ...]


def make_plan(
    source: Source,
    target_site: TargetSite,
    options: ImportOptions,
    file_system: FileSystem,
    progress: Progress | None = None,
    share_out: ShareOut = one_after_the_other,
) -> Plan:
    """Work out a whole import. ``share_out`` may compare articles with their sources in several processes.

    Raises ListFileError when authors or categories here cannot be added to.
    """
    return _Import(source, target_site, options, file_system).run(progress or Progress(), share_out)


class _Import:
    def __init__(
        self, source: Source, target_site: TargetSite, options: ImportOptions, file_system: FileSystem
    ) -> None:
        self.source, self.target_site = source, target_site
        self.options, self.file_system = options, file_system
        self.old_site = options.reading.site
        docs = target_site.display_path
        self.authors = Authors(
            known=read_names(target_site.authors, f"{docs}/{target_site.author_list}"),
            old_names=source.author_names,
        )
        self.categories = Categories(
            known=read_names(target_site.categories, f"{docs}/{target_site.category_list}"),
            fallback=options.category,
            by_tag=options.by_tag,
            kept=source.blog is not None,
            details={slug(name): said for name, said in source.topics.items()},
        )
        self.existing = ExistingArticles(target_site.articles)
        self.link_index = LinkIndex(source.pages)
        self.redirects = RedirectMap(target_site.articles, target_site.pages)
        self.asset_index = AssetIndex(source.pictures)
        self.picture_names: dict[str, dict[str, str]] = {}
        for path, fingerprint in target_site.pictures.items():
            year, _, name = path.partition("/")
            self.picture_names.setdefault(year, {})[name.casefold()] = fingerprint
        self.outcomes = {
            path: Outcome(source=path, notes=(ImportNote(message=way, kind=NoteKind.UNREAD),))
            for path, way in source.unread.items()
        }
        self.outcomes |= {path: Outcome(source=path, notes=(note,)) for path, note in source.refused.items()}
        # Of texts there is one at a time: these are their numbers.
        self.bodies, self.kept_bodies = dict[str, int](), KeptAside[SourceText]()
        self.texts, self.kept_texts = dict[str, int](), KeptAside[str]()
        self.places: dict[str, list[str]] = {}
        self.proof = Proof()
        self.identifiers = Identifiers(self.old_site, target_site.articles, jekyll=source.jekyll)
        self.series = NumberedSeries()
        self.works: dict[str, Entry] = {}
        self.copies: dict[str, FileCopy] = {}
        self.pictures: dict[str, tuple[FileCopy, ...]] = {}

    def run(self, progress: Progress, share_out: ShareOut) -> Plan:
        new = self._new_articles(self._read(progress))
        here = [one.series for one in self.target_site.articles if one.series is not None]
        self.series = numbered([one.post for one in new], here, self.source.series)
        with progress.phase("Articles made Markdown", len(new)):
            converted = [
                self._keep(article, made)
                for batch in self._batches(new)
                for article, made in zip(
                    batch, share_out(self._convert_alone, batch, progress.step), strict=True
                )
            ]
        written = [self._write(*one) for one in converted]
        with progress.phase("Articles compared with their sources", len(written)):
            for comparison in share_out(self._compare, written, progress.step):
                self.proof.add(comparison)
        site = self.target_site
        said = {slug(key): of_author for key, of_author in self.source.author_details.items()}
        people = {key: {"kind": "person"} for key in self.authors.people}
        details = {key: {**people.get(key, {}), **said.get(key, {})} for key in self.authors.new}
        lists = {
            site.author_list: with_new(site.authors, self.authors.new, details, site.author_list),
            site.category_list: with_new(
                site.categories, self.categories.new, self.categories.details, site.category_list
            ),
        }
        texts = {path: self.kept_texts.keep(text) for path, text in lists.items() if text} | self.texts
        posts, source = (one.post for one in new), self.source
        ignored = ignored_fields(posts, has_links=source.blog is not None, without_lines=source.html)
        report = Report(
            outcomes=[self.outcomes[path] for path in sorted(self.outcomes)],
            pictures=len(self.copies),
            authors=self.authors.new,
            guessed=self.authors.guessed,
            people=self.authors.people,
            categories=self.categories.new,
            unused_tags=self.categories.unused,
            unused_fields=ignored,
            furniture=pieces_around(source.furniture),
            author_list=self.target_site.author_list.rpartition("/")[2],
            category_list=self.target_site.category_list.rpartition("/")[2],
            other_files=source.others,
            proof=self.proof,
        )
        return Plan(
            texts=ByName(texts, self.kept_texts.__getitem__),
            copies=[self.copies[path] for path in sorted(self.copies)],
            report=report,
            pictures=self.pictures,
        )

    def _read(self, progress: Progress) -> list[SourcePost]:
        """All posts, oldest first; what is none is in the report."""
        found = []
        for path in progress.each("Files read", sorted(self.source.files)):
            try:
                found.append(self._post(path))
            except Refused as refused:
                self.outcomes[path] = Outcome(source=path, notes=(refused.note,))
        return sorted(found, key=lambda one: (one.date == "", one.moment and one.moment.instant, one.source))

    def _post(self, path: str) -> SourcePost:
        post = read_source_post(
            path, self.source.files[path], self.options.reading, may_lack_date=path in self.source.html
        )
        self.bodies[path] = self.kept_bodies.keep(post.body)
        return replace(
            post, notes=(*self.source.notes.get(path, ()), *post.notes), body=SourceText.unedited("")
        )

    def _new_articles(self, posts: list[SourcePost]) -> list[_NewArticle]:
        """Names for all posts that are not here yet, oldest first; then every article can be linked to."""
        here = self.target_site.articles
        names = ArticleNames([*self.redirects.former_names(), *(article.name for article in here)])
        for article in here:
            paths = [*article.old_paths, f"/articles/{article.name}/"]
            self.link_index.add(article.entry(), paths=paths, source=article.file)
        new = []
        for post in posts:
            existing = self.existing.find(post, self.identifiers.of(post))
            if existing is not None:
                self._already_here(post, existing)
            else:
                new.append(self._named(post, names))
        for one in new:
            self.link_index.add(one.entry, paths=one.former)
        return new

    def _already_here(self, post: SourcePost, existing: ExistingArticle) -> None:
        message = f"{self.target_site.display_path}/{POSTS}/{existing.file} is this article."
        if existing.worked_on:
            message = f"{message[:-1]}. It was worked on since it came here, and stays as it is."
        note = ImportNote(message=message, kind=NoteKind.ALREADY)
        self.outcomes[post.source] = Outcome(source=post.source, notes=(note,))
        if not post.language:
            self.works[post.work] = existing.entry()
        self.link_index.add(existing.entry(), paths=[post.path], source=post.source)

    def _named(self, post: SourcePost, names: ArticleNames) -> _NewArticle:
        name = names.reserve(post.wanted_name, post.folder)
        entry = Entry(name=name, year=post.folder, public=not post.draft, path=post.path, source=post.source)
        self.link_index.add(entry, paths=[post.path], source=post.source)
        self.redirects.reserve(entry)
        if not post.language:
            self.works[post.work] = entry
        former, former_notes = former_paths(post.fields, post.path, self.old_site)
        notes = list(post.notes)
        if name != post.wanted_name:
            message = f"the name {post.wanted_name} is taken or reserved; the article is called {name}."
            notes.append(changed(message))
        return _NewArticle(post=post, entry=entry, former=former, former_notes=former_notes, notes=notes)

    def _batches(self, articles: list[_NewArticle]) -> Iterator[list[_NewArticle]]:
        """Articles in their order, no more at once than may be in memory when all come back from other processes."""
        batch, size = list[_NewArticle](), 0
        for article in articles:
            batch.append(article)
            size += self.kept_bodies.sizes[self.bodies[article.post.source]]
            if size > _TOGETHER:
                yield batch
                batch, size = [], 0
        yield batch

    def _convert_alone(self, article: _NewArticle) -> _Converted:
        """An article as if no other brought pictures: so it can be made in any process."""
        return self._convert(article, ChainMap({}, self.picture_names.get(article.entry.year, {})))

    def _keep(self, article: _NewArticle, made: _Converted) -> tuple[_NewArticle, Cover, int]:
        """Take in what was made of an article, and keep its text; made again where a picture's name is gone."""
        taken = self.picture_names.setdefault(article.entry.year, {})
        if any(taken.get(name, content) != content for name, content in made.names.items()):
            made = self._convert(article, ChainMap({}, taken))
        taken.update(made.names)
        for path in made.damaged:
            note = ImportNote(message="it is damaged or no picture.", kind=NoteKind.REFUSED)
            self.outcomes[path] = Outcome(source=path, notes=(note,))
        article.notes.extend(made.notes)
        self.copies.update({copy.target: copy for copy in made.copies})
        self.pictures[f"{POSTS}/{article.entry.file}"] = tuple(made.copies)
        self.places[article.entry.file] = made.places
        return article, made.cover, self.kept_bodies.keep(made.body)

    def _convert(self, article: _NewArticle, names: ChainMap[str, str]) -> _Converted:
        post, entry = article.post, article.entry
        assets = ArticleAssets(
            index=self.asset_index,
            year=entry.year,
            article=entry.name,
            beside=post.source.rpartition("/")[0],
            names_taken=names,
            fingerprint=self.file_system.fingerprint,
            usable=self.file_system.usable,
        )
        context = ConversionContext(
            title=post.title, entry=entry, fields=post.fields, site=self.old_site,
            link_index=self.link_index, assets=assets, name_of=self.authors.name_of,
        )  # fmt: skip
        text = self.kept_bodies[self.bodies[post.source]]
        if self.source.blog is not None:
            text = with_related_links(text, post.fields, f"{self.source.folder}/{post.source}")
        above, subtitle_notes = with_subtitle(text, post.fields)
        body, body_notes = convert(above, context)
        cover, cover_notes = find_cover(post.fields, body.text, assets)
        body, caption_notes = with_caption(body, post.fields, cover)
        return _Converted(
            cover=cover,
            body=body,
            notes=[*subtitle_notes, *body_notes, *cover_notes, *caption_notes],
            places=places(body.text),
            copies=assets.copies,
            names=dict(names.maps[0]),
            damaged=assets.damaged,
        )

    def _write(self, article: _NewArticle, cover: Cover, number: int) -> _WrittenArticle:
        """Keep the whole article, whose text has that number."""
        post, entry, notes = article.post, article.entry, article.notes
        resolved, anchor_notes = resolve_anchors(entry.file, self.kept_bodies[number], self.places)
        body = resolved.text
        notes.extend(anchor_notes)
        notes.extend(self.series.notes[post.source])
        if not body:
            notes.append(
                changed("nothing of its text is left, so it waits as a draft; write it, or delete the file.")
            )
        aliases, owned, alias_notes = self.redirects.aliases(
            entry, article.former, post.fields.line("redirect_from", "aliases")
        )
        notes.extend([*article.former_notes, *alias_notes])
        guid, guid_notes = self.identifiers.claim(post) if owned else ("", [])
        notes.extend(guid_notes)
        fields = ArticleFields(
            title=post.title,
            date=post.date,
            description=self._description(post, body, notes),
            authors=self._authors(post, notes),
            categories=self.categories.slugs(post.fields, or_fallback=bool(post.moment)),
            image=cover.image,
            # What waits for its day can wait for its picture.
            image_alt=cover.alt or ("" if post.moment else post.fields.text("image_alt")),
            updated=post.updated,
            expires=post.expires,
            series=self.series.parts.get(post.source),
            # An article without a word cannot be shown to readers.
            draft=post.draft or not body,
            aliases=aliases,
            guid=guid,
            language=post.language,
        )
        if post.language and (first := self.works.get(post.work)) and (first.public or fields.draft):
            fields = replace(fields, translation_of=first.name)
        path = f"{POSTS}/{entry.file}"
        text = write_article(fields, body)
        self.texts[path] = self.kept_texts.keep(text)
        explained = (post.title, *(note.message for note in notes))
        if post.source in self.source.html:
            # Their lines are those of no file that anybody has.
            notes = [replace(note, line=0) for note in notes]
        self.outcomes[post.source] = Outcome(
            source=post.source, target=f"{self.target_site.display_path}/{path}", notes=tuple(notes)
        )
        return _WrittenArticle(source=post.source, path=path, head=len(text) - len(body), explained=explained)

    def _compare(self, one: _WrittenArticle) -> Comparison:
        """How much of a source came over."""
        html = self.source.html.get(one.source)
        was = self.kept_bodies[self.bodies[one.source]].text if html is None else html
        new = self.kept_texts[self.texts[one.path]][one.head :]
        # What makes Material's pages makes those here.
        ours = rendered_here if self.source.blog is not None else rendered_as_commonmark
        render = ours if html is None else rendered_html
        return compare(Pair(source=one.source, was=was, new=new, explained=one.explained, render=render))

    def _description(self, post: SourcePost, body: str, notes: list[ImportNote]) -> str:
        text = describe(own_description(post.fields), body) or post.title
        if len(text) < SHORTEST:
            message = "it has too few words for a description; its title and day stand in for one. Write one."
            notes.append(changed(message))
            text = completed(text, post.title, post.moment.instant.date() if post.moment else None)
        return text

    def _authors(self, post: SourcePost, notes: list[ImportNote]) -> list[str]:
        keys = self.authors.keys(post.fields)
        if keys or post.moment is None:
            # What waits for its day can wait for who signs it.
            return keys
        key = self.authors.key(self.options.author, exact=True)
        notes.append(changed(f"it names no author; {self.options.author} signs it."))
        return [key]
