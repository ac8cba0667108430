"""What an operator may ask of an outbox: one reader only, some once more, and to begin.

Every function works inside the caller's transaction; ``now`` is an aware datetime.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Literal

from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending import outbox
from knowledge_center.sending.outbox import Edition
from knowledge_center.sending.send_report import one, told
from knowledge_center.signup.email_addresses import BadAddress, read_address
from knowledge_center.signup.subscribers import Subscriber, find_address

ALL = "all"


def reader(db: sqlite3.Connection, edition: Edition, address: str, *, option: str) -> Subscriber:
    """The subscriber who is to get the issue, by address.

    Raises Unusable for one who does not get the digest, or did not yet when the sending began; ``option``
    is where the address was found.
    """
    message = ""
    try:
        found = find_address(db, read_address(address))
    except BadAddress as error:
        found, message = None, str(error)
    if found is None:
        message = message or f"{address} is not known here."
    elif found.state != "active" or edition.digest not in found.digests:
        message = f"{address} is not subscribed to {edition.digest}."
    elif outbox.began(db, edition) and outbox.delivery(db, edition, found.id) is None:
        message = f"{address} was not subscribed yet when the sending of {edition.issue} began."
    if found is None or message:
        fix = f"scripts/subscribers.py list --digest {edition.digest}"
        raise Unusable([Problem(path=option, message=message, fix=fix)])
    return found


def send_again(
    db: sqlite3.Connection,
    edition: Edition,
    state: Literal["unknown", "failed"],
    whom: str,
    now: datetime,
    *,
    zone: tzinfo,
    option: str,
) -> int:
    """Make the messages in a state pending once more: of one address, or of ``all``. Returns how many.

    Raises Unusable for an address whose message is in another state.
    """
    if whom == ALL:
        return outbox.retry(db, edition, state, now)
    found = reader(db, edition, whom, option=option)
    count = outbox.retry(db, edition, state, now, only=found.id)
    if not count:
        row = outbox.delivery(db, edition, found.id)
        message = one(row, zone) if row else f"{found.address} has got nothing yet."
        fix = f"scripts/send_digest.py {edition.digest} {edition.issue} --status"
        raise Unusable([Problem(path=option, message=message, fix=fix)])
    return count


def begin(db: sqlite3.Connection, edition: Edition, only: Subscriber | None, now: datetime) -> datetime:
    """Freeze the recipients, or add the one of a trial where nothing is frozen yet.

    Returns when the sending first began: the date of every message.
    """
    if only is None or outbox.began(db, edition):
        return outbox.begin(db, edition, now)
    outbox.add_trial(db, edition, only.id, now)
    return now


def nothing_to_do(
    db: sqlite3.Connection, edition: Edition, only: Subscriber | None, zone: tzinfo
) -> Iterator[str]:
    """Why there is nothing to send, line by line; no line if there is."""
    if only:
        row = outbox.delivery(db, edition, only.id)
        if row and row.state != "pending":
            yield one(row, zone)
    elif outbox.began(db, edition):
        if not outbox.counts(db, edition).pending:
            yield from told(db, edition, zone)
    elif next(outbox.recipients(db, edition), None) is None:
        yield (
            f"Nobody is subscribed to {edition.digest} yet, so nothing was sent; {edition.issue} can be sent "
            "later."
        )
