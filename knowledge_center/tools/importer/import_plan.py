"""The import itself: from the files of an old site to the files of this one, and a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge_center.tools.importer.anchors import settle_anchors
from knowledge_center.tools.importer.article_names import Names
from knowledge_center.tools.importer.asset_index import Album, Copy, Picture, Shelf
from knowledge_center.tools.importer.author_and_category_files import add, names
from knowledge_center.tools.importer.body.conversion import convert
from knowledge_center.tools.importer.body.conversion_context import Facts
from knowledge_center.tools.importer.cover import Cover, find_cover
from knowledge_center.tools.importer.description import SHORTEST, completed, describe
from knowledge_center.tools.importer.existing_articles import Present, Residents
from knowledge_center.tools.importer.front_matter_output import Front, write_article
from knowledge_center.tools.importer.ignored_fields import unused
from knowledge_center.tools.importer.import_notes import Kind, Note, Refused, changed
from knowledge_center.tools.importer.import_report import Outcome, Report
from knowledge_center.tools.importer.link_index import Directory, Entry
from knowledge_center.tools.importer.redirect_map import Claims
from knowledge_center.tools.importer.source_authors import People
from knowledge_center.tools.importer.source_categories import Topics
from knowledge_center.tools.importer.source_post import Candidate, Rules, former_paths, read_candidate
from knowledge_center.tools.importer.source_text import Manuscript
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
class Home:
    """What is in docs: articles, the addresses of pages, the two registers' text, and the pictures.

    ``pictures`` maps a path below articles/posts to what the file holds, ``shown`` is what the person who
    imports calls the folder.
    """

    shown: str = "docs"
    articles: Sequence[Present] = ()
    pages: Sequence[str] = ()
    authors: str = ""
    categories: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the person who imports wants: ``author`` signs what nobody signed, ``category`` takes the rest."""

    rules: Rules
    author: str
    category: str
    by_tag: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
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

    candidate: Candidate
    entry: Entry
    cover: Cover
    body: Manuscript
    notes: list[Note]


def make_plan(source: Source, home: Home, wishes: Wishes, hands: Hands) -> Plan:
    """Work out a whole import. Raises register.Unfit when authors or categories here cannot be added to."""
    return _Import(source, home, wishes, hands).run()


class _Import:
    def __init__(self, source: Source, home: Home, wishes: Wishes, hands: Hands) -> None:
        self.source, self.home, self.wishes, self.hands = source, home, wishes, hands
        self.site = wishes.rules.site
        self.people = People(
            known=names(home.authors, f"{home.shown}/{AUTHORS}"), old_names=source.author_names
        )
        known = names(home.categories, f"{home.shown}/{CATEGORIES}")
        self.topics = Topics(known=known, fallback=wishes.category, by_tag=wishes.by_tag)
        self.residents = Residents(home.articles)
        self.directory = Directory()
        self.claims = Claims(home.articles, home.pages)
        self.shelf = Shelf(source.pictures)
        self.placed: dict[str, dict[str, str]] = {}
        for path, content in home.pictures.items():
            year, _, name = path.partition("/")
            self.placed.setdefault(year, {})[name.casefold()] = content
        self.outcomes: dict[str, Outcome] = {}
        self.texts: dict[str, str] = {}
        self.copies: dict[str, Copy] = {}

    def run(self) -> Plan:
        ignored: Counter[str] = Counter()
        drafts = []
        for candidate, entry in self._welcome(self._read()):
            drafts.append(self._convert(candidate, entry))
            ignored.update(unused(candidate.fields))
        settled = settle_anchors({draft.entry.file: draft.body for draft in drafts})
        for draft in drafts:
            body, said = settled[draft.entry.file]
            self._write(draft, body.text, [*draft.notes, *said])
        self._registers()
        report = Report(
            outcomes=[self.outcomes[path] for path in sorted(self.outcomes)],
            pictures=len(self.copies),
            authors=self.people.new,
            guessed=self.people.guessed,
            categories=self.topics.new,
            unused_tags=self.topics.unused,
            unused_fields=ignored,
        )
        return Plan(
            texts=self.texts, copies=[self.copies[path] for path in sorted(self.copies)], report=report
        )

    def _read(self) -> list[Candidate]:
        found = []
        for path in sorted(self.source.files):
            try:
                found.append(read_candidate(path, self.source.files[path], self.wishes.rules))
            except Refused as refused:
                self.outcomes[path] = Outcome(source=path, notes=(refused.note,))
        return sorted(found, key=lambda one: (one.moment.instant, one.source))

    def _guid(self, candidate: Candidate) -> str:
        return candidate.fields.text("guid") or (self.site.url(candidate.path) if self.site.known else "")

    def _welcome(self, candidates: list[Candidate]) -> list[tuple[Candidate, Entry]]:
        """Names for all that are new, oldest first; then everybody can be linked to."""
        taken = Names([*self.claims.names(), *(article.name for article in self.home.articles)])
        for article in self.home.articles:
            paths = [*article.paths, f"/articles/{article.name}/"]
            self.directory.add(article.entry(), paths=paths, source=article.file)
        welcome = []
        for candidate in candidates:
            resident = self.residents.find(candidate, self._guid(candidate))
            if resident is not None:
                message = f"{self.home.shown}/{POSTS}/{resident.file} is this article."
                note = Note(message=message, kind=Kind.ALREADY)
                self.outcomes[candidate.source] = Outcome(source=candidate.source, notes=(note,))
                self.directory.add(resident.entry(), paths=[candidate.path], source=candidate.source)
                continue
            name = taken.claim(candidate.wanted, candidate.year)
            entry = Entry(
                name=name, year=str(candidate.year), public=not candidate.draft, path=candidate.path
            )
            self.directory.add(entry, paths=[candidate.path], source=candidate.source)
            self.claims.reserve(entry)
            welcome.append((candidate, entry))
        for candidate, entry in welcome:
            self.directory.add(entry, paths=former_paths(candidate, self.site)[0])
        return welcome

    def _convert(self, candidate: Candidate, entry: Entry) -> _Draft:
        fields = candidate.fields
        notes = list(candidate.notes)
        if entry.name != candidate.wanted:
            message = f"the name {candidate.wanted} is taken or reserved; the article is called {entry.name}."
            notes.append(changed(message))
        album = self._album(candidate, entry)
        facts = Facts(
            title=candidate.title, source=candidate.source, entry=entry, fields=fields, site=self.site,
            directory=self.directory, album=album, name_of=self.people.name_of,
        )  # fmt: skip
        body, said = convert(candidate.body, facts)
        notes.extend(said)
        cover, said = find_cover(fields, body.text, album)
        notes.extend(said)
        self.copies.update({copy.target: copy for copy in album.copies})
        return _Draft(candidate=candidate, entry=entry, cover=cover, body=body, notes=notes)

    def _write(self, draft: _Draft, body: str, notes: list[Note]) -> None:
        candidate, entry = draft.candidate, draft.entry
        if not body:
            notes.append(
                changed("nothing of its text is left, so it waits as a draft; write it, or delete the file.")
            )
        former, said = former_paths(candidate, self.site)
        notes.extend(said)
        aliases, owned, said = self.claims.settle(
            entry, former, candidate.fields.line("redirect_from", "aliases")
        )
        notes.extend(said)
        front = Front(
            title=candidate.title,
            date=str(candidate.moment),
            description=self._description(candidate, body, notes),
            authors=self._authors(candidate, notes),
            categories=self.topics.slugs(candidate.fields),
            image=draft.cover.image,
            image_alt=draft.cover.alt,
            updated=candidate.updated,
            expires=candidate.expires,
            # An article without a word cannot be shown to readers.
            draft=candidate.draft or not body,
            aliases=aliases,
            guid=self._guid(candidate) if owned else "",
        )
        target = f"{POSTS}/{entry.file}"
        self.texts[target] = write_article(front, body)
        shown = f"{self.home.shown}/{target}"
        self.outcomes[candidate.source] = Outcome(source=candidate.source, target=shown, notes=tuple(notes))

    def _album(self, candidate: Candidate, entry: Entry) -> Album:
        return Album(
            shelf=self.shelf,
            year=entry.year,
            article=entry.name,
            beside=candidate.source.rpartition("/")[0],
            placed=self.placed.setdefault(entry.year, {}),
            fingerprint=self.hands.fingerprint,
            usable=self.hands.usable,
        )

    def _description(self, candidate: Candidate, body: str, notes: list[Note]) -> str:
        sources = ("excerpt", "summary", "deck", "description", "subtitle", "lead", "intro", "abstract")
        own = next((text for text in (plain_text(candidate.fields.text(one)) for one in sources) if text), "")
        text = describe(own, body) or candidate.title
        if len(text) < SHORTEST:
            message = "it has too few words for a description; its title and day stand in for one. Write one."
            notes.append(changed(message))
            text = completed(text, candidate.title, candidate.moment.instant.date())
        return text

    def _authors(self, candidate: Candidate, notes: list[Note]) -> list[str]:
        keys = self.people.keys(candidate.fields)
        if keys:
            return keys
        key = self.people.key(self.wishes.author, exact=True)
        notes.append(changed(f"it names no author; {self.wishes.author} signs it."))
        return [key]

    def _registers(self) -> None:
        people = [(key, {"name": name}) for key, name in sorted(self.people.new.items())]
        topics = [(slug, {"name": name}) for slug, name in sorted(self.topics.new.items())]
        if people:
            self.texts[AUTHORS] = add(self.home.authors, people)
        if topics:
            self.texts[CATEGORIES] = add(self.home.categories, topics)
