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
from knowledge_center.articles.model import RESERVED_NAMES, Author, Category
from knowledge_center.articles.rules.suggested_fixes import (
    day_line,
    flow,
    nearest,
    old_address,
    renamed,
    scalar,
    short,
    some,
)
from knowledge_center.articles.rules.typed_dates import (
    MOMENT,
    YEARS,
    clock_time,
    likely_days,
    nearest_day,
    offset,
)
from knowledge_center.front_matter.parser import Field
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.pictures.model import CENTER, Focus, likely_focus, read_focus
from knowledge_center.problems import did_you_mean, one_of
from knowledge_center.rules import Finding, RuleSet

T = TypeVar("T", Author, Category)

_DESCRIPTION = ARTICLE.field("description")
DESCRIPTION = (_DESCRIPTION.least, _DESCRIPTION.most)
KNOWN = ARTICLE.names
UNKNOWN = "unknown"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(slots=True, kw_only=True)
class Fields:
    """The values of an article's front matter; what is missing or wrong has its empty value.

    ``lines`` says where each field stands, ``findings`` what was found wrong in reading each.
    """

    title: str = ""
    published: datetime | None = None
    description: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[Category, ...] = ()
    image: str = ""
    image_alt: str = ""
    image_focus: Focus = CENTER
    updated: datetime | None = None
    draft: bool = False
    aliases: tuple[str, ...] = ()
    alias_lines: tuple[int, ...] = ()
    guid: str = ""
    digest: str = ""
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
) -> Fields:
    """The values of one article's front matter, and what is wrong with them: see ``rule``."""
    reader = _Reader(found, zone)
    reader.unknown()
    fields = Fields(lines={name: item.line for name, item in found.items()}, findings=reader.findings)
    fields.draft = reader.flag("draft")
    fields.title = reader.prose("title", "title: A headline that says what the reader gets")
    fields.published = reader.moment("date", required=True)
    fields.description = reader.description()
    fields.authors = reader.chosen("authors", authors, "docs/articles/.authors.yml", "author")
    fields.categories = reader.chosen("categories", categories, "docs/articles/.categories.yml", "category")
    fields.image = reader.text("image")
    fields.image_alt = reader.prose("image_alt")
    fields.image_focus = reader.focus()
    fields.updated = reader.moment("updated")
    fields.aliases, fields.alias_lines = reader.aliases()
    fields.guid = reader.text("guid")
    fields.digest = reader.choice("digest", ARTICLE.field("digest").choices)
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


for _field in ARTICLE.fields:
    rule.add(_field.name, _field.purpose, partial(_found_in, _field.name))
rule.add(
    UNKNOWN, "A field that nothing reads is most often one that was misspelled.", partial(_found_in, UNKNOWN)
)


class _Reader:
    def __init__(self, found: Mapping[str, Field], zone: ZoneInfo) -> None:
        self.found = found
        self.zone = zone
        self.findings: dict[str, list[Finding]] = {}
        # Fields that are there, but under a misspelled name.
        self.meant: set[str] = set()

    def say(self, name: str, message: str, fix: str = "", line: int = 0) -> None:
        item = self.found.get(name)
        finding = Finding(line=line or (item.line if item else 1), message=message, fix=fix)
        self.findings.setdefault(name if name in KNOWN else UNKNOWN, []).append(finding)

    def unknown(self) -> None:
        for name in self.found:
            if name in KNOWN:
                continue
            meant = did_you_mean(name, KNOWN)
            if not meant:
                fix = f"Delete the line. Known are {', '.join(KNOWN)}."
                self.say(name, f"The field “{name}” is not known.", fix)
                continue
            fix = renamed(self.found[name], meant, name)
            if meant in self.found:
                fix = f"Delete the line; {meant} is there already."
            self.say(name, f"The field “{name}” is not known; did you mean “{meant}”?", fix)
            self.meant.add(meant)

    def prose(self, name: str, required: str = "") -> str:
        """A text for readers; what stands behind a # is no comment there, but the rest of the sentence."""
        item = self.found.get(name)
        if item is None or not re.match(r"#\S", item.comment):
            return self.text(name, required)
        message = f"The text of “{name}” ends before {item.comment.split()[0]}: what follows a # is not read."
        whole = f"{item.text or ''} {item.comment}".strip()
        self.say(name, message, f"{name}: {double_quoted(whole)}")
        return item.text or ""

    def text(self, name: str, required: str = "") -> str:
        item = self.found.get(name)
        if item is not None and item.text is not None and item.text.strip():
            value = " ".join(item.text.split())
            if _CONTROL.search(value):
                message = f"The field “{name}” holds an invisible control character."
                self.say(name, message, f"{name}: {double_quoted(_CONTROL.sub('', value))}")
                return ""
            return value
        if item is not None and isinstance(item.value, (list, dict)):
            fix = required or f"{name}: …"
            self.say(
                name, f"The field “{name}” holds {item.in_words}, but one line of text is expected.", fix
            )
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
        meant_draft = (item.text or "").strip().casefold() not in ("false", "no", "off", "n", "0", "never")
        without = " without quotes" if item.quoted else ""
        message = f"The field “{name}” says {item.in_words}, but true or false{without} is expected."
        self.say(name, message, f"{name}: {str(meant_draft).lower()}")
        return meant_draft

    def description(self) -> str:
        least, most = DESCRIPTION
        fix = f"description: One sentence of {least} to {most} characters for lists, search and mail."
        text = self.prose("description", fix)
        if text and not least <= len(text) <= most:
            how = f"{least - len(text)} too few" if len(text) < least else f"{len(text) - most} too many"
            message = f"The description has {len(text)} characters, {how}: {least} to {most} are expected."
            self.say("description", message, fix if len(text) < least else "Shorten it to one sentence.")
        return text

    def choice(self, name: str, options: tuple[str, ...]) -> str:
        text = self.text(name)
        if not text or text in options:
            return text
        meant = did_you_mean(text, options) or options[0]
        self.say(
            name, f"The field “{name}” says “{text}”, but {one_of(options)} is expected.", f"{name}: {meant}"
        )
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
        words = [word.strip() for word in (item.text or "").split(",") if word.strip()]
        if known:
            words = [nearest(word, known) or word for word in words] or list(known.values())[:1]
        fix = f"{name}: {flow(words or ['one', 'two'])}"
        self.say(name, f"The field “{name}” holds {item.in_words}, but a list in brackets is expected.", fix)
        return []

    def instead(self, name: str, at: int, word: str) -> str:
        """The line of a list with its item ``at`` replaced by ``word``, as far as that is one line."""
        field = self.found[name]
        items = field.value if isinstance(field.value, list) else []
        if field.dashes is not None and items[at].line != field.line:
            return f"{' ' * field.dashes}- {scalar(word)}"
        if all(item.line == field.line for item in items):
            return f"{name}: {flow([word if n == at else item.text or '' for n, item in enumerate(items)])}"
        return f"Write {word} instead."

    def chosen(self, name: str, known: Mapping[str, T], where: str, one: str) -> tuple[T, ...]:
        # An empty list of those that may be chosen is one problem, not one of every article.
        if not known:
            return ()
        words = {value.name.casefold(): key for key, value in known.items()} | {key: key for key in known}
        items = self.items(name, words)
        example = f"{name}: [{next(iter(known))}]"
        if items is None:
            if name not in self.meant:
                self.say(name, f"The field “{name}” is missing: at least one {one} is expected.", example)
            return ()
        if not items and isinstance(self.found[name].value, list):
            self.say(name, f"The list “{name}” is empty: at least one {one} is expected.", example)
        chosen: list[T] = []
        for at, item in enumerate(items):
            key = (item.text or "").strip()
            if key in known and known[key] not in chosen:
                chosen.append(known[key])
            elif key in known:
                self.say(
                    name, f"The {one} “{key}” is listed twice.", "Delete one of the two.", line=item.line
                )
            else:
                meant = nearest(key, words)
                guess = f"; did you mean “{meant}”?" if meant else "."
                fix = (
                    self.instead(name, at, meant) if meant else f"Choose one of these, or add it to {where}."
                )
                what = (
                    f"no {one} “{key}”" if key else f"{item.in_words} where a word is expected; no such {one}"
                )
                message = f"There is {what} in {where}{guess} Known are {some(known)}."
                self.say(name, message, fix, line=item.line)
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
                fix = self.instead("aliases", at, meant) if meant else "Delete it from aliases."
                self.say("aliases", message, fix, line=item.line)
        return tuple(alias for alias, _ in found), tuple(line for _, line in found)

    def moment(self, name: str, *, required: bool = False, ends_day: bool = False) -> datetime | None:
        """A day or a day with a time in the site's zone, as an aware datetime.

        A day alone means 00:00, or the end of that day where it says when something ends.
        """
        item = self.found.get(name)
        if item is None or item.value is None:
            if required:
                self.say(name, f"The field “{name}” is missing.", f"{name}: 2026-11-16")
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
            fix = " or ".join(f"{name}: {day}" for day in likely_days(text))
            self.say(name, f"{message}, if need be with a time (2026-11-16 09:00).", fix)
            return None
        try:
            day = date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            message = f"The field “{name}” says “{text}”, but there is no such day in the calendar."
            self.say(name, message, f"{name}: {nearest_day(int(parts[1]), int(parts[2]), int(parts[3]))}")
            return None
        if not YEARS[0] <= day.year <= YEARS[1]:
            message = (
                f"The field “{name}” says “{text}”, but a year from {YEARS[0]} to {YEARS[1]} is expected."
            )
            self.say(name, message, f"{name}: {nearest_day(day.year, day.month, day.day)}")
            return None
        if item.quoted:
            message = f"The day in “{name}” stands in quotes; it is expected without them."
            self.say(name, message, f"{name}: {text}")
        clock = clock_time(parts)
        if clock is None:
            message = f"The field “{name}” says “{text}”, but there is no such time of the day."
            self.say(name, message, f"{name}: {day} 09:00")
            return None
        zone = offset(parts["offset"]) if parts["offset"] else self.zone
        if zone is None:
            self.say(
                name,
                f"The field “{name}” ends in a zone that does not exist.",
                f"{name}: {day} {clock:%H:%M}",
            )
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
            self.say("image_focus", message, f"image_focus: {likely_focus(text)}")
        return found or CENTER

    def picture(self, fields: Fields) -> None:
        if fields.image and not fields.image_alt:
            message = "The image has no description for people who cannot see it."
            fix = "image_alt: What the picture shows, in a few words"
            self.say("image_alt" if "image_alt" in self.found else "image", message, fix)
        if "image_focus" in self.found and "image" not in self.found and not self.findings.get("image_focus"):
            message = "The field “image_focus” says what to keep of a picture, but the article has no image."
            self.say("image_focus", message, "Delete the line, or name the picture: image: file.jpg")
