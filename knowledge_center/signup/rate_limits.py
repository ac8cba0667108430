"""How often somebody may ask: limits by mailbox, computer, network and for all together.

They keep a form that anybody can post to from being turned on somebody else's mailbox.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from knowledge_center.signup.database import seconds
from knowledge_center.signup.email_addresses import MailAddress
from knowledge_center.signup.keys import Keys

HOUR = 3600
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many signups are acted upon in an hour or a day; None: as many as come.

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
    """What requests are counted by: it stands for address and computer and cannot be read back."""

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


def reached(db: sqlite3.Connection, limits: Limits, marks: Marks, now: datetime) -> tuple[str, ...]:
    """The names of the limits that allow no further request at ``now``.

    Requests that were turned away do not count, else enough of them could keep a reader out for ever.
    All limits are asked each time, so that the answer takes as long whichever is reached. What is dated an
    hour or more after ``now`` was written while the clock was wrong, and does not count either.
    """
    at = seconds(now)
    counts = (
        ("mailbox_hour", limits.mailbox_hour, "mailbox_mark", marks.mailbox, at - HOUR),
        ("mailbox_day", limits.mailbox_day, "mailbox_mark", marks.mailbox, at - DAY),
        ("computer_hour", limits.computer_hour, "ip_mark", marks.computer, at - HOUR),
        ("network_hour", limits.network_hour, "network_mark", marks.network, at - HOUR),
        ("all_hour", limits.all_hour, "", b"", at - HOUR),
    )
    return tuple(
        name
        for name, most, column, mark, since in counts
        if most is not None and _count(db, column, mark, (since, at + HOUR), most) >= most
    )


def _count(db: sqlite3.Connection, column: str, mark: bytes, between: tuple[int, int], most: int) -> int:
    """How many requests were acted upon between two moments; it stops counting at ``most``."""
    which = f"{column} = ? AND " if column else ""
    counted = f"SELECT 1 FROM request WHERE {which}at > ? AND at < ? AND state IN ('new', 'done') LIMIT ?"
    values = (mark, *between, most) if column else (*between, most)
    found: int = db.execute(f"SELECT count(*) FROM ({counted})", values).fetchone()[0]
    return found
