"""Dates as people read them: the one table of month names, so that no locale decides what we print."""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_label(day: date) -> str:
    """A day near enough to need no year: ``Monday, November 16``."""
    return f"{_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}"


def day_date(day: date) -> str:
    """A day of any year: ``November 16, 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def moment_label(moment: datetime, *, this_year: int) -> str:
    """A moment on its own wall clock: ``Monday, November 16, 08:00``, with the year unless it is this one."""
    year = "" if moment.year == this_year else f", {moment.year}"
    return f"{day_label(moment.date())}{year}, {moment:%H:%M}"


def week_label(first: date, last: date) -> str:
    """A span of days, naming month and year once where they are the same: ``November 9–15, 2026``."""
    if first.year != last.year:
        return f"{day_date(first)} – {day_date(last)}"
    start = f"{_MONTHS[first.month - 1]} {first.day}"
    if first.month != last.month:
        return f"{start} – {day_date(last)}"
    return f"{start}–{last.day}, {last.year}"


def month_label(day: date) -> str:
    """The month of a day: ``November 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.year}"
