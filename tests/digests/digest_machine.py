"""Editors at work while a schedule closes three digests now and then, on a machine that goes off at times."""

from __future__ import annotations

import dataclasses
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from knowledge_center.articles.model import Article, Category
from knowledge_center.digests import close_plan as closing
from knowledge_center.digests import close_run as run
from knowledge_center.digests.close_plan import (
    AlreadyClosed,
    Close,
    ConsentNeeded,
    NothingDue,
    NothingNew,
    Outcome,
)
from knowledge_center.digests.future_dates import future_problems
from knowledge_center.digests.issue_draft import draft_path, waiting_drafts
from knowledge_center.digests.ledger import DRAFT_ENDING, Issue, Ledger, read_ledger
from knowledge_center.digests.missing_articles import article_problems
from knowledge_center.digests.schedule import latest_boundary
from knowledge_center.settings.model import DigestSettings
from tests.digests.crashes import Killed, power
from tests.digests.mending import mend
from tests.digests.samples import WEEKLY
from tests.samples import CATEGORY, article

HIRING = Category(slug="hiring", name="Hiring")
# Sundays at 01:30 come twice on the night the clocks go back, March 14 at 02:30 is one that is left out, and
# midnight is what Cairo skips and St. John's once had twice.
DIGESTS = {
    digest.key: digest
    for digest in (
        dataclasses.replace(WEEKLY, day=6, at=time(1, 30), evergreen_below=3, evergreen_months=1),
        dataclasses.replace(WEEKLY, key="monthly", every="month", day=14, at=time(2, 30)),
        dataclasses.replace(WEEKLY, key="hiring", day=4, at=time(0), categories=("hiring",)),
    )
}
STARTS = [
    datetime(2026, 10, 20, tzinfo=UTC),
    datetime(2027, 3, 1, tzinfo=UTC),
    datetime(2027, 4, 12, tzinfo=UTC),
]
ZONES = ["America/Detroit", "Africa/Cairo", "Australia/Lord_Howe", "America/St_Johns", "Asia/Tokyo"]
A_WEEK = timedelta(days=7)
A_PERIOD = timedelta(days=31)  # the longest one
A_MONTH = timedelta(days=27, hours=20)  # the shortest one, on a night the clocks change

keys = st.sampled_from(sorted(DIGESTS))
ages = st.integers(-20, 400)


class DigestMachine(RuleBasedStateMachine):
    """What is expected here follows from what the rules did, without the code under test."""

    written = Bundle("written")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.docs = Path(self.folder.name)
        self.now = self.latest = STARTS[0]
        self.zone = ZoneInfo(ZONES[0])
        self.articles: dict[str, Article] = {}
        self.removed: dict[str, Article] = {}
        self.sent: dict[str, Counter[str]] = {key: Counter() for key in DIGESTS}
        self.files: dict[str, bytes] = {}
        self.words: list[tuple[str, str]] = []
        self.count = self.imports = 0

    @initialize(start=st.sampled_from(STARTS), zone=st.sampled_from(ZONES))
    def begin(self, start: datetime, zone: str) -> None:
        self.now = self.latest = start
        self.zone = ZoneInfo(zone)

    def ledger(self, key: str) -> Ledger:
        return read_ledger(self.docs, "docs", key, self.zone)

    def news(self, digest: DigestSettings) -> set[str]:
        """What a reader may see by now and this digest's subscribers were never sent."""
        return {
            identity
            for identity, found in self.articles.items()
            if not found.draft and found.published <= self.now and found.digest != "skip"
            if not digest.categories or HIRING in found.categories
        } - set(self.sent[digest.key])

    # Editors

    @rule(
        target=written,
        age=ages,
        draft=st.booleans(),
        digest=st.sampled_from(["", "", "feature", "skip"]),
        hiring=st.booleans(),
    )
    def publish(self, age: int, draft: bool, digest: str, hiring: bool) -> str:
        self.count += 1
        identity = f"article-{self.count}"
        self.articles[identity] = article(
            identity,
            published=self.now - timedelta(days=age),
            draft=draft,
            digest=digest,
            categories=(CATEGORY, HIRING) if hiring else (CATEGORY,),
        )
        return identity

    @precondition(lambda self: self.imports < 2)
    @rule(age=ages)
    def import_many(self, age: int) -> None:
        """More than may go out without somebody's word, and more than an issue takes."""
        self.imports += 1
        for _ in range(10):
            self.publish(age=age, draft=False, digest="", hiring=True)

    @rule(identity=written, age=ages, draft=st.booleans(), title=st.text(max_size=5))
    def edit_or_back_date(self, identity: str, age: int, draft: bool, title: str) -> None:
        if identity in self.articles:
            published = self.now - timedelta(days=age)
            self.articles[identity] = dataclasses.replace(
                self.articles[identity], published=published, draft=draft, title=f"T {title}"
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
        there = identity in self.articles
        one, other = (self.articles, self.removed) if there else (self.removed, self.articles)
        other[identity] = one.pop(identity)

    @rule(identity=consumes(written))
    def remove_for_good(self, identity: str) -> None:
        if identity in self.articles:
            self.removed[identity] = self.articles.pop(identity)

    @rule(key=keys, write=st.booleans())
    def begin_a_draft(self, key: str, write: bool) -> None:
        before = self.drafts(key)
        waits = waiting_drafts(self.docs, self.ledger(key))
        run.prepare_draft(self.context(key))
        assert len(self.drafts(key)) == len(before) + (not waits)
        assert before.items() <= self.drafts(key).items()
        if write:
            self.write_into_a_draft(key, late=False)

    @rule(key=keys, late=st.booleans())
    def write_into_a_draft(self, key: str, late: bool) -> None:
        """Into the one that waits, or ``late``: into one that a crash left behind after its issue closed."""
        for name, text in self.drafts(key).items():
            path = draft_path(self.docs, key, name.removesuffix(DRAFT_ENDING))
            if (path in waiting_drafts(self.docs, self.ledger(key))) is not late:
                self.count += 1
                word = f"Word-{self.count}."
                path.write_text(f"{text}\n{word}\n", encoding="utf-8")
                self.words.append((key, word))

    # The world

    @rule(hours=st.integers(1, 24 * 25))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.latest = max(self.latest, self.now)

    @rule(hours=st.integers(1, 24 * 10))
    def the_clock_is_set_back(self, hours: int) -> None:
        self.now -= timedelta(hours=hours)

    @rule(key=keys, days=st.integers(30, 400))
    def a_close_runs_with_a_clock_ahead(self, key: str, days: int) -> None:
        """What it dates in the future is named, and the lines that are offered mend it; the issue itself stands."""
        now, latest = self.now, self.latest
        self.now += timedelta(days=days)
        self.the_schedule_closes(key)
        self.now, self.latest = now, latest
        found = list(future_problems(self.ledger(key), DIGESTS[key], self.zone, self.now))
        mend(self.docs, found)
        assert not list(future_problems(self.ledger(key), DIGESTS[key], self.zone, self.now))
        recorded = self.ledger(key).processed
        assert recorded is None or recorded <= self.now + A_WEEK, "silent for long, and nothing was said"
        for problem in found:
            name = problem.path.removeprefix("docs/")
            if name in self.files:
                self.files[name] = (self.docs / name).read_bytes()

    @rule(key=keys)
    def the_key_is_renamed(self, key: str) -> None:
        """Under another name it knows nothing, and asks before it mails what is older than a period."""
        digest = dataclasses.replace(DIGESTS[key], key="anew")
        empty = Ledger(digest="anew", source="docs/digests/anew")
        outcome = closing.plan(self.articles.values(), empty, digest, self.zone, self.now)
        shown = [a for a in self.articles.values() if not a.draft and a.digest != "skip"]
        about = [a for a in shown if not digest.categories or HIRING in a.categories]
        if any(a.published < self.now - 2 * A_PERIOD for a in about):
            assert isinstance(outcome, ConsentNeeded)

    @rule(zone=st.sampled_from(ZONES))
    def the_site_moves(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    @rule(key=keys, days=st.sampled_from([0, 8, 33]), step=st.integers(0, 13))
    def a_close_is_killed(self, key: str, days: int, step: int) -> None:
        """Before any of the changes it makes to the disk; some closes are done before that."""
        self.time_passes(24 * days)
        news = self.news(DIGESTS[key])
        before = self.ledger(key)
        with power(step), suppress(Killed):
            self.close(key)
        self.note_new_issue(key, news, before)

    @rule(key=keys, days=st.sampled_from([0, 8, 33]))
    def the_schedule_closes(self, key: str, days: int = 0) -> None:
        self.time_passes(24 * days)
        digest = DIGESTS[key]
        news = self.news(digest)
        before = self.ledger(key)
        waits = waiting_drafts(self.docs, before)
        boundary = latest_boundary(digest, self.zone, self.now)
        outcome = self.close(key)
        after = self.ledger(key)
        self.note_new_issue(key, news, before)
        match outcome:
            case Close():
                assert outcome.issue.boundary == boundary
                left = news - {entry.id for entry in outcome.issue.entries}
                assert left & before.accepted <= after.accepted, "what was accepted is asked about again"
                assert not waiting_drafts(self.docs, after)
            case NothingNew():
                assert not news, f"{news} are new, and no issue was made"
                assert waiting_drafts(self.docs, after) == waits
            case AlreadyClosed():
                assert outcome.waiting == len(news)
                assert before.issues
            case NothingDue():
                assert before.processed is not None
                assert before.processed.astimezone(UTC) >= boundary.astimezone(UTC)
                assert after == before
                return
        assert after.processed == boundary

    def context(self, key: str) -> run.DigestContext:
        return run.DigestContext(
            docs=self.docs,
            docs_dir="docs",
            digest=DIGESTS[key],
            articles=list(self.articles.values()),
            zone=self.zone,
            now=self.now,
        )

    def close(self, key: str) -> Outcome:
        """As the schedule does; where it asks, somebody says that everything is news, and is not asked again."""
        before, news = self.ledger(key), self.news(DIGESTS[key])
        outcome = run.close(self.context(key))
        if not isinstance(outcome, ConsentNeeded):
            return outcome
        assert self.ledger(key) == before, "refused, and something was written"
        fresh = news - before.accepted
        old = any(self.articles[identity].published < self.now - A_WEEK for identity in fresh)
        assert len(fresh) > closing.MOST_WITHOUT_ASKING or (old and not before.issues)
        accepted = run.close(self.context(key), accept=True)
        assert isinstance(accepted, Close)
        assert news - {entry.id for entry in accepted.issue.entries} == self.ledger(key).accepted
        return accepted

    def issue_files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.docs).as_posix(): path.read_bytes()
            for path in self.docs.glob("digests/*/*.md")
            if not path.name.endswith(DRAFT_ENDING)
        }

    def drafts(self, key: str) -> dict[str, str]:
        folder = self.docs / "digests" / key
        return {path.name: path.read_text(encoding="utf-8") for path in folder.glob(f"*{DRAFT_ENDING}")}

    def note_new_issue(self, key: str, news: set[str], before: Ledger) -> None:
        """At most one file is new, and it holds exactly the news, or of many the oldest."""
        there = self.issue_files()
        new = set(there) - set(self.files)
        assert len(new) <= 1
        for name in new:
            self.files[name] = there[name]
            issue = self.ledger(key).issue(Path(name).stem)
            assert issue is not None
            holds = {entry.id for entry in issue.entries}
            said = f"the issue holds {sorted(holds)}, but {sorted(news)} are new"
            assert holds <= news and len(holds) == min(len(news), closing.MOST_IN_AN_ISSUE), said
            dates = [self.articles[identity].published for identity in news - holds]
            assert all(self.articles[one].published <= min(dates) for one in holds if dates), said
            self.sent[key].update(entry.id for entry in issue.entries)
            self.check_evergreen(issue, before)

    def check_evergreen(self, issue: Issue, before: Ledger) -> None:
        """What is recalled is no news, public, and was not met by anybody for a month."""
        again = issue.evergreen
        if again is None:
            return
        assert issue.digest == "weekly" and len(issue.entries) < 3
        assert again.id in self.sent["weekly"] and again.id not in {entry.id for entry in issue.entries}
        found = self.articles[again.id]
        limit = issue.boundary.astimezone(UTC) - A_MONTH
        assert not found.draft and found.digest != "skip" and found.published <= limit
        shown = [i for i in before.issues if again.id in {entry.id for entry in i.shown}]
        assert all(i.closed_at.astimezone(UTC) <= limit for i in shown)

    # The promise

    @invariant()
    def closed_issues_never_change(self) -> None:
        assert self.issue_files() == self.files

    @invariant()
    def nobody_gets_anything_twice(self) -> None:
        for key in DIGESTS:
            issues = self.ledger(key).issues
            ids = Counter(entry.id for issue in issues for entry in issue.entries)
            assert ids == self.sent[key]
            assert not [identity for identity, times in ids.items() if times > 1], "sent twice"
            assert len({issue.boundary for issue in issues}) == len(issues)

    @invariant()
    def no_word_is_lost_or_said_twice(self) -> None:
        for key, word in self.words:
            ledger = self.ledger(key)
            times = sum(word in issue.intro for issue in ledger.issues)
            kept = [name for name, text in self.drafts(key).items() if word in text]
            assert times or kept, f"{word} is lost"
            next_ones = [path.name for path in waiting_drafts(self.docs, ledger)]
            assert times + len(set(kept) & set(next_ones)) <= 1, f"{word} is said twice"

    @invariant()
    def what_is_removed_on_purpose_is_no_problem_and_the_rest_is(self) -> None:
        claimed = {identity: found.source for identity, found in self.articles.items()}
        ledgers = [self.ledger(key) for key in DIGESTS]
        today = self.now.date()
        assert not article_problems(ledgers, claimed=claimed, gone=self.removed, today=today)
        missing = article_problems(ledgers, claimed=claimed, gone=(), today=today)
        assert len(missing) == len({i for sent in self.sent.values() for i in sent} & set(self.removed))

    def teardown(self) -> None:
        """When all has settled, the next two closes have carried whatever is still public, and every word."""
        with self.folder:
            recorded = [self.ledger(key).processed for key in DIGESTS]
            self.now = max(self.now, self.latest, *(p.astimezone(UTC) for p in recorded if p))
            self.publish(age=0, draft=False, digest="", hiring=True)
            for turn in range(40):
                self.now += timedelta(days=33)
                for key in DIGESTS:
                    self.the_schedule_closes(key)
                if turn and not any(self.news(digest) for digest in DIGESTS.values()):
                    break
            for key, digest in DIGESTS.items():
                assert not self.news(digest), f"{self.news(digest)} are in no issue of {key}"
                assert not waiting_drafts(self.docs, self.ledger(key))
            self.nobody_gets_anything_twice()
            self.no_word_is_lost_or_said_twice()
