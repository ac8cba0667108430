from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from knowledge_center.articles.rules.corrections import corrected, rule
from tests.editors import assert_plain, paste, problems_of
from tests.samples import article, article_text

ZONE = ZoneInfo("America/Detroit")
NOW = datetime(2026, 11, 20, 17, 5, tzinfo=ZONE)
TODAY = NOW.replace(hour=0, minute=0)


def test_a_correction_that_is_yet_to_come_is_not_shown() -> None:
    """No feed, page or sitemap is dated in the future, whatever year an editor has typed."""
    later = article("a", published=TODAY, updated=NOW + timedelta(seconds=1))
    assert corrected(later, NOW).updated is None
    assert corrected(later, NOW + timedelta(seconds=1)) == later
    assert corrected(article("a", published=TODAY), NOW).updated is None


@pytest.mark.parametrize(
    ("date", "updated", "says"),
    [
        ("2026-11-02", "2027-11-03", "dated in the future; it is 2026-11-20 17:05 on the site's clock"),
        ("2026-11-20 09:00", "2026-11-20", "the date of the article, so readers are not told"),
        ("2026-11-20", "2026-11-20", "the date of the article, so readers are not told"),
    ],
)
def test_an_editor_learns_that_readers_are_told_nothing(
    tmp_path: Path, date: str, updated: str, says: str
) -> None:
    """A year that was mistyped, and a correction on the first day; the fix is the hour it is now."""
    text = article_text(date=date, updated=updated)
    (advice,) = problems_of(tmp_path, {"a.md": text}, now=NOW)
    assert advice.advice and advice.line == 7 and says in advice.message
    assert_plain(advice)
    assert problems_of(tmp_path, {"a.md": paste(text, advice)}, now=NOW) == ()


@pytest.mark.parametrize(
    ("published", "updated"),
    [
        (TODAY, None),
        (TODAY, TODAY + timedelta(hours=9)),
        # Of a day that is over there is nothing left to say, and of an article nobody can read yet neither.
        (TODAY - timedelta(hours=15), TODAY - timedelta(days=1)),
        (NOW + timedelta(days=1), NOW + timedelta(days=2)),
    ],
)
def test_what_is_in_order_is_not_spoken_of(published: datetime, updated: datetime | None) -> None:
    """Advice is for the day on which it can be taken; an import of old articles brings none."""
    one = article("a", published=published, updated=updated)
    assert list(rule.problems("docs/a.md", one, NOW, 7)) == []
