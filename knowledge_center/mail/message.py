"""The message that carries a mail to one reader, as bytes for SMTP or an ``.eml`` file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from hashlib import sha256

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.model import Mail
from knowledge_center.pictures.renditions import Rendition
from knowledge_center.settings.model import DigestSettings, Settings

# RFC 2045, 6.7: an encoded line has at most 76 characters. The email package takes its own 78 for that.
_BODY = SMTP.clone(max_line_length=76)


class _Headers(EmailPolicy):
    """Folds headers as usual, but keeps the List-* and id headers on one line, as they are.

    The email package would fold an address of 76 characters or more into an encoded word, and mail
    programs then find no unsubscribe link in it (cpython #87659). A line may have 998 (RFC 5322, 2.1.1).
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        folded = name.lower()
        if folded == "subject":
            return f"{name}: {_encoded(str(value))}\r\n".encode("ascii")
        if folded.startswith("list-") or folded in ("message-id", "feedback-id"):
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


def _encoded(subject: str) -> str:
    """A subject as RFC 2047 writes it, in lines of at most 76 characters.

    The email package takes a title such as ``=?utf-8?q?x?=`` for an encoded word of its own.
    """
    simple = subject.isascii() and "=?" not in subject and max(map(len, subject.split(" "))) <= 60
    if "\n" in subject or "\r" in subject:
        raise ValueError("a subject is one line")
    header = Header(subject, None if simple else "utf-8", header_name="Subject", maxlinelen=76)
    return header.encode(linesep="\r\n")


_HEADERS = _Headers(linesep="\r\n", max_line_length=76)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """All that the headers of a message say. ``date`` is an aware datetime.

    ``unsubscribe`` takes the one-click POST (RFC 8058); ``unsubscribe_mailto`` is a whole mailto address
    or empty. Without ``list_id`` it is a mail to one person, and no header names a list.
    """

    sender_name: str
    sender: str
    reply_to: str
    to: str
    date: datetime
    message_id: str
    language: str
    list_id: str = ""
    archive: str = ""
    unsubscribe: str = ""
    unsubscribe_mailto: str = ""
    feedback_id: str = ""


def envelope(
    issue: Issue,
    digest: DigestSettings,
    settings: Settings,
    *,
    to: str,
    date: datetime,
    unsubscribe: str,
    unsubscribe_mailto: str = "",
) -> Envelope:
    """The envelope of an issue for one address.

    ``date`` is when the sending of the issue first began, so that a second try is the same message. The
    Message-ID follows from the issue and the address alone, the rest from the settings.
    """
    host = _host(settings)
    return Envelope(
        sender_name=" ".join(settings.mail.sender_name.split()),
        sender=settings.mail.sender,
        reply_to=settings.mail.reply_to,
        to=to,
        date=date,
        message_id=message_id(settings, digest.key, issue.key, to),
        list_id=f"<{digest.key}.digests.{host}>",
        archive=settings.absolute(f"digests/{digest.key}/"),
        unsubscribe=unsubscribe,
        unsubscribe_mailto=unsubscribe_mailto,
        feedback_id=f"{issue.key}:{digest.key}:digest:{_sender_id(host)}",
        language=settings.words_in(digest.language).language,
    )


def message_id(settings: Settings, digest: str, issue: str, to: str) -> str:
    """The Message-ID of an issue for one address: what comes back is known by it. Keys as in the ledger."""
    name = settings.tag(f"digest/{digest}/{issue}")
    return f"<{_hashed(name, to)}@{_host(settings)}>"


def message(mail: Mail, envelope: Envelope, pictures: Sequence[Rendition] = ()) -> bytes:
    """The mail in its envelope: multipart/alternative, quoted-printable, CRLF, the same bytes each time.

    ``pictures`` travel with it, and its HTML shows the first of them at ``cid:1@KEY``, with KEY from ``picture_key``.
    Raises ValueError for an address that cannot stand in a header.
    """
    built = EmailMessage(policy=_BODY)
    for name, value in _headers(mail, envelope):
        built[name] = value
    built.set_content(mail.text, subtype="plain", charset="utf-8", cte="quoted-printable")
    built.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    built["Content-Language"] = envelope.language  # last: new content takes such headers with it
    built.set_boundary(boundary(envelope.message_id))
    *_, html = built.iter_parts()
    for number, picture in enumerate(pictures, 1):
        kind, _, subtype = picture.type.partition("/")
        cid = f"<{number}@{picture_key(envelope.message_id)}>"
        html.add_related(picture.data, kind, subtype, cid=cid)
        html.set_boundary(boundary(f"{envelope.message_id} pictures"))
    for part in list(built.walk())[1:]:
        del part["MIME-Version"]
    return built.as_bytes(policy=_HEADERS)


def boundary(message_id: str) -> str:
    """What stands between the parts of the message with that id.

    "=_" never comes up in quoted-printable text, so no body can hold such a line.
    """
    return f"=_{_hashed(message_id, 'boundary')}"


def picture_key(message_id: str) -> str:
    """What the Content-IDs of the pictures in the message with that id end with."""
    return message_id.strip("<>")


def _headers(mail: Mail, envelope: Envelope) -> list[tuple[str, str | Address]]:
    return [
        ("From", Address(envelope.sender_name, addr_spec=_bare(envelope.sender))),
        ("To", Address(addr_spec=_bare(envelope.to))),
        ("Reply-To", Address(addr_spec=_bare(envelope.reply_to))),
        ("Subject", _encoded(mail.subject).replace("\r\n", "")),
        ("Date", format_datetime(envelope.date)),
        ("Message-ID", _bare(envelope.message_id, "<>")),
        *(_list_headers(envelope) if envelope.list_id else ()),
        ("Auto-Submitted", "auto-generated"),
    ]


def _list_headers(envelope: Envelope) -> list[tuple[str, str]]:
    unsubscribe = [f"<{_bare(envelope.unsubscribe)}>"]
    if envelope.unsubscribe_mailto:
        unsubscribe.append(f"<{_bare(envelope.unsubscribe_mailto)}>")
    return [
        ("List-Id", _bare(envelope.list_id, "<>")),
        ("List-Archive", f"<{_bare(envelope.archive)}>"),
        ("List-Unsubscribe", ", ".join(unsubscribe)),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Feedback-ID", _bare(envelope.feedback_id)),
    ]


def _host(settings: Settings) -> str:
    """The domain of ids: the one that ids of feeds have, which never changes."""
    return settings.feeds.tag_authority.partition(",")[0].rpartition("@")[2].lower()


def _bare(text: str, also: str = "") -> str:
    """``text`` if it can stand in a header as it is: visible ASCII and nothing that ends an address."""
    if not re.fullmatch(rf"[!-;=?-~{also}]{{1,900}}", text):
        raise ValueError(f"{text!r} cannot stand in a mail header")
    return text


def _sender_id(host: str) -> str:
    """The last field of Feedback-ID: 5 to 15 letters and digits that stay the same for one sender."""
    return re.sub(r"[^a-z0-9]", "", host)[:15].ljust(5, "0")


def _hashed(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:32]
