"""Dates as people read them, whatever language the machine speaks."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.text.dates import day_date, day_label, moment_label, month_label, week_label


def test_days_and_moments() -> None:
    """A day has its name and number, another year is told, and a moment has its hour."""
    day = date(2026, 11, 16)
    moment = datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert day_label(day) == "Monday, November 16"
    assert day_date(day) == "November 16, 2026"
    assert month_label(day) == "November 2026"
    assert moment_label(moment, this_year=2026) == "Monday, November 16, 08:00"
    assert moment_label(moment, this_year=2027) == "Monday, November 16, 2026, 08:00"


def test_a_span_names_month_and_year_once() -> None:
    """What is the same at both ends of a week is said once."""
    assert week_label(date(2026, 11, 9), date(2026, 11, 15)) == "November 9–15, 2026"
    assert week_label(date(2026, 11, 30), date(2026, 12, 6)) == "November 30 – December 6, 2026"
    assert week_label(date(2026, 12, 28), date(2027, 1, 3)) == "December 28, 2026 – January 3, 2027"


@given(st.dates())
def test_every_day_has_its_own_words(day: date) -> None:
    """A day's words are read back as that day."""
    words = f"{day_label(day).partition(', ')[2]}, {day.year:04}"
    assert datetime.strptime(words, "%B %d, %Y").date() == day
    assert day_date(day) == f"{day_label(day).partition(', ')[2]}, {day.year}"
