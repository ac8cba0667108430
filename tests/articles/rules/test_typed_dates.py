"""Days and times as editors type them."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.rules.typed_dates import (
    MOMENT,
    TODAY,
    YEARS,
    clock_time,
    dated,
    likely_moments,
    nearest_day,
    offset,
)
from knowledge_center.problems import Problem
from tests.samples import NOW

DAYS = st.dates(date(YEARS[0], 1, 1), date(YEARS[1], 12, 31))


@given(
    DAYS,
    st.sampled_from(
        ["%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%A, %B %d, %Y", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d"]
    ),
)
def test_a_day_in_words_is_understood(day: date, shape: str) -> None:
    """However people write a day, it is among those that are offered."""
    assert likely_moments(day.strftime(shape)) == ([day.isoformat()], shape != "%Y%m%d")


@pytest.mark.parametrize(
    "text",
    ["20. November 2026", "Freitag, 20. Nov. 2026", "le 20 novembre 2026", "20 de noviembre de 2026",
     "20 listopada 2026", "2026年11月20日", "2026년 11월 20일", "２０２６-１１-２０", "٢٠٢٦-١١-٢٠",
     "2026–11–20", "2026‑11‑20"],
)  # fmt: skip
def test_a_day_is_understood_in_other_languages(text: str) -> None:
    """Its editor's language is not always the site's."""
    assert likely_moments(text) == (["2026-11-20"], True)


def test_a_zone_by_its_name_is_kept_behind_the_day() -> None:
    """Which hour it is here nobody knows who only reads the file; of a clock's own word everybody does."""
    assert likely_moments("20.11.2026, 9:00 MEZ") == (["2026-11-20 # 9:00 MEZ"], False)
    assert likely_moments("20.11.2026 9:00 Uhr") == (["2026-11-20 09:00"], True)


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"]))
def test_a_day_that_can_be_read_in_two_ways_offers_both(day: date, shape: str) -> None:
    """Is 12/11 in November? Both days are offered, and one where there is only one."""
    days, sure = likely_moments(day.strftime(shape))
    assert sure == (len(days) == 1)
    assert day.isoformat() in days
    assert len(days) == (2 if day.day <= 12 and day.day != day.month else 1)


@given(st.text())
def test_something_is_always_offered(text: str) -> None:
    """Whatever is typed, at least one day is offered, and each is a day within reach."""
    lines = [dated(Problem(path="", message="", fix=day), NOW).fix for day in likely_moments(text)[0]]
    assert lines
    assert all(YEARS[0] <= date.fromisoformat(line[:10]).year <= YEARS[1] for line in lines)


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_a_day_beyond_the_calendar_has_a_nearest_one(year: int, month: int, day: int) -> None:
    """The 30th of February becomes the last of February, and what cannot be mended today."""
    nearest = nearest_day(year, month, day)
    found = NOW.date() if nearest == TODAY else date.fromisoformat(nearest)
    assert found.year == (year if YEARS[0] <= year <= YEARS[1] else 2026) or month > 12 or not month
    assert YEARS[0] <= found.year <= YEARS[1]
    if 1 <= month <= 12:
        assert found.month == month
        assert found.day == max(day, 1) or (found + timedelta(days=1)).day == 1
    elif month > 12 and 1 <= day <= 12:
        assert found.month == day
    else:
        assert nearest == TODAY


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-16", time(0)),
        ("2026-11-16 9:05", time(9, 5)),
        ("2026-11-16T23:59:59.999", time(23, 59, 59)),
        ("2026-11-16 24:00", None),
        ("2026-11-16 09:60", None),
        ("2026-11-16 23:59:60", None),
    ],
)
def test_times_of_the_day(text: str, at: time | None) -> None:
    """Without a time it is midnight; a time no clock shows is none."""
    parts = MOMENT.fullmatch(text)
    assert parts is not None
    assert clock_time(parts) == at


@pytest.mark.parametrize(
    "text", ["2026-11-16 9", "2026-11-16 09:00 CET", "26-11-16", "2026-11-16\n", "٢٠٢٦-11-16", ""]
)
def test_what_is_no_moment(text: str) -> None:
    """Half a time, the name of a zone, a short year or foreign digits are not guessed at."""
    assert MOMENT.fullmatch(text) is None


def test_offsets() -> None:
    """Z, +05:30 and -0800 are zones; thirty hours are none."""
    assert offset("Z") is UTC
    assert offset("+05:30") == timezone(timedelta(hours=5, minutes=30))
    assert offset("-0800") == timezone(timedelta(hours=-8))
    assert offset("+24:00") is None
    assert offset("-99:99") is None
