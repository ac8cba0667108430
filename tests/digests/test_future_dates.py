"""A close while a clock was ahead: every line that is to be mended is named, and mending it is enough."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from knowledge_center.digests.close_plan import Close
from knowledge_center.digests.close_run import DigestContext, close
from knowledge_center.digests.future_dates import future_problems
from knowledge_center.digests.ledger import read_ledger
from knowledge_center.problems import Problem
from tests.digests.mending import mend
from tests.digests.samples import MONDAY, WEEKLY, ZONE, write
from tests.editors import assert_plain
from tests.samples import article

YEAR = timedelta(days=365)
NOW = MONDAY + timedelta(days=2, hours=5)


def found(docs: Path, now: datetime = NOW, zone: ZoneInfo = ZONE) -> list[Problem]:
    ledger = read_ledger(docs, "docs", "weekly", zone)
    return list(future_problems(ledger, WEEKLY, zone, now))


def close_at(docs: Path, now: datetime, *names: str) -> object:
    articles = [article(name, published=now - timedelta(days=1)) for name in names]
    return close(
        DigestContext(docs=docs, docs_dir="docs", digest=WEEKLY, articles=articles, zone=ZONE, now=now)
    )


def test_an_empty_week_of_next_year_is_named_with_its_line(tmp_path: Path) -> None:
    """Nothing is silent for a year because of one run with a wrong clock."""
    close_at(tmp_path, NOW + YEAR)
    (problem,) = found(tmp_path)
    assert problem.where == "docs/digests/weekly/.ledger.yml:2"
    assert (
        "weekly is dealt with up to 2027-11-15 08:00, which is in the future: it is 2026-11-18"
        in problem.message
    )
    assert problem.fix == "processed: 2026-11-16 08:00"
    assert_plain(problem)
    mend(tmp_path, [problem])
    assert found(tmp_path) == []
    assert isinstance(close_at(tmp_path, NOW + timedelta(days=7), "a"), Close)


def test_issues_of_next_year_keep_their_names_and_get_times_that_have_been(tmp_path: Path) -> None:
    """Readers have the issue's address; each gets a minute of its own, and the next week closes as ever."""
    close_at(tmp_path, NOW + YEAR, "a")
    close_at(tmp_path, NOW + YEAR + timedelta(days=7), "b")
    problems = found(tmp_path)
    assert [problem.where.removeprefix("docs/digests/weekly/") for problem in problems] == [
        ".ledger.yml:2", "2027-W46.md:4", "2027-W46.md:5", "2027-W45.md:4", "2027-W45.md:5",
    ]  # fmt: skip
    for problem in problems:
        assert_plain(problem)
    mend(tmp_path, problems)
    assert found(tmp_path) == []
    assert isinstance(close_at(tmp_path, NOW + timedelta(days=7), "c"), Close)
    ledger = read_ledger(tmp_path, "docs", "weekly", ZONE)
    assert [issue.key for issue in ledger.issues] == ["2027-W45", "2027-W46", "2026-W47"]


def test_an_issue_that_was_never_sent_may_be_deleted(tmp_path: Path) -> None:
    """The other way that the fix names: its articles are in the next issue."""
    close_at(tmp_path, NOW + YEAR, "a")
    assert "If the issue was never sent, you can delete this file instead" in found(tmp_path)[1].fix
    (tmp_path / "digests/weekly/2027-W45.md").unlink()
    write(tmp_path, ".ledger.yml", "processed: 2026-11-16 08:00\n")
    assert found(tmp_path) == []
    assert isinstance(close_at(tmp_path, NOW + timedelta(days=7), "a"), Close)


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Pago_Pago", "Pacific/Kiritimati"])
def test_a_site_that_moves_has_no_date_in_the_future(tmp_path: Path, zone: str) -> None:
    """Monday's wall clock was dealt with; where the wall hangs now, Monday may be yet to come."""
    close_at(tmp_path, MONDAY, "a")
    for hours in (0, 1, 25):
        assert found(tmp_path, MONDAY + timedelta(hours=hours), ZoneInfo(zone)) == []


def test_clocks_that_differ_by_minutes_are_no_problem(tmp_path: Path) -> None:
    """Two machines never agree to the second; an hour is too much for the time of an issue."""
    close_at(tmp_path, MONDAY + timedelta(minutes=3), "a")
    assert found(tmp_path, MONDAY - timedelta(minutes=50)) == []
    (problem,) = found(tmp_path, MONDAY - timedelta(minutes=70))
    assert problem.where == "docs/digests/weekly/2026-W46.md:5"
