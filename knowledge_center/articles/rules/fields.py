"""The fields of one article: from what an editor typed to values, or to sentences about what to mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from knowledge_center.articles.article_schema import ARTICLE
from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS
from knowledge_center.articles.model import Author, Category, SeriesPart
from knowledge_center.articles.rules.field_reader import SAMPLES, UNKNOWN, FieldReader
from knowledge_center.articles.rules.list_fields import aliases, chosen
from knowledge_center.articles.rules.moment_field import moment
from knowledge_center.articles.rules.series_field import likely_part, read_part
from knowledge_center.articles.rules.unknown_fields import name_unknown
from knowledge_center.front_matter.parser import Field
from knowledge_center.pictures.model import Focus, likely_focus, read_focus
from knowledge_center.rules import BESIDE, Example, Finding, RuleSet
from knowledge_center.text.languages import language_tag, meant_language
from knowledge_center.text.letters import letters
from knowledge_center.text.plurals import counted

_DESCRIPTION = ARTICLE.field("description")
DESCRIPTION = (_DESCRIPTION.least, _DESCRIPTION.most)


@dataclass(slots=True, kw_only=True)
class Fields:
    """The values of an article's front matter; what is missing or wrong has its empty value.

    ``lines`` says where each field stands, ``findings`` what was found wrong in reading each, ``image_comment`` what
    stands behind the name of the picture.
    """

    title: str = ""
    published: datetime | None = None
    description: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[Category, ...] = ()
    image: str = ""
    image_comment: str = ""
    image_alt: str = ""
    image_focus: Focus | None = None
    updated: datetime | None = None
    draft: bool = False
    aliases: tuple[str, ...] = ()
    alias_lines: tuple[int, ...] = ()
    guid: str = ""
    digest: str = ""
    series: SeriesPart | None = None
    language: str = ""
    translation_of: str = ""
    review_by: date | None = None
    expires: datetime | None = None
    lines: dict[str, int] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict, compare=False)


def read_fields(
    found: Mapping[str, Field],
    *,
    authors: Mapping[str, Author],
    categories: Mapping[str, Category],
    zone: ZoneInfo,
    list_paths: tuple[str, str] = (f"docs/{AUTHOR_LISTS[0]}", f"docs/{TOPIC_LISTS[0]}"),
) -> Fields:
    """The values of one article's front matter, and what is wrong with them: see ``rule``."""
    reader = FieldReader(found, zone)
    name_unknown(reader, authors, categories)
    fields = Fields(lines={name: item.line for name, item in found.items()}, findings=reader.findings)
    fields.draft = reader.flag("draft")
    fields.title = reader.prose("title", "Add a line that begins with title: and says what the reader gets.")
    fields.title = reader.own_words("title", fields.title, "Say behind title: what the reader gets.")
    fields.published = moment(reader, "date", required=True)
    fields.description = _description(reader)
    fields.authors = chosen(reader, "authors", authors, list_paths[0], "author")
    fields.categories = chosen(reader, "categories", categories, list_paths[1], "category")
    fields.image = reader.text("image")
    fields.image_comment = found["image"].comment if fields.image else ""
    fields.image_alt = reader.prose("image_alt")
    fields.image_focus = _focus(reader)
    fields.updated = moment(reader, "updated")
    fields.aliases, fields.alias_lines = aliases(reader)
    fields.guid = reader.text("guid")
    fields.digest = reader.choice("digest", ARTICLE.field("digest").choices)
    fields.series = _part(reader, "series")
    fields.language = _language(reader)
    fields.translation_of = reader.text("translation_of").removesuffix(".md")
    if fields.translation_of and "language" not in found:
        reader.say(
            "translation_of",
            "The article is said to be a translation, but not into which language.",
            "Add a line with its language, as in language: de",
        )
    review_by = moment(reader, "review_by")
    fields.review_by = review_by.astimezone(zone).date() if review_by else None
    fields.expires = moment(reader, "expires", ends_day=True)
    _order(reader, fields)
    _picture(reader, fields)
    return fields


# A field is checked while it is read; its rule hands over what was found then.
rule = RuleSet[[Fields]]("articles.fields")


def _found_in(name: str, fields: Fields) -> list[Finding]:
    return fields.findings.get(name, [])


_DESK = {BESIDE + "desk.png": "png 1200x800"}
_EXAMPLES = {
    "title": Example(fields="title: The #1 mistake"),
    "date": Example(fields="date: 2026-11-20 9:00 AM"),
    "description": Example(fields="description: What to write."),
    "authors": Example(fields="authors: careers-desk"),
    "categories": Example(fields="categories: [interviews; pay]"),
    "image": Example(fields="image: desk.png", files=_DESK),
    "image_alt": Example(fields="image: desk.png\nimage_alt: What the picture shows", files=_DESK),
    "image_focus": Example(fields="image: desk.png\nimage_alt: A desk\nimage_focus: 30 20", files=_DESK),
    "updated": Example(fields="updated: November 20, 2026"),
    "draft": Example(fields="draft: yes"),
    "aliases": Example(fields="aliases: [Old Name.md]"),
    "digest": Example(fields="digest: Feature"),
    "series": Example(fields="series: The first ninety days, part 1"),
    "language": Example(fields="language: German"),
    "translation_of": Example(
        fields="language: de\ntranslation_of: [pay]", files={BESIDE + "pay.md": "article"}
    ),
    "expires": Example(fields="expires: 31.12.2026"),
    "review_by": Example(fields="review_by: 2027/11/01"),
    "guid": Example(fields="guid: [https://example.org/?p=12]"),
}
for _field in ARTICLE.fields:
    rule.add(_field.name, _field.purpose, partial(_found_in, _field.name), example=_EXAMPLES.get(_field.name))
rule.add(
    UNKNOWN,
    "A field that nothing reads is most often one that was misspelled.",
    partial(_found_in, UNKNOWN),
    example=Example(fields="published: false"),
)


def _description(reader: FieldReader) -> str:
    least, most = DESCRIPTION
    fix = (
        f"Write one sentence of {least} to {most} characters behind description: for lists, search and mail."
    )
    text = reader.prose("description", fix)
    if text and SAMPLES.fullmatch(text):
        return reader.own_words("description", text, fix)
    if text and letters(text) < least:
        twice = " (a sign of Chinese, Japanese or Korean counts twice)" if letters(text) > len(text) else ""
        has = f"{counted(letters(text), 'character')}{twice}, {least - letters(text)} too few"
        reader.say("description", f"The description has {has}: {least} to {most} are expected.", fix)
    elif len(text) > most:
        has = f"{counted(len(text), 'character')}, {len(text) - most} too many"
        message = f"The description has {has}: {least} to {most} are expected."
        reader.say("description", message, "Shorten it to one sentence.")
    return text


def _focus(reader: FieldReader) -> Focus | None:
    """The point that a crop keeps; two percentages, from the left and from the top."""
    text = reader.text("image_focus")
    found = read_focus(text)
    if found is None and text:
        message = (
            f"The field “image_focus” says “{text}”, but two percentages are expected: how far from the left "
            "and how far from the top the point lies that must stay in sight."
        )
        # What stands there in other words, as far as it can be read: 30 20, 30%, 0.3 0.2, left top.
        reader.offer("image_focus", message, f"image_focus: {likely_focus(text)}")
    return found


def _part(reader: FieldReader, name: str) -> SeriesPart | None:
    """The name of a series and the number of a part of it."""
    item = reader.found.get(name)
    if item is None or item.value is None:
        return None
    found = read_part(item)
    if found is None:
        message = (
            f"The field “{name}” holds {item.in_words}, but the name of the series and the number of the part are "
            "expected, and nothing else."
        )
        reader.offer(name, message, f"{name}: {likely_part(item)}")
    return found


def _language(reader: FieldReader) -> str:
    """The tag of a language that is known, as it is written by custom."""
    text = reader.text("language")
    tag = language_tag(text)
    if text and not tag:
        meant = meant_language(text)
        message = (
            f"The field “language” says “{text}”, but the tag of a language is expected, such as de or pt-BR."
        )
        if meant:
            reader.offer("language", message, f"language: {meant}")
        else:
            reader.drop(
                "language", message, "Write its tag, or delete the line if it is the site's language."
            )
    return tag


def _order(reader: FieldReader, fields: Fields) -> None:
    if fields.published and fields.updated and fields.updated.date() < fields.published.date():
        message = "The article is said to be updated before it was published."
        reader.say("updated", message, "Correct the day, or delete the line.")
    if fields.published and fields.expires and fields.expires <= fields.published:
        message = "The article is said to expire before it is published."
        reader.say("expires", message, "Correct the day, or delete the line.")


def _picture(reader: FieldReader, fields: Fields) -> None:
    if SAMPLES.fullmatch(fields.image_alt):
        fields.image_alt = ""
    if fields.image and not fields.image_alt:
        message = "The image has no description for people who cannot see it."
        fix = "Add a line that begins with image_alt: and says in a few words what the picture shows."
        reader.say("image_alt" if "image_alt" in reader.found else "image", message, fix)
    if (
        "image_focus" in reader.found
        and "image" not in reader.found
        and not reader.findings.get("image_focus")
    ):
        message = "The field “image_focus” says what to keep of a picture, but the article has no image."
        reader.drop("image_focus", message, "Delete the line, or name the picture: image: file.jpg")
