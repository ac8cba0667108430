"""Fields that are a day, or a day with an hour."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from knowledge_center.articles.article_schema import ARTICLE
from knowledge_center.articles.rules.field_reader import FieldReader
from knowledge_center.articles.rules.suggested_fixes import day_line
from knowledge_center.articles.rules.typed_dates import (
    MOMENT,
    TODAY,
    YEARS,
    clock_time,
    likely_moments,
    nearest_day,
    offset,
)

# Days that come: of what stands there in words nobody can say that it is today.
_NO_GUESS = ("expires", "review_by")


def moment(
    reader: FieldReader, name: str, *, required: bool = False, ends_day: bool = False
) -> datetime | None:
    """A day or a day with a time in the site's zone, as an aware datetime.

    A day alone means 00:00, or the end of that day where it says when something ends.
    """
    item = reader.found.get(name)
    # Programs write quotation marks with nothing between them for a field that nobody has filled in.
    if item is None or item.value is None or (item.text is not None and not item.text.strip()):
        if required and name not in reader.meant:
            reader.offer(name, f"The field “{name}” is missing.", f"{name}: {TODAY}")
        return None
    text = item.text
    if text is None:
        reader.say(
            name, f"The field “{name}” holds {item.in_words}, but a day is expected.", day_line(name, item)
        )
        return None
    text = text.strip()
    parts = MOMENT.fullmatch(text)
    if parts is None:
        message = f"The field “{name}” says “{text}”, but a day as year-month-day is expected"
        message = f"{message}, if need be with a time (2026-11-16 09:00)."
        meant, sure = likely_moments(text)
        if name in _NO_GUESS and meant[0].startswith(f"{TODAY} #"):
            # Whoever wrote “never” shall not have it end today.
            fix = f"Write the day, as in {name}: {ARTICLE.field(name).example}, or delete the line if there is none."
            reader.say(name, message, fix)
        elif len(meant) == 1:
            reader.offer(name, message, f"{name}: {meant[0]}", safe=sure)
        else:
            reader.say(name, message, " or ".join(f"{name}: {day}" for day in meant))
        return None
    try:
        day = date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        message = f"The field “{name}” says “{text}”, but there is no such day in the calendar."
        hour = text[parts.end(3) :].strip("T ")
        day_meant = nearest_day(int(parts[1]), int(parts[2]), int(parts[3]))
        reader.offer(name, message, f"{name}: {day_meant} {hour}".rstrip())
        return None
    if not YEARS[0] <= day.year <= YEARS[1]:
        message = f"The field “{name}” says “{text}”, but a year from {YEARS[0]} to {YEARS[1]} is expected."
        hour = text[parts.end(3) :].strip("T ")
        reader.offer(name, message, f"{name}: {nearest_day(day.year, day.month, day.day)} {hour}".rstrip())
        return None
    clock = clock_time(parts)
    if clock is None:
        message = f"The field “{name}” says “{text}”, but there is no such time of the day."
        reader.offer(name, message, f"{name}: {day} 09:00")
        return None
    zone = offset(parts["offset"]) if parts["offset"] else reader.zone
    if zone is None:
        message = f"The field “{name}” ends in a zone that does not exist."
        reader.offer(name, message, f"{name}: {day} {clock:%H:%M}")
        return None
    if parts["hour"] is None and ends_day:
        return datetime.combine(day + timedelta(days=1), time(), zone)
    return datetime.combine(day, clock, zone)
