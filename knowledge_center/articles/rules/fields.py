"""The fields of one article: from what an editor typed to values, or to sentences about what to mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from knowledge_center.articles.article_schema import ALIAS, ARTICLE
from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS
from knowledge_center.articles.model import RESERVED_NAMES, Author, Category, SeriesPart
from knowledge_center.articles.rules.foreign_fields import (
    STATES,
    STATES_OF_DRAFTS,
    STATES_OF_PUBLIC,
    meant_field,
)
from knowledge_center.articles.rules.series_field import likely_part, read_part
from knowledge_center.articles.rules.suggested_fixes import (
    day_line,
    flow,
    flow_text,
    nearest,
    old_address,
    renamed,
    scalar,
    several,
    short,
    some,
)
from knowledge_center.articles.rules.typed_dates import (
    MOMENT,
    TODAY,
    YEARS,
    clock_time,
    likely_moments,
    nearest_day,
    offset,
)
from knowledge_center.front_matter.parser import Field
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.pictures.model import CENTER, Focus, likely_focus, read_focus
from knowledge_center.problems import Edit, did_you_mean, one_of
from knowledge_center.rules import BESIDE, Example, Finding, RuleSet
from knowledge_center.text.languages import language_tag, meant_language
from knowledge_center.text.letters import letters
from knowledge_center.text.plurals import counted

T = TypeVar("T", Author, Category)

_DESCRIPTION = ARTICLE.field("description")
DESCRIPTION = (_DESCRIPTION.least, _DESCRIPTION.most)
KNOWN = ARTICLE.names
# What stood in a fix of earlier versions, or stands in place of words in one of today.
_SAMPLES = re.compile(
    r"(?:A headline that says what the reader gets|Your title|(?:What|Describe what) the picture shows.*|…|\.\.\."
    r"|One sentence of 50 to 160 characters.*)\.?",
    re.IGNORECASE,
)
_YES = ("true", "yes", "on", "y", "1")
_NO = ("false", "no", "off", "n", "0", "never")
# Of fewer words in a field that nobody knows nothing is lost.
_FEWEST_WORDS = 4
UNKNOWN = "unknown"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


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
    image_focus: Focus = CENTER
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
    reader = _Reader(found, zone)
    reader.unknown()
    fields = Fields(lines={name: item.line for name, item in found.items()}, findings=reader.findings)
    fields.draft = reader.flag("draft")
    fields.title = reader.prose("title", "Add a line that begins with title: and says what the reader gets.")
    fields.title = reader.own_words("title", fields.title, "Say behind title: what the reader gets.")
    fields.published = reader.moment("date", required=True)
    fields.description = reader.description()
    fields.authors = reader.chosen("authors", authors, list_paths[0], "author")
    fields.categories = reader.chosen("categories", categories, list_paths[1], "category")
    fields.image = reader.text("image")
    fields.image_comment = found["image"].comment if fields.image else ""
    fields.image_alt = reader.prose("image_alt")
    fields.image_focus = reader.focus()
    fields.updated = reader.moment("updated")
    fields.aliases, fields.alias_lines = reader.aliases()
    fields.guid = reader.text("guid")
    fields.digest = reader.choice("digest", ARTICLE.field("digest").choices)
    fields.series = reader.part("series")
    fields.language = reader.language()
    fields.translation_of = reader.text("translation_of").removesuffix(".md")
    if fields.translation_of and "language" not in found:
        reader.say(
            "translation_of",
            "The article is said to be a translation, but not into which language.",
            "Add a line with its language, as in language: de",
        )
    review_by = reader.moment("review_by")
    fields.review_by = review_by.astimezone(zone).date() if review_by else None
    fields.expires = reader.moment("expires", ends_day=True)
    reader.order(fields)
    reader.picture(fields)
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


class _Reader:
    def __init__(self, found: Mapping[str, Field], zone: ZoneInfo) -> None:
        self.found = found
        self.zone = zone
        self.findings: dict[str, list[Finding]] = {}
        # Fields that are there, but under a misspelled name.
        self.meant: set[str] = set()

    def say(
        self,
        name: str,
        message: str,
        fix: str = "",
        line: int = 0,
        *,
        edits: tuple[Edit, ...] = (),
        safe: bool = False,
    ) -> None:
        item = self.found.get(name)
        finding = Finding(
            line=line or (item.line if item else 1),
            message=message,
            fix=fix,
            edits=edits,
            safe=safe,
        )
        self.findings.setdefault(name if name in KNOWN else UNKNOWN, []).append(finding)

    def offer(self, name: str, message: str, line: str, *, safe: bool = False) -> None:
        """Say what is wrong with a field, whose fix is another line in its place, or above the other fields."""
        item = self.found.get(name)
        comment = f" {item.comment}" if item and item.comment and "#" not in line else ""
        edit = Edit(item.line, max(item.line, item.last), (line + comment,)) if item else Edit(2, 1, (line,))
        self.say(name, message, line, edits=(edit,), safe=safe)

    def drop(self, name: str, message: str, fix: str) -> None:
        """Say what is wrong with a field, whose fix is to do without it."""
        item = self.found[name]
        self.say(name, message, fix, edits=(Edit(item.line, max(item.line, item.last)),))

    def unknown(self) -> None:
        for name in self.found:
            if name in KNOWN:
                continue
            if self.published(name):
                continue
            meant = meant_field(name) or did_you_mean(name, KNOWN)
            if not meant:
                self.unheard_of(name)
                continue
            message = f"The field “{name}” is not known; did you mean “{meant}”?"
            fix = renamed(self.found[name], meant, name)
            if meant in self.found:
                self.say(name, message, f"Delete the line; {meant} is there already.")
            elif fix.startswith(f"{meant}: "):
                self.offer(name, message, fix, safe=name.casefold() == meant)
            else:
                self.say(name, message, fix)
            self.meant.add(meant)

    def unheard_of(self, name: str) -> None:
        """A field that means nothing here; what somebody wrote into it for readers is not to be lost with it."""
        known = f"Known are {', '.join(KNOWN)}."
        message = f"The field “{name}” is not known."
        if len((self.found[name].text or "").split()) < _FEWEST_WORDS:
            self.drop(name, message, f"Delete the line. {known}")
        else:
            self.say(
                name,
                message,
                f"Put what it says into another field or the text, and delete the line. {known}",
            )

    def published(self, name: str) -> bool:
        """What other programs call “published” or “status” says whether an article is a draft, or from when none."""
        item = self.found[name]
        text = (item.text or "").strip().casefold()
        if name.casefold() not in STATES or text not in (*_YES, *_NO, *STATES_OF_DRAFTS, *STATES_OF_PUBLIC):
            return False
        message = f"The field “{name}” is not known; whether an article is published says “draft”."
        if text in (*_YES, *STATES_OF_PUBLIC):
            self.drop(name, message, "Delete the line: an article that is no draft is published on its date.")
            return True
        self.meant.add("draft")
        if "draft" in self.found:
            self.say(name, message, "Delete the line; draft is there already.")
        else:
            self.offer(name, message, "draft: true", safe=True)
        return True

    def prose(self, name: str, required: str = "") -> str:
        """A text for readers; what stands behind a # is no comment there, but the rest of the sentence."""
        item = self.found.get(name)
        if item is None or not item.comment or not re.match(r"#\S", item.comment):
            return self.text(name, required)
        message = f"The text of “{name}” ends before {item.comment.split()[0]}: what follows a # is not read."
        whole = f"{item.text or ''} {item.comment}".strip()
        self.offer(name, message, f"{name}: {double_quoted(whole)}", safe=True)
        return item.text or ""

    def own_words(self, name: str, text: str, fix: str) -> str:
        """The text, unless it is the sample of what to write there."""
        if text and _SAMPLES.fullmatch(text):
            self.say(name, f"The field “{name}” still holds a sample: “{text}”.", fix)
            return ""
        return text

    def text(self, name: str, required: str = "") -> str:
        item = self.found.get(name)
        if item is not None and item.text is not None and item.text.strip():
            value = " ".join(item.text.split())
            if _CONTROL.search(value):
                message = f"The field “{name}” holds an invisible control character."
                self.offer(name, message, f"{name}: {double_quoted(_CONTROL.sub('', value))}", safe=True)
                return ""
            return value
        if item is not None and isinstance(item.value, (list, dict)):
            message = f"The field “{name}” holds {item.in_words}, but one line of text is expected."
            typed = flow_text(item)
            if name not in ("title", "description", "image_alt"):
                # Nobody's file, identifier or word is called [so].
                typed = typed[1:-1]
            if typed:
                self.offer(name, message, f"{name}: {double_quoted(typed)}")
            else:
                self.say(name, message, required or f"Write one line that begins with {name}: and its text.")
        elif required and name not in self.meant:
            empty = "is empty" if item is not None else "is missing"
            self.say(name, f"The field “{name}” {empty}.", required)
        return ""

    def flag(self, name: str) -> bool:
        item = self.found.get(name)
        if item is None or item.value is None:
            return False
        if item.text in ("true", "false") and not item.quoted:
            return item.text == "true"
        # Whoever wrote something into "draft" did not mean to publish, unless it means no.
        text = (item.text or "").strip().casefold()
        meant_draft = text not in _NO
        without = " without quotes" if item.quoted else ""
        message = f"The field “{name}” says {item.in_words}, but true or false{without} is expected."
        self.offer(name, message, f"{name}: {str(meant_draft).lower()}", safe=text in (*_YES, *_NO))
        return meant_draft

    def description(self) -> str:
        least, most = DESCRIPTION
        fix = f"Write one sentence of {least} to {most} characters behind description: for lists, search and mail."
        text = self.prose("description", fix)
        if text and _SAMPLES.fullmatch(text):
            return self.own_words("description", text, fix)
        if text and letters(text) < least:
            twice = (
                " (a sign of Chinese, Japanese or Korean counts twice)" if letters(text) > len(text) else ""
            )
            has = f"{counted(letters(text), 'character')}{twice}, {least - letters(text)} too few"
            self.say("description", f"The description has {has}: {least} to {most} are expected.", fix)
        elif len(text) > most:
            has = f"{counted(len(text), 'character')}, {len(text) - most} too many"
            message = f"The description has {has}: {least} to {most} are expected."
            self.say("description", message, "Shorten it to one sentence.")
        return text

    def choice(self, name: str, options: tuple[str, ...]) -> str:
        text = self.text(name)
        if not text or text in options:
            return text
        meant = did_you_mean(text, options) or options[0]
        message = f"The field “{name}” says “{text}”, but {one_of(options)} is expected."
        self.offer(name, message, f"{name}: {meant}", safe=text.casefold() == meant)
        return ""

    def items(self, name: str, known: Mapping[str, str] | None = None) -> list[Field] | None:
        """The list of that name; one word without brackets is a mistake whose fix is plain.

        ``known`` maps what editors may call something to the word that is expected.
        """
        item = self.found.get(name)
        if item is None or item.value is None:
            return None
        if isinstance(item.value, list):
            return item.value
        words = several(item.text or "", known or {})
        sure = all(word.casefold() in (known or {}) for word in words)
        if known:
            words = [nearest(word, known) or word for word in words] or list(known.values())[:1]
        message = f"The field “{name}” holds {item.in_words}, but a list in brackets is expected."
        self.offer(name, message, f"{name}: {flow(words or ['one', 'two'])}", safe=bool(item.text) and sure)
        return []

    def instead(self, name: str, at: int, words: list[str]) -> tuple[str, tuple[Edit, ...]]:
        """The line of a list with its item ``at`` replaced by ``words``, as far as that is one line."""
        field = self.found[name]
        items = field.value if isinstance(field.value, list) else []
        if field.dashes is not None and items[at].line != field.line:
            lines = [f"{' ' * field.dashes}- {scalar(word)}" for word in words]
            behind = f" {items[at].comment}" if items[at].comment else ""
            pasted = (*(line + behind for line in lines[:1]), *lines[1:])
            return "\n".join(lines), (Edit(items[at].line, max(items[at].line, items[at].last), pasted),)
        if all(item.line == field.line for item in items):
            texts = [
                text for n, item in enumerate(items) for text in (words if n == at else [item.text or ""])
            ]
            line = f"{name}: {flow(list(dict.fromkeys(texts)))}"
            behind = f" {items[-1].comment}" if items[-1].comment else ""
            return line, (Edit(field.line, max(field.line, field.last), (line + behind,)),)
        return (f"Write {', '.join(words)} instead." if words else "Delete one of the two."), ()

    def chosen(self, name: str, known: Mapping[str, T], where: str, one: str) -> tuple[T, ...]:
        # An empty list of those that may be chosen is one problem, not one of every article.
        if not known:
            return ()
        field = self.found.get(name)
        typed = [item.text for item in field.value] if field and isinstance(field.value, list) else []
        if typed and len(set(typed)) == len(typed) and all(key in known for key in typed):
            return tuple(known[key] for key in typed if key)
        words = {value.name.casefold(): key for key, value in known.items()} | {key: key for key in known}
        items = self.items(name, words)
        example = f"{name}: [{next(iter(known))}]"
        if items is None:
            if name not in self.meant:
                self.offer(name, f"The field “{name}” is missing: at least one {one} is expected.", example)
            return ()
        if not items and isinstance(self.found[name].value, list):
            self.offer(name, f"The list “{name}” is empty: at least one {one} is expected.", example)
        chosen: list[T] = []
        for at, item in enumerate(items):
            key = (item.text or "").strip()
            if key in known and known[key] not in chosen:
                chosen.append(known[key])
            elif key in known:
                message = f"The {one} “{key}” is listed twice."
                fix, edits = self.instead(name, at, [])
                self.say(
                    name, message, fix or "Delete one of the two.", line=item.line, edits=edits, safe=True
                )
            else:
                parts = several(key, words) or [key]
                meant = [nearest(part, words) for part in parts]
                if all(meant):
                    fix, edits = self.instead(name, at, meant)
                    guess = (
                        f"; did you mean {one_of(f'“{word}”' for word in meant).replace(' or ', ' and ')}?"
                    )
                else:
                    fix, edits = f"Choose one of these, or add it to {where}.", ()
                    guess = "."
                what = (
                    f"no {one} “{key}”" if key else f"{item.in_words} where a word is expected; no such {one}"
                )
                message = f"There is {what} in {where}{guess} Known are {some(known)}."
                sure = all(part.casefold() in words for part in parts)
                self.say(name, message, fix, line=item.line, edits=edits, safe=sure)
        return tuple(chosen)

    def aliases(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Former names and old paths, and the line of each."""
        found: list[tuple[str, int]] = []
        for at, item in enumerate(self.items("aliases") or []):
            alias = (item.text or "").strip()
            if alias in RESERVED_NAMES:
                message = f"The alias “{alias}” cannot be a former name: that address means something else."
                self.say("aliases", message, "Delete it from aliases.", line=item.line)
            elif ALIAS.fullmatch(alias) and short(alias):
                found.append((alias, item.line))
            else:
                message = (
                    f"The alias “{alias}” is neither a former file name (small letters, digits, hyphens) "
                    "nor an old path that begins with / (single slashes, no blanks)."
                )
                meant = old_address(alias)
                fix, edits = (
                    self.instead("aliases", at, [meant]) if meant else ("Delete it from aliases.", ())
                )
                self.say("aliases", message, fix, line=item.line, edits=edits)
        return tuple(alias for alias, _ in found), tuple(line for _, line in found)

    def moment(self, name: str, *, required: bool = False, ends_day: bool = False) -> datetime | None:
        """A day or a day with a time in the site's zone, as an aware datetime.

        A day alone means 00:00, or the end of that day where it says when something ends.
        """
        item = self.found.get(name)
        if item is None or item.value is None:
            if required and name not in self.meant:
                self.offer(name, f"The field “{name}” is missing.", f"{name}: {TODAY}")
            return None
        text = item.text
        if text is None:
            self.say(
                name,
                f"The field “{name}” holds {item.in_words}, but a day is expected.",
                day_line(name, item),
            )
            return None
        text = text.strip()
        parts = MOMENT.fullmatch(text)
        if parts is None:
            message = f"The field “{name}” says “{text}”, but a day as year-month-day is expected"
            message = f"{message}, if need be with a time (2026-11-16 09:00)."
            meant, sure = likely_moments(text)
            if len(meant) == 1:
                self.offer(name, message, f"{name}: {meant[0]}", safe=sure)
            else:
                self.say(name, message, " or ".join(f"{name}: {day}" for day in meant))
            return None
        try:
            day = date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            message = f"The field “{name}” says “{text}”, but there is no such day in the calendar."
            hour = text[parts.end(3) :].strip("T ")
            day_meant = nearest_day(int(parts[1]), int(parts[2]), int(parts[3]))
            self.offer(name, message, f"{name}: {day_meant} {hour}".rstrip())
            return None
        if not YEARS[0] <= day.year <= YEARS[1]:
            message = (
                f"The field “{name}” says “{text}”, but a year from {YEARS[0]} to {YEARS[1]} is expected."
            )
            hour = text[parts.end(3) :].strip("T ")
            self.offer(name, message, f"{name}: {nearest_day(day.year, day.month, day.day)} {hour}".rstrip())
            return None
        clock = clock_time(parts)
        if clock is None:
            message = f"The field “{name}” says “{text}”, but there is no such time of the day."
            self.offer(name, message, f"{name}: {day} 09:00")
            return None
        zone = offset(parts["offset"]) if parts["offset"] else self.zone
        if zone is None:
            message = f"The field “{name}” ends in a zone that does not exist."
            self.offer(name, message, f"{name}: {day} {clock:%H:%M}")
            return None
        if parts["hour"] is None and ends_day:
            return datetime.combine(day + timedelta(days=1), time(), zone)
        return datetime.combine(day, clock, zone)

    def order(self, fields: Fields) -> None:
        if fields.published and fields.updated and fields.updated.date() < fields.published.date():
            message = "The article is said to be updated before it was published."
            self.say("updated", message, "Correct the day, or delete the line.")
        if fields.published and fields.expires and fields.expires <= fields.published:
            message = "The article is said to expire before it is published."
            self.say("expires", message, "Correct the day, or delete the line.")

    def focus(self) -> Focus:
        """The point that a crop keeps; two percentages, from the left and from the top."""
        text = self.text("image_focus")
        found = read_focus(text)
        if found is None and text:
            message = (
                f"The field “image_focus” says “{text}”, but two percentages are expected: how far from the left "
                "and how far from the top the point lies that must stay in sight."
            )
            # What stands there in other words, as far as it can be read: 30 20, 30%, 0.3 0.2, left top.
            self.offer("image_focus", message, f"image_focus: {likely_focus(text)}")
        return found or CENTER

    def part(self, name: str) -> SeriesPart | None:
        """The name of a series and the number of a part of it."""
        item = self.found.get(name)
        if item is None or item.value is None:
            return None
        found = read_part(item)
        if found is None:
            message = (
                f"The field “{name}” holds {item.in_words}, but the name of the series and the number of the part are "
                "expected, and nothing else."
            )
            self.offer(name, message, f"{name}: {likely_part(item)}")
        return found

    def language(self) -> str:
        """The tag of a language that is known, as it is written by custom."""
        text = self.text("language")
        tag = language_tag(text)
        if text and not tag:
            meant = meant_language(text)
            message = f"The field “language” says “{text}”, but the tag of a language is expected, such as de or pt-BR."
            if meant:
                self.offer("language", message, f"language: {meant}")
            else:
                self.drop(
                    "language", message, "Write its tag, or delete the line if it is the site's language."
                )
        return tag

    def picture(self, fields: Fields) -> None:
        if _SAMPLES.fullmatch(fields.image_alt):
            fields.image_alt = ""
        if fields.image and not fields.image_alt:
            message = "The image has no description for people who cannot see it."
            fix = "Add a line that begins with image_alt: and says in a few words what the picture shows."
            self.say("image_alt" if "image_alt" in self.found else "image", message, fix)
        if "image_focus" in self.found and "image" not in self.found and not self.findings.get("image_focus"):
            message = "The field “image_focus” says what to keep of a picture, but the article has no image."
            self.drop("image_focus", message, "Delete the line, or name the picture: image: file.jpg")
