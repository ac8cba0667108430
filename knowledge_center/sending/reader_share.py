"""Which articles of an issue one reader is to get: those that no mail has brought yet, by whichever digest."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge_center.sending import editions
from knowledge_center.sending.editions import folded
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.outbox import Share

# The identities of what a reader who changed digests was promised and the issues of this one are past.
Late = Callable[[sqlite3.Connection, str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carriers:
    """Which issues carried one of the articles, as of the ``latest`` edition."""

    latest: int
    issues: tuple[tuple[str, str], ...]


class ReaderShares:
    """The shares of all readers of one mailing.

    ``articles`` are the identities it carries, in order. ``late`` adds what one reader missed by a change of
    digests; it is asked within the transaction in which a message is claimed.
    """

    def __init__(self, issue_key: IssueKey, articles: Sequence[str], late: Late | None = None) -> None:
        self._issue_key, self._articles, self._late = issue_key, tuple(articles), late
        self._carriers = _Carriers(latest=-1, issues=())
        self._known: dict[int, frozenset[str]] = {}

    def of(self, db: sqlite3.Connection, subscriber: str) -> Share | None:
        """What a reader gets now, or None where they have had it all."""
        articles = self._articles
        issues = self._carriers_now(db)
        late = tuple(self._late(db, subscriber)) if self._late else ()
        if late:
            wanted = folded(articles)
            articles += tuple(article for article in late if article.casefold() not in wanted)
            issues = tuple({*issues, *self._others(db, late)})
        had = self._had(db, subscriber, issues) if issues else frozenset()
        left = tuple(article for article in articles if article.casefold() not in had)
        return Share(articles=left, edition=self._edition(db, left)) if left else None

    def _carriers_now(self, db: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
        latest = editions.latest(db)
        if latest != self._carriers.latest:
            self._carriers = _Carriers(latest=latest, issues=self._others(db, self._articles))
        return self._carriers.issues

    def _others(self, db: sqlite3.Connection, articles: Sequence[str]) -> tuple[tuple[str, str], ...]:
        own = (self._issue_key.digest, self._issue_key.issue)
        return tuple(found for found in editions.carriers(db, articles) if found != own)

    def _had(
        self, db: sqlite3.Connection, subscriber: str, issues: tuple[tuple[str, str], ...]
    ) -> frozenset[str]:
        return frozenset().union(
            *(self._contents(db, number) for number in editions.editions_had(db, subscriber, issues))
        )

    def _contents(self, db: sqlite3.Connection, number: int) -> frozenset[str]:
        if number not in self._known:
            self._known[number] = editions.articles_of(db, number)
        return self._known[number]

    def _edition(self, db: sqlite3.Connection, articles: tuple[str, ...]) -> int | None:
        """None where a reader gets what the sending was begun with."""
        begun_with = editions.of_sending(db, self._issue_key.digest, self._issue_key.issue)
        if begun_with is not None and self._contents(db, begun_with) == folded(articles):
            return None
        return editions.edition(db, self._issue_key.digest, self._issue_key.issue, articles)
