"""Subscribers from the export of another mail engine, each with the consent that was given there.

Whoever left there, bounced there or never confirmed there is not brought in, and an import never brings
back who left here, chose other digests here, or is suppressed. The columns are those of the exports:

- listmonk: ``email, name, attributes, status, created_at``; status ``enabled``, ``disabled``, ``blocklisted``
- Buttondown: ``email`` or ``email_address``, ``type`` or ``status``, ``creation_date`` or ``subscription_date``
- Mailchimp: ``Email Address, OPTIN_TIME, CONFIRM_TIME, CONFIRM_IP``; ``UNSUB_TIME`` or ``CLEAN_TIME`` in
  the files of those who are gone
- csv: a column ``email`` and, where there are such, ``confirmed_at``, ``ip``, ``status``, ``unsubscribed_at``
"""

from __future__ import annotations

import ipaddress
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from knowledge_center.problems import Problem, Unusable
from knowledge_center.signup.consents import Evidence, consents
from knowledge_center.signup.csv_reader import CsvLine, CsvTable
from knowledge_center.signup.email_addresses import BadAddress, MailAddress, read_address
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.subscriber_report import plain, stamp
from knowledge_center.signup.subscribers import add, find_address, suppressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Where an export has what. Columns as ``csv_reader.column`` writes them, the first that is filled counts.

    ``status`` names columns that tell what somebody is there; ``here`` are the words for a subscriber.
    ``gone`` are columns that are filled only for people who are no subscribers any more.
    """

    email: tuple[str, ...]
    confirmed: tuple[str, ...] = ()
    ip: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


FORMATS: Mapping[str, Format] = {
    "listmonk": Format(
        email=("email",),
        confirmed=("created_at",),
        status=("status", "subscription_status"),
        here=("enabled", "confirmed"),
    ),
    "buttondown": Format(
        email=("email_address", "email"),
        confirmed=("confirmation_date", "subscription_date", "creation_date", "created_at"),
        ip=("ip_address",),
        status=("type", "subscriber_type", "status"),
        here=("regular", "premium", "paid", "gifted", "trialed", "past_due", "unpaid", "churning", "churned"),
        gone=("unsubscription_date", "undeliverability_date"),
    ),
    "mailchimp": Format(
        email=("email_address", "email"),
        confirmed=("confirm_time", "optin_time"),
        ip=("confirm_ip", "optin_ip"),
        status=("status",),
        here=("subscribed",),
        gone=("unsub_time", "clean_time"),
    ),
    "csv": Format(
        email=("email", "email_address", "address", "mail"),
        confirmed=("confirmed_at", "confirm_time", "confirmed", "subscribed_at", "created_at", "date"),
        ip=("ip", "ip_address", "confirm_ip"),
        status=("status", "state"),
        here=("active", "subscribed", "confirmed", "enabled", "regular"),
        gone=("unsubscribed_at", "unsubscribed", "left_at", "bounced_at"),
    ),
}


# What says of a column that it does not hold.
_NO = ("", "0", "no", "n", "false")


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody in the file who is a subscriber there."""

    line: int
    address: MailAddress
    confirmed: datetime | None
    ip: str


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of an import, each as line numbers or sentences for the operator.

    ``wrong`` cannot be read; ``elsewhere`` are no subscribers in the file; ``kept_out`` left here or are
    suppressed; ``known`` had the digests already or have chosen others here.
    """

    added: int = 0
    known: int = 0
    wrong: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    kept_out: list[str] = field(default_factory=list)


def newcomers(table: CsvTable, form: Format, source: str, now: datetime) -> tuple[list[Newcomer], Outcome]:
    """Who in the file is to be a subscriber, and what is wrong with the other lines.

    Raises Unusable for a file without the column of addresses.
    """
    if not set(form.email) & set(table.columns):
        found = ", ".join(name for name in table.columns if name)
        message = f"There is no column “{form.email[0]}”; the columns are: {plain(found)}."
        fix = f"Name the column of addresses “{form.email[0]}” in the first line."
        raise Unusable([Problem(path=source, line=1, message=message, fix=fix)])
    outcome = Outcome()
    people: list[Newcomer] = []
    first: dict[str, int] = {}
    for line in table.lines:
        where = f"line {line.number}"
        text = _first(line.cells, form.email)
        if line.wrong:
            outcome.wrong.append(f"{where}: {line.wrong}")
            continue
        try:
            address = read_address(text)
        except BadAddress as error:
            outcome.wrong.append(
                f"{where}: “{plain(text)[:80]}”: {error}" if text else f"{where}: no address"
            )
            continue
        gone = _gone(line, form)
        if gone:
            outcome.elsewhere.append(f"{where}: {address.text} ({plain(gone)})")
            continue
        if address.key in first:
            outcome.wrong.append(f"{where}: {address.text} is on line {first[address.key]} already")
            continue
        try:
            confirmed = _moment(_first(line.cells, form.confirmed), now)
        except ValueError as error:
            outcome.wrong.append(f"{where}: {address.text}: {error}")
            continue
        first[address.key] = line.number
        ip = _ip(_first(line.cells, form.ip))
        people.append(Newcomer(line=line.number, address=address, confirmed=confirmed, ip=ip))
    return people, outcome


def bring_in(
    db: sqlite3.Connection,
    keys: Keys,
    people: Iterable[Newcomer],
    digests: Sequence[str],
    evidence: str,
    outcome: Outcome,
    now: datetime,
) -> None:
    """Subscribe those people to the digests, on the operator's word ``evidence``; fills ``outcome``.

    Works inside the caller's transaction.
    """
    for person in people:
        where = f"line {person.line}: {person.address.text}"
        if suppressed(db, keys, person.address):
            outcome.kept_out.append(f"{where} bounced or complained, and is never mailed again")
            continue
        found = find_address(db, person.address)
        if found is not None and found.state in ("left", "suppressed"):
            outcome.kept_out.append(f"{where} left on {found.changed:%Y-%m-%d}")
            continue
        if found is not None and found.state == "active":
            chose = any(consent.event == "chosen" for consent in consents(db, found.id))
            if chose or set(digests) <= set(found.digests):
                outcome.known += 1
                continue
        when = f"; consent there {stamp(person.confirmed)}" if person.confirmed else ""
        record = Evidence(ip=person.ip, text=f"{evidence}{when}")
        add(db, keys, person.address, digests, record, now, "imported", person.confirmed)
        outcome.added += 1


def format_import(outcome: Outcome, *, dry_run: bool) -> str:
    """What was done, line by line where somebody has to look, then the sum."""
    lines = []
    for title, found in (
        ("Could not be read", outcome.wrong),
        ("No subscribers there any more, or not yet", outcome.elsewhere),
        ("Not brought back", outcome.kept_out),
    ):
        if found:
            lines += [f"{title}:", *(f"  {text}" for text in found), ""]
    verb = "would be added" if dry_run else "added"
    known = f"{outcome.known} known already"
    skipped = len(outcome.elsewhere) + len(outcome.kept_out)
    wrong = f"{len(outcome.wrong)} could not be read"
    lines.append(f"{outcome.added} {verb}, {known}, {skipped} left out, {wrong}.")
    if dry_run:
        lines.append("Nothing was written.")
    return "\n".join(lines)


def _first(cells: Mapping[str, str], names: Iterable[str]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _gone(line: CsvLine, form: Format) -> str:
    """Why somebody is no subscriber there, or nothing."""
    for name in form.gone:
        if line.cells.get(name, "").casefold() not in _NO:
            return f"{name} {line.cells[name]}"
    for name in form.status:
        status = line.cells.get(name, "").casefold()
        if status and status not in form.here:
            return status
    return ""


def _moment(text: str, now: datetime) -> datetime | None:
    """When consent was given. Without a zone it is taken for UTC, as the exports write it."""
    if not text:
        return None
    # Python before 3.12 reads six digits of a second or none; databases write from one to nine.
    trimmed = re.sub(r"(:\d\d)\.\d+", r"\1", text)
    trimmed = re.sub(r"\s*(UTC|GMT)$", "+00:00", trimmed, flags=re.IGNORECASE)
    trimmed = re.sub(r" ([+-]\d\d)(:?\d\d)?$", r"\1\2", trimmed)
    try:
        found = datetime.fromisoformat(trimmed)
    except ValueError:
        raise ValueError(f"“{plain(text)[:40]}” is no moment such as 2024-05-31 14:05:00") from None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    try:
        found = found.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"“{plain(text)[:40]}” is no moment a calendar holds") from None
    # Without a zone it may be up to a day ahead of ours.
    if found > now + timedelta(days=1):
        raise ValueError(f"consent cannot be given in the future ({stamp(found)})")
    if found.year < 1970:
        raise ValueError(f"consent by mail cannot be of {found.year}")
    return min(found, now)


def _ip(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""
