"""How a sending stands, in sentences for the operator."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, tzinfo

from knowledge_center.sending.delivery_state import DeliveryState
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.outbox import HAD, Counts, Delivery, began, counts, in_state, next_due
from knowledge_center.text.plurals import counted

MOST_LINES = 20


def format_status(db: sqlite3.Connection, issue_key: IssueKey, zone: tzinfo) -> Iterator[str]:
    """How the sending of an issue stands, line by line: the sum first, then what wants somebody's attention."""
    command = issue_key.send_command
    found = counts(db, issue_key)
    begun = began(db, issue_key)
    if not begun and not found.all:
        yield f"{issue_key.digest} {issue_key.issue}: its sending has not begun. Begin with: {command}"
        return
    trial = "" if begun else "a trial before the sending itself; "
    yield f"{issue_key.digest} {issue_key.issue}: {trial}{_summary(found)}."
    if found.pending:
        due = next_due(db, issue_key)
        when = f", the next at {_format_time(due, zone)}" if due and due.timestamp() else ""
        yield f"  {counted(found.pending, 'message')} still to be sent{when}. Go on with: {command}"
    if found.sending:
        yield f"  {counted(found.sending, 'message')} being sent by another process at this moment."
    if found.unknown:
        yield f"  {counted(found.unknown, 'message')} may have arrived or not; nobody gets one twice by itself."
        if not issue_key.is_welcome:
            yield f"  To send again all the same: {command} --retry-unknown ADDRESS (or all)"
        yield from _listed(db, issue_key, "unknown", found.unknown, zone)
    if found.failed:
        again = f"Once the reason is mended: {command} --retry-failed ADDRESS (or all)"
        if issue_key.is_welcome:
            again = "A welcome is not sent again; the next issue comes as to everybody."
        yield f"  {counted(found.failed, 'message')} refused. {again}"
        yield from _listed(db, issue_key, "failed", found.failed, zone)


def _summary(found: Counts) -> str:
    parts = [f"{found.sent:,} of {counted(found.all, 'recipient')} {'has' if found.sent == 1 else 'have'} it"]
    if found.skipped > found.had:
        parts.append(f"{found.skipped - found.had:,} left before their turn")
    if found.had:
        parts.append(f"{found.had:,} had all of it by another mail")
    return ", ".join(parts)


def _listed(
    db: sqlite3.Connection, issue_key: IssueKey, state: DeliveryState, count: int, zone: tzinfo
) -> Iterator[str]:
    for at, row in enumerate(in_state(db, issue_key, state)):
        if at == MOST_LINES:
            yield f"    and {count - at:,} more"
            return
        yield f"    {row.address}: {row.detail} ({_format_time(row.changed, zone)})"


def format_delivery(row: Delivery, zone: tzinfo) -> str:
    """How it stands with one recipient."""
    state = {
        "pending": "waits to be sent",
        "sending": "is being sent by another process",
        "sent": f"has it since {_format_time(row.changed, zone)}",
        "failed": f"was refused: {row.detail}",
        "unknown": f"may have it or not: {row.detail}",
        "skipped": "has had all of it by another mail"
        if row.detail == HAD
        else "was no longer subscribed when its turn came",
    }[row.state]
    return f"{row.address} {state}."


def _format_time(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
