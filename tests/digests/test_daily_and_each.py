"""A digest of every day, and one that mails each article: when they close, and what holds an article back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from knowledge_center.articles.model import Article
from knowledge_center.digests import close_run
from knowledge_center.digests.close_plan import Close, NothingDue, Outcome, plan
from knowledge_center.digests.close_report import format_outcome, format_status
from knowledge_center.digests.close_run import DigestContext, add_to_baseline, close, prepare_draft
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.schedule import (
    boundary_days,
    is_issue_key,
    issue_key,
    latest_boundary,
    next_boundary,
    period_label,
)
from knowledge_center.digests.upcoming import format_upcoming, upcoming
from knowledge_center.problems import Unusable
from tests.digests.crashes import Killed
from tests.digests.samples import MONDAY, WEEKLY, ZONE
from tests.samples import article

DAILY = replace(WEEKLY, key="daily", every="day", day=0)
EACH = replace(WEEKLY, key="each", every="article", day=0, at=time())
HELD = replace(EACH, hold=30)
MORNING = MONDAY + timedelta(minutes=3, seconds=20)


def minutes(number: float) -> datetime:
    return MORNING + timedelta(minutes=number)


def dated(name: str, before: float = 600) -> Article:
    """An article with a date so many minutes before the morning."""
    return article(name, published=minutes(-before))


def closed(docs: Path, articles: list[Article], now: datetime, digest: object = HELD) -> Outcome:
    assert isinstance(digest, type(HELD))
    context = DigestContext(
        docs=docs, docs_dir="docs", digest=digest, articles=articles, zone=ZONE, now=now
    )  # fmt: skip
    return close(context)


def names(docs: Path, key: str = "each") -> list[list[str]]:
    return [[entry.id for entry in issue.entries] for issue in read_ledger(docs, "docs", key, ZONE).issues]


@pytest.mark.parametrize(
    ("at", "name"),
    [
        (time(8), "2026-11-15"),
        (time(11, 59), "2026-11-15"),
        (time(12), "2026-11-16"),
        (time(18), "2026-11-16"),
    ],
)
def test_a_daily_issue_is_named_after_the_day_it_is_of(at: time, name: str) -> None:
    """In the morning that of the day before, in the evening that of the day itself."""
    boundary = datetime.combine(MONDAY.date(), at, ZONE)
    assert issue_key(replace(DAILY, at=at), boundary) == name
    first, last = boundary_days(name)
    assert first <= boundary.date() <= last


def test_a_daily_digest_closes_once_a_day() -> None:
    """At its time on the site's clock, also over a change of clocks."""
    assert latest_boundary(DAILY, ZONE, MORNING) == MONDAY
    assert next_boundary(DAILY, ZONE, MORNING) == MONDAY + timedelta(days=1)
    assert latest_boundary(DAILY, ZONE, MONDAY - timedelta(minutes=1)) == MONDAY - timedelta(days=1)
    night = datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert latest_boundary(DAILY, ZONE, night).isoformat() == "2026-10-31T08:00:00-04:00"
    assert next_boundary(DAILY, ZONE, night).isoformat() == "2026-11-01T08:00:00-05:00"


def test_names_of_days_and_minutes() -> None:
    """They are read as people say them; no such day is no name."""
    assert period_label("2026-11-16") == "November 16, 2026"
    assert period_label("2026-11-16-0930") == "November 16, 2026, 09:30"
    assert is_issue_key("2026-11-16-0930")
    for wrong in ("2026-11-31", "2026-11-16-2460", "2026-11-16-", "2026-11-16-09", "2026-13"):
        assert not is_issue_key(wrong)


def test_a_daily_digest_keeps_the_promise_of_a_weekly_one(tmp_path: Path) -> None:
    """One issue a day with what is new; a day without news has none."""
    found = [dated("a")]
    assert isinstance(closed(tmp_path, found, MORNING, DAILY), Close)
    assert isinstance(closed(tmp_path, found, minutes(5), DAILY), NothingDue)
    found += [dated("b", -60)]
    closed(tmp_path, found, MORNING + timedelta(days=1), DAILY)
    closed(tmp_path, found, MORNING + timedelta(days=2), DAILY)
    assert names(tmp_path, "daily") == [["a"], ["b"]]


def test_each_article_is_mailed_in_the_run_that_finds_it(tmp_path: Path) -> None:
    """Without a hold: at once, what comes together together, and the next minute the next one."""
    assert isinstance(closed(tmp_path, [], MORNING, EACH), NothingDue)
    assert not list(tmp_path.rglob("*.yml"))
    found = [dated("a"), dated("b")]
    done = closed(tmp_path, found, MORNING, EACH)
    assert isinstance(done, Close)
    assert (done.issue.key, done.issue.boundary) == ("2026-11-16-0803", MONDAY + timedelta(minutes=3))
    found.append(dated("c"))
    assert isinstance(closed(tmp_path, found, minutes(0.2), EACH), NothingDue)
    closed(tmp_path, found, minutes(1), EACH)
    assert names(tmp_path) == [["a", "b"], ["c"]]


def test_a_hold_begins_when_the_article_is_first_found(tmp_path: Path) -> None:
    """An article with a day alone is not mailed before its editor had the minutes to mend a slip."""
    found = [dated("a")]
    assert closed(tmp_path, found, minutes(0)) == NothingDue(
        next=minutes(30).replace(microsecond=0), held={"a": MORNING.astimezone(UTC)}
    )
    found.append(dated("b"))
    closed(tmp_path, found, minutes(20))
    assert isinstance(closed(tmp_path, found, minutes(29)), NothingDue)
    assert isinstance(closed(tmp_path, found, minutes(30)), Close)
    assert names(tmp_path) == [["a"]]
    assert isinstance(closed(tmp_path, found, minutes(49)), NothingDue)
    assert isinstance(closed(tmp_path, found, minutes(50)), Close)
    assert names(tmp_path) == [["a"], ["b"]]
    assert read_ledger(tmp_path, "docs", "each", ZONE).held == {}


def test_a_hold_begins_no_earlier_than_the_date_of_the_article(tmp_path: Path) -> None:
    """What is scheduled is found when it is published; a clock that was wrong holds nothing for longer."""
    found = [dated("a", -10)]
    assert closed(tmp_path, found, minutes(5)) == NothingDue(next=None)
    closed(tmp_path, found, minutes(10))
    assert isinstance(closed(tmp_path, found, minutes(39)), NothingDue)
    assert isinstance(closed(tmp_path, found, minutes(40)), Close)
    later = Ledger(digest="each", source="x", held={"b": minutes(10**6)})
    due = plan([dated("b")], later, HELD, ZONE, MORNING)
    assert isinstance(due, NothingDue)
    assert due.next == minutes(30)


def test_a_hold_survives_kills_and_a_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever moment a close dies at: the article is mailed once, after its hold."""
    found = [dated("a"), dated("b")]
    closed(tmp_path, found, MORNING)
    for last in range(3):
        with monkeypatch.context() as patch:
            patch.setattr(close_run, "write_state", _killed)
            with pytest.raises(Killed):
                closed(tmp_path, found, minutes(30 + last))
    closed(tmp_path, found, minutes(60))
    assert names(tmp_path) == [["a", "b"]]
    found.append(dated("c"))
    closed(tmp_path, found, minutes(61))
    context = DigestContext(
        docs=tmp_path, docs_dir="docs", digest=HELD, articles=found, zone=ZONE, now=minutes(62)
    )
    assert add_to_baseline(context) == 1
    assert read_ledger(tmp_path, "docs", "each", ZONE).held == {}


def _killed(*_: object, **__: object) -> None:
    raise Killed


@pytest.mark.parametrize(
    "text", ["x a", "2026-11-16T08:00:00 a", "2026-11-16T08:00:00-05:00", "[b]"]
)  # fmt: skip
def test_a_hold_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    """With the line, and what becomes of it where that is deleted."""
    folder = tmp_path / "digests/each"
    folder.mkdir(parents=True)
    (folder / ".ledger.yml").write_text(f"held:\n  - {text}\n", encoding="utf-8")
    with pytest.raises(Unusable, match=r"docs/digests/each/\.ledger\.yml"):
        read_ledger(tmp_path, "docs", "each", ZONE)


def test_what_is_said_of_it(tmp_path: Path) -> None:
    """It has no date on which it closes, and no words are written beforehand."""
    ledger = Ledger(digest="each", source="docs/digests/each")

    def said(digest: object, *found: Article) -> tuple[str, str]:
        assert isinstance(digest, type(HELD))
        outcome = plan(found, ledger, digest, ZONE, MORNING)
        return (
            format_status(found, ledger, digest, ZONE, MORNING),
            format_outcome(outcome, digest, this_year=2026, dry_run=True).partition(":\n")[0],
        )

    assert said(HELD) == (
        "each mails the next article as soon as there is one.",
        "each: nothing is due. It mails the next article as soon as there is one.",
    )
    assert said(HELD, dated("a")) == (
        "each mails next on Monday, November 16, 08:33. 1 article is waiting for it.",
        "each: nothing is due. It mails next on Monday, November 16, 08:33. 1 article is held until then.",
    )
    assert said(EACH, dated("a"))[0].startswith(
        "each is due since Monday, November 16, 08:03, 1 new article: "
    )
    shown = upcoming([dated("a")], ledger, HELD, ZONE, MORNING)
    assert shown
    assert "1 article" in format_upcoming(shown, this_year=2026)
    context = DigestContext(docs=tmp_path, docs_dir="docs", digest=HELD, articles=(), zone=ZONE, now=MORNING)
    with pytest.raises(Unusable, match="mails each article as it is published"):
        prepare_draft(context)
