"""A feed as its reader sees it, whatever the format, every value with the line it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from knowledge_center.feed_formats import FORMATS, OPML_TYPE
from knowledge_center.tools.feed_check.feed_dates import rfc822, rfc3339
from knowledge_center.tools.feed_check.feed_discovery import Document, Kind

NAMES: dict[Kind, str] = {**{format.key: format.name for format in FORMATS}, "opml": "OPML"}
TYPES: dict[Kind, str] = {**{format.key: format.media_type for format in FORMATS}, "opml": OPML_TYPE}
_TAG = re.compile(r"</?[A-Za-z][^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextValue:
    """A value as the feed gives it, and its line. ``html`` tells that it is HTML and not plain text."""

    text: str
    line: int = 0
    html: bool = False

    @property
    def plain(self) -> str:
        """The words a reader shows, without markup."""
        return unescape(_TAG.sub("", self.text)) if self.html else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class DateValue:
    """A date as the feed writes it, and how that format reads dates."""

    name: str
    text: str
    line: int
    read: Callable[[str], datetime]

    @property
    def moment(self) -> datetime | None:
        """The moment it means; None where it cannot be read, which is a finding of its own."""
        try:
            return self.read(self.text)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a feed or an entry to another document."""

    rel: str
    href: str
    type: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that an entry carries: its address, and what the feed says about it.

    ``element`` is what it is called in the file: enclosure, media:content, attachment, image.
    """

    element: str
    url: str
    line: int
    type: str = ""
    length: str = ""
    width: str = ""
    height: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. What it does not say is None or empty."""

    line: int
    ids: tuple[TextValue, ...] = ()
    title: TextValue | None = None
    link: TextValue | None = None
    summary: TextValue | None = None
    content: TextValue | None = None
    published: DateValue | None = None
    updated: DateValue | None = None
    authors: tuple[TextValue, ...] = ()
    categories: tuple[TextValue, ...] = ()
    files: tuple[Attached, ...] = ()

    @property
    def id(self) -> str:
        return self.ids[0].text if self.ids else ""

    @property
    def changed(self) -> datetime | None:
        """The newest date it carries."""
        dates = [when.moment for when in (self.published, self.updated) if when]
        return max((date for date in dates if date), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed file. ``links`` are those of the feed itself, its own address under ``self``."""

    document: Document
    line: int
    title: TextValue | None
    home: TextValue | None
    description: TextValue | None
    language: TextValue | None
    updated: DateValue | None
    generator: str
    links: tuple[Link, ...]
    archived: bool
    entries: tuple[Entry, ...]

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def kind(self) -> Kind:
        return self.document.kind

    @property
    def name(self) -> str:
        """The name of its format."""
        return NAMES[self.kind]

    def linked(self, rel: str) -> tuple[Link, ...]:
        """Its links of one relation."""
        return tuple(link for link in self.links if link.rel == rel)


def date_822(name: str, text: str, line: int) -> DateValue:
    """A date of RSS."""
    return DateValue(name=name, text=text, line=line, read=rfc822)


def date_3339(name: str, text: str, line: int) -> DateValue:
    """A date of Atom or JSON Feed."""
    return DateValue(name=name, text=text, line=line, read=rfc3339)
