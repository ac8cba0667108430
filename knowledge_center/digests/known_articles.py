"""The articles that readers have met, as ledgers, the archive file and the record of addresses remember them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from knowledge_center.articles.published_record import PublishedAddress
from knowledge_center.digests.ledger import STATE_FILE, Ledger

# A title or a description, with which of the two it is.
Mark = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """One record of an article: its identity, and the file and line that hold it.

    What it was like then is empty where the record has only the identity: a baseline, the archive file. ``met_by``
    are those who know it, ``addresses`` all that readers have met it at, as far as they are recorded.
    """

    id: str
    path: str
    line: int = 0
    title: str = ""
    summary: str = ""
    url: str = ""
    published: datetime | None = None
    met_by: str = "Subscribers"
    addresses: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """The article in a sentence."""
        return name_in_a_sentence(self.title, self.id)

    @property
    def marks(self) -> frozenset[Mark]:
        """What it would be recognized by; nothing where the record does not say."""
        return marks(self.title, self.summary)


def marks(title: str, summary: str) -> frozenset[Mark]:
    """What an article is recognized by under another name: its title, or its description."""
    said = (("title", plain(title)), ("description", plain(summary)))
    return frozenset(mark for mark in said if mark[1])


def name_in_a_sentence(title: str, identity: str) -> str:
    """An article by its title, where that is known, and its identity."""
    return f"“{title}” ({identity})" if title else f"“{identity}”"


def in_ledgers(ledgers: Iterable[Ledger]) -> Iterator[KnownArticle]:
    """Everything the ledgers know; a baseline knows no titles."""
    for ledger in ledgers:
        for issue in ledger.issues:
            for entry in issue.shown:
                yield KnownArticle(
                    id=entry.id,
                    path=issue.source,
                    line=entry.line,
                    title=entry.title,
                    summary=entry.summary,
                    url=entry.url,
                    published=entry.published,
                )
        for identity in sorted(ledger.baseline or ()):
            yield KnownArticle(id=identity, path=f"{ledger.source}/{STATE_FILE}")


def in_record(record: Iterable[PublishedAddress], path: str) -> Iterator[KnownArticle]:
    """The articles among the addresses that readers have met; ``path`` is the record's file."""
    for one in record:
        if one.id:
            yield KnownArticle(
                id=one.id,
                path=path,
                line=one.line,
                title=one.title,
                summary=one.summary,
                url=one.url,
                published=one.published,
                met_by="Readers",
                addresses=(one.url,),
            )


def plain(text: str) -> str:
    """The words of a text, to be compared."""
    return " ".join(text.split()).casefold()
