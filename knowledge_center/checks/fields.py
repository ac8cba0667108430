"""The fields of one article: from what an editor typed to values, or to sentences about what to mend."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TypeVar
from zoneinfo import ZoneInfo

from knowledge_center.article import Author, Category
from knowledge_center.front_matter import Field
from knowledge_center.names import NAME, slug
from knowledge_center.problems import Problem, did_you_mean, one_of

T = TypeVar("T")

DESCRIPTION = (50, 160)
KNOWN = (
    "title", "date", "description", "authors", "categories", "image", "image_alt", "updated", "draft",
    "aliases", "guid", "digest", "review_by", "expires",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Fields:
    """The values of an article's front matter; what is missing or wrong has its empty value."""

    title: str = ""
    published: datetime | None = None
    description: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[Category, ...] = ()
    image: str = ""
    image_alt: str = ""
    updated: datetime | None = None
    draft: bool = False
    aliases: tuple[str, ...] = ()
    guid: str = ""
    digest: str = ""
    review_by: date | None = None
    expires: datetime | None = None
    lines: dict[str, int] = field(default_factory=dict)


def read_fields(
    found: Mapping[str, Field],
    shown: str,
    *,
    authors: Mapping[str, Author],
    categories: Mapping[str, Category],
    zone: ZoneInfo,
    problems: list[Problem],
) -> Fields:
    """The values of one article's front matter; every mistake is added to ``problems``."""
    reader = _Reader(found, shown, zone, problems)
    reader.unknown()
    fields = Fields(lines={name: item.line for name, item in found.items()})
    fields.draft = reader.flag("draft")
    fields.title = reader.text("title", "title: A headline that says what the reader gets")
    fields.published = reader.moment("date", required=True)
    fields.description = reader.description()
    fields.authors = reader.chosen("authors", authors, "docs/articles/.authors.yml", "author")
    fields.categories = reader.chosen("categories", categories, "docs/articles/.categories.yml", "category")
    fields.image = reader.text("image")
    fields.image_alt = reader.text("image_alt")
    fields.updated = reader.moment("updated")
    fields.aliases = reader.aliases()
    fields.guid = reader.text("guid")
    fields.digest = reader.choice("digest", ("feature", "skip"))
    review_by = reader.moment("review_by")
    fields.review_by = review_by.date() if review_by else None
    fields.expires = reader.moment("expires", ends_day=True)
    reader.order(fields)
    reader.picture(fields)
    return fields


class _Reader:
    def __init__(
        self, found: Mapping[str, Field], shown: str, zone: ZoneInfo, problems: list[Problem]
    ) -> None:
        self.found = found
        self.shown = shown
        self.zone = zone
        self.problems = problems

    def say(self, name: str, message: str, fix: str = "", line: int = 0) -> None:
        item = self.found.get(name)
        at = line or (item.line if item else 1)
        self.problems.append(Problem(path=self.shown, line=at, message=message, fix=fix))

    def unknown(self) -> None:
        for name in self.found:
            if name in KNOWN:
                continue
            meant = did_you_mean(name, KNOWN)
            message = f"The field “{name}” is not known" + (f"; did you mean “{meant}”?" if meant else ".")
            self.say(
                name, message, f"{meant}: …" if meant else f"Delete the line. Known are {', '.join(KNOWN)}."
            )

    def text(self, name: str, required: str = "") -> str:
        item = self.found.get(name)
        if item is not None and item.text is not None and item.text.strip():
            value = " ".join(item.text.split())
            if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", value):
                self.say(name, f"The field “{name}” holds an invisible control character.", "Type it again.")
                return ""
            return value
        if item is not None and isinstance(item.value, (list, dict)):
            fix = required or f"{name}: …"
            self.say(name, f"The field “{name}” holds {item.shown}, but one line of text is expected.", fix)
        elif required:
            empty = "is empty" if item is not None else "is missing"
            self.say(name, f"The field “{name}” {empty}.", required)
        return ""

    def flag(self, name: str) -> bool:
        item = self.found.get(name)
        if item is None or item.value is None:
            return False
        if item.text in ("true", "false") and not item.quoted:
            return item.text == "true"
        self.say(
            name, f"The field “{name}” says {item.shown}, but true or false is expected.", f"{name}: true"
        )
        # Whoever wrote something into "draft" did not mean to publish.
        return True

    def description(self) -> str:
        least, most = DESCRIPTION
        fix = f"description: One sentence of {least} to {most} characters for lists, search and mail."
        text = self.text("description", fix)
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

    def items(self, name: str) -> list[Field] | None:
        """The list of that name; one word without brackets is a mistake whose fix is plain."""
        item = self.found.get(name)
        if item is None or item.value is None:
            return None
        if isinstance(item.value, list):
            return item.value
        words = [word.strip() for word in (item.text or "").split(",") if word.strip()]
        fix = f"{name}: [{', '.join(words)}]" if words else f"{name}: [one, two]"
        self.say(name, f"The field “{name}” holds {item.shown}, but a list in brackets is expected.", fix)
        return []

    def chosen(self, name: str, known: Mapping[str, T], where: str, one: str) -> tuple[T, ...]:
        items = self.items(name)
        example = f"{name}: [{next(iter(known), 'a-key')}]"
        if items is None:
            self.say(name, f"The field “{name}” is missing: at least one {one} is expected.", example)
            return ()
        if not items and isinstance(self.found[name].value, list):
            self.say(name, f"The list “{name}” is empty: at least one {one} is expected.", example)
        chosen: list[T] = []
        for item in items:
            key = (item.text or "").strip()
            if key in known and known[key] not in chosen:
                chosen.append(known[key])
            elif key in known:
                self.say(name, f"The {one} “{key}” is listed twice.", line=item.line)
            else:
                meant = did_you_mean(key, known)
                guess = f"; did you mean “{meant}”?" if meant else "."
                fix = (
                    f"{name}: [{meant}]"
                    if meant
                    else f"Choose from {', '.join(known)}, or add it to {where}."
                )
                message = (
                    f"There is no {one} “{key}” in {where}{guess} Known are {', '.join(known) or 'none'}."
                )
                self.say(name, message, fix, line=item.line)
        return tuple(chosen)

    def aliases(self) -> tuple[str, ...]:
        found: list[str] = []
        for item in self.items("aliases") or []:
            alias = (item.text or "").strip()
            path = re.fullmatch(r"/[^\s?#\\<>\"]*", alias)
            if (path and ".." not in alias.split("/") and alias.strip("/")) or NAME.fullmatch(alias):
                found.append(alias)
            else:
                message = (
                    f"The alias “{alias}” is neither a former file name (small letters, digits, hyphens) "
                    "nor an old path that begins with /."
                )
                fix = f"aliases: [{slug(alias)}]" if alias else "aliases: [old-name, /blog/old-path/]"
                self.say("aliases", message, fix, line=item.line)
        return tuple(found)

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
            fix = f"{name}: 2026-11-16"
            self.say(name, f"The field “{name}” holds {item.shown}, but a day is expected.", fix)
            return None
        text = text.strip()
        parts = _MOMENT.fullmatch(text)
        if parts is None:
            message = f"The field “{name}” says “{text}”, but a day as year-month-day is expected"
            self.say(
                name, f"{message}, if need be with a time (2026-11-16 09:00).", f"{name}: {_guess(text)}"
            )
            return None
        try:
            day = date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            message = f"The field “{name}” says “{text}”, but there is no such day in the calendar."
            self.say(name, message, f"{name}: {_last_day(int(parts[1]), int(parts[2]))}")
            return None
        if item.quoted:
            message = f"The day in “{name}” stands in quotes; it is expected without them."
            self.say(name, message, f"{name}: {text}")
        clock = _time(parts)
        if clock is None:
            message = f"The field “{name}” says “{text}”, but there is no such time of the day."
            self.say(name, message, f"{name}: {day} 09:00")
            return None
        zone = _offset(parts["offset"]) if parts["offset"] else self.zone
        if zone is None:
            self.say(name, f"The field “{name}” ends in a zone that does not exist.", f"{name}: {day} 09:00")
            return None
        try:
            if parts["hour"] is None and ends_day:
                return datetime.combine(day + timedelta(days=1), time(), zone)
            moment = datetime.combine(day, clock, zone)
            moment.timestamp()
            return moment
        except (OverflowError, ValueError):
            self.say(name, f"The field “{name}” says “{text}”, a year out of reach.", f"{name}: 2026-11-16")
            return None

    def order(self, fields: Fields) -> None:
        if fields.published and fields.updated and fields.updated.date() < fields.published.date():
            message = "The article is said to be updated before it was published."
            self.say("updated", message, "Correct the day, or delete the line.")
        if fields.published and fields.expires and fields.expires <= fields.published:
            message = "The article is said to expire before it is published."
            self.say("expires", message, "Correct the day, or delete the line.")

    def picture(self, fields: Fields) -> None:
        if fields.image and not fields.image_alt:
            message = "The image has no description for people who cannot see it."
            fix = "image_alt: What the picture shows, in a few words"
            self.say("image_alt" if "image_alt" in self.found else "image", message, fix)


_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*"
    r"(?P<offset>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)


def _time(parts: re.Match[str]) -> time | None:
    if parts["hour"] is None:
        return time()
    try:
        return time(int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0))
    except ValueError:
        return None


def _offset(text: str) -> timezone | None:
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    try:
        return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
    except ValueError:
        return None


def _last_day(year: int, month: int) -> str:
    if not (1 <= month <= 12 and year):
        return "2026-11-16"
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}"


def _guess(text: str) -> str:
    """The day a person probably meant; a sample where nobody could tell (is 12/11 in November?)."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text)
    for shape in ("%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d %B %Y", "%d %b %Y", "%d. %B %Y", "%Y/%m/%d",
                  "%d.%m.%Y", "%Y.%m.%d", "%Y%m%d"):  # fmt: skip
        try:
            return datetime.strptime(plain, shape).date().isoformat()
        except ValueError:
            continue
    return "2026-11-16"
