"""One file of the old site, read: what it is called, when it appeared, where it stood."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from knowledge_center.tools.importer.article_names import slug
from knowledge_center.tools.importer.body.headings import headings
from knowledge_center.tools.importer.decoding import decode
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.foreign_front_matter import ParsedFile, split
from knowledge_center.tools.importer.hugo_pages import is_section, section_note
from knowledge_center.tools.importer.import_notes import (
    ImportNote,
    NoteKind,
    Refused,
    changed,
    left_out,
    one_line,
)
from knowledge_center.tools.importer.material_blog import MaterialBlog
from knowledge_center.tools.importer.old_addresses import OldSite
from knowledge_center.tools.importer.old_site_settings import NO_SETTINGS, SiteSettings
from knowledge_center.tools.importer.post_paths import PathSource, last_path
from knowledge_center.tools.importer.source_dates import Moment, dated_name, read_moment
from knowledge_center.tools.importer.source_text import SourceText
from knowledge_center.tools.importer.stripped_text import plain_text, plain_title
from knowledge_center.tools.importer.visibility import hidden_by

# A day of publishing goes before the day of writing: Hugo shows nothing before it.
_DATES = ("publishdate", "date", "published_at", "pubdate", "published", "created_at", "created")
_UPDATED = (
    "updated", "last_modified_at", "lastmod", "last_modified", "modified", "updated_at", "date_updated",
)  # fmt: skip
_TITLES = ("title", "name", "headline")
_EXPIRES = ("expirydate", "expires", "expiration_date")
_LAYOUTS = ("layout", "type")
# Bytes: a longer text would take hours, and is none.
_LARGEST = 10_000_000
# The fields that are read here.
FIELDS = (*_TITLES, *_DATES, *_UPDATED, *_EXPIRES, *_LAYOUTS, "slug")

# The folder of articles that nobody knows a day of.
DRAFTS = "drafts"
_DATED_FOLDERS = re.compile(r"(?:^|/)(\d{4})[/-](\d{2})[/-](\d{2})(?=[/-])")
_ARTICLE_FOLDERS = ("_posts", "_drafts", "posts", "post", "blog", "articles", "news")
_ARTICLE_LAYOUTS = ("post", "article", "blog", "news", "entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read the old site: where it was, what addresses it had, which zone times are meant in.

    ``settings`` are those of its generator, ``blog``: its addresses are those of Material's blog, whatever the pattern.
    """

    site: OldSite
    permalink: str
    zone: tzinfo
    blog: MaterialBlog | None = None
    settings: SiteSettings = NO_SETTINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePost:
    """A source file that can become an article. ``stem`` is the file's name without day and ending.

    ``path`` is its address on the old site, without the host, empty where nobody knows it. Without a ``moment`` it
    waits as a draft. ``language`` is its own, empty where it is that of the old site; ``work`` is what all
    languages of it have in common, its path without language and ending.
    """

    source: str
    stem: str
    title: str
    moment: Moment | None
    updated: str
    expires: str
    draft: bool
    wanted_name: str
    path: str
    fields: Fields
    body: SourceText
    notes: tuple[ImportNote, ...]
    language: str = ""
    work: str = ""

    @property
    def date(self) -> str:
        """The day, and the time if one was given, as articles have it; empty where none is known."""
        return str(self.moment) if self.moment is not None else ""

    @property
    def folder(self) -> str:
        """Where it lies below docs/articles/posts: in that of its year, without a day among the drafts."""
        return str(self.moment.instant.year) if self.moment is not None else DRAFTS


def read_source_post(
    source: str, raw: bytes, options: ReadOptions, *, may_lack_date: bool = False
) -> SourcePost:
    """Read a source file. Raises Refused, with NoteKind.SKIPPED for a file that is no article and need not be.

    ``may_lack_date``: without a day it becomes a draft, and is not refused.
    """
    if len(raw) > _LARGEST:
        raise Refused(f"it has {len(raw) / 1e6:.0f} MB, more than any article. Take it apart.", 1)
    if is_section(source):
        raise Refused(section_note(source, raw), kind=NoteKind.SKIPPED)
    text, notes = decode(raw)
    language = options.settings.language_of(source)
    day, rest = dated_name(_stem(source, language))
    language = language if language != options.settings.language else ""
    parsed = _parsed(text, day, source)
    if not day and (folders := _DATED_FOLDERS.search(source)) is not None:
        day = "-".join(folders.groups())
    notes.extend(parsed.notes)
    given = options.settings.fields_of(source)
    if "url" in parsed.fields:
        given.pop("permalink", None)
    parsed = replace(parsed, fields={**given, **parsed.fields})
    fields = Fields(parsed)
    notes.extend(_odd_names(fields))
    moment = _moment(fields, day, options.zone, notes)
    held = hidden_by(fields, source)
    if moment is None and not may_lack_date:
        undated = _undated(source, fields)
        # Nobody dates what has not appeared.
        if not held or (undated.note.kind is NoteKind.SKIPPED and "_drafts" not in source.split("/")):
            raise undated
    title = plain_title(fields.text(*_TITLES)) or _first_heading(parsed.body.text)
    if not title:
        raise Refused("it has no title, and no heading that could be one.", 1)
    wanted_name = (
        slug(fields.text("slug"))
        or slug(rest)
        or slug(title)
        or f"article-{moment.written if moment else 'draft'}"
    ) + (f"-{slug(language)}" if language else "")
    about = PathSource(
        source=options.settings.path(source),
        day=_day_in_address(fields, moment, options.zone),
        stem=rest or slug(title),
        fields=fields,
        site=options.site,
        pattern=options.permalink,
        title=title,
        blog=options.blog,
        language=language,
    )
    path, nowhere = last_path(about, notes)
    held = (
        held or ("`permalink` is false" if nowhere else "") or ("" if moment else "its source names no day")
    )
    if held and not fields.flag("draft"):
        notes.append(changed(f"{held}, so it waits as a draft; delete “draft: true” to publish it."))
    return SourcePost(
        source=source,
        stem=about.stem,
        title=title,
        moment=moment,
        updated=_updated(fields, moment, options.zone, notes),
        expires=_expires(fields, moment, options.zone, notes),
        draft=bool(held) or moment is None,
        wanted_name=wanted_name,
        path=path,
        fields=fields,
        body=parsed.body,
        notes=tuple(notes),
        language=language,
        work=posixpath.splitext(about.source)[0].removesuffix(f".{language}"),
    )


def _parsed(text: str, day: str, source: str) -> ParsedFile:
    """The file taken apart. Without front matter it is no article; with a ``day`` in its name it should be one.

    Docusaurus shows one that begins with a heading; Jekyll shows none.
    """
    parsed = split(text)
    if parsed is not None:
        return parsed
    if day and "_posts" not in source.split("/") and text.lstrip().startswith("# "):
        return ParsedFile(fields={}, body=SourceText.unedited(text))
    if day:
        raise Refused("it has no front matter, so nobody knows its title.", 1)
    raise Refused("it has no front matter; it is no article.", kind=NoteKind.SKIPPED)


def _odd_names(fields: Fields) -> Iterator[ImportNote]:
    """Notes on what stands among the fields and is none: prose with a colon in it."""
    for found in fields:
        if not re.fullmatch(r"[\w .-]{1,40}", found.name):
            yield left_out(f"“{one_line(found.name)}” is no field and was left out.", found.line)


def _stem(source: str, language: str) -> str:
    """The file's name without its ending, or its folder's where the file is only the folder's index."""
    stem = (
        posixpath.splitext(posixpath.basename(source))[0].removesuffix(".html").removesuffix(f".{language}")
    )
    folder = posixpath.basename(posixpath.dirname(source))
    return folder if stem.lower() == "index" and folder else stem


def _moment(fields: Fields, day: str, zone: tzinfo, notes: list[ImportNote]) -> Moment | None:
    for name in _DATES:
        text = fields.text(name)
        moment = read_moment(text, zone) if text else None
        if moment is not None:
            return moment
        if text and name == "publishdate":
            message = f"the field publishDate, “{one_line(text)}”, cannot be read; see to the date."
            notes.append(changed(message, fields.line(name)))
        elif text and name == "date":
            used = f"the day in the file's name ({day}) was used" if day else "no other day is known"
            notes.append(changed(f"the date “{one_line(text)}” cannot be read; {used}.", fields.line(name)))
    return read_moment(day, zone) if day else None


def _day_in_address(fields: Fields, moment: Moment | None, zone: tzinfo) -> date | None:
    """The day that the old address may hold: that of ``date``, also where the article appeared on another."""
    written = read_moment(fields.text("date"), zone) or moment
    return written.written if written is not None else None


def _undated(source: str, fields: Fields) -> Refused:
    in_article_folder = any(part in _ARTICLE_FOLDERS for part in source.split("/")[:-1])
    layout = fields.text(*_LAYOUTS).casefold()
    stem = posixpath.splitext(posixpath.basename(source))[0].casefold()
    article = fields.text("date") or layout in _ARTICLE_LAYOUTS or (in_article_folder and not layout)
    if article and stem not in ("readme", "index", "_index"):
        line = fields.line("date") or 1
        return Refused("it has no date that can be read, neither among its fields nor in its name.", line)
    return Refused("it has no date; it is a page, no article.", kind=NoteKind.SKIPPED)


def _first_heading(body: str) -> str:
    found = headings(body)
    return plain_text(found[0].words) if found and found[0].level == 1 else ""


def _updated(fields: Fields, moment: Moment | None, zone: tzinfo, notes: list[ImportNote]) -> str:
    text = fields.text(*_UPDATED)
    if not text or moment is None:
        return ""
    updated = read_moment(text, zone)
    line = fields.line(*_UPDATED)
    if updated is None:
        notes.append(
            left_out(f"the day it was updated, “{one_line(text)}”, cannot be read and was left out.", line)
        )
        return ""
    if updated.instant.date() < moment.instant.date():
        message = f"the day it was updated, {updated}, is before its date and was left out."
        notes.append(left_out(message, line))
        return ""
    return "" if str(updated) == str(moment) else str(updated)


def _expires(fields: Fields, moment: Moment | None, zone: tzinfo, notes: list[ImportNote]) -> str:
    text = fields.text(*_EXPIRES)
    expires = read_moment(text, zone) if text else None
    if expires is not None and (moment is None or expires.instant > moment.instant):
        return str(expires)
    if text:
        line = fields.line(*_EXPIRES)
        notes.append(
            left_out(f"the day it expires, “{one_line(text)}”, makes no sense and was left out.", line)
        )
    return ""
