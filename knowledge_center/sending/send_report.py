"""How a sending stands, in sentences for the operator."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, tzinfo

from knowledge_center.sending.outbox import (
    Counts,
    Delivery,
    DeliveryState,
    Edition,
    began,
    counts,
    in_state,
    next_due,
)
from knowledge_center.text.plurals import counted

_MOST_LINES = 20


def told(db: sqlite3.Connection, edition: Edition, zone: tzinfo) -> Iterator[str]:
    """How the sending of an issue stands, line by line: the sum first, then what wants somebody's attention."""
    command = f"scripts/send_digest.py {edition.digest} {edition.issue}"
    found = counts(db, edition)
    trial = "" if began(db, edition) else "a trial before the sending itself; "
    yield f"{edition.digest} {edition.issue}: {trial}{_sum(found)}."
    if found.pending:
        due = next_due(db, edition)
        when = f", the next at {_clock(due, zone)}" if due and due.timestamp() else ""
        yield f"  {counted(found.pending, 'message')} still to be sent{when}. Go on with: {command}"
    if found.sending:
        yield f"  {counted(found.sending, 'message')} being sent by another process at this moment."
    if found.unknown:
        yield f"  {counted(found.unknown, 'message')} may have arrived or not; nobody gets one twice by itself."
        yield f"  To send again all the same: {command} --retry-unknown ADDRESS (or all)"
        yield from _listed(db, edition, "unknown", found.unknown, zone)
    if found.failed:
        again = f"{command} --retry-failed ADDRESS (or all)"
        yield f"  {counted(found.failed, 'message')} refused. Once the reason is mended: {again}"
        yield from _listed(db, edition, "failed", found.failed, zone)


def _sum(found: Counts) -> str:
    parts = [f"{found.sent:,} of {counted(found.all, 'recipient')} {'has' if found.sent == 1 else 'have'} it"]
    if found.skipped:
        parts.append(f"{found.skipped:,} left before their turn")
    return ", ".join(parts)


def _listed(
    db: sqlite3.Connection, edition: Edition, state: DeliveryState, count: int, zone: tzinfo
) -> Iterator[str]:
    for at, row in enumerate(in_state(db, edition, state)):
        if at == _MOST_LINES:
            yield f"    and {count - at:,} more"
            return
        yield f"    {row.address}: {row.detail} ({_clock(row.changed, zone)})"


def one(row: Delivery, zone: tzinfo) -> str:
    """How it stands with one recipient."""
    state = {
        "pending": "waits to be sent",
        "sending": "is being sent by another process",
        "sent": f"has it since {_clock(row.changed, zone)}",
        "failed": f"was refused: {row.detail}",
        "unknown": f"may have it or not: {row.detail}",
        "skipped": "was no longer subscribed when its turn came",
    }[row.state]
    return f"{row.address} {state}."


def _clock(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
