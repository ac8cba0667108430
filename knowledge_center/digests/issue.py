"""A closed issue and what it remembers of its articles; nothing here changes once it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from knowledge_center.articles.model import SeriesPart
from knowledge_center.pictures.model import CENTER, Focus


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotImage:
    """An article's picture at the time of closing: site-relative ``path``, sizes in pixels (0 = unknown).

    ``focus`` is the point that a crop keeps.
    """

    path: str
    alt: str
    width: int
    height: int
    focus: Focus = CENTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as it was when the issue closed. ``id`` is the article's identity, ``url`` site-relative.

    ``published`` keeps the offset it was written with, so that no later change of the site's zone moves
    the day. ``series`` says which part of which one it is, if any; ``language`` is a tag, empty for the site's.
    ``line`` is where it begins in the issue's file, 0 before it stands in one.
    """

    id: str
    url: str
    title: str
    summary: str
    authors: tuple[str, ...]
    published: datetime
    image: SnapshotImage | None = None
    series: SeriesPart | None = None
    language: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One dated edition of a digest. ``boundary`` is the moment it answers to, in the site's zone.

    ``subject`` and ``preheader`` are empty where the editor leaves them to us, ``intro`` is the editor's
    Markdown or empty, ``source`` the file as the editor knows it (``docs/digests/weekly/2026-W46.md``).
    ``draft`` names the draft whose words it took over, ``2026-W46``, or is empty. ``entries`` are the
    articles it delivers; ``evergreen`` is an older one, worth re-reading, that counts as no delivery. The lines are
    those of its file, 0 before it stands in one.
    """

    digest: str
    key: str
    boundary: datetime
    closed_at: datetime
    entries: tuple[Entry, ...]
    source: str
    subject: str = ""
    preheader: str = ""
    intro: str = ""
    draft: str = ""
    evergreen: Entry | None = None
    boundary_line: int = field(default=0, compare=False)
    closed_at_line: int = field(default=0, compare=False)

    @property
    def shown(self) -> tuple[Entry, ...]:
        """All that stands on its page: what is new, then the one worth re-reading."""
        return (*self.entries, self.evergreen) if self.evergreen else self.entries

    @property
    def url(self) -> str:
        """The issue's page, site-relative."""
        return f"digests/{self.digest}/{self.key}/"
