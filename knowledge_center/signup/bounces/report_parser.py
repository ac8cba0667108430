"""What a message that came back says: which of our mails, for whom, and what became of it.

Delivery reports (RFC 3464 in RFC 6522), complaints (RFC 5965), the plain texts of qmail (QSBMF,
cr.yp.to/proto/qsbmf.txt) and of older Exim, and mails that ask to leave. Nothing in here is believed:
whether a report is about a mail of ours is decided in ``intake``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from typing import Literal

from knowledge_center.signup.email_addresses import BadAddress, MailAddress, read_address

Kind = Literal["failed", "later", "complaint", "leave", "other"]

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_OWN = r"[a-z2-7]{10}\.[A-Za-z0-9_-]{16}"
_LINK = re.compile(rf"/u/({_OWN})(?![A-Za-z0-9_-])")
_LEAVE = re.compile(rf"\bunsubscribe\s+({_OWN})(?![A-Za-z0-9_-])", re.IGNORECASE)
# What RFC 5965 (7.3) and RFC 6430 call a complaint, an opt-out and their contrary.
_COMPLAINTS = ("abuse", "fraud", "virus", "other")
_DEEPEST = 20
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
    """One message, understood. ``mark`` is ``{id}.{mac}`` of our unsubscribe link, where it came back.

    ``failed`` and ``complaint`` name recipients; ``later`` is a delay or good news; ``other`` is no report.
    """

    source: str
    kind: Kind
    recipients: tuple[Recipient, ...] = ()
    message_id: str = ""
    mark: str = ""
    about: str = ""


def read_report(data: bytes, source: str) -> Report:
    """What the bytes of a message say. Never raises: what cannot be understood is ``other``."""
    try:
        message = message_from_bytes(data)
        parts = list(_parts(message, 0))
        for part in parts:
            kind = part.get_content_type()
            if kind in ("message/delivery-status", "message/global-delivery-status"):
                return _delivery_report(part, parts, source)
            if kind == "message/feedback-report":
                return _complaint(part, parts, source)
        subject = _header(message, "Subject")
        if match := _LEAVE.search(subject):
            return Report(source=source, kind="leave", mark=match[1])
        return _plain_report(message, parts, source) or _no_report(message, subject, source)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Report(source=source, kind="other", about="it cannot be read")


def _parts(message: Message, depth: int) -> Iterator[Message]:
    """The parts of a message, but not those of a message inside it: that one is evidence, not a report."""
    if message.get_content_maintype() != "multipart" or depth > _DEEPEST:
        yield message
        return
    for part in _children(message):
        yield from _parts(part, depth + 1)


def _children(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _delivery_report(status: Message, parts: list[Message], source: str) -> Report:
    """RFC 3464, 2: blocks of fields, the first about the message, each other one about a recipient."""
    blocks = _children(status) or _blocks(_text(status))
    failed = []
    for block in blocks:
        if not (block["Final-Recipient"] or block["Original-Recipient"]):
            continue
        action = _header(block, "Action").partition(" ")[0].casefold()
        code = _code(_header(block, "Status"), _header(block, "Diagnostic-Code"))
        # A message that was given up after days has action failed and a status of 4.x.
        if action == "failed" and not code.startswith("4"):
            # Original-Recipient is the address as we gave it, before anybody forwarded it (RFC 3461).
            address = _address(block, "Original-Recipient") or _address(block, "Final-Recipient")
            detail = _header(block, "Diagnostic-Code")
            if not detail and address:
                # Exim says of its own mailboxes only in prose that they do not exist.
                detail = _reason(_prose(parts), address.text)
                code = _code(code, detail)
            failed.append(Recipient(address=address, status=code, detail=detail[:300]))
    message_id, mark = _returned(parts)
    kind: Kind = "failed" if failed else "later"
    return Report(source=source, kind=kind, recipients=tuple(failed), message_id=message_id, mark=mark)


def _complaint(feedback: Message, parts: list[Message], source: str) -> Report:
    """RFC 5965, 3: who complained stands in Original-Rcpt-To, if the service tells."""
    blocks = _children(feedback) or _blocks(_text(feedback))
    fields = blocks[0] if blocks else Message()
    what = _header(fields, "Feedback-Type").strip().casefold()
    message_id, mark = _returned(parts)
    if what == "opt-out":
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


def _plain_report(message: Message, parts: list[Message], source: str) -> Report | None:
    """qmail and older Exim: prose for people, then our message as it was."""
    text = _prose(parts)
    if text.lstrip().startswith("Hi. This is the"):
        return _qmail(text, source)
    named = _header(message, "X-Failed-Recipients")
    if named:
        return _exim(text, named, source)
    return None


def _qmail(text: str, source: str) -> Report | None:
    """QSBMF: paragraphs that begin with ``<address>:``, then a line of dashes, then our message."""
    prose, _, returned = text.partition("\n--- ")
    found = []
    for paragraph in re.split(r"\n\s*\n", prose)[1:]:
        if match := re.match(r"<([^>\n]+)>:[ ]*\n?(.*)", paragraph, re.DOTALL):
            detail = " ".join(match[2].split())
            found.append((match[1], detail))
    if not found:
        return None
    failed = tuple(
        # Without a code of its own qmail speaks of failures that are final.
        Recipient(address=_read_address(name), status=_code("", detail) or "5.0.0", detail=detail[:300])
        for name, detail in found
        if not _code("", detail).startswith("4")
    )
    message_id, mark = _of_text(returned.partition("\n\n")[2])
    return Report(
        source=source,
        kind="failed" if failed else "later",
        recipients=failed,
        message_id=message_id,
        mark=mark,
    )


def _exim(text: str, named: str, source: str) -> Report:
    """Exim before 4.90 or so: who failed stands in a header, why in the prose."""
    prose, _, returned = text.partition("\n------ ")
    failed = tuple(
        Recipient(
            address=_read_address(name), status=_code("", prose) or "5.0.0", detail=_reason(prose, name)
        )
        for name in named.split(",")
        if name.strip()
    )
    message_id, mark = _of_text(returned.partition("\n\n")[2])
    return Report(source=source, kind="failed", recipients=failed, message_id=message_id, mark=mark)


def _prose(parts: list[Message]) -> str:
    """What a report says to people."""
    texts = [_text(part) for part in parts if part.get_content_maintype() == "text"]
    return texts[0].replace("\r\n", "\n") if texts else ""


def _reason(prose: str, name: str) -> str:
    """What stands behind an address, up to the next empty line."""
    _, _, after = prose.partition(name.strip())
    return " ".join(after.split("\n\n")[0].split())[:300]


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
        if kind in ("message/rfc822", "message/global"):
            inner = _children(part)
            if inner:
                return _identity(inner[0])
            return _of_text(_text(part))
        if kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            inner = _children(part)
            return _identity(inner[0]) if inner else _of_text(_text(part))
    return "", ""


def _of_text(text: str) -> tuple[str, str]:
    return _identity(message_from_bytes(text.lstrip("\r\n").encode("utf-8", "surrogateescape")))


def _identity(message: Message) -> tuple[str, str]:
    link = _LINK.search(re.sub(r"\s+", "", _header(message, "List-Unsubscribe")))
    return "".join(_header(message, "Message-ID").split()), link[1] if link else ""


def _blocks(text: str) -> list[Message]:
    blocks = re.split(r"\r?\n\r?\n", text.strip())
    return [message_from_bytes(block.encode("utf-8", "surrogateescape")) for block in blocks if block.strip()]


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
    return " ".join(text.split())


def _code(status: str, detail: str) -> str:
    """The enhanced status code. Some servers say 5.0.0 in the field and the true one in the words."""
    own = _STATUS.search(status)
    words = _STATUS.search(re.sub(r"\b\d{1,3}(\.\d{1,3}){3}\b", "", detail))
    if own and (own[2] != "0" or not words or words[1] != own[1]):
        return own[0]
    if words:
        return words[0]
    if own:
        return own[0]
    basic = re.search(r"(?:^|[\s;#])([45])\d\d[\s-]", f"{detail} ")
    return f"{basic[1]}.0.0" if basic else ""


def _address(block: Message, name: str) -> MailAddress | None:
    """A field such as ``rfc822; ann@example.com`` (RFC 3464, 2.3.1)."""
    return _read_address(_header(block, name).rpartition(";")[2])


def _read_address(text: str) -> MailAddress | None:
    try:
        return read_address(text.strip().strip("<>"))
    except BadAddress:
        return None
