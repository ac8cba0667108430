"""How often somebody may ask: limits by mailbox, computer, network and for all together.

They keep a form that anybody can post to from being turned on somebody else's mailbox. What is over a
mailbox's limit is dropped; what is over one of the others waits: at a fair sixty people share a computer's
address, and none of them may be lost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from knowledge_center.signup.database import seconds
from knowledge_center.signup.email_addresses import MailAddress
from knowledge_center.signup.keys import Keys

HOUR = 3600
DAY = 24 * HOUR
# As the indexes have it.
_COUNTED = "state IN ('new', 'done')"
_WAITING = "address <> ''"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many signups are acted upon in an hour or a day; None: as many as come. At least 1.

    A mailbox is an address without its tag after +, a computer an IPv4 address or an IPv6 /64 (what one
    household has), a network an IPv4 /24 or an IPv6 /48 (what a customer of a provider is given at most).
    """

    mailbox_hour: int | None = 2
    mailbox_day: int | None = 5
    computer_hour: int | None = 10
    network_hour: int | None = 40
    all_hour: int | None = 1000


# For load tests, on machines that nobody else reaches.
LIFTED = Limits(mailbox_hour=None, mailbox_day=None, computer_hour=None, network_hour=None, all_hour=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What requests are counted by: it stands for address and computer and cannot be read back.

    The fields are those of the table ``request``, without ``_mark``.
    """

    mailbox: bytes
    computer: bytes
    network: bytes


def marks(keys: Keys, address: MailAddress, ip: str) -> Marks:
    """The marks of a request for ``address`` from the computer with the address ``ip``."""
    computer, network = computer_and_network(ip)
    return Marks(
        mailbox=keys.mark("mailbox", address.mailbox),
        computer=keys.mark("computer", computer),
        network=keys.mark("network", network),
    )


def computer_and_network(ip: str) -> tuple[str, str]:
    """What an IP address is counted as: ``("192.0.2.7", "192.0.2.0/24")``, in IPv6 a /64 and its /48.

    An IPv4 address that is written as IPv6 (RFC 4291, 2.5.5.2) is IPv4. What is no address counts as it is.
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(ip.partition("%")[0])
    except ValueError:
        return ip, ip
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return str(ip_network((found, 64), strict=False)), str(ip_network((found, 48), strict=False))
        found = found.ipv4_mapped
    return str(found), str(ip_network((found, 24), strict=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limit:
    """``most`` of the rows for which ``which`` is true with ``values``, in so many ``seconds``."""

    name: str
    most: int
    seconds: int
    which: str
    values: tuple[bytes, ...]

    @property
    def shared(self) -> bool:
        """Whether it counts more than one mailbox."""
        return not self.name.startswith("mailbox")

    def full(self, db: sqlite3.Connection, condition: str, values: tuple[int, ...], most: int) -> bool:
        """Whether there are ``most`` such rows; it stops counting there."""
        counted = f"SELECT 1 FROM request WHERE {self.which} AND {condition} LIMIT ?"
        found: int = db.execute(
            f"SELECT count(*) FROM ({counted})", (*self.values, *values, most)
        ).fetchone()[0]
        return found >= most

    def opens(self, db: sqlite3.Connection, at: int) -> int:
        """From when on it allows one more: when the oldest of the last ``most`` is old enough."""
        row = db.execute(
            f"SELECT at FROM request WHERE {self.which} AND at > ? AND at < ? AND state = 'done' AND {_COUNTED}"
            " ORDER BY at DESC LIMIT 1 OFFSET ?",
            (*self.values, at - self.seconds, at + HOUR, self.most - 1),
        ).fetchone()
        return row["at"] + self.seconds if row else 0


def reached(db: sqlite3.Connection, limits: Limits, marks: Marks, now: datetime) -> tuple[str, ...]:
    """The names of the mailbox's limits that allow no further request at ``now``.

    Requests that were turned away do not count, else enough of them could keep a reader out for ever.
    All limits are asked each time, so that the answer takes as long whichever is reached. What is dated an
    hour or more after ``now`` was written while the clock was wrong, and does not count either.
    """
    at = seconds(now)
    return tuple(
        limit.name
        for limit in _limits(limits, marks)
        if not limit.shared
        and limit.full(db, f"at > ? AND at < ? AND {_COUNTED}", (at - limit.seconds, at + HOUR), limit.most)
    )


def crowded(db: sqlite3.Connection, limits: Limits, marks: Marks) -> bool:
    """Whether so many wait already that another would wait for more than a day."""
    # Those that wait have an address; to look for all of them by it is quicker than by when they came.
    found = [
        limit.full(
            db,
            f"{_COUNTED if limit.values else _WAITING} AND state = 'new'",
            (),
            limit.most * DAY // limit.seconds,
        )
        for limit in _limits(limits, marks)
        if limit.shared
    ]
    return any(found)


def opens(db: sqlite3.Connection, limits: Limits, marks: Marks, now: datetime) -> int:
    """From when on all limits allow one more, in seconds since 1970; what has passed is now."""
    return max((limit.opens(db, seconds(now)) for limit in _limits(limits, marks)), default=0)


def _limits(limits: Limits, marks: Marks) -> Iterator[_Limit]:
    """Those that are not lifted."""
    for name, most, time, which, values in (
        ("mailbox_hour", limits.mailbox_hour, HOUR, "mailbox_mark = ?", (marks.mailbox,)),
        ("mailbox_day", limits.mailbox_day, DAY, "mailbox_mark = ?", (marks.mailbox,)),
        ("computer_hour", limits.computer_hour, HOUR, "ip_mark = ?", (marks.computer,)),
        ("network_hour", limits.network_hour, HOUR, "network_mark = ?", (marks.network,)),
        ("all_hour", limits.all_hour, HOUR, "1", ()),
    ):
        if most is not None:
            yield _Limit(name=name, most=most, seconds=time, which=which, values=values)
