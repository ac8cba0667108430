"""What an operator may ask of an outbox: one reader only, some once more, and to begin.

Every function works inside the caller's transaction; ``now`` is an aware datetime.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, tzinfo

from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending import outbox
from knowledge_center.sending.delivery_state import RetryableState
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.send_report import format_delivery, format_status
from knowledge_center.signup.email_addresses import BadAddress, read_address
from knowledge_center.signup.subscribers import Subscriber, find_address

ALL = "all"


def find_recipient(
    db: sqlite3.Connection, issue_keys: Sequence[IssueKey], address: str, *, option: str
) -> Subscriber:
    """The subscriber who is to get an issue, by address. ``issue_keys`` are its mailings.

    Raises Unusable for one who does not get the digest, or did not yet when any of them began; ``option``
    is where the address was found.
    """
    message, issue_key = "", issue_keys[0]
    try:
        found = find_address(db, read_address(address))
    except BadAddress as error:
        found, message = None, str(error)
    if found is None:
        message = message or f"{address} is not known here."
    elif found.state != "active" or issue_key.digest not in found.digests:
        message = f"{address} is not subscribed to {issue_key.digest}."
    elif all(_came_later(db, key, found) for key in issue_keys):
        message = _format_came_later(address, issue_key)
    if found is None or message:
        fix = f"knowledge-center subscribers list --digest {issue_key.digest}"
        raise Unusable([Problem(path=option, message=message, fix=fix)])
    return found


def _came_later(db: sqlite3.Connection, issue_key: IssueKey, subscriber: Subscriber) -> bool:
    """Whether a mailing began before it could go to a subscriber."""
    return outbox.began(db, issue_key) is not None and outbox.delivery(db, issue_key, subscriber.id) is None


def _format_came_later(address: str, issue_key: IssueKey) -> str:
    return f"{address} was not subscribed yet when the sending of {issue_key.issue} began."


def send_again(
    db: sqlite3.Connection,
    issue_keys: Sequence[IssueKey],
    state: RetryableState,
    whom: str,
    now: datetime,
    *,
    zone: tzinfo,
    option: str,
) -> int:
    """Make the messages in a state pending once more: of one address, or of ``all``. Returns how many.

    ``issue_keys`` are the mailings of an issue. Raises Unusable for an address whose message is in another state.
    """
    if whom == ALL:
        return sum(outbox.retry(db, key, state, now) for key in issue_keys)
    first = issue_keys[0]
    found = find_recipient(db, issue_keys, whom, option=option)
    count = sum(outbox.retry(db, key, state, now, only=found.id) for key in issue_keys)
    if not count:
        rows = [row for key in issue_keys if (row := outbox.delivery(db, key, found.id))]
        message = format_delivery(rows[-1], zone) if rows else f"{found.address} has got nothing yet."
        fix = f"knowledge-center send {first.digest} {first.issue} --status"
        raise Unusable([Problem(path=option, message=message, fix=fix)])
    return count


def begin(
    db: sqlite3.Connection,
    issue_key: IssueKey,
    only: Subscriber | None,
    now: datetime,
    articles: Collection[str] = (),
) -> datetime:
    """Freeze the recipients of these ``articles``, or add the one of a trial where nothing is frozen yet.

    Returns when the sending first began: the date of every message.
    """
    if only is None or outbox.began(db, issue_key):
        return outbox.begin(db, issue_key, now, articles)
    outbox.add_trial(db, issue_key, only.id, now)
    return now


def nothing_to_do(
    db: sqlite3.Connection, issue_key: IssueKey, only: Subscriber | None, zone: tzinfo
) -> Iterator[str]:
    """Why there is nothing to send, line by line; no line if there is."""
    if only:
        row = outbox.delivery(db, issue_key, only.id)
        if row and row.state != "pending":
            yield format_delivery(row, zone)
        elif _came_later(db, issue_key, only):
            yield _format_came_later(only.address, issue_key)
    elif outbox.began(db, issue_key):
        if not outbox.counts(db, issue_key).pending:
            yield from format_status(db, issue_key, zone)
    elif next(outbox.recipients(db, issue_key), None) is None:
        yield (
            f"Nobody is subscribed to {issue_key.digest} yet, so nothing was sent; {issue_key.issue} can be sent "
            "later."
        )
