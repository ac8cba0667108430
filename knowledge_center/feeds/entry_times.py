"""The instant within a second at which an entry changed, so that no two of a feed changed at the same.

An editor says a day, or a day and a minute: every instant of it is as true as its first. Two articles of one
day would carry one date, which strict validators warn of (W3C feed validator, DuplicateUpdated) because a
reader cannot tell which came last. So each takes a fraction of its own, which comes from its id alone: it
stays what it is whatever else the feed holds, and moves no date by as much as a second.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

_FRACTIONS = 999_999


def instant(moment: datetime, entry_id: str) -> datetime:
    """``moment`` with the microseconds of the entry with that id; one that has its own keeps them."""
    if moment.microsecond:
        return moment
    number = int.from_bytes(sha256(entry_id.encode("utf-8", "surrogatepass")).digest(), "big")
    return moment.replace(microsecond=1 + number % _FRACTIONS)
