"""A feed and its entries, before any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledge_center.pictures.model import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. ``url`` and the image's path are absolute, ``content`` is HTML with absolute links.

    ``content`` is empty in a feed that carries summaries only. ``summary`` is plain text. ``language`` is a tag, empty
    where it is that of the site.
    """

    id: str
    url: str
    title: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    image: Image | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed in all its formats; ``rss``, ``atom`` and ``json`` are site-relative, empty where not made.

    ``home`` is the absolute address of the page it follows, ``site_url`` what the paths are relative to.
    ``entries`` are newest first. ``hub`` is the absolute address of a WebSub hub. ``previous`` is the
    site-relative archive page that goes on where this document ends; ``current`` marks an archive page
    (RFC 5005) and is the feed it belongs to. Without ``enclosures`` a picture is media:content only.
    """

    id: str
    title: str
    description: str
    home: str
    site_url: str
    language: str
    publisher: str
    icon: str
    rss: str = ""
    atom: str = ""
    json: str = ""
    entries: tuple[Entry, ...] = ()
    hub: str = ""
    previous: str = ""
    current: str = ""
    enclosures: bool = True

    @property
    def updated(self) -> datetime | None:
        """The newest change in it; None while it is empty. Never the time of the build."""
        return max((entry.updated for entry in self.entries), default=None)
