"""Days and times as editors type them, and the day meant by one that nobody can read."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from knowledge_center.problems import Edit, Problem
from knowledge_center.text.languages import month_number

# Before the web there was none to publish on; what is later is a slip of the finger.
YEARS = (1970, 2999)
MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*"
    r"(?P<offset>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)

# Stands in a fix for the day on which it is read, which nobody knows who only reads a file.
TODAY = "{today}"
_TODAY = re.compile(r"\{today([+-]1)?\}")
_DAYS = {"today": TODAY, "now": TODAY, "tomorrow": "{today+1}", "yesterday": "{today-1}"}
# 20. November 2026, le 20 novembre 2026, 1er mai 2026, 20 de noviembre de 2026; 2026年11月20日, 2026년 11월 20일.
_DAY_FIRST = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+){0,2}(\d{1,2})(?:\.|º|ª|er|\.º)?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})"
)
_YEAR_FIRST = re.compile(r"(\d{4})[年년]\s*(\d{1,2})[月월]\s*(\d{1,2})[日일]")
_CLOCK = re.compile(
    r"(?:\s|,|\bat\b|T)*(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{1,2}))?(?:[:.]\d\d)?\s*"
    r"(?:(?P<half>[ap])\.?m\.?|h|uhr|o.clock)?",
    re.IGNORECASE | re.ASCII,
)
_CLOCK_AT_END = re.compile(
    r"(?:[\s,]|\bat\b)+\d{1,2}(?:[:.h]\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?|\s*[ap]\.?m\.?)(?:\s*[a-z]{1,5})?$",
    re.IGNORECASE | re.ASCII,
)
_HYPHENS = str.maketrans("‐‑‒–—−", "------")
# Days since the end of 1899, as spreadsheets count them: from 1970 to 2099.
_SERIAL = (25569, 73050)


def dated(problem: Problem, now: datetime) -> Problem:
    """The problem with a day in its fix; ``now`` is on the site's clock."""
    if "{today" not in problem.fix:
        return problem

    def day(found: re.Match[str]) -> str:
        return f"{now.date() + timedelta(days=int(found[1] or 0))}"

    edits = tuple(
        Edit(first, last, tuple(_TODAY.sub(day, line) for line in lines))
        for first, last, lines in problem.edits
    )
    return replace(problem, fix=_TODAY.sub(day, problem.fix), edits=edits)


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
        return TODAY
    return f"{year}-{month:02}-{min(max(day, 1), monthrange(year, month)[1]):02}"


def likely_moments(text: str) -> tuple[list[str], bool]:
    """The day and hour a person probably meant, and whether it can be read in this one way only.

    Several where several are possible (is 12/11 in November?). What cannot be read is kept behind a #, so that
    nobody's words are lost.
    """
    text = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    found = _likely_days(text)
    if found:
        return list(found), len(found) == 1 and not text.strip().isdigit()
    begins = re.match(r"\d{4}-\d{1,2}-\d{1,2}(?!\d)", text, re.ASCII)
    at_end = _CLOCK_AT_END.search(text)
    day, rest = text, ""
    if begins:
        day, rest = begins[0], text[begins.end() :]
    elif at_end:
        day, rest = text[: at_end.start()], at_end[0]
    days = _likely_days(day)
    clock = _clock(rest)
    if days and clock:
        return [f"{day} {clock}" for day in days], len(days) == 1
    kept = " ".join((rest if days else text).split()).removeprefix(", ")
    comment = f" # {kept}" if kept and kept.isprintable() else ""
    meant = _DAYS.get(text.strip().casefold(), "")
    return [meant] if meant else [f"{day}{comment}" for day in days or (TODAY,)], False


def _clock(text: str) -> str:
    """A time of the day as people write it, as 09:30; empty where it is none."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return ""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


@lru_cache(maxsize=1024)
def _likely_days(text: str) -> tuple[str, ...]:
    """Every day that a text may mean."""
    text = text.strip()
    if named := _named_day(text):
        return (named,)
    if re.fullmatch(r"\d{5}", text, re.ASCII) and _SERIAL[0] <= int(text) <= _SERIAL[1]:
        return (f"{date(1899, 12, 30) + timedelta(days=int(text))}",)
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text)
    plain = re.sub(r"^[A-Za-z]+day,?\s+|(?<=[A-Za-z])\.(?=\s)", "", plain)
    # A day of the week in any other language: before the day in numbers nothing else stands.
    plain = re.sub(r"^[^\W\d_]{2,12}\.?,?\s+(?=\d{1,2}[./-]\d)", "", plain)
    plain = plain.replace("Sept ", "Sep ")
    days: dict[str, None] = {}
    for shape in ("%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y",
                  "%d. %B %Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y",
                  "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%y", "%y-%m-%d", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y"):  # fmt: skip
        try:
            day = datetime.strptime(plain, shape).date()
        except ValueError:
            continue
        if YEARS[0] <= day.year <= YEARS[1]:
            days[day.isoformat()] = None
    return tuple(days)


def _named_day(text: str) -> str:
    """The day of a text that names its month in another language than English, or as is done in the east of Asia."""
    east, west = _YEAR_FIRST.fullmatch(text), _DAY_FIRST.fullmatch(text)
    if east:
        year, month, day = (int(part) for part in east.groups())
    elif west:
        year, month, day = int(west[3]), month_number(west[2]), int(west[1])
    else:
        return ""
    try:
        return date(year, month, day).isoformat() if YEARS[0] <= year <= YEARS[1] else ""
    except ValueError:
        return ""
