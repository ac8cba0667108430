"""The day on which somebody should look at an article again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from knowledge_center.articles.rules.review_dates import rule
from knowledge_center.problems import report
from tests.editors import assert_plain, paste, problems_of
from tests.samples import article, article_text

ZONE = ZoneInfo("America/Detroit")
# In Detroit it is still the 1st, in London the 2nd has begun.
NOW = datetime(2027, 11, 1, 23, 30, tzinfo=ZONE)


def test_the_authors_are_reminded_when_the_day_has_passed(tmp_path: Path) -> None:
    """Advice with the names of those whom it concerns; another day, a year ahead, quiets it."""
    text = article_text(authors="[careers-desk, employer-desk]", review_by="2027-10-31")
    (advice,) = problems_of(tmp_path, {"a.md": text}, now=NOW)
    assert advice.advice and advice.line == 7
    assert advice.message == (
        "The article was to be looked at again by 2027-10-31, by its authors: Careers Desk, Employer Desk."
    )
    assert advice.fix == "review_by: 2028-10-31"
    assert_plain(advice)
    assert problems_of(tmp_path, {"a.md": paste(text, advice)}, now=NOW) == ()


@pytest.mark.parametrize(("day", "reminded"), [(date(2027, 10, 31), True), (date(2027, 11, 1), False)])
def test_the_day_is_one_of_the_sites_own_clock(day: date, reminded: bool) -> None:
    """Until its last minute where the site is, nobody is late."""
    one = article("a", published=NOW - timedelta(days=400), review_by=day)
    assert bool(list(rule.problems("docs/a.md", one, NOW, 7))) == reminded


@pytest.mark.parametrize(
    "fields", [{"draft": "true"}, {"date": "2027-12-01"}, {"expires": "2027-10-01"}, {"review_by": ""}]
)
def test_nobody_is_reminded_of_what_readers_do_not_see(tmp_path: Path, fields: dict[str, str]) -> None:
    """A draft, a scheduled and an expired article have nobody who could be misled."""
    text = article_text(**{"review_by": "2027-10-31", **fields})
    assert report(problems_of(tmp_path, {"a.md": text}, now=NOW)) == "No problems."
