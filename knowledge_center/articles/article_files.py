"""One article's file, read: its fields, its text, and what little is known of a file that cannot be read."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge_center.articles.markdown_links import Link, links_of, links_to_files, raw_links_of
from knowledge_center.articles.model import (
    Article,
    Author,
    Category,
    SeriesPart,
    feed_id,
    names_of,
    reading_minutes,
)
from knowledge_center.articles.rules import (
    body,
    emphasis,
    field_values,
    file_names,
    foreign_marks,
    headings,
    headlines,
    leftover_words,
    link_targets,
    link_words,
    list_numbers,
    lists,
    pasted_text,
    picture_words,
    raw_html,
    reading,
    references,
    set_in_text,
    tables,
    template_marks,
    web_links,
    whole_text,
    wiki_marks,
    wording,
)
from knowledge_center.articles.rules.article_text import ArticleText, TextRules, TextSettings
from knowledge_center.articles.rules.claims import Claim
from knowledge_center.articles.rules.field_reader import KNOWN
from knowledge_center.articles.rules.fields import Fields, read_fields
from knowledge_center.articles.rules.fields import rule as field_rules
from knowledge_center.articles.rules.series import FiledPart
from knowledge_center.articles.rules.translations import Version
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.file_edits import edited, safe_edits
from knowledge_center.front_matter.parser import parse, read_text
from knowledge_center.markdown_text.parsed_text import MarkdownText, parse_text
from knowledge_center.pictures.model import Image
from knowledge_center.problems import Problem, Unusable

# One mistake in the fields may hide another: so often is looked again.
_ROUNDS = 6
# The rules for the text of one article, which are told nothing but its file.
TEXT_RULES = TextRules(
    body.rule, whole_text.rule, raw_html.rule, template_marks.rule, references.rule, link_targets.rule,
    headings.rule, lists.rule, list_numbers.rule, tables.rule, emphasis.rule, link_words.rule, web_links.rule,
    picture_words.rule, pasted_text.rule, foreign_marks.rule, wiki_marks.rule, set_in_text.rule, wording.rule,
    headlines.rule, field_values.rule,
)  # fmt: skip


# Not frozen: thousands are made and sent from one process to another, where a frozen one takes Python for each step.
@dataclass(slots=True, kw_only=True)
class ArticleFile:
    """One article file: ``path`` and ``folder`` relative to docs, ``display_path`` as its editor knows it.

    ``name`` is what the article is called: the file's, without the ending. ``body_hash`` stands for its ``body``.
    ``problems`` are those that can be told from this file alone.
    """

    path: str
    display_path: str
    name: str
    folder: str
    body: str
    body_hash: bytes
    body_line: int
    fields: Fields
    links: tuple[Link, ...]
    to_files: tuple[tuple[Link, str], ...]
    raw_links: tuple[Link, ...]
    minutes: int
    problems: tuple[Problem, ...] = ()

    @property
    def named_files(self) -> Iterator[tuple[Link, str]]:
        """Every file that its text shows or links to, in HTML too, with the path of each."""
        yield from self.to_files
        if self.raw_links:
            yield from links_to_files(self.raw_links, self.folder)

    @property
    def names(self) -> tuple[str, ...]:
        """Whatever the article may be known by."""
        return names_of(guid=self.fields.guid, aliases=self.fields.aliases, name=self.name)

    @property
    def claim(self) -> Claim:
        fields = self.fields
        return Claim(
            display_path=self.display_path,
            name=self.name,
            aliases=fields.aliases,
            guid=fields.guid,
            lines=(*fields.alias_lines, self.line("guid", 1)),
            draft=fields.draft,
        )

    def filed_part(self, site_language: str) -> FiledPart | None:
        """Which part of which series it is, for the rules across them."""
        series = self._series(site_language)
        if series is None:
            return None
        return FiledPart(
            display_path=self.display_path, line=self.line("series"), series=series, draft=self.fields.draft
        )

    def _language(self, site_language: str) -> str:
        """Its language, if it is not the site's."""
        language = self.fields.language
        return language if language.casefold() != site_language.casefold() else ""

    def _series(self, site_language: str) -> SeriesPart | None:
        series = self.fields.series
        return replace(series, language=self._language(site_language)) if series else None

    def version(self, site_language: str) -> Version:
        """Its language and what it translates, for the rules across articles."""
        return Version(
            display_path=self.display_path,
            name=self.name,
            # Nobody knows it where a translation, or its field, does not say.
            language=self.fields.language
            or ("" if self.fields.translation_of or self.line("language") else site_language),
            translation_of=self.fields.translation_of,
            lines=(self.line("language"), self.line("translation_of")),
            draft=self.fields.draft,
        )

    def line(self, field: str, otherwise: int = 0) -> int:
        """The line a field stands on."""
        return self.fields.lines.get(field, otherwise)

    def article(
        self, identity: str, image: Image | None, tag_authority: str, site_language: str = ""
    ) -> Article | None:
        """The article in the file; None where a field that every article has is missing or wrong."""
        fields = self.fields
        if not (
            fields.title and fields.published and fields.description and fields.authors and fields.categories
        ):
            return None
        return Article(
            identity=identity,
            id=feed_id(identity, tag_authority),
            name=self.name,
            source=self.display_path,
            url=f"articles/{self.name}/",
            title=fields.title,
            summary=fields.description,
            published=fields.published,
            updated=fields.updated,
            authors=fields.authors,
            categories=fields.categories,
            image=image,
            digest="feature" if fields.digest == "feature" else "skip" if fields.digest == "skip" else "",
            draft=fields.draft,
            series=self._series(site_language),
            language=self._language(site_language),
            translation_of=fields.translation_of,
            expires=fields.expires,
            review_by=fields.review_by,
            aliases=fields.aliases,
            body=self.body,
            minutes=self.minutes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file that cannot be taken apart: what is wrong with it, and what it is once all of that is mended."""

    problems: tuple[Problem, ...]
    mended: ArticleFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """What articles are read by, beside their files: the lists, and what of the settings reaches them.

    ``list_paths`` are the files of the authors and of the topics, for messages.
    """

    docs_dir: str
    authors: Mapping[str, Author]
    categories: Mapping[str, Category]
    zone: ZoneInfo
    list_paths: tuple[str, str]
    text_settings: TextSettings

    @property
    def content_hash(self) -> bytes:
        """Stands for all of it."""
        parts = (self.authors, self.categories, self.zone, *self.list_paths, self.text_settings)
        return content_hash(repr(parts))

    def read(self, docs: Path, path: str) -> ArticleFile | Unread:
        """Read the file at ``path`` below ``docs``.

        Of one that cannot be taken apart, what else is wrong with it is told as well, as far as that can be seen once
        the fixes are made.
        """
        written = ""
        try:
            written = read_text(os.path.join(docs, path), f"{self.docs_dir}/{path}")
            return self._file_of(written, path)
        except Unusable as error:
            return self._unread(written, path, tuple(reading.of_fields(error.problems)))

    def share_lists(self, file: ArticleFile) -> bool:
        """Let a file that was read elsewhere or before have the authors and topics of the lists, in place of copies.

        False where one of them is in no list any more.
        """
        fields = file.fields
        try:
            authors = tuple([self.authors[author.key] for author in fields.authors])
            categories = tuple([self.categories[topic.slug] for topic in fields.categories])
        except KeyError:
            return False
        fields.authors, fields.categories = authors, categories
        return True

    def _unread(self, written: str, path: str, found: tuple[Problem, ...]) -> Unread:
        said = found
        for _ in range(_ROUNDS):
            # Where lines go in or out, those below would be told by false numbers.
            kept = [
                one
                for one in found
                if all(len(lines) == last - first + 1 for first, last, lines in one.edits)
            ]
            edits = safe_edits(replace(one, path="", safe=True) for one in kept).get("", ())
            if not edits:
                break
            written = edited(written.encode("utf-8", "surrogatepass"), edits).decode("utf-8", "surrogatepass")
            try:
                mended = self._file_of(written, path)
                return Unread(problems=(*said, *mended.problems), mended=mended)
            except Unusable as error:
                found = tuple(reading.of_fields(error.problems))
                said = (*said, *found)
        return Unread(problems=said)

    def _file_of(self, written: str, path: str) -> ArticleFile:
        display_path = f"{self.docs_dir}/{path}"
        document = parse(written, display_path, KNOWN)
        fields = read_fields(
            document.fields, authors=self.authors, categories=self.categories, zone=self.zone,
            list_paths=self.list_paths,
        )  # fmt: skip
        text = parse_text(document.body, document.body_line)
        found = tuple(links_of(text))
        settings = self.text_settings
        if fields.language:
            settings = replace(settings, language=fields.language)
        whole = ArticleText(document=document, text=text, fields=fields, settings=settings)
        file = ArticleFile(
            path=path,
            display_path=display_path,
            name=name_of(path),
            folder=posixpath.dirname(path),
            body=document.body,
            body_hash=content_hash(document.body),
            body_line=document.body_line,
            fields=fields,
            links=found,
            to_files=links_to_files(found, posixpath.dirname(path)),
            raw_links=tuple(raw_links_of(text)),
            minutes=reading_minutes(document.body),
            problems=(
                *file_names.rule.problems(display_path, display_path),
                *(field_rules.problems(display_path, fields) if fields.findings else ()),
                *TEXT_RULES.problems(display_path, whole),
                *leftover_words.rule.problems(display_path, _words(fields, text)),
            ),
        )
        text.let_go()
        return file


def _words(fields: Fields, text: MarkdownText) -> leftover_words.Words:
    shown = {"title": fields.title, "description": fields.description, "image_alt": fields.image_alt}
    lines = [(fields.lines.get(name, 1), text) for name, text in shown.items() if text]
    return leftover_words.words_of(lines, text)


def name_of(path: str) -> str:
    """What an article is called: the name of its file, without the ending."""
    return posixpath.splitext(posixpath.basename(path))[0]


def is_unreadable_draft(path: Path) -> bool:
    """Whether a file that cannot be read as an article says that it is a draft."""
    return any(re.fullmatch(r"draft:\s*true(\s+#.*)?", line) for line in _head(path))


def unreadable_identities(path: Path) -> list[str]:
    """What such a file may be known as, so that nobody hears that its article is gone."""
    lines = [line for line in _head(path) if line.startswith(("aliases:", "guid:", "-"))]
    words = [word for line in lines for word in re.findall(r"[^\s\[\],'\"]+", line)[1:]]
    return [name_of(path.as_posix()), *words]


def _head(path: Path) -> list[str]:
    """The fields of a file that cannot be read as an article, line by line, as well as they can be read."""
    try:
        raw = path.read_bytes()[:8192]
    except OSError:
        return []
    lines = [line.strip() for line in raw.decode(errors="replace").lstrip("\ufeff\r\n\t ").splitlines()]
    start = 1 if lines[:1] == ["---"] else 0
    return lines[start : lines.index("---", start) if "---" in lines[start:] else None]
