"""How many subscribe and leave, by digest and over time: counts alone, which name nobody.

They are counted out of the evidence of consent. Whoever was erased is in none of them.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from knowledge_center.signup.database import moment

# As long as there is less, weeks are counted, and then months.
_MOST_WEEKS = 26
_MOST_PERIODS = 36
_WEEK = timedelta(days=7)
_JOINS = ("confirmed", "added", "imported")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigures:
    """A week or a month of a digest, named by its first ``day``: how many ``joined``, ``left`` or ``bounced`` in it
    (or complained), and how many were subscribed at its end."""

    day: date
    joined: int = 0
    left: int = 0
    bounced: int = 0
    subscribed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Somebody joined a digest, or left it or bounced."""

    at: datetime
    digest: str
    what: str


def subscriber_figures(
    db: sqlite3.Connection, zone: ZoneInfo, now: datetime
) -> dict[str, tuple[PeriodFigures, ...]]:
    """By digest, the periods up to ``now`` without a gap, months or, in the first half year, weeks."""
    changes = sorted(_changes(db), key=lambda change: change.at)
    if not changes:
        return {}
    first, today = changes[0].at.astimezone(zone).date(), now.astimezone(zone).date()
    weekly = today - first < _MOST_WEEKS * _WEEK
    figures: dict[str, tuple[PeriodFigures, ...]] = {}
    for digest in sorted({change.digest for change in changes}):
        counts: dict[date, Counter[str]] = {day: Counter() for day in _periods(first, today, weekly=weekly)}
        for change in changes:
            if change.digest == digest:
                day = _first_day(change.at.astimezone(zone).date(), weekly=weekly)
                counts.setdefault(day, Counter())[change.what] += 1
        figures[digest] = tuple(_summed(counts))[-_MOST_PERIODS:]
    return figures


def signup_pages(db: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """The pages whose forms brought those who confirmed, each with how many; the most first, unknown ones as ``""``."""
    found: Counter[str] = Counter()
    rows = db.execute(
        "SELECT subscriber_id, event, page FROM consent WHERE event IN ('signup', 'confirmed')"
        " ORDER BY subscriber_id, id"
    )
    for _, lines in groupby(rows, key=lambda row: row["subscriber_id"]):
        page = ""
        for line in lines:
            if line["event"] == "signup":
                page = line["page"]
            else:
                found[page] += 1
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _changes(db: sqlite3.Connection) -> Iterator[_Change]:
    """What became of each subscriber's digests, line by line of the evidence."""
    rows = db.execute("SELECT subscriber_id, at, event, digests FROM consent ORDER BY subscriber_id, id")
    for _, lines in groupby(rows, key=lambda row: row["subscriber_id"]):
        digests: frozenset[str] = frozenset()
        for line in lines:
            named = frozenset(line["digests"].split())
            if line["event"] in _JOINS:
                after = digests | named
            elif line["event"] in ("chosen", "unsuppressed"):
                after = named
            elif line["event"] in ("left", "removed", "suppressed"):
                after = frozenset()
            else:
                continue
            at, lost = moment(line["at"]), "bounced" if line["event"] == "suppressed" else "left"
            yield from (_Change(at=at, digest=digest, what="joined") for digest in after - digests)
            yield from (_Change(at=at, digest=digest, what=lost) for digest in digests - after)
            digests = after


def _first_day(day: date, *, weekly: bool) -> date:
    return day - timedelta(days=day.weekday()) if weekly else day.replace(day=1)


def _periods(first: date, last: date, *, weekly: bool) -> Iterator[date]:
    day = _first_day(first, weekly=weekly)
    while day <= last:
        yield day
        day = day + _WEEK if weekly else (day + timedelta(days=31)).replace(day=1)


def _summed(counts: dict[date, Counter[str]]) -> Iterable[PeriodFigures]:
    period = PeriodFigures(day=date.min)
    for day, count in sorted(counts.items()):
        subscribed = period.subscribed + count["joined"] - count["left"] - count["bounced"]
        period = replace(period, day=day, subscribed=subscribed, **{
            what: count[what] for what in ("joined", "left", "bounced")
        })  # fmt: skip
        yield period
