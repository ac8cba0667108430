from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from knowledge_center.articles.model import Article
from knowledge_center.digests.close_plan import AlreadyClosed, Close, ConsentNeeded, NothingDue, NothingNew
from knowledge_center.digests.close_report import format_outcome, format_status
from knowledge_center.digests.ledger import Ledger
from tests.digests.samples import MONDAY, WEEKLY, ZONE, entry, issue
from tests.samples import article

MORNING = MONDAY + timedelta(minutes=3)
EMPTY = Ledger(digest="weekly", source="docs/digests/weekly")


def ledger(**changes: object) -> Ledger:
    return dataclasses.replace(EMPTY, **changes)  # type: ignore[arg-type]


def dated(name: str, days_ago: float, **changes: object) -> Article:
    return article(name, published=MONDAY - timedelta(days=days_ago), **changes)


def test_the_status_says_what_is_due_and_what_to_run() -> None:
    """One sentence a person can act on."""
    news = [dated(f"a{n}", n + 1) for n in range(3)]
    now = MONDAY + timedelta(days=1)
    due = "weekly is due since Monday, November 16, 08:00"
    command = "knowledge-center close weekly"
    assert format_status(news, EMPTY, WEEKLY, ZONE, now) == f"{due}, 3 new articles: {command}"
    assert format_status(news[:1], EMPTY, WEEKLY, ZONE, now) == f"{due}, 1 new article: {command}"
    assert format_status([], EMPTY, WEEKLY, ZONE, now) == f"{due}, nothing new: {command}"
    done = ledger(processed=MONDAY)
    assert format_status([], done, WEEKLY, ZONE, now) == "weekly closes next on Monday, November 23, 08:00."
    assert format_status(news, done, WEEKLY, ZONE, now) == (
        "weekly closes next on Monday, November 23, 08:00. 3 articles are waiting for it."
    )
    assert format_status([*news, dated("old", 9)], EMPTY, WEEKLY, ZONE, now).startswith(
        f"{due}, 4 new articles, 1 of them older than one period: {command} --accept, or "
    )
    archive = [*news, *(dated(f"old{n}", 9) for n in range(1200))]
    assert "1,203 new articles, 1,200 of them older" in format_status(archive, EMPTY, WEEKLY, ZONE, now)
    many = [dated(f"a{n}", n / 40) for n in range(201)]
    assert format_status(many, EMPTY, WEEKLY, ZONE, now) == (
        f"{due}, 201 new articles, more than 200: {command} --accept, or knowledge-center close weekly --baseline"
    )
    crashed = ledger(issues=(issue(entry("z")),))
    assert format_status([], crashed, WEEKLY, ZONE, now) == (
        f"{due}, 2026-W46 is closed, only the date is not recorded: {command}"
    )


def test_a_date_of_another_year_says_so() -> None:
    """On New Year's Eve the next close is in the year to come."""
    done = ledger(processed=datetime(2026, 12, 28, 8, tzinfo=ZONE))
    now = datetime(2026, 12, 31, tzinfo=ZONE)
    assert (
        format_status([], done, WEEKLY, ZONE, now) == "weekly closes next on Monday, January 4, 2027, 08:00."
    )


def test_every_outcome_is_a_sentence() -> None:
    """Whoever runs the command reads what happened, and for a close which articles went in."""

    def say(outcome: object, dry_run: bool = False) -> str:
        return format_outcome(outcome, WEEKLY, this_year=2026, dry_run=dry_run)  # type: ignore[arg-type]

    assert (
        say(NothingDue(next=MONDAY))
        == "weekly: nothing is due. It closes next on Monday, November 16, 08:00."
    )
    assert "Monday, November 16, 08:00 is recorded" in say(NothingNew(boundary=MONDAY))
    assert "would be recorded" in say(NothingNew(boundary=MONDAY), dry_run=True)
    closed = issue(entry("a", title="Two\nlines"), entry("b"))
    assert say(Close(issue=closed, waiting=3)) == (
        "weekly: closed 2026-W46 (November 9–15, 2026) with 2 new articles: docs/digests/weekly/2026-W46.md. "
        "3 articles are waiting for the next one.\n  Two lines\n  B\n"
        "  Next: write an introduction below its fields if you like; then commit, push and build."
    )
    would = say(Close(issue=closed, waiting=0), dry_run=True)
    assert would.startswith("weekly: would close 2026-W46")
    assert "Next:" not in would
    again = say(AlreadyClosed(boundary=MONDAY, issue=closed, waiting=1))
    assert again == (
        "weekly: 2026-W46 is closed already, in docs/digests/weekly/2026-W46.md. "
        "1 article is waiting for the next one."
    )
    archive = say(ConsentNeeded(boundary=MONDAY, count=8, old=8))
    assert "8 new articles, older than one period. The digest would begin with an archive.\n" in archive
    assert archive.endswith("knowledge-center close weekly --accept")
    assert "9 new articles, 8 of them older" in say(ConsentNeeded(boundary=MONDAY, count=9, old=8))
    refused = say(ConsentNeeded(boundary=MONDAY, count=201))
    assert refused.startswith(
        "weekly: refused, nothing was written. 201 new articles, more than 200. That looks"
    )
    assert "--baseline" in refused
    assert "--accept" in refused
