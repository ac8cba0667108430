from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from knowledge_center.articles.model import Article, Category
from knowledge_center.digests.close_plan import (
    AlreadyClosed,
    Close,
    ConsentNeeded,
    NothingDue,
    NothingNew,
    baseline,
    eligible,
    next_to_close,
    plan,
)
from knowledge_center.digests.issue import SnapshotImage
from knowledge_center.digests.ledger import Ledger
from knowledge_center.pictures.model import Image
from tests.digests.samples import MONDAY, WEEKLY, ZONE, entry, issue
from tests.samples import article

MORNING = MONDAY + timedelta(minutes=3)
EMPTY = Ledger(digest="weekly", source="docs/digests/weekly")
DAY = timedelta(days=1)
BEGUN = dataclasses.replace(EMPTY, baseline=frozenset({"old"}))
HIRING = Category(slug="hiring", name="Hiring")


def ledger(**changes: object) -> Ledger:
    return dataclasses.replace(EMPTY, **changes)  # type: ignore[arg-type]


def dated(name: str, days_ago: float, **changes: object) -> Article:
    return article(name, published=MONDAY - timedelta(days=days_ago), **changes)


def ids(articles: tuple[Article, ...]) -> list[str]:
    return [found.identity for found in articles]


@pytest.mark.parametrize(
    "changes",
    [
        {"draft": True},
        {"published": MORNING + timedelta(seconds=1)},
        {"expires": MORNING},
        {"digest": "skip"},
        {"identity": "SENT"},
        {"identity": "Old"},
    ],
)
def test_only_what_is_public_and_new_is_eligible(changes: dict[str, object]) -> None:
    """No draft, nothing scheduled, expired, skipped, sent before, or older than the digest itself."""
    known = ledger(issues=(issue(entry("sent")),), baseline=frozenset({"old"}))
    plain = dated("a", 1)
    assert ids(eligible([plain], known, WEEKLY, MORNING)) == ["a"]
    assert eligible([dataclasses.replace(plain, **changes)], known, WEEKLY, MORNING) == ()  # type: ignore[arg-type]


def test_no_date_decides_membership() -> None:
    """An article dated ten years back that is published today is news."""
    known = ledger(issues=(issue(entry("sent")),), processed=MONDAY - timedelta(days=7))
    assert ids(eligible([dated("a", 3650)], known, WEEKLY, MORNING)) == ["a"]


def test_a_digest_about_categories_carries_those_only() -> None:
    """Any category of the article counts, not only its first."""
    about = dataclasses.replace(WEEKLY, categories=("hiring",))
    both = dated("both", 1)
    both = dataclasses.replace(both, categories=(*both.categories, HIRING))
    assert ids(eligible([dated("other", 1), both], EMPTY, about, MORNING)) == ["both"]


def test_featured_articles_come_first_then_the_newest() -> None:
    """Two articles of one minute stand by name, so that the order never swaps."""
    found = [dated("b", 2), dated("a", 2), dated("new", 1), dated("old-star", 9, digest="feature"),
             dated("star", 3, digest="feature")]  # fmt: skip
    expected = ["star", "old-star", "new", "a", "b"]
    assert ids(eligible(found, EMPTY, WEEKLY, MORNING)) == expected
    assert ids(eligible(found[::-1], EMPTY, WEEKLY, MORNING)) == expected


def test_an_issue_remembers_what_its_articles_said() -> None:
    """Title, summary, names, address and picture are copied, so that no later edit changes the issue."""
    picture = Image(path="articles/a/a.png", alt="A desk", width=3, height=2, type="image/png", size=9)
    outcome = plan([dated("a", 1, image=picture)], EMPTY, WEEKLY, ZONE, MORNING)
    assert isinstance(outcome, Close)
    assert outcome.waiting == 0
    assert outcome.issue == issue(
        entry(
            "a",
            title="A",
            summary="A sentence about it that is long enough to say what a reader gets.",
            published=MONDAY - timedelta(days=1),
            image=SnapshotImage(path="articles/a/a.png", alt="A desk", width=3, height=2),
        )
    )
    assert outcome.issue.url == "digests/weekly/2026-W46/"


def test_before_its_hour_nothing_is_due() -> None:
    """At 07:59 the answer is when the digest closes, and nothing else."""
    done = ledger(processed=MONDAY - timedelta(days=7))
    assert plan([dated("a", 1)], done, WEEKLY, ZONE, MONDAY - timedelta(minutes=1)) == NothingDue(next=MONDAY)


def test_nothing_new_is_an_outcome_of_its_own() -> None:
    """The boundary is to be recorded, so that Tuesday's article waits for next Monday."""
    assert plan([], EMPTY, WEEKLY, ZONE, MORNING) == NothingNew(boundary=MONDAY)


def test_forty_go_out_and_the_rest_waits() -> None:
    """The oldest forty first, so that nobody waits for ever; a featured newcomer waits like the rest."""
    found = [dated(f"a{n}", n) for n in range(1, 42)]
    found.append(dated("star", 0.5, digest="feature"))
    found[-2] = dataclasses.replace(found[-2], digest="feature")
    outcome = plan(found, BEGUN, WEEKLY, ZONE, MORNING)
    assert isinstance(outcome, Close)
    names = [e.id for e in outcome.issue.entries]
    assert (len(names), outcome.waiting) == (40, 2)
    assert names[:2] == ["a41", "a2"]
    assert names[-1] == "a40"
    assert {"star", "a1"}.isdisjoint(names)


def test_more_than_two_hundred_are_refused_until_somebody_decides() -> None:
    """200 are a lot, 201 look like an import."""
    found = [dated(f"a{n}", n + 1) for n in range(201)]
    assert isinstance(plan(found[:200], BEGUN, WEEKLY, ZONE, MORNING), Close)
    assert plan(found, BEGUN, WEEKLY, ZONE, MORNING) == ConsentNeeded(boundary=MONDAY, count=201)
    assert isinstance(plan(found, BEGUN, WEEKLY, ZONE, MORNING, accept=True), Close)


def test_a_consent_is_asked_for_once() -> None:
    """What was accepted goes out week by week; what is new since is counted by itself."""
    found = [dated(f"a{n}", n + 1) for n in range(300)]
    first = plan(found, BEGUN, WEEKLY, ZONE, MORNING, accept=True)
    assert isinstance(first, Close)
    assert len(first.accepted) == first.waiting == 260
    after = ledger(baseline=frozenset({"old", *(e.id for e in first.issue.entries)}), accepted=first.accepted)
    fresh = [dated(f"b{n}", 0.5) for n in range(201)]
    second = plan([*found, *fresh[:200]], after, WEEKLY, ZONE, MORNING)
    assert isinstance(second, Close)
    assert (second.waiting, len(second.accepted)) == (420, 220)
    assert plan([*found, *fresh], after, WEEKLY, ZONE, MORNING) == ConsentNeeded(boundary=MONDAY, count=201)


def test_a_first_issue_with_an_archive_is_refused_until_somebody_decides() -> None:
    """A digest that is added later, or whose key is renamed, does not mail what readers may have read for years."""
    fresh, old = dated("fresh", 7), dated("old", 7.1)
    asks = ConsentNeeded(boundary=MONDAY, count=2, old=1)
    assert isinstance(plan([fresh], EMPTY, WEEKLY, ZONE, MORNING), Close)
    assert plan([fresh, old], EMPTY, WEEKLY, ZONE, MORNING) == asks
    assert isinstance(plan([fresh, old], EMPTY, WEEKLY, ZONE, MORNING, accept=True), Close)
    # After empty weeks an archive is still one; what came since then is news, however long nobody closed.
    away = ledger(processed=MONDAY - timedelta(days=28))
    assert isinstance(plan([fresh, old, dated("before", 34)], away, WEEKLY, ZONE, MORNING), Close)
    assert isinstance(plan([dated("long ago", 35.1)], away, WEEKLY, ZONE, MORNING), ConsentNeeded)
    for begun in (BEGUN, ledger(issues=(issue(entry("a"), key="2026-W40", boundary=MONDAY - 42 * DAY),))):
        assert isinstance(plan([fresh, old], begun, WEEKLY, ZONE, MORNING), Close)
    # A month is longer than a week.
    monthly = dataclasses.replace(WEEKLY, every="month", day=16)
    assert isinstance(plan([fresh, old, dated("older", 30)], EMPTY, monthly, ZONE, MORNING), Close)
    assert isinstance(plan([dated("older", 31.1)], EMPTY, monthly, ZONE, MORNING), ConsentNeeded)


def test_weeks_of_downtime_make_one_issue() -> None:
    """After a month without a run there is one catch-up issue, named after the last week."""
    away = ledger(processed=MONDAY - timedelta(days=28))
    outcome = plan([dated("a", 20), dated("b", 2)], away, WEEKLY, ZONE, MONDAY + timedelta(days=2))
    assert isinstance(outcome, Close)
    assert (outcome.issue.key, outcome.issue.boundary) == ("2026-W46", MONDAY)
    assert [e.id for e in outcome.issue.entries] == ["b", "a"]


def test_a_period_that_has_its_issue_gets_no_second_one() -> None:
    """The digest moves from Thursday to Sunday after a close: new articles wait for the next week."""
    moved = dataclasses.replace(WEEKLY, day=6)
    thursday, sunday = MONDAY - timedelta(days=4), MONDAY - timedelta(days=1)
    closed = ledger(issues=(issue(entry("a"), boundary=thursday),), processed=thursday)
    outcome = plan([dated("b", 2)], closed, moved, ZONE, sunday + timedelta(hours=1))
    assert outcome == AlreadyClosed(boundary=sunday, issue=closed.issues[0], waiting=1)


def test_a_lost_record_reopens_nothing() -> None:
    """Without .ledger.yml the issues themselves say what was dealt with, also when the clock is wrong."""
    closed = ledger(issues=(issue(entry("a")),))
    for now in (MORNING, MONDAY - timedelta(days=30)):
        assert isinstance(plan([dated("b", 90)], closed, WEEKLY, ZONE, now), AlreadyClosed)


def test_the_issue_that_closes_next_is_the_one_that_is_due_or_the_first_to_come() -> None:
    """What is closed, recorded or of a period that has its issue is not next, whatever clock and record say."""
    week = timedelta(days=7)
    assert next_to_close(EMPTY, WEEKLY, ZONE, MONDAY - timedelta(days=1)) == MONDAY - week
    assert next_to_close(ledger(processed=MONDAY - week), WEEKLY, ZONE, MORNING) == MONDAY
    assert next_to_close(ledger(processed=MONDAY), WEEKLY, ZONE, MORNING) == MONDAY + week
    assert next_to_close(ledger(processed=MONDAY), WEEKLY, ZONE, MONDAY - 4 * week) == MONDAY + week
    lost = ledger(issues=(issue(entry("a")),))
    assert next_to_close(lost, WEEKLY, ZONE, MONDAY - 4 * week) == MONDAY + week
    # From Thursday to Sunday after a close: Sunday's issue would have the name of Thursday's.
    moved = dataclasses.replace(WEEKLY, day=6)
    thursday, sunday = MONDAY - timedelta(days=4), MONDAY - timedelta(days=1)
    closed = ledger(issues=(issue(entry("a"), boundary=thursday),), processed=thursday)
    assert next_to_close(closed, moved, ZONE, sunday + timedelta(hours=1)) == sunday + week
    # A draft's name says whose words an issue has, so it is used once.
    taken = ledger(issues=(issue(entry("a"), key="2026-W44", boundary=MONDAY - 2 * week, draft="2026-W46"),))
    assert next_to_close(taken, WEEKLY, ZONE, MORNING) == MONDAY + week


def test_a_clock_set_back_reopens_nothing() -> None:
    """Whatever the hour says, a boundary that was dealt with stays so."""
    done = ledger(issues=(issue(entry("a")),), processed=MONDAY)
    assert plan([dated("b", 40)], done, WEEKLY, ZONE, MONDAY - timedelta(days=20)) == NothingDue(
        next=MONDAY + timedelta(days=7)
    )


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Honolulu", "UTC"])
def test_another_time_zone_reopens_nothing(zone: str) -> None:
    """The company moves: Monday's wall clock was dealt with wherever the wall hangs."""
    there = ZoneInfo(zone)
    done = ledger(issues=(issue(entry("a")),), processed=MONDAY.replace(tzinfo=there))
    for hours in range(0, 7 * 24 - 30, 6):
        now = MONDAY.replace(tzinfo=there) + timedelta(hours=hours)
        assert isinstance(plan([dated("b", 2)], done, WEEKLY, there, now), NothingDue)


def test_the_hour_that_comes_twice_is_closed_once() -> None:
    """A digest due at 01:30 on the night the clock goes back closes once, though 01:10 comes after it."""
    sunday = dataclasses.replace(WEEKLY, day=6, at=MONDAY.time().replace(hour=1, minute=30))
    first = datetime(2026, 11, 1, 5, 31, tzinfo=UTC)
    again = first + timedelta(minutes=39)
    outcome = plan(
        [article("a", published=first - timedelta(days=1))], EMPTY, sunday, ZONE, again.astimezone(ZONE)
    )
    assert isinstance(outcome, Close)
    done = ledger(issues=(outcome.issue,), processed=outcome.issue.boundary)
    late = [article("b", published=first - timedelta(days=1))]
    assert isinstance(plan(late, done, sunday, ZONE, first + timedelta(minutes=59)), NothingDue)


def test_a_baseline_holds_what_readers_could_have_seen() -> None:
    """Expired, skipped and other categories too; what nobody saw yet will be news."""
    found = [dated("a", 1), dated("over", 9, expires=MONDAY), dated("skip", 1, digest="skip"),
             dated("draft", 1, draft=True), dated("soon", -1)]  # fmt: skip
    assert baseline(found, MORNING) == {"a", "over", "skip"}
