"""Days and times as editors type them, and the day meant by one that nobody can read."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, time, timedelta, timezone

# Before the web there was none to publish on; what is later is a slip of the finger.
YEARS = (1970, 2999)
MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*"
    r"(?P<offset>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)


def clock_time(parts: re.Match[str]) -> time | None:
    """The time of a match of MOMENT, midnight where it names none; None where there is no such time."""
    if parts["hour"] is None:
        return time()
    try:
        return time(int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0))
    except ValueError:
        return None


def offset(text: str) -> timezone | None:
    """``Z``, ``+01:00`` or ``-0500`` as a zone; None where there is no such zone."""
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    try:
        return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
    except ValueError:
        return None


def nearest_day(year: int, month: int, day: int) -> str:
    """The day meant by one that is in no calendar: month and day exchanged, or the last of the month."""
    if not YEARS[0] <= year <= YEARS[1]:
        year = 2026
    if month > 12 and 1 <= day <= 12:
        month, day = day, month
    if not 1 <= month <= 12:
        return "2026-11-16"
    return f"{year}-{month:02}-{min(max(day, 1), monthrange(year, month)[1]):02}"


def likely_days(text: str) -> list[str]:
    """The day a person probably meant; both where two are possible (is 12/11 in November?), else a sample."""
    begins = re.match(r"\d{4}-\d\d-\d\d", text, re.ASCII)
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", begins[0] if begins else text)
    plain = re.sub(r"^[A-Za-z]+day,?\s+|(?<=[A-Za-z])\.(?=\s)", "", plain).replace("Sept ", "Sep ")
    days: dict[str, None] = {}
    for shape in ("%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y",
                  "%d. %B %Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y",
                  "%d/%m/%Y", "%m/%d/%Y"):  # fmt: skip
        try:
            day = datetime.strptime(plain, shape).date()
        except ValueError:
            continue
        if YEARS[0] <= day.year <= YEARS[1]:
            days[day.isoformat()] = None
    return list(days) or ["2026-11-16"]
