from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.articles.model import Article, Category
from knowledge_center.digests.close_plan import Close, NothingNew, eligible, plan, snapshot
from knowledge_center.digests.close_report import format_outcome, format_status
from knowledge_center.digests.evergreen import worth_rereading
from knowledge_center.digests.ledger import Ledger
from tests.digests.samples import MONDAY, WEEKLY, ZONE, entry, issue
from tests.samples import article

MORNING = MONDAY + timedelta(minutes=3)
THIN = dataclasses.replace(WEEKLY, evergreen_below=3, evergreen_months=6)
HIRING = Category(slug="hiring", name="Hiring")
LONG_AGO = datetime(2025, 1, 6, 9, tzinfo=ZONE)


def known(*ids: str, **changes: object) -> Ledger:
    """A ledger whose digest began when these articles were there already."""
    empty = Ledger(digest="weekly", source="docs/digests/weekly", baseline=frozenset(ids))
    return dataclasses.replace(empty, **changes)  # type: ignore[arg-type]


def old(name: str, published: datetime = LONG_AGO, **changes: object) -> Article:
    return article(name, published=published, **changes)


def new(name: str = "new") -> Article:
    return article(name, published=MONDAY - timedelta(days=1))


def picked(ledger: Ledger, *articles: Article, digest: object = THIN) -> str:
    """What an issue with one new article recalls."""
    found = worth_rereading(articles, ledger, digest, MONDAY, MORNING, new=["new"])  # type: ignore[arg-type]
    return found.identity if found else ""


def test_a_thin_issue_recalls_one_older_article() -> None:
    """It stands in a place of its own, as it is today, and not among what is new."""
    outcome = plan([new(), old("a"), old("b")], known("a", "b"), THIN, ZONE, MORNING)
    assert isinstance(outcome, Close)
    assert [found.id for found in outcome.issue.entries] == ["new"]
    assert outcome.issue.evergreen == snapshot(old("a"))
    assert [found.id for found in outcome.issue.shown] == ["new", "a"]


@pytest.mark.parametrize(("count", "recalls"), [(1, True), (2, True), (3, False), (4, False)])
def test_an_issue_with_enough_news_recalls_nothing(count: int, recalls: bool) -> None:
    """With a limit of three, two new articles let in an old one and three do not."""
    found = [new(f"new-{n}") for n in range(count)]
    outcome = plan([*found, old("a")], known("a"), THIN, ZONE, MORNING)
    assert isinstance(outcome, Close)
    assert (outcome.issue.evergreen is not None) is recalls


def test_without_the_setting_nothing_is_recalled() -> None:
    """A limit of 0, the default, means never."""
    outcome = plan([new(), old("a")], known("a"), WEEKLY, ZONE, MORNING)
    assert isinstance(outcome, Close)
    assert outcome.issue.evergreen is None


def test_no_issue_is_made_for_an_old_article_alone() -> None:
    """A week without news stays without a mail."""
    assert plan([old("a")], known("a"), THIN, ZONE, MORNING) == NothingNew(boundary=MONDAY)


@pytest.mark.parametrize(
    "changes",
    [
        {"draft": True},
        {"expires": MORNING},
        {"published": MORNING + timedelta(seconds=1)},
        {"digest": "skip"},
        {"identity": "NEW"},
        {"categories": (HIRING,)},
    ],
)
def test_only_what_readers_may_see_and_the_digest_is_about_is_recalled(changes: dict[str, object]) -> None:
    """No draft, nothing expired, scheduled or skipped, nothing of another topic, nothing that is new."""
    about = dataclasses.replace(THIN, categories=("interviews",))
    assert picked(known("a"), old("a"), digest=about) == "a"
    assert picked(known("a"), dataclasses.replace(old("a"), **changes), digest=about) == ""  # type: ignore[arg-type]


def test_what_an_issue_of_the_last_months_carried_is_not_recalled() -> None:
    """New or recalled, an article rests for six months from the close of the last issue that had it."""
    limit = datetime(2026, 5, 16, 8, tzinfo=ZONE)
    earlier = issue(entry("a"), key="2026-W20", boundary=limit, closed_at=limit + timedelta(seconds=1))
    assert picked(known(issues=(earlier,)), old("a")) == ""
    just = dataclasses.replace(earlier, closed_at=limit)
    assert picked(known(issues=(just,)), old("a")) == "a"
    recalled = dataclasses.replace(earlier, entries=(entry("b"),), evergreen=entry("A"))
    assert picked(known("a", issues=(recalled,)), old("a")) == ""


def test_what_was_published_lately_is_not_old() -> None:
    """An import of last month is known to the digest, but nobody has to be reminded of it yet."""
    assert picked(known("a"), old("a", MONDAY - timedelta(days=30))) == ""


def test_who_has_waited_longest_is_next() -> None:
    """Publication and issues count alike, so that the old articles take turns; a tie goes by identity."""
    carried = issue(entry("a"), key="2025-W10", boundary=LONG_AGO, closed_at=LONG_AGO + timedelta(days=60))
    ledger = known("b", "c", "d", issues=(carried,))
    found = [old("a", LONG_AGO - timedelta(days=900)), old("d"), old("c"),
             old("b", LONG_AGO + timedelta(days=1))]  # fmt: skip
    assert picked(ledger, *found) == "c"
    assert picked(ledger, *found[::-1]) == "c"
    assert picked(ledger, found[0], found[3]) == "b"
    assert picked(ledger, found[0]) == "a"


@pytest.mark.parametrize(
    ("boundary", "months", "since"),
    [
        (datetime(2026, 8, 31, 8), 6, datetime(2026, 2, 28, 8)),
        (datetime(2026, 1, 5, 8), 1, datetime(2025, 12, 5, 8)),
        (datetime(2028, 2, 29, 8), 12, datetime(2027, 2, 28, 8)),
        (datetime(2026, 12, 7, 8), 120, datetime(2016, 12, 7, 8)),
    ],
)
def test_months_are_those_of_the_calendar(boundary: datetime, months: int, since: datetime) -> None:
    """Six months before August 31 is the last day of February; over the new year it is the year before."""
    digest = dataclasses.replace(THIN, evergreen_months=months)
    boundary, since = boundary.replace(tzinfo=ZONE), since.replace(tzinfo=ZONE)

    def recalled(published: datetime) -> bool:
        candidates = [old("a", published)]
        found = worth_rereading(candidates, known("a"), digest, boundary, boundary, new=["new"])
        return found is not None

    assert recalled(since)
    assert not recalled(since + timedelta(seconds=1))


def test_what_is_recalled_is_never_reported_as_new() -> None:
    """Counts are of new articles; the old one has its own line."""
    outcome = plan([new(), old("a")], known("a"), THIN, ZONE, MORNING)
    output = format_outcome(outcome, THIN, this_year=2026)
    assert "with 1 new article:" in output
    assert "\n  New\n  Worth re-reading: A\n" in output
    assert ", 1 new article: " in format_status([new(), old("a")], known("a"), THIN, ZONE, MORNING)


names = st.sampled_from("abcdef")
moments = st.integers(0, 1500).map(lambda days: MONDAY - timedelta(days=days))


@checked(max_examples=150, deadline=None)
@given(
    st.dictionaries(names, moments, min_size=1),
    st.lists(st.tuples(names, st.none() | names, moments), max_size=4),
    st.frozensets(names),
    st.integers(1, 5),
    st.randoms(use_true_random=False),
)
def test_recalling_changes_nothing_about_who_gets_what(
    published: dict[str, datetime],
    closed: list[tuple[str, str | None, datetime]],
    baseline: frozenset[str],
    below: int,
    random: object,
) -> None:
    """The same articles are new with the setting and without it, now and after the close, in any order."""
    issues = tuple(
        issue(entry(first), key=f"2020-W{n + 1:02}", boundary=moment, closed_at=moment,
              evergreen=entry(again) if again and again != first else None)
        for n, (first, again, moment) in enumerate(closed)
    )  # fmt: skip
    ledger = known(*baseline, issues=issues)
    articles = [old(name, moment) for name, moment in published.items()]
    digest = dataclasses.replace(THIN, evergreen_below=below)
    outcome = plan(articles, ledger, digest, ZONE, MORNING)
    plain = plan(articles, ledger, WEEKLY, ZONE, MORNING)
    assert type(outcome) is type(plain)
    if not isinstance(outcome, Close) or not isinstance(plain, Close):
        return
    assert outcome.issue.entries == plain.issue.entries
    random.shuffle(articles)  # type: ignore[attr-defined]
    assert plan(articles, ledger, digest, ZONE, MORNING) == outcome
    after = [
        eligible(articles, dataclasses.replace(ledger, issues=(*issues, found.issue)), digest, MORNING)
        for found in (outcome, plain)
    ]
    assert after[0] == after[1]
    again = outcome.issue.evergreen
    if again is not None:
        assert len(outcome.issue.entries) < below
        assert again.id in ledger.known_ids
        since = MONDAY.replace(month=5).astimezone(UTC)
        assert published[again.id].astimezone(UTC) <= since
        shown = [found for found in issues if again.id in [e.id for e in found.shown]]
        assert all(found.closed_at.astimezone(UTC) <= since for found in shown)
