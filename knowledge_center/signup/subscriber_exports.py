"""Subscribers as the CSV files that other mail engines import.

- listmonk reads exactly the columns ``email``, ``name`` and ``attributes`` (JSON) and needs as many cells
  in each line (its internal/subimporter/importer.go); the list is chosen when the file is uploaded.
- Buttondown maps ``email``, ``tags`` and ``notes`` by itself and asks about other columns
  (docs.buttondown.com/api-imports-introduction).
- Mailchimp matches the columns of its own export: ``Email Address``, ``OPTIN_TIME``, ``CONFIRM_TIME``,
  ``TAGS`` … (mailchimp.com/help/format-guidelines-for-your-import-file).
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from knowledge_center.file_writing import replace_file
from knowledge_center.problems import Problem, Unusable
from knowledge_center.signup.consents import Consent, consents
from knowledge_center.signup.subscriber_report import stamp
from knowledge_center.signup.subscribers import Subscriber, everybody

# What spreadsheets take for a formula at the start of a cell (OWASP, CSV injection). An address may begin
# with some of them, and an address with a quote mark before it would be another address.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An active subscriber with the two moments of consent that other engines ask for."""

    subscriber: Subscriber
    asked: Consent | None
    confirmed: Consent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """``text`` is the file; ``left_out`` are the addresses that a spreadsheet would take for a formula."""

    text: str
    count: int
    left_out: tuple[str, ...]


def export(db: sqlite3.Connection, service: str, *, digest: str = "", formulas: bool = False) -> Exported:
    """All active subscribers, or those of one digest, for a service of ``SERVICES``.

    Nobody who left, waits for the click or is suppressed goes to another engine. An address that begins
    like a formula is left out and named, unless ``formulas``.
    """
    header, row = SERVICES[service]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    count = 0
    left_out = []
    for person in _people(db, digest):
        if person.subscriber.address.startswith(FORMULA_STARTS) and not formulas:
            left_out.append(person.subscriber.address)
            continue
        writer.writerow(row(person))
        count += 1
    return Exported(text=out.getvalue(), count=count, left_out=tuple(left_out))


def save(path: Path, text: str) -> None:
    """Write addresses where only their owner reads them; an older export gives way, and nothing else does.

    Raises OSError, and Unusable for a file that is no export.
    """
    if path.is_file() and not _is_export(path):
        message = "There is a file of this name that is no export; it is not replaced."
        raise Unusable([Problem(path=path.as_posix(), message=message, fix="Name another file.")])
    replace_file(path, text, mode=0o600)


def _is_export(path: Path) -> bool:
    with path.open("rb") as file:
        begins = file.read(200)
    return not begins or any(
        begins.startswith(f"{','.join(header)}\r\n".encode()) for header, _ in SERVICES.values()
    )


def _people(db: sqlite3.Connection, digest: str) -> Iterator[Person]:
    for subscriber in everybody(db, digest=digest, state="active"):
        known = consents(db, subscriber.id)
        yield Person(
            subscriber=subscriber,
            asked=_last(known, ("signup",)),
            confirmed=_last(known, ("confirmed", "added", "imported")),
        )


def _last(known: Iterable[Consent], events: tuple[str, ...]) -> Consent | None:
    found = [consent for consent in known if consent.event in events]
    return found[-1] if found else None


def _listmonk(person: Person) -> list[str]:
    subscriber = person.subscriber
    attributes: Mapping[str, object] = {
        "digests": list(subscriber.digests),
        "subscribed_at": stamp(person.asked.at if person.asked else subscriber.created),
        "confirmed_at": stamp(subscriber.confirmed),
        "confirmed_from": _ip(person.confirmed),
        "consent_version": _version(person),
    }
    # Without a name listmonk takes the part before the @.
    return [subscriber.address, "", json.dumps(attributes, ensure_ascii=False)]


def _buttondown(person: Person) -> list[str]:
    subscriber = person.subscriber
    return [
        subscriber.address,
        ",".join(subscriber.digests),
        stamp(person.asked.at if person.asked else subscriber.created) or "",
        stamp(subscriber.confirmed) or "",
        _ip(person.confirmed),
        _version(person),
    ]


def _mailchimp(person: Person) -> list[str]:
    subscriber = person.subscriber
    asked = person.asked.at if person.asked else subscriber.created
    return [
        subscriber.address,
        f"{asked:%Y-%m-%d %H:%M:%S}",
        _ip(person.asked),
        f"{subscriber.confirmed:%Y-%m-%d %H:%M:%S}" if subscriber.confirmed else "",
        _ip(person.confirmed),
        ",".join(subscriber.digests),
    ]


def _ip(consent: Consent | None) -> str:
    return consent.evidence.ip if consent else ""


def _version(person: Person) -> str:
    versions = [c.evidence.version for c in (person.asked, person.confirmed) if c and c.evidence.version]
    version = versions[0] if versions else ""
    return "" if version.startswith(FORMULA_STARTS) else version


SERVICES: Mapping[str, tuple[tuple[str, ...], Callable[[Person], list[str]]]] = {
    "listmonk": (("email", "name", "attributes"), _listmonk),
    "buttondown": (
        ("email", "tags", "subscribed_at", "confirmed_at", "confirmed_from", "consent_version"),
        _buttondown,
    ),
    "mailchimp": (
        ("Email Address", "OPTIN_TIME", "OPTIN_IP", "CONFIRM_TIME", "CONFIRM_IP", "TAGS"),
        _mailchimp,
    ),
}
