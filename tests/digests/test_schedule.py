from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.digests.schedule import (
    boundary_days,
    is_issue_key,
    issue_key,
    issue_title,
    latest_boundary,
    next_boundary,
    period_label,
    wall_moment,
)
from knowledge_center.settings.model import DigestSettings

DETROIT = ZoneInfo("America/Detroit")
# A gap at midnight, one of a whole day, one of half an hour, a fold over midnight, and none at all.
ZONES = ["America/Detroit", "Africa/Cairo", "Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns", "UTC"]


def digest(every: Literal["week", "month"] = "week", day: int = 0, at: time = time(8)) -> DigestSettings:
    return DigestSettings(
        key="weekly", title="The weekly digest", description="", every=every, day=day, at=at, categories=(),
        audience="",
    )  # fmt: skip


def test_a_weekly_digest_is_due_from_its_minute_on() -> None:
    """At 07:59 on Monday the last digest is a week old; at 08:00 a new one is due."""
    before = datetime(2026, 11, 16, 7, 59, tzinfo=DETROIT)
    due = datetime(2026, 11, 16, 8, tzinfo=DETROIT)
    assert latest_boundary(digest(), DETROIT, before) == due - timedelta(days=7)
    assert latest_boundary(digest(), DETROIT, due) == due
    assert next_boundary(digest(), DETROIT, before) == due
    assert next_boundary(digest(), DETROIT, due) == due + timedelta(days=7)


def test_the_clock_of_the_site_counts_and_not_that_of_the_server() -> None:
    """When it is Monday 08:00 in Detroit it is 13:00 UTC, and only then is the digest due."""
    assert latest_boundary(digest(), DETROIT, datetime(2026, 11, 16, 12, 59, tzinfo=UTC)).day == 9
    boundary = latest_boundary(digest(), DETROIT, datetime(2026, 11, 16, 13, tzinfo=UTC))
    assert boundary.isoformat() == "2026-11-16T08:00:00-05:00"


def test_a_digest_keeps_its_hour_when_the_clocks_change() -> None:
    """Eight in the morning stays eight in the morning in summer and in winter."""
    summer = latest_boundary(digest(), DETROIT, datetime(2026, 10, 27, tzinfo=UTC))
    winter = latest_boundary(digest(), DETROIT, datetime(2026, 11, 3, tzinfo=UTC))
    assert [summer.isoformat(), winter.isoformat()] == [
        "2026-10-26T08:00:00-04:00",
        "2026-11-02T08:00:00-05:00",
    ]


def test_an_hour_that_does_not_exist_is_read_with_the_offset_before_it() -> None:
    """02:30 on the night the clock jumps from 02:00 to 03:00 is 03:30, one single moment."""
    moment = wall_moment(date(2026, 3, 8), time(2, 30), DETROIT)
    assert moment.isoformat() == "2026-03-08T03:30:00-04:00"
    sunday = digest(day=6, at=time(2, 30))
    assert latest_boundary(sunday, DETROIT, moment) == moment
    assert latest_boundary(sunday, DETROIT, moment.astimezone(UTC) - timedelta(minutes=1)).day == 1


def test_an_hour_that_comes_twice_counts_the_first_time() -> None:
    """01:30 on the night the clock goes back is due once, and stays dealt with the second time."""
    sunday = digest(day=6, at=time(1, 30))
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert latest_boundary(sunday, DETROIT, first).astimezone(UTC) == first
    # 01:10 by the clock, but later than 01:30 was the first time.
    again = first + timedelta(minutes=40)
    assert latest_boundary(sunday, DETROIT, again).astimezone(UTC) == first
    assert latest_boundary(sunday, DETROIT, again.astimezone(DETROIT)).astimezone(UTC) == first
    assert next_boundary(sunday, DETROIT, again).date() == date(2026, 11, 8)


def test_a_day_that_began_stays_begun_when_the_clock_goes_back_over_midnight() -> None:
    """In Newfoundland Sunday began, and a minute later it was Saturday again: Sunday's digest was due."""
    newfoundland = ZoneInfo("America/St_Johns")
    sunday = digest(day=6, at=time(0))
    first = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)
    later = first + timedelta(minutes=15)
    assert later.astimezone(newfoundland).day == 6
    assert latest_boundary(sunday, newfoundland, later).astimezone(UTC) == first


def test_a_monthly_digest_is_due_on_its_day() -> None:
    """A digest of the 28th is due in every month, February too."""
    monthly = digest("month", 28)
    boundaries = [datetime(2026, 1, 1, tzinfo=UTC)]
    for _ in range(13):
        boundaries.append(next_boundary(monthly, DETROIT, boundaries[-1]))
    assert [(b.year, b.month) for b in boundaries[1:]] == [*((2026, n) for n in range(1, 13)), (2027, 1)]
    assert {(b.day, b.hour) for b in boundaries[1:]} == {(28, 8)}


@pytest.mark.parametrize(
    ("every", "day", "boundary", "key"),
    [
        ("week", 0, datetime(2026, 11, 16, 8), "2026-W46"),
        ("week", 3, datetime(2026, 11, 19, 8), "2026-W47"),
        ("week", 0, datetime(2027, 1, 4, 8), "2026-W53"),
        ("week", 2, datetime(2026, 12, 30, 8), "2026-W53"),
        ("week", 6, datetime(2027, 1, 3, 8), "2026-W53"),
        ("month", 1, datetime(2026, 12, 1, 8), "2026-11"),
        ("month", 1, datetime(2027, 1, 1, 8), "2026-12"),
        ("month", 15, datetime(2026, 11, 15, 8), "2026-11"),
    ],
)
def test_an_issue_is_named_after_the_day_before_it_closes(
    every: Literal["week", "month"], day: int, boundary: datetime, key: str
) -> None:
    """The issue of Monday morning is that of the week that ended on Sunday, also over the new year."""
    assert issue_key(digest(every, day), boundary.replace(tzinfo=DETROIT)) == key


def test_a_day_that_a_country_skips_gives_no_week_two_issues() -> None:
    """Samoa had no Friday, December 30, 2011: the digests around it still have three names."""
    apia = ZoneInfo("Pacific/Apia")
    friday = digest(day=4)
    moment = datetime(2011, 12, 20, tzinfo=UTC)
    keys = []
    for _ in range(3):
        moment = next_boundary(friday, apia, moment)
        keys.append(issue_key(friday, moment))
    assert keys == ["2011-W51", "2011-W52", "2012-W01"]


def test_a_period_reads_as_people_write_it() -> None:
    """Month and year are said once where they are the same."""
    assert period_label("2026-W46") == "November 9–15, 2026"
    assert period_label("2026-W40") == "September 28 – October 4, 2026"
    assert period_label("2026-W53") == "December 28, 2026 – January 3, 2027"
    assert period_label("2026-11") == "November 2026"
    assert issue_title(digest(), "2026-W46") == "The weekly digest: November 9–15, 2026"


@pytest.mark.parametrize(
    "text", ["2025-W53", "2026-W00", "2026-13", "2026-00", "2026-w46", "2026-1", "index", ""]
)
def test_a_week_or_month_that_is_in_no_calendar_names_nothing(text: str) -> None:
    """A file called 2025-W53 is no issue, because 2025 had 52 weeks."""
    assert not is_issue_key(text)
    with pytest.raises(ValueError, match="names no week"):
        period_label(text)


digests = st.builds(
    digest,
    every=st.just("week"),
    day=st.integers(0, 6),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
) | st.builds(
    digest,
    every=st.just("month"),
    day=st.integers(1, 28),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
)


@checked(max_examples=150, deadline=None)
@given(
    digests,
    st.sampled_from(ZONES).map(ZoneInfo),
    st.datetimes(datetime(1985, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),
)
def test_boundaries_never_overlap_and_never_share_a_name(
    chosen: DigestSettings, zone: ZoneInfo, now: datetime
) -> None:
    """Whatever the zone and the hour: now lies between the last and the next boundary, each with its name."""
    latest = latest_boundary(chosen, zone, now)
    following = next_boundary(chosen, zone, now)
    assert latest.astimezone(UTC) <= now < following.astimezone(UTC)
    assert next_boundary(chosen, zone, latest) == following
    assert latest_boundary(chosen, zone, following) == following
    assert issue_key(chosen, latest) < issue_key(chosen, following)
    assert is_issue_key(issue_key(chosen, latest))
    # Nothing but the day and the time on the wall decides, wherever now is given.
    assert latest_boundary(chosen, zone, now.astimezone(zone)) == latest


@given(st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1)), st.sampled_from(["week", "month"]))
def test_the_days_of_a_boundary_are_those_that_give_the_issue_its_name(
    when: datetime, every: Literal["week", "month"]
) -> None:
    """A boundary on any of these days closes the issue of that name, and one on the day before or after does not."""
    key = issue_key(digest(every), when)
    first, last = boundary_days(key)
    assert first <= when.date() <= last
    named = {issue_key(digest(every), datetime.combine(day, time(8))) for day in (first, last)}
    assert named == {key}
    for day in (first - timedelta(days=1), last + timedelta(days=1)):
        assert issue_key(digest(every), datetime.combine(day, time(8))) != key
