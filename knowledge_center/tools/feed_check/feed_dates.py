"""The two ways in which feeds write dates, read strictly."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Hours east of Greenwich; RFC 822 5.1 names no others, and its military letters were wrong.
_ZONES = {
    "UT": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7,
}  # fmt: skip

_RFC822 = re.compile(
    rf"(?:({'|'.join(_DAYS)}), )?(\d\d?) ({'|'.join(_MONTHS)}) (\d{{4}}) "
    rf"(\d\d):(\d\d)(?::(\d\d))? ([+-]\d{{4}}|{'|'.join(_ZONES)})",
    re.ASCII,
)
_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def rfc822(text: str) -> datetime:
    """The moment a date of RSS means: ``Mon, 16 Nov 2026 09:00:00 -0500``.

    Raises ValueError with the end of a sentence that says what is wrong. The year has four digits and
    there is one space between the parts, as RFC 2822 and the W3C feed validator have it.
    """
    match = _RFC822.fullmatch(text)
    if match is None:
        raise ValueError("a date like “Mon, 16 Nov 2026 09:00:00 -0500” is expected")
    weekday, day, month, year, hour, minute, second, zone = match.groups()
    named = _ZONES.get(zone)
    offset = _offset(zone[0], zone[1:3], zone[3:5]) if named is None else timedelta(hours=named)
    moment = _moment(year, str(_MONTHS.index(month) + 1), day, hour, minute, second or "0", offset)
    if weekday and weekday != _DAYS[moment.weekday()]:
        raise ValueError(f"that day is a {_DAYS[moment.weekday()]}")
    return moment


def rfc3339(text: str) -> datetime:
    """The moment a date of Atom or JSON Feed means: ``2026-11-16T09:00:00-05:00``.

    Raises ValueError with the end of a sentence that says what is wrong.
    """
    match = _RFC3339.fullmatch(text)
    if match is None:
        raise ValueError("a date like “2026-11-16T09:00:00-05:00” is expected")
    year, month, day, hour, minute, second, zone = match.groups()
    offset = timedelta() if zone == "Z" else _offset(zone[0], zone[1:3], zone[4:6])
    return _moment(year, month, day, hour, minute, second, offset)


def _offset(sign: str, hours: str, minutes: str) -> timedelta:
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError("there is no such time zone")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return -offset if sign == "-" else offset


def _moment(
    year: str, month: str, day: str, hour: str, minute: str, second: str, offset: timedelta
) -> datetime:
    # A leap second is legal in both; a datetime cannot hold it.
    whole = min(int(second), 59) if second == "60" else int(second)
    zone = timezone(offset)
    try:
        return datetime(int(year), int(month), int(day), int(hour), int(minute), whole, tzinfo=zone)
    except ValueError:
        raise ValueError("there is no such day or hour") from None
