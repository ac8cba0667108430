"""Dates as people and generators write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = {"Z": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
          "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "BST": 1}  # fmt: skip

_CLOCK = (
    r"(?:(?:[T,]|\s)+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap]\.?m\.?))?(?:\s*(?P<offset>[+-]\d{1,2}(?::?\d\d)?)|\s*(?P<named>[A-Z]{1,4}))?)?"
)
_DAY_NAME = r"(?:[a-z]{3,9}\.?,?\s+)?"
_SHAPES = tuple(
    re.compile(shape + _CLOCK, re.ASCII | re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        _DAY_NAME + r"(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        _DAY_NAME + r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?P<name>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, and the time of day if one was given.

    ``written`` is the day as the source has it, which old addresses are made of; ``instant`` is aware and
    in the site's zone.
    """

    written: date
    instant: datetime
    timed: bool

    def __str__(self) -> str:
        return f"{self.instant:%Y-%m-%d %H:%M}" if self.timed else f"{self.instant:%Y-%m-%d}"


def read_moment(text: str, zone: tzinfo) -> Moment | None:
    """The moment a text names; None for what is no date, or one that could be two (12/11/2026).

    A time without a zone is meant in ``zone``; one with a zone is converted to it. Midnight without a
    zone is a day without a time.
    """
    parts = next((found for shape in _SHAPES if (found := shape.fullmatch(text.strip()))), None)
    if parts is None:
        return None
    fields = parts.groupdict()
    try:
        month = int(fields["month"]) if fields.get("month") else _month(fields["name"])
        day = date(int(fields["year"]), month, int(fields["day"]))
        if not 1900 <= day.year <= 2999:
            return None
        return _with_time(day, fields, zone)
    except (ValueError, OverflowError):
        return None


def _with_time(day: date, fields: dict[str, str | None], zone: tzinfo) -> Moment | None:
    if fields["hour"] is None:
        return Moment(written=day, instant=datetime.combine(day, time(), zone), timed=False)
    hour = int(fields["hour"])
    if fields["half"]:
        hour = hour % 12 + (12 if fields["half"].lower().startswith("p") else 0)
    clock = time(hour, int(fields["minute"] or 0), int(fields["second"] or 0))
    source = zone
    if fields["named"]:
        hours = _NAMED.get(fields["named"].upper())
        if hours is None:
            return None
        source = timezone(timedelta(hours=hours))
    elif fields["offset"]:
        source = _offset(fields["offset"])
    elif clock == time():
        return Moment(written=day, instant=datetime.combine(day, clock, zone), timed=False)
    instant = datetime.combine(day, clock, source).astimezone(zone)
    return Moment(written=day, instant=instant, timed=True)


def _offset(text: str) -> timezone:
    digits = text[1:].replace(":", "")
    # Four digits are hours and minutes; “-4” and “-04” are hours alone.
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _month(name: str | None) -> int:
    return _MONTHS.index((name or "")[:3].lower()) + 1


def dated_name(stem: str) -> tuple[str, str]:
    """A file name without its ending as (day, rest): ``2015-03-17-a-name`` is a day and ``a-name``."""
    found = re.fullmatch(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]+(.*))?", stem)
    return (found[1], found[2] or "") if found else ("", stem)
