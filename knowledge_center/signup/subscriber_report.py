"""What the operator sees of subscribers: as sentences for a terminal, and as data for a program."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from knowledge_center.signup.consents import Consent, consents
from knowledge_center.signup.database import moment
from knowledge_center.signup.subscribers import Subscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One issue for one subscriber. ``state`` as in the table ``delivery``, ``at`` when it last changed."""

    digest: str
    issue: str
    state: str
    at: datetime
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberRecord:
    """All that is kept about one subscriber: what the law lets a reader ask for (GDPR, article 15)."""

    subscriber: Subscriber
    consents: tuple[Consent, ...]
    deliveries: tuple[Sent, ...]
    mails: tuple[str, ...]


def read_record(db: sqlite3.Connection, subscriber: Subscriber) -> SubscriberRecord:
    """Read all that the database holds about a subscriber, oldest first."""
    deliveries = db.execute(
        "SELECT * FROM delivery WHERE subscriber_id = ? ORDER BY changed_at, digest, issue", (subscriber.id,)
    )
    mails = db.execute("SELECT * FROM letter WHERE subscriber_id = ? ORDER BY id", (subscriber.id,))
    return SubscriberRecord(
        subscriber=subscriber,
        consents=consents(db, subscriber.id),
        deliveries=tuple(
            Sent(
                digest=row["digest"],
                issue=row["issue"],
                state=row["state"],
                at=moment(row["changed_at"]),
                detail=row["detail"],
            )
            for row in deliveries
        ),
        mails=tuple(
            f"{format_moment(moment(row['created_at']))}  {row['kind']}: {row['state']}" for row in mails
        ),
    )


def format_line(subscriber: Subscriber) -> str:
    """A subscriber as one line of a list."""
    digests = ", ".join(subscriber.digests) or "no digest"
    reason = f" ({plain(subscriber.reason)})" if subscriber.reason else ""
    return f"{subscriber.address}  {subscriber.state}{reason}  {digests}  since {subscriber.changed:%Y-%m-%d}"


def as_data(subscriber: Subscriber) -> dict[str, object]:
    """A subscriber for a program; moments are ISO 8601 in UTC."""
    return {
        "id": subscriber.id,
        "address": subscriber.address,
        "state": subscriber.state,
        "reason": subscriber.reason,
        "digests": list(subscriber.digests),
        "created": stamp(subscriber.created),
        "changed": stamp(subscriber.changed),
        "confirmed": stamp(subscriber.confirmed),
    }


def format_record(found: SubscriberRecord) -> str:
    """All about one subscriber, for the operator and for the reader who asks."""
    subscriber = found.subscriber
    confirmed = format_moment(subscriber.confirmed) if subscriber.confirmed else "never"
    lines = [
        subscriber.address,
        f"  state      {subscriber.state}{f' ({plain(subscriber.reason)})' if subscriber.reason else ''}",
        f"  digests    {', '.join(subscriber.digests) or 'none'}",
        f"  known      since {format_moment(subscriber.created)}",
        f"  confirmed  {confirmed}",
        f"  id         {subscriber.id}",
    ]
    lines += _block("Consent", [_consent(consent) for consent in found.consents])
    lines += _block("Mails", found.mails)
    lines += _block("Issues", [_sent(sent) for sent in found.deliveries])
    return "\n".join(lines)


def record_as_data(found: SubscriberRecord) -> dict[str, object]:
    """All about one subscriber, for a program."""
    return as_data(found.subscriber) | {
        "consents": [
            {
                "at": stamp(consent.at),
                "event": consent.event,
                "digests": list(consent.digests),
                "ip": consent.evidence.ip,
                "page": consent.evidence.page,
                "version": consent.evidence.version,
                "text": consent.evidence.text,
            }
            for consent in found.consents
        ],
        "letters": list(found.mails),
        "deliveries": [
            {
                "digest": sent.digest,
                "issue": sent.issue,
                "state": sent.state,
                "at": stamp(sent.at),
                "detail": sent.detail,
            }
            for sent in found.deliveries
        ],
    }


def stamp(when: datetime | None) -> str | None:
    """A moment for a program: ``2026-11-20T12:00:00Z``."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


def format_moment(when: datetime) -> str:
    """A moment for a person: ``2026-11-20 12:00 UTC``."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def plain(text: str) -> str:
    """Text that others have written, fit for a terminal: one line, nothing that moves the cursor."""
    return " ".join(
        re.sub(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", " ", text).split()
    )


def _block(title: str, lines: Sequence[str]) -> Iterable[str]:
    return ["", title, *(f"  {text}" for text in lines or ["none"])]


def _consent(consent: Consent) -> str:
    evidence = consent.evidence
    parts = [
        f"from {plain(evidence.ip)}" if evidence.ip else "",
        f"on {plain(evidence.page)}" if evidence.page else "",
        f"text {plain(evidence.version)}" if evidence.version else "",
        f"“{plain(evidence.text)}”" if evidence.text else "",
    ]
    what = f"{consent.event} {', '.join(consent.digests)}".rstrip()
    return "  ".join([format_moment(consent.at), what, *filter(None, parts)])


def _sent(sent: Sent) -> str:
    detail = f"  ({plain(sent.detail)})" if sent.detail else ""
    return f"{format_moment(sent.at)}  {sent.digest} {sent.issue}: {sent.state}{detail}"
