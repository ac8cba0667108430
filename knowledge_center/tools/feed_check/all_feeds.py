"""All feeds of a site together, for the rules that no file can break alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from knowledge_center.tools.feed_check.feed_discovery import Document
from knowledge_center.tools.feed_check.feed_model import Feed


@dataclass(frozen=True, kw_only=True)
class AllFeeds:
    """Every document of the site, the feeds among them by path, and the copies of feeds by path.

    A copy is a file that holds, byte for byte, the feed its self link names: ``copies`` maps its path to
    that feed's.
    """

    documents: tuple[Document, ...]
    by_path: Mapping[str, Feed]
    copies: Mapping[str, str]

    @property
    def originals(self) -> tuple[Feed, ...]:
        """The feeds that are no copies, by path."""
        return tuple(feed for path, feed in self.by_path.items() if path not in self.copies)

    def changes(self) -> dict[str, datetime]:
        """When each entry changed last, by id, as far as any feed says."""
        found: dict[str, datetime] = {}
        for feed in self.originals:
            for entry in feed.entries:
                if entry.changed and entry.id:
                    found[entry.id] = max(entry.changed, found.get(entry.id, entry.changed))
        return found
