"""The files that feeds are published as, by contract with readers: what each is called, on disk and on the web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFormat:
    """A format of feeds: its ``file`` in the folder of each feed, its ``name``, and a short ``label`` for links."""

    key: Literal["rss", "atom", "json"]
    file: str
    name: str
    label: str
    media_type: str


RSS = FeedFormat(key="rss", file="feed.xml", name="RSS", label="RSS", media_type="application/rss+xml")
ATOM = FeedFormat(key="atom", file="atom.xml", name="Atom", label="Atom", media_type="application/atom+xml")
JSON = FeedFormat(
    key="json", file="feed.json", name="JSON Feed", label="JSON", media_type="application/feed+json"
)
FORMATS = (RSS, ATOM, JSON)
FEED_FILES = tuple(format.file for format in FORMATS)

# All articles once more, for services that mail what they read; and the list of all feeds.
EMAIL_FILE = "email.xml"
OPML_FILE = "feeds.opml"
OPML_TYPE = "text/x-opml"
