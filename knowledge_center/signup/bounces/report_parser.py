"""What a message that came back says: which of our mails, for whom, and what became of it.

Delivery reports (RFC 3464 in RFC 6522), complaints (RFC 5965), reports in prose alone (``prose_reports``), and
mails that ask to leave. Nothing in here is believed: whether a report is about a mail of ours is decided in
``intake``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Literal

from knowledge_center.signup.bounces import prose_reports
from knowledge_center.signup.bounces.failure_kinds import failure_status
from knowledge_center.signup.email_addresses import BadAddress, MailAddress, read_address
from knowledge_center.signup.return_path import found_in

Kind = Literal["failed", "later", "complaint", "leave", "other"]

_OWN = r"[a-z2-7]{10}\.[A-Za-z0-9_-]{16}"
_LINK = re.compile(rf"/u/({_OWN})(?![A-Za-z0-9_-])")
_LEAVE = re.compile(rf"\bunsubscribe\s+({_OWN})(?![A-Za-z0-9_-])", re.IGNORECASE)
# What RFC 5965 (7.3) and RFC 6430 call a complaint, an opt-out and their contrary.
_COMPLAINTS = ("abuse", "fraud", "virus", "other", "miscategorized")
_OPT_OUTS = ("opt-out", "opt-out-list", "unsubscribe")
# Outlook's programme (JMRP) sends the mail as an attachment and says no more.
_OUTLOOK = re.compile(r"complaint about message from ", re.IGNORECASE)
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]*):[ \t]*(.*)")
_RETURNED_FIELD = r"^{}:[ \t]*(.*(?:\n[ \t]+.*)*)"
_DEEPEST = 20
# Of a text in which nothing but prose is looked for.
_MOST_PROSE = 100_000
# Each of our mails has one; more are a list's behind it.
_MOST_RECIPIENTS = 20
_MOST_LINES = 50
# Of one header. The time that Python takes for encoded words (RFC 2047) grows with their number squared.
_MOST_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """What a report says of one address. ``status`` is an enhanced status code (RFC 3463) or empty."""

    address: MailAddress | None
    status: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One message, understood. ``mark`` is ``{id}.{mac}`` of our unsubscribe link, where it came back;
    ``return_paths`` are what may be that of a delivery's return path; ``date`` (aware) is the report's own.

    ``failed`` and ``complaint`` name recipients; ``later`` is a delay or good news; ``other`` is no report.
    """

    source: str
    kind: Kind
    recipients: tuple[Recipient, ...] = ()
    message_id: str = ""
    mark: str = ""
    about: str = ""
    return_paths: tuple[str, ...] = ()
    date: datetime | None = None


def read_report(data: bytes, source: str) -> Report:
    """What the bytes of a message say. Never raises: what cannot be understood is ``other``."""
    try:
        message = message_from_bytes(data)
        return replace(_read(data, message, source), return_paths=found_in(data), date=_date(message))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Report(source=source, kind="other", about="it cannot be read")


def _date(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(_header(message, "Date"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _read(data: bytes, message: Message, source: str) -> Report:
    parts = list(_parts(message, 0))
    subject = _header(message, "Subject")
    for part in parts:
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            blocks = [_mended(block) for block in _children(part)] or _blocks(_text(part))
            if report := _delivery_report(blocks, parts, source):
                return report
        if kind == "message/feedback-report":
            return _complaint(_children(part) or _blocks(_text(part)), parts, source)
    if match := _LEAVE.search(subject):
        return Report(source=source, kind="leave", mark=match[1])
    if _OUTLOOK.match(subject):
        return _complaint([_fields("Feedback-Type: abuse")], parts, source)
    if message.get_content_maintype() == "multipart" and not _children(message):
        # A relay has broken its parts; its fields are still there.
        blocks = _blocks(_text(message)[:_MOST_PROSE])
        if fields := [block for block in blocks if block["Feedback-Type"]]:
            return _complaint(fields, parts, source)
        if report := _delivery_report(blocks, parts, source):
            return report
    return _prose_report(data, message, parts, source) or _no_report(message, subject, source)


def _parts(message: Message, depth: int) -> Iterator[Message]:
    """The parts of a message, but not those of a message inside it: that one is evidence, not a report."""
    children = _children(message)
    if message.get_content_maintype() != "multipart" or depth > _DEEPEST or not children:
        yield message
        return
    for part in children:
        yield from _parts(part, depth + 1)


def _children(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _delivery_report(blocks: list[Message], parts: list[Message], source: str) -> Report | None:
    """RFC 3464, 2: blocks of fields, the first about the message, each other one about a recipient. None if
    no recipient is named."""
    about = [block for block in blocks if block["Final-Recipient"] or block["Original-Recipient"]]
    if not about:
        return None
    about = about[:_MOST_RECIPIENTS]
    prose = prose_reports.split(_prose(parts)[:_MOST_PROSE])[0]
    # Original-Recipient is the address as we gave it, before anybody forwarded it (RFC 3461).
    people = [_address(block, "Original-Recipient") or _address(block, "Final-Recipient") for block in about]
    named = [person.text for person in people if person]
    failed = []
    for block, person in zip(about, people, strict=True):
        # Also a message that was given up after days has action failed, with a status of 4.x.
        if _header(block, "Action").partition(" ")[0].casefold() == "failed":
            detail = _header(block, "Diagnostic-Code")
            if not detail and person:
                # Exim says of its own mailboxes only in prose that they do not exist.
                detail = prose_reports.said_of(prose, person.text, named)
            status = failure_status(_header(block, "Status"), detail)
            failed.append(Recipient(address=person, status=status, detail=detail[:300]))
    message_id, mark = _returned(parts)
    kind: Kind = "failed" if failed else "later"
    return Report(source=source, kind=kind, recipients=tuple(failed), message_id=message_id, mark=mark)


def _complaint(blocks: list[Message], parts: list[Message], source: str) -> Report:
    """RFC 5965, 3: who complained stands in Original-Rcpt-To, if the service tells."""
    fields = blocks[0] if blocks else Message()
    what = _header(fields, "Feedback-Type").strip().casefold()
    message_id, mark = _returned(parts)
    if what in _OPT_OUTS:
        return Report(source=source, kind="leave", message_id=message_id, mark=mark)
    if what not in _COMPLAINTS:
        return Report(source=source, kind="later", message_id=message_id, mark=mark, about=what[:80])
    recipients = fields.get_all("Original-Rcpt-To") or []
    people = tuple(
        Recipient(address=_read_address(str(text)), status="", detail=f"complaint ({what})")
        for text in recipients
    )
    unnamed = (Recipient(address=None, status="", detail=f"complaint ({what})"),)
    return Report(
        source=source, kind="complaint", recipients=people or unnamed, message_id=message_id, mark=mark
    )


def _prose_report(data: bytes, message: Message, parts: list[Message], source: str) -> Report | None:
    """What says for people alone that a mail failed. None if it does not say so."""
    text = _prose(parts)[:_MOST_PROSE]
    subject, sender, header = (_header(message, name) for name in ("Subject", "From", "X-Failed-Recipients"))
    message_id, mark = _returned(parts)
    if not prose_reports.reports_failure(sender, subject, text, named=bool(header)):
        late = prose_reports.is_delay(subject, text) and _automatic(message)
        return Report(source=source, kind="later", message_id=message_id, mark=mark) if late else None
    prose = prose_reports.split(text)[0]
    own = [_header(message, name) for name in ("To", "Delivered-To", "From")]
    people = [name.strip() for name in header.split(",") if name.strip()]
    people = (people or list(prose_reports.failed_addresses(data, prose, own)))[:_MOST_RECIPIENTS]
    said = {name: prose_reports.said_of(prose, name, people) for name in people} or {
        "": " ".join(prose.split())
    }
    failed = tuple(
        Recipient(
            address=_read_address(name) if name else None,
            # Without a code of its own such a report speaks of failures that are final.
            status=failure_status("", detail) or "5.0.0",
            detail=detail[:300],
        )
        for name, detail in said.items()
    )
    return Report(source=source, kind="failed", recipients=failed, message_id=message_id, mark=mark)


def _prose(parts: list[Message]) -> str:
    """What a report says to people."""
    # A multipart that is still here has lost its parts.
    texts = [_text(part) for part in parts if part.get_content_maintype() in ("text", "multipart")]
    return texts[0].replace("\r\n", "\n") if texts else ""


def _no_report(message: Message, subject: str, source: str) -> Report:
    sender = _header(message, "From")[:100] or "nobody"
    what = "an automatic answer, " if _automatic(message) else ""
    about = f"“{subject[:80]}”" if subject else "without a subject"
    return Report(source=source, kind="other", about=f"{what}{about}, from {sender}")


def _automatic(message: Message) -> bool:
    """RFC 3834: an answer by a program, such as “I am on holiday”."""
    return _header(message, "Auto-Submitted").casefold() not in ("", "no")


def _returned(parts: list[Message]) -> tuple[str, str]:
    """The Message-ID and our mark from the message or the headers that came back with a report."""
    for part in parts:
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global", "message/partial"):
            inner = _children(part)
            return _identity(inner[0]) if inner else _identity_in(_text(part))
        if kind.startswith(("text/rfc822-header", "message/rfc822-header", "message/global-header")):
            inner = _children(part)
            return _identity(inner[0]) if inner else _identity_in(_text(part))
    text = _prose(parts)
    return _identity_in(prose_reports.split(text)[1] or text)


def _identity_in(text: str) -> tuple[str, str]:
    """The same from headers that stand somewhere in a text."""
    found = (
        re.search(_RETURNED_FIELD.format(name), text, re.IGNORECASE | re.MULTILINE)
        for name in ("message-id", "list-unsubscribe")
    )
    return _identity(_fields("\n".join(match[0] for match in found if match)))


def _fields(text: str) -> Message:
    return message_from_bytes(text.encode("utf-8", "surrogateescape"))


def _identity(message: Message) -> tuple[str, str]:
    link = _LINK.search(re.sub(r"\s+", "", _header(message, "List-Unsubscribe")))
    return "".join(_header(message, "Message-ID").split()), link[1] if link else ""


def _blocks(text: str) -> list[Message]:
    return [_mended(_fields(block)) for block in re.split(r"\r?\n\r?\n", text.strip()) if block.strip()]


def _mended(block: Message) -> Message:
    """Fields of which one goes on in a line that is not indented: for the email package they end there."""
    rest = block.get_payload()
    for line in rest.splitlines()[:_MOST_LINES] if isinstance(rest, str) and block.keys() else ():
        last = block.keys()[-1]
        if match := _FIELD.fullmatch(line):
            block[match[1]] = match[2]
        elif line.strip():
            block.replace_header(last, f"{block[last]} {line.strip()}")
    return block


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "surrogateescape") if isinstance(payload, bytes) else ""


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    try:
        # What is no string holds bytes that are no ASCII, and has no encoded words.
        short = value[:_MOST_CHARACTERS] if isinstance(value, str) else value
        text = str(make_header(decode_header(short)))
    except (ValueError, LookupError, HeaderParseError):
        text = str(value)[:_MOST_CHARACTERS]
    if "\x1b$" in text:
        # Japanese as it was written before UTF-8 (RFC 1468), with no word that says so.
        text = text.encode("ascii", "ignore").decode("iso2022_jp", "ignore")
    return " ".join(text.split())


def _address(block: Message, name: str) -> MailAddress | None:
    """A field such as ``rfc822; ann@example.com`` (RFC 3464, 2.3.1)."""
    return _read_address(_header(block, name).rpartition(";")[2])


def _read_address(text: str) -> MailAddress | None:
    try:
        return read_address(text.strip().strip("<>"))
    except BadAddress:
        return None
