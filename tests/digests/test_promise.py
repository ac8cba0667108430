"""What subscribers are promised, whatever editors, clocks and crashes do: every article once."""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from hypothesis import settings as checked
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from knowledge_center.article import Article
from knowledge_center.digests import run
from knowledge_center.digests.closing import AlreadyClosed, Close, NothingDue, NothingNew, Outcome
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.missing import article_problems
from knowledge_center.digests.schedule import latest_boundary
from tests.digests.samples import WEEKLY
from tests.samples import article

DIGEST = dataclasses.replace(WEEKLY, day=6, at=WEEKLY.at.replace(hour=1, minute=30))
START = datetime(2026, 10, 20, tzinfo=UTC)  # so that the night the clocks go back is part of it
ZONES = ["America/Detroit", "Asia/Tokyo", "Pacific/Honolulu"]


class Killed(BaseException):
    """The machine went off."""


class Newsroom(RuleBasedStateMachine):
    """Editors at work while a schedule closes the digest now and then."""

    written = Bundle("written")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.docs = Path(self.folder.name)
        self.now = START
        self.latest = START
        self.zone = ZoneInfo(ZONES[0])
        self.articles: dict[str, Article] = {}
        self.removed: dict[str, Article] = {}
        self.sent: Counter[str] = Counter()
        self.files: dict[str, bytes] = {}
        self.count = 0

    def ledger(self) -> Ledger:
        return read_ledger(self.docs, "docs", DIGEST.key, self.zone)

    def public(self) -> set[str]:
        """What a reader sees who comes now: told without the code under test."""
        return {
            identity
            for identity, found in self.articles.items()
            if not found.draft and found.published <= self.now and found.digest != "skip"
        }

    def close(self) -> Outcome:
        found = list(self.articles.values())
        return run.close(self.docs, "docs", DIGEST, found, self.zone, self.now)

    @rule(
        target=written,
        age=st.integers(-20, 400),
        draft=st.booleans(),
        digest=st.sampled_from(["", "", "feature", "skip"]),
    )
    def publish(self, age: int, draft: bool, digest: str) -> str:
        self.count += 1
        identity = f"article-{self.count}"
        published = self.now - timedelta(days=age)
        self.articles[identity] = article(identity, published=published, draft=draft, digest=digest)
        return identity

    @rule(identity=written, age=st.integers(-20, 400), draft=st.booleans(), title=st.text(max_size=5))
    def edit_or_back_date(self, identity: str, age: int, draft: bool, title: str) -> None:
        if identity in self.articles:
            found = self.articles[identity]
            published = self.now - timedelta(days=age)
            self.articles[identity] = dataclasses.replace(
                found, published=published, draft=draft, title=f"T {title}"
            )

    @rule(identity=written)
    def rename_with_an_alias(self, identity: str) -> None:
        if identity in self.articles:
            found = self.articles[identity]
            name = f"{found.name}-anew"
            self.articles[identity] = dataclasses.replace(
                found, name=name, url=f"articles/{name}/", source=f"docs/articles/posts/2026/{name}.md"
            )

    @rule(identity=written)
    def remove_or_restore(self, identity: str) -> None:
        one, other = (
            (self.articles, self.removed) if identity in self.articles else (self.removed, self.articles)
        )
        other[identity] = one.pop(identity)

    @rule(identity=consumes(written))
    def remove_for_good(self, identity: str) -> None:
        self.removed[identity] = (
            self.articles.pop(identity) if identity in self.articles else self.removed[identity]
        )

    @rule(hours=st.integers(1, 24 * 25))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.latest = max(self.latest, self.now)

    @rule(hours=st.integers(1, 24 * 10))
    def the_clock_is_set_back(self, hours: int) -> None:
        self.now -= timedelta(hours=hours)

    @rule(zone=st.sampled_from(ZONES))
    def the_site_moves(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    @rule()
    def a_close_is_killed_before_the_issue_is_there(self) -> None:
        with patch.object(os, "link", side_effect=Killed):
            try:
                self.close()
            except Killed:
                assert set(self.issue_files()) == set(self.files)

    @rule()
    def a_close_is_killed_before_the_boundary_is_recorded(self) -> None:
        before = self.public() - set(self.sent)
        with patch.object(run, "write_state", side_effect=Killed):
            try:
                self.close()
            except Killed:
                self.count_new_issue(before)

    @rule()
    def the_schedule_closes(self) -> None:
        before = self.public() - set(self.sent)
        ledger = self.ledger()
        boundary = latest_boundary(DIGEST, self.zone, self.now)
        outcome = self.close()
        after = self.ledger()
        match outcome:
            case Close():
                assert {entry.id for entry in outcome.issue.entries} == before
                assert outcome.issue.boundary == boundary
                self.count_new_issue(before)
            case NothingNew():
                assert not before
            case AlreadyClosed():
                assert outcome.waiting == len(before)
                assert ledger.issues
            case NothingDue():
                assert ledger.processed is not None
                assert ledger.processed.astimezone(UTC) >= boundary.astimezone(UTC)
                assert after == ledger
                return
        assert after.processed == boundary

    def issue_files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.docs.glob("digests/*/*.md")}

    def count_new_issue(self, expected: set[str]) -> None:
        """At most one file is new, and it holds what was expected."""
        new = set(self.issue_files()) - set(self.files)
        if new:
            (name,) = new
            self.files[name] = self.issue_files()[name]
            found = self.ledger().issue(name.removesuffix(".md"))
            assert found is not None
            assert {entry.id for entry in found.entries} == expected
            self.sent.update(entry.id for entry in found.entries)

    @invariant()
    def closed_issues_never_change(self) -> None:
        assert self.issue_files() == self.files

    @invariant()
    def nobody_gets_anything_twice(self) -> None:
        ledger = self.ledger()
        ids = Counter(entry.id for issue in ledger.issues for entry in issue.entries)
        assert ids == self.sent
        assert not [identity for identity, times in ids.items() if times > 1]
        assert len({issue.boundary for issue in ledger.issues}) == len(ledger.issues)

    @invariant()
    def what_is_removed_on_purpose_is_no_problem_and_the_rest_is(self) -> None:
        claimed = {identity: found.source for identity, found in self.articles.items()}
        today = self.now.date()
        assert not article_problems([self.ledger()], claimed=claimed, gone=self.removed, today=today)
        missing = article_problems([self.ledger()], claimed=claimed, gone=(), today=today)
        assert len(missing) == len(set(self.sent) & set(self.removed))

    def teardown(self) -> None:
        """When all has settled, the next two closes have carried whatever is still public."""
        processed = self.ledger().processed
        self.now = max(self.now, self.latest, processed.astimezone(UTC) if processed else START)
        for _ in range(2):
            self.now += timedelta(days=8)
            self.the_schedule_closes()
        assert self.public() <= set(self.sent)
        self.nobody_gets_anything_twice()
        self.folder.cleanup()


def test_every_article_that_stays_public_until_a_close_is_in_exactly_one_issue() -> None:
    """Publish, back-date, rename, remove, crash, move the clock or the company: everything comes once."""
    run_state_machine_as_test(
        Newsroom, settings=checked(max_examples=60, stateful_step_count=30, deadline=None)
    )
