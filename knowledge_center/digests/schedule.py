"""When a digest closes, on the wall clock of the site, and what the issue of a moment is called.

A boundary is a local day and time. Where the clock jumps over that time, it is read with the offset
from before the jump; where the clock shows it twice, the first one counts (RFC 5545, 3.3.5).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton

from knowledge_center.settings.model import DigestSettings
from knowledge_center.text.dates import day_date, month_label, week_label
from knowledge_center.text.languages import nearest_locale
from knowledge_center.words.catalogues import ENGLISH, Words

_DAY = timedelta(days=1)
_KEY = re.compile(r"(\d{4})-(?:W(\d\d)|(\d\d)(?:-(\d\d)(?:-(\d\d)(\d\d))?)?)", re.ASCII)


def wall_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The one aware moment, in ``zone``, that a day and a time on the wall stand for."""
    # There and back again: in a gap only UTC knows which hour the clock really shows.
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC).astimezone(zone)


def instant(moment: datetime) -> datetime:
    """A moment in UTC: two of one zone compare by their wall clocks, which lie in the hour that comes twice."""
    return moment.astimezone(UTC)


def latest_boundary(digest: DigestSettings, zone: ZoneInfo, now: datetime) -> datetime:
    """The last boundary that has come, as an aware datetime in ``zone``; ``now`` is any aware datetime."""
    if digest.every == "article":
        return _minute(now, zone)
    moment = instant(now)
    # From tomorrow: a clock set back over midnight shows a day that has begun already as yet to come.
    day = _due_day(digest, now.astimezone(zone).date() + _DAY)
    while instant(boundary := wall_moment(day, digest.at, zone)) > moment:
        day = _due_day(digest, day - _DAY)
    return boundary


def next_boundary(digest: DigestSettings, zone: ZoneInfo, now: datetime) -> datetime:
    """The first boundary after ``now``, as an aware datetime in ``zone``."""
    if digest.every == "article":
        return (_minute(now, zone).astimezone(UTC) + timedelta(minutes=1)).astimezone(zone)
    moment = instant(now)
    # One past whole period back, so that the walk forward meets every candidate.
    day = _due_day(digest, now.astimezone(zone).date() - _DAY)
    while instant(boundary := wall_moment(day, digest.at, zone)) <= moment:
        day = _following(digest, day)
    return boundary


def issue_key(digest: DigestSettings, boundary: datetime) -> str:
    """The name of the issue a boundary closes: the ISO week or month of the local day before it.

    ``2026-W46`` for a weekly digest that closes on Monday, November 16, 2026; ``2026-11`` for a month. A daily one
    is named after the day that most of its 24 hours belong to, ``2026-11-15``, and the mail of an article after
    the minute, ``2026-11-16-0930``.
    """
    if digest.every == "article":
        return f"{boundary:%Y-%m-%d-%H%M}"
    if digest.every == "day":
        return f"{boundary.replace(tzinfo=None) - timedelta(hours=12):%Y-%m-%d}"
    day = boundary.date() - _DAY
    if digest.every == "month":
        return f"{day.year:04d}-{day.month:02d}"
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def boundary_days(key: str) -> tuple[date, date]:
    """The first and the last day on which a boundary can fall that closes the issue of that name.

    Raises ValueError for a text that names no period.
    """
    first = _named(key)
    if len(key) > len("2026-11-16"):
        return first, first
    if len(key) == len("2026-11-16"):
        return first, first + _DAY
    after = first + 7 * _DAY if "W" in key else (first + 31 * _DAY).replace(day=1)
    return first + _DAY, after


def is_issue_key(text: str) -> bool:
    """Whether ``text`` names a real ISO week, month, day or minute."""
    return _first_day(text) is not None


def period_label(key: str, language: str = "en") -> str:
    """The period of an issue for people: ``November 9–15, 2026``, ``November 2026`` or a day, with a time for a minute.

    ``language`` is a tag (BCP 47) that Unicode CLDR knows.

    Raises ValueError for a text that names no period.
    """
    first = _named(key)
    if language != "en":
        return _period_in(key, first, nearest_locale(language))
    if key.count("-") == 3:
        return f"{day_date(first)}, {key[-4:-2]}:{key[-2:]}"
    if key.count("-") == 2:
        return day_date(first)
    return week_label(first, first + 6 * _DAY) if "W" in key else month_label(first)


def _period_in(key: str, first: date, locale: Locale) -> str:
    if key.count("-") >= 2:
        day = str(format_date(first, "long", locale=locale))
        return f"{day}, {key[-4:-2]}:{key[-2:]}" if key.count("-") == 3 else day
    if "W" in key:
        return str(format_interval(first, first + 6 * _DAY, "yMMMd", locale=locale))
    return str(format_skeleton("yMMMM", first, locale=locale))


def issue_title(digest: DigestSettings, key: str, words: Words = ENGLISH) -> str:
    """What an issue is called: the digest's title and the period, ``Weekly: November 9–15, 2026``."""
    period = period_label(key, words.language)
    return words.gettext("%(digest)s: %(text)s", digest=digest.title, text=period)


def _minute(now: datetime, zone: ZoneInfo) -> datetime:
    return now.astimezone(zone).replace(second=0, microsecond=0)


def _named(key: str) -> date:
    first = _first_day(key)
    if first is None:
        raise ValueError(f"{key!r} names no week, month, day or minute")
    return first


def _first_day(key: str) -> date | None:
    match = _KEY.fullmatch(key)
    if not match:
        return None
    year, week, month, day, hour, minute = match.groups()
    try:
        if hour:
            time(int(hour), int(minute))
        return (
            date.fromisocalendar(int(year), int(week), 1)
            if week
            else date(int(year), int(month), int(day or 1))
        )
    except ValueError:
        return None


def _due_day(digest: DigestSettings, day: date) -> date:
    """The digest's last day on or before ``day``."""
    if digest.every == "day":
        return day
    if digest.every == "week":
        return day - timedelta(days=(day.weekday() - digest.day) % 7)
    month = day if day.day >= digest.day else day.replace(day=1) - _DAY
    return month.replace(day=digest.day)


def _following(digest: DigestSettings, day: date) -> date:
    """The digest's next day after one of its days."""
    if digest.every == "day":
        return day + _DAY
    # 31 days after a day up to the 28th are in the month that follows, on its due day or up to three later.
    return day + timedelta(days=7) if digest.every == "week" else _due_day(digest, day + timedelta(days=31))
