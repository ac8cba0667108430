"""A reader who changes between digests as they like: every article reaches them once, and none is lost."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.articles.model import Article
from knowledge_center.digests.close_plan import Close, plan
from knowledge_center.digests.ledger import Ledger
from knowledge_center.sending import outbox
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.issue_mailings import late_articles
from knowledge_center.sending.pace_changes import Promises, Spell, ended_spells, owed
from knowledge_center.sending.reader_share import ReaderShares
from knowledge_center.sending.transport import NotSent
from knowledge_center.settings.model import Cadence, DigestSettings
from knowledge_center.signup.consents import Consent, Evidence
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import load_keys
from knowledge_center.signup.subscribers import add, choose
from tests.digests.samples import MONDAY, WEEKLY, ZONE, entry, issue
from tests.samples import article

KINDS: tuple[Cadence, ...] = ("month", "week", "day", "article")
DIGESTS = tuple(replace(WEEKLY, key=kind, every=kind, day=int(kind == "month")) for kind in KINDS)


class Year:
    """A site that publishes, closes and sends, and two readers: one who changes and one who does not."""

    def __init__(self, folder: Path, db: sqlite3.Connection, dice: random.Random) -> None:
        self.db, self.dice, self.keys = db, dice, load_keys(folder)
        self.now = MONDAY + timedelta(hours=2)
        self.articles: list[Article] = []
        self.ledgers: dict[str, Ledger] = {
            kind: Ledger(digest=kind, source=f"docs/digests/{kind}") for kind in KINDS
        }
        self.unsent: list[tuple[DigestSettings, str]] = []
        self.got: Counter[tuple[str, str]] = Counter()
        with transaction(db):
            self.restless, self.steady = (
                add(db, self.keys, read_address(f"{name}@example.com"), ["week"], Evidence(), self.now) or ""
                for name in ("restless", "steady")
            )

    def publish(self) -> None:
        name = f"a{len(self.articles)}"
        self.articles.append(article(name, published=self.now - timedelta(minutes=self.dice.randrange(900))))

    def choose(self, kinds: Sequence[str]) -> None:
        with transaction(self.db):
            choose(self.db, self.restless, kinds, Evidence(), self.now)

    def close(self) -> None:
        """All digests that are due."""
        for digest in DIGESTS:
            ledger = self.ledgers[digest.key]
            done = plan(self.articles, ledger, digest, ZONE, self.now, accept=True)
            if isinstance(done, Close):
                issues = (*ledger.issues, done.issue)
                self.ledgers[digest.key] = replace(ledger, issues=issues, processed=done.issue.boundary)
                self.unsent.append((digest, done.issue.key))

    def send(self, most: int) -> None:
        """Some of what is closed, in some order, each to its end."""
        for _ in range(min(most, len(self.unsent))):
            digest, key = self.unsent.pop(self.dice.randrange(len(self.unsent)))
            issue_key = IssueKey(digest=digest.key, issue=key)
            found = self.ledgers[digest.key].issue(key)
            assert found
            names = [entry.id for entry in found.entries]
            with transaction(self.db):
                outbox.begin(self.db, issue_key, self.now, names)
                late = late_articles(self.db, digest, DIGESTS, self.ledgers, self.articles, self.now)
            shares = ReaderShares(issue_key, names, late)
            while True:
                with transaction(self.db):
                    claim = outbox.claim(self.db, issue_key, "me", self.now, share=shares.of)
                    if claim is None:
                        break
                    refusal = NotSent("unknown", "lost") if self.dice.random() < 0.1 else None
                    outbox.settle(self.db, self.keys, claim, refusal, self.now)
                self.got.update((claim.subscriber, name) for name in claim.articles)

    def pass_hours(self, most: int) -> None:
        self.now += timedelta(minutes=self.dice.randint(1, most * 60))


def lived(weeks: int, seed: int) -> tuple[Year, Counter[tuple[str, str]]]:
    """So many weeks with a change in each, then some in which the reader stays: who got what how often."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(connect(folder / "s.sqlite3")) as db:
            db.execute("PRAGMA synchronous = OFF")
            year = Year(folder, db, dice)
            for week in range(weeks + 6):
                end = year.now + timedelta(days=7)
                moves = [year.publish] * dice.randint(0, 3) + [year.close] * 4
                moves += [lambda: year.send(dice.randint(1, 4))] * 4
                if week < weeks:
                    chosen = dice.sample(KINDS, dice.choice([1, 1, 1, 2]))
                    moves.append(lambda chosen=chosen: year.choose(chosen))  # type: ignore[misc]
                dice.shuffle(moves)
                for move in moves:
                    year.pass_hours(30)
                    move()
                year.now = max(year.now, end)
            # Something new for every digest, so that each closes and carries what it owes.
            year.publish()
            for _ in range(40):
                year.now += timedelta(days=1)
                year.close()
                year.send(9)
            return year, year.got


def exactly_once(weeks: int, seed: int) -> None:
    year, got = lived(weeks, seed)
    names = [found.identity for found in year.articles]
    for reader in (year.restless, year.steady):
        counts = {name: got[reader, name] for name in names}
        assert counts == dict.fromkeys(names, 1), (reader == year.restless, counts)


@checked(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_every_article_once_however_often_a_reader_changes(seed: int) -> None:
    """Closes, sendings and choices in any order: no article is lost on the way and none comes twice."""
    exactly_once(6, seed)


@checked(max_examples=3, deadline=None)
@given(st.integers(0, 2**32))
def test_a_reader_who_changes_every_week_for_a_year(seed: int) -> None:
    """Fifty-two times."""
    exactly_once(52, seed)


def test_what_the_new_digest_has_yet_to_carry_is_not_brought_ahead(tmp_path: Path) -> None:
    """An article that waits for both comes with the next issue, as to everybody; once it is past it is owed."""
    with closing(connect(tmp_path / "s.sqlite3")) as db:
        year = Year(tmp_path, db, random.Random(1))
        year.choose(["month"])
        year.now += timedelta(days=1)
        year.publish()
        year.choose(["week"])
        brought = []
        for _ in range(2):
            with transaction(db):
                late = late_articles(db, DIGESTS[1], DIGESTS, year.ledgers, year.articles, year.now)
            brought.append(late(db, year.restless) if late else None)
            year.now += timedelta(days=8)
            year.close()
    assert brought == [(), ("a0",)]


def line(event: str, days: int, *digests: str) -> Consent:
    return Consent(at=MONDAY + timedelta(days=days), event=event, digests=digests, evidence=Evidence())


def day(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


def test_a_spell_ends_by_a_choice_and_leaving_forgets_it() -> None:
    """What was asked for and not confirmed is none; who left is owed nothing, also when they come back."""
    chosen = [
        line("signup", 0, "day"),
        line("confirmed", 1, "month"),
        line("chosen", 5, "week", "month"),
        line("chosen", 9, "week"),
        line("added", 10, "week", "article"),
    ]
    assert ended_spells(chosen) == (Spell(digest="month", since=day(1), until=day(9)),)
    assert ended_spells([*chosen, line("left", 11)]) == ()
    assert ended_spells([*chosen, line("left", 11), line("confirmed", 12, "day")]) == ()


def promised(*begun: tuple[str, str]) -> Promises:
    """Issues of a monthly digest that closed on days 0, 7 and 14, with an article each; one more waits."""
    issues = tuple(
        issue(
            entry(f"a{number}", published=day(7 * number - 3)),
            digest="month", key=f"2026-W{46 + number}", boundary=day(7 * number), closed_at=day(7 * number),
        )
        for number in range(3)
    )  # fmt: skip
    ledger = Ledger(digest="month", source="docs/digests/month", issues=issues)
    return Promises(
        ledgers={"month": ledger}, waiting={"month": {"new": day(15), "newer": day(17)}}, begun=begun
    )


def spell(since: int, until: int) -> list[Spell]:
    return [Spell(digest="month", since=day(since), until=day(until))]


def test_what_waits_is_owed_at_once() -> None:
    """Not only once the former digest has closed: the next mail of the new one brings it."""
    assert owed(spell(13, 16), promised()) == {"a2", "new"}
    assert owed(spell(13, 18), promised()) == {"a2", "new", "newer"}


def test_issues_from_before_the_spell_are_not_owed() -> None:
    """Nor those that went another way: closed long before, and never sent from here."""
    assert owed(spell(1, 16), promised()) == {"a2", "new"}
    assert owed(spell(1, 16), promised(("month", "2026-W47"))) == {"a1", "a2", "new"}
    assert owed(spell(8, 16), promised(("month", "2026-W47"))) == {"a2", "new"}


def test_what_closed_after_is_owed_if_it_was_there_before() -> None:
    """An article that came when the reader was gone from the digest is the new one's."""
    assert owed(spell(1, 6), promised()) == {"a1"}
    assert owed(spell(1, 3), promised()) == set()
    assert owed([Spell(digest="gone", since=day(0), until=day(9))], promised()) == set()
