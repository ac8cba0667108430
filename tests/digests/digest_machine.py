"""Editors at work while a schedule closes three digests now and then, on a machine that goes off at times.

An article is called by a key here that nothing in its file tells: what the file is called, which aliases it has and
which identifier is the editors' to change. After each such change an editor runs the check and answers by what is true.
"""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
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

from knowledge_center.articles.model import Article, Category, identity_of, names_of
from knowledge_center.articles.rules.claims import Claim
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
from knowledge_center.digests.known_articles import KnownArticle, in_ledgers
from knowledge_center.digests.ledger import DRAFT_ENDING, Issue, Ledger, ledger_folder, read_ledger
from knowledge_center.digests.missing_articles import article_problems
from knowledge_center.digests.schedule import latest_boundary
from knowledge_center.problems import Problem
from knowledge_center.settings.model import DigestSettings
from tests.digests.crashes import Killed, power
from tests.digests.mending import mend
from tests.digests.pasted_fixes import ANYWHERE, Edit, choices
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
        self.guids: dict[str, str] = {}
        self.gone: set[str] = set()
        self.sent_as: dict[str, str] = {}
        self.sent: dict[str, Counter[str]] = {key: Counter() for key in DIGESTS}
        self.files: dict[str, bytes] = {}
        self.words: list[tuple[str, str]] = []
        self.count = self.imports = 0
        self.ledgers: dict[str, tuple[dict[Path, bytes], ZoneInfo, Ledger]] = {}

    @initialize(start=st.sampled_from(STARTS), zone=st.sampled_from(ZONES))
    def begin(self, start: datetime, zone: str) -> None:
        self.now = self.latest = start
        self.zone = ZoneInfo(zone)

    def ledger(self, key: str) -> Ledger:
        """The ledger as it is on the disk: asked for all the time, and read where a file of it is another."""
        files = {path: path.read_bytes() for path in ledger_folder(self.docs, key).glob("*")}
        if self.ledgers.get(key, ({}, None, None))[:2] != (files, self.zone):
            self.ledgers[key] = files, self.zone, read_ledger(self.docs, "docs", key, self.zone)
        return self.ledgers[key][2]

    # Who is who

    def known(self) -> list[KnownArticle]:
        """Everything in a ledger, as a build reads it."""
        return list(in_ledgers(self.ledger(key) for key in DIGESTS))

    def names(self, key: str) -> tuple[str, ...]:
        found = self.articles[key]
        return names_of(guid=self.guids.get(key, ""), aliases=found.aliases, name=found.name)

    def read(self, records: list[KnownArticle] | None = None) -> dict[str, Article]:
        """The articles as a build reads them, each with its identity."""
        known = {one.id.casefold(): one.id for one in records or self.known()}
        return {
            key: dataclasses.replace(found, identity=identity_of(self.names(key), known, self.gone))
            for key, found in self.articles.items()
        }

    def problems(self) -> tuple[Problem, ...]:
        records = self.known()
        articles = self.read(records)
        claims = [
            Claim(
                display_path=found.source, name=found.name, aliases=found.aliases, guid=self.guids.get(key, ""),
                lines=(1,) * (len(found.aliases) + 1), draft=found.draft,
            )
            for key, found in articles.items()
        ]  # fmt: skip
        found = article_problems(
            records,
            claims=claims,
            claimed={name: found.source for key, found in articles.items() for name in self.names(key)},
            articles=articles.values(),
            gone=self.gone,
            today=self.now.date(),
        )
        return tuple(problem for problem in found if not problem.advice)

    def mend(self) -> None:
        """Answer the check until it is content: a few answers are enough for whatever one hand has done."""
        for _ in range(len(self.articles) + len(self.removed) + 5):
            problems = self.problems()
            if not problems:
                return
            self.answer(problems[0])
        raise AssertionError(f"no end of {problems}")

    def answer(self, problem: Problem) -> None:
        """Take the way out that is true: of that article the key is known here."""
        sources = {found.source: key for key, found in self.articles.items()}
        offered = choices(problem.fix)
        identity = re.findall(r"\(([^()]*)\)|$", problem.message)[0]
        assert identity in self.sent_as, f"{identity} was never sent: {problem.message}"
        key = self.sent_as[identity]
        if "no file claims it" in problem.message and key in self.articles:
            # The likeliest file is a guess.
            right = [edit for edit in offered[0] if edit.file in (ANYWHERE, self.articles[key].source)]
            if right and len(offered) > 1:
                self.apply(right, self.articles[key].source)
            else:
                self.rename(key, self.articles[key].name, aliases=(*self.articles[key].aliases, identity))
        elif "Which is it?" in problem.message:
            self.apply(offered[0 if sources[offered[0][-1].file] == key else 1])
        elif "Is it the same?" in problem.message:
            self.apply(offered[0 if sources[problem.path] == key else 1])
        elif key != sources.get(problem.path, key):
            # Of two that are one now it is the other: what the fix keeps is to be given up.
            self.gone.add(identity)
        elif "known as one" in problem.message:
            # Nothing moved on from there.
            self.apply(offered[0])
        else:
            self.apply(offered[-1])

    def apply(self, edits: list[Edit], anywhere: str = "") -> None:
        for edit in edits:
            lines = "\n".join(edit.lines).replace("…", "out of date")
            fields = yaml.safe_load(lines) or {}
            if edit.file.endswith(".gone.yml"):
                self.gone -= {edit.field}
                self.gone |= set(fields)
                continue
            file = anywhere if edit.file == ANYWHERE else edit.file
            key = next(key for key, found in self.articles.items() if found.source == file)
            if edit.to:
                self.rename(key, edit.to.removesuffix(".md"), aliases=self.articles[key].aliases)
            if edit.field == "guid":
                del self.guids[key]
            if "guid" in fields:
                assert key not in self.guids
                self.guids[key] = fields["guid"]
            if "aliases" in fields:
                before = self.articles[key].aliases
                aliases = (*before, *fields["aliases"]) if edit.file == ANYWHERE else fields["aliases"]
                assert edit.field or edit.file == ANYWHERE or not before, f"{file} has aliases already"
                self.rename(key, self.articles[key].name, aliases=tuple(aliases))

    def rename(self, key: str, name: str, *, aliases: tuple[str, ...]) -> None:
        self.articles[key] = dataclasses.replace(
            self.articles[key], name=name, url=f"articles/{name}/",
            source=f"docs/articles/posts/2026/{name}.md", aliases=aliases,
        )  # fmt: skip

    def a_word(self) -> str:
        self.count += 1
        return f"word-{self.count}"

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
        identity = self.write(age=age, draft=draft, digest=digest, hiring=hiring)
        self.mend()
        return identity

    def write(self, *, age: int, draft: bool = False, digest: str = "", hiring: bool = False) -> str:
        self.count += 1
        identity = f"article-{self.count}"
        self.articles[identity] = article(
            identity,
            published=self.now - timedelta(days=age),
            draft=draft,
            digest=digest,
            categories=(CATEGORY, HIRING) if hiring else (CATEGORY,),
            summary=f"What {identity} is about.",
        )
        return identity

    @precondition(lambda self: self.imports < 2)
    @rule(age=ages)
    def import_many(self, age: int) -> None:
        """More than may go out without somebody's word, and more than an issue takes."""
        self.imports += 1
        for _ in range(10):
            self.write(age=age, hiring=True)
        self.mend()

    @rule(identity=written, age=ages, draft=st.booleans(), title=st.sampled_from("ABC"))
    def edit_or_back_date(self, identity: str, age: int, draft: bool, title: str) -> None:
        if identity in self.articles:
            published = self.now - timedelta(days=age)
            self.articles[identity] = dataclasses.replace(
                self.articles[identity], published=published, draft=draft, title=f"T {title}"
            )
            self.mend()

    @rule(identity=written)
    def rename_with_an_alias(self, identity: str) -> None:
        if identity in self.articles:
            found = self.articles[identity]
            self.rename(identity, f"{found.name}-anew", aliases=(*found.aliases, found.name))
            self.mend()

    @rule(identity=written, keep=st.booleans())
    def move_without_an_alias(self, identity: str, keep: bool) -> None:
        """The old name is told nowhere, and at times the aliases are lost with it."""
        if identity in self.articles:
            self.rename(identity, self.a_word(), aliases=self.articles[identity].aliases if keep else ())
            self.mend()

    @rule(identity=written, words=st.integers(0, 2), first=st.booleans(), guid=st.booleans())
    def add_names(self, identity: str, words: int, first: bool, guid: bool) -> None:
        """Aliases before or after those that are there, all of them in another order, or an identifier."""
        if identity in self.articles:
            found = self.articles[identity]
            new = tuple(self.a_word() for _ in range(words))
            aliases = (*new, *found.aliases[::-1]) if first else (*found.aliases, *new)
            self.rename(identity, found.name, aliases=aliases)
            if guid:
                self.guids.setdefault(identity, f"urn:{self.a_word()}")
            self.mend()

    @rule(target=written, identity=written, days=st.integers(0, 3))
    def use_a_name_again(self, identity: str, days: int) -> str:
        """An article moves without an alias, and a new one takes its place; at times on the same day."""
        if identity not in self.articles:
            return identity
        name = self.articles[identity].name
        self.rename(identity, self.a_word(), aliases=self.articles[identity].aliases)
        new = self.write(age=0)
        self.articles[new] = dataclasses.replace(
            self.articles[new], published=self.articles[identity].published + timedelta(days=days)
        )
        self.rename(new, name, aliases=())
        self.mend()
        return new

    @rule(identity=written, other=written)
    def merge(self, identity: str, other: str) -> None:
        """One article goes into another that is known too, which leads its readers on."""
        if identity == other or not {identity, other} <= self.articles.keys() & {*self.sent_as.values()}:
            return
        names = self.names(other)
        self.removed[other] = self.articles.pop(other)
        self.guids.pop(other, None)
        found = self.articles[identity]
        bare = tuple(name for name in names if ":" not in name)
        self.rename(identity, found.name, aliases=(*bare, *found.aliases))
        self.mend()
        self.removed.pop(other)

    @rule(identity=written, elsewhere=st.booleans())
    def remove_or_restore(self, identity: str, elsewhere: bool) -> None:
        """Under the old name, or as if it had never been there."""
        if identity in self.articles:
            self.removed[identity] = self.articles.pop(identity)
        elif identity in self.removed:
            self.articles[identity] = self.removed.pop(identity)
            if elsewhere:
                self.guids.pop(identity, None)
                self.rename(identity, self.a_word(), aliases=())
        self.mend()

    @rule(identity=consumes(written))
    def remove_for_good(self, identity: str) -> None:
        if identity in self.articles:
            self.removed[identity] = self.articles.pop(identity)
            self.mend()

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
        names = self.by_identity()
        with power(step), suppress(Killed):
            self.close(key)
        self.note_new_issue(key, news, before, names)

    @rule(key=keys, days=st.sampled_from([0, 8, 33]))
    def the_schedule_closes(self, key: str, days: int = 0) -> None:
        self.time_passes(24 * days)
        digest = DIGESTS[key]
        news = self.news(digest)
        before = self.ledger(key)
        waits = waiting_drafts(self.docs, before)
        boundary = latest_boundary(digest, self.zone, self.now)
        names = self.by_identity()
        outcome = self.close(key)
        after = self.ledger(key)
        self.note_new_issue(key, news, before, names)
        match outcome:
            case Close():
                assert outcome.issue.boundary == boundary
                left = news - {names.get(entry.id, entry.id) for entry in outcome.issue.entries}
                accepted = {one for one in before.accepted if names.get(one) in left}
                assert accepted <= after.accepted, "what was accepted is asked about again"
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

    def by_identity(self) -> dict[str, str]:
        """Each article's key by what it is known by now: no two are known by the same."""
        found = {article.identity: key for key, article in self.read().items()}
        assert len(found) == len(self.articles)
        return found

    @rule(key=keys, days=st.sampled_from([0, 8, 33]))
    def a_close_is_reverted(self, key: str, days: int) -> None:
        """In git, before anything was sent; the ledger knows then what it knew before."""
        folder = ledger_folder(self.docs, key)
        before = {path: path.read_bytes() for path in folder.glob("*")}
        files, sent, sent_as = dict(self.files), self.sent[key].copy(), dict(self.sent_as)
        self.the_schedule_closes(key, days)
        for path in folder.glob("*"):
            path.unlink()
        for path, raw in before.items():
            path.write_bytes(raw)
        self.files, self.sent[key], self.sent_as = files, sent, sent_as
        self.mend()

    def context(self, key: str) -> run.DigestContext:
        return run.DigestContext(
            docs=self.docs,
            docs_dir="docs",
            digest=DIGESTS[key],
            articles=list(self.read().values()),
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
        names = self.by_identity()
        fresh = news - {names.get(identity) for identity in before.accepted}
        old = any(self.articles[identity].published < self.now - A_WEEK for identity in fresh)
        assert len(fresh) > closing.MOST_WITHOUT_ASKING or (old and not before.issues)
        accepted = run.close(self.context(key), accept=True)
        assert isinstance(accepted, Close)
        waiting = news - {names.get(entry.id, entry.id) for entry in accepted.issue.entries}
        kept = {names[identity] for identity in self.ledger(key).accepted}
        # What was accepted before, and is no news while the clock is set back, stays accepted.
        assert waiting <= kept <= waiting | {names.get(identity) for identity in before.accepted}
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

    def note_new_issue(self, key: str, news: set[str], before: Ledger, names: dict[str, str]) -> None:
        """At most one file is new, and it holds exactly the news, or of many the oldest.

        ``names`` are the articles by their identities.
        """
        there = self.issue_files()
        new = set(there) - set(self.files)
        assert len(new) <= 1
        for name in new:
            self.files[name] = there[name]
            issue = self.ledger(key).issue(Path(name).stem)
            assert issue is not None
            holds = {names.get(entry.id, entry.id) for entry in issue.entries}
            said = f"the issue holds {sorted(holds)}, but {sorted(news)} are new"
            assert holds <= news and len(holds) == min(len(news), closing.MOST_IN_AN_ISSUE), said
            dates = [self.articles[identity].published for identity in news - holds]
            assert all(self.articles[one].published <= min(dates) for one in holds if dates), said
            self.sent[key].update(holds)
            self.sent_as.update({entry.id: names.get(entry.id, entry.id) for entry in issue.entries})
            self.check_evergreen(issue, before, names)

    def check_evergreen(self, issue: Issue, before: Ledger, names: dict[str, str]) -> None:
        """What is recalled is no news, public, and was not met by anybody for a month."""
        again = issue.evergreen
        if again is None:
            return
        assert issue.digest == "weekly" and len(issue.entries) < 3
        assert again.id in names and again.id not in {entry.id for entry in issue.entries}
        found = self.articles[names[again.id]]
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
            ids = Counter(self.sent_as.get(entry.id, entry.id) for issue in issues for entry in issue.entries)
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

    def a_check_that_was_answered_is_content(self) -> None:
        assert not self.problems()

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
            self.a_check_that_was_answered_is_content()
            self.nobody_gets_anything_twice()
            self.no_word_is_lost_or_said_twice()
