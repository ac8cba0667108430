"""Which issue somebody sees who wants to see the next one."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from knowledge_center.articles.model import Article
from knowledge_center.digests.issue_draft import Draft
from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.upcoming import format_upcoming, upcoming, with_words
from tests.digests.samples import MONDAY, WEEKLY, ZONE, entry, issue
from tests.samples import article

BEFORE, AFTER = MONDAY - timedelta(hours=1), MONDAY + timedelta(minutes=3)
EMPTY = Ledger(digest="weekly", source="docs/digests/weekly")
UP_TO_DATE = dataclasses.replace(EMPTY, issues=(issue(entry("sent")),), processed=MONDAY)


def fresh(name: str = "fresh", **changes: object) -> Article:
    return article(name, **({"published": MONDAY - timedelta(days=1)} | changes))


def test_what_is_due_is_shown_as_the_close_would_make_it() -> None:
    """On Monday at 08:03 the preview shows the issue that the command would write at that moment."""
    found = upcoming([fresh()], EMPTY, WEEKLY, ZONE, AFTER)
    assert found is not None and found.state == "due"
    assert (found.issue.key, found.issue.boundary, found.issue.closed_at) == ("2026-W46", MONDAY, AFTER)
    assert [shown.id for shown in found.issue.entries] == ["fresh"]
    assert format_upcoming(found, this_year=2026) == (
        "weekly: the issue that would be closed now, 2026-W46 (November 9–15, 2026): 1 article."
    )


def test_between_two_closes_what_is_new_so_far_is_shown() -> None:
    """On Wednesday there is no issue yet, but what it will hold if nothing else comes can be seen."""
    new = fresh(published=MONDAY + timedelta(days=1))
    later = fresh("later", published=MONDAY + timedelta(days=3))
    found = upcoming([new, later], UP_TO_DATE, WEEKLY, ZONE, MONDAY + timedelta(days=2))
    assert found is not None and found.state == "coming"
    assert [shown.id for shown in found.issue.entries] == ["fresh"]
    assert (found.issue.key, found.issue.closed_at) == ("2026-W47", MONDAY + timedelta(days=7))
    assert format_upcoming(found, this_year=2026) == (
        "weekly: what is new so far for 2026-W47 (November 16–22, 2026), which closes on "
        "Monday, November 23, 08:00: 1 article."
    )


def test_where_nothing_is_new_the_last_issue_is_shown() -> None:
    """Due or not: without a new article, what was closed last is there to be looked at."""
    for now in (MONDAY + timedelta(days=2), MONDAY + timedelta(days=8)):
        found = upcoming([article("sent")], UP_TO_DATE, WEEKLY, ZONE, now)
        assert found is not None and found.state == "closed"
        assert found.issue is UP_TO_DATE.issues[0]
        assert format_upcoming(found, this_year=2027) == (
            "weekly: 2026-W46 (November 9–15, 2026), closed on Monday, November 16, 2026, 08:03: 1 article."
        )


def test_a_digest_that_never_had_anything_shows_nothing() -> None:
    """A fork without articles has no issue to show, and that is no mistake."""
    assert upcoming([], EMPTY, WEEKLY, ZONE, BEFORE) is None
    assert upcoming([], EMPTY, WEEKLY, ZONE, AFTER) is None


def test_a_period_whose_date_was_not_recorded_is_not_shown_twice() -> None:
    """The issue of the week is there and only its date is missing: the next one is what comes."""
    lost = dataclasses.replace(UP_TO_DATE, processed=None)
    found = upcoming([fresh()], lost, WEEKLY, ZONE, AFTER)
    assert found is not None and (found.state, found.issue.key) == ("coming", "2026-W47")
    found = upcoming([], lost, WEEKLY, ZONE, AFTER)
    assert found is not None and (found.state, found.issue.key) == ("closed", "2026-W46")


def test_after_a_clock_that_ran_ahead_the_next_issue_is_shown() -> None:
    """The close of the 23rd is dealt with, and the clock says the 18th again: what is new waits for the 30th."""
    ahead = dataclasses.replace(UP_TO_DATE, processed=MONDAY + timedelta(days=7))
    found = upcoming(
        [fresh(published=MONDAY + timedelta(days=1))], ahead, WEEKLY, ZONE, MONDAY + timedelta(days=2)
    )
    assert found is not None and (found.state, found.issue.key) == ("coming", "2026-W48")


def test_an_import_can_be_looked_at_before_somebody_decides() -> None:
    """201 articles at once are refused by a close, but shown: the first forty, and how many more there are."""
    many = [fresh(f"a-{number:03}") for number in range(201)]
    found = upcoming(many, EMPTY, WEEKLY, ZONE, AFTER)
    assert found is not None and len(found.issue.entries) == 40
    assert format_upcoming(found, this_year=2026).endswith(": 40 articles, 161 more for later issues.")


def test_the_words_that_wait_for_an_issue_are_shown_in_it() -> None:
    """An editor sees the introduction where readers will; an issue that is closed has its own."""
    draft = Draft(
        key="2026-W46", source="docs/digests/weekly/2026-W46.draft.md", subject="Two", intro="Hello."
    )
    found = upcoming([fresh()], EMPTY, WEEKLY, ZONE, AFTER)
    assert found is not None
    shown = with_words(found, draft)
    assert (shown.issue.subject, shown.issue.intro, shown.issue.source) == ("Two", "Hello.", draft.source)
    assert format_upcoming(shown, this_year=2026).endswith(
        ": 1 article. Its words are those of " + draft.source + "."
    )
    assert with_words(found, None) == found
    assert with_words(found, Draft(key="2026-W46", source=draft.source)) == found
    closed = upcoming([article("sent")], UP_TO_DATE, WEEKLY, ZONE, MONDAY + timedelta(days=2))
    assert closed is not None
    assert with_words(closed, draft) == closed
