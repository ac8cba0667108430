"""What a reader who changed from one digest to another has not had, and would never get from the new one.

A digest that closes once a month owes its readers the articles since its last issue. Who changes to a weekly
one in the meantime finds that its issues with those articles are gone: it carries them in its next mail. The
other way round nothing is owed, but what the weekly one brought is not brought again. All of this is pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from knowledge_center.articles.model import Article
from knowledge_center.digests.close_plan import eligible
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.schedule import instant
from knowledge_center.settings.model import DigestSettings
from knowledge_center.signup.consents import Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A time in which a reader had a digest, ended by a choice of theirs; aware datetimes."""

    digest: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """What digests have promised: their ledgers, and what waits for the next issue of each, as published when.

    ``begun`` are the digests and issues whose sending began here.
    """

    ledgers: Mapping[str, Ledger]
    waiting: Mapping[str, Mapping[str, datetime]]
    begun: Collection[tuple[str, str]]


def promises(
    digests: Iterable[DigestSettings],
    ledgers: Mapping[str, Ledger],
    articles: Collection[Article],
    begun: Collection[tuple[str, str]],
    now: datetime,
) -> Promises:
    """What the digests of a site have promised by ``now``."""
    waiting = {
        digest.key: {
            article.identity: article.published
            for article in eligible(articles, ledgers[digest.key], digest, now)
        }
        for digest in digests
    }
    return Promises(ledgers=ledgers, waiting=waiting, begun=begun)


def ended_spells(evidence: Iterable[Consent]) -> tuple[Spell, ...]:
    """The digests that a reader gave up for others since they last subscribed. ``evidence``: oldest first."""
    running: dict[str, datetime] = {}
    ended: list[Spell] = []
    for line in evidence:
        if line.event in ("left", "removed", "suppressed"):
            running, ended = {}, []
        elif line.event != "signup":
            given_up = set(running) - set(line.digests) if line.event == "chosen" else set()
            for digest in sorted(given_up):
                ended.append(Spell(digest=digest, since=running.pop(digest), until=line.at))
            for digest in line.digests:
                running.setdefault(digest, line.at)
    return tuple(ended)


def owed(spells: Iterable[Spell], promised: Promises) -> frozenset[str]:
    """The identities that those digests owed the reader when they were given up, had or not."""
    return frozenset(
        identity
        for spell in spells
        for identity, published in _promised(spell, promised)
        if instant(published) <= instant(spell.until)
    )


def _promised(spell: Spell, promised: Promises) -> Iterator[tuple[str, datetime]]:
    ledger = promised.ledgers.get(spell.digest)
    if ledger is None:
        return
    since, until = instant(spell.since), instant(spell.until)
    before = [issue for issue in ledger.issues if instant(issue.closed_at) <= until]
    after = ledger.issues[len(before) :]
    # Of the issues that closed before, the last one may not have been sent yet. An older one that was never sent
    # from here went another way.
    for issue in (*before[-1:], *(i for i in before[:-1] if (spell.digest, i.key) in promised.begun), *after):
        if instant(issue.closed_at) >= since:
            yield from _entries(issue)
    yield from promised.waiting.get(spell.digest, {}).items()


def _entries(issue: Issue) -> Iterator[tuple[str, datetime]]:
    for entry in issue.entries:
        yield entry.id, entry.published
