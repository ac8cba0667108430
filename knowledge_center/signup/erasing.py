"""Forgetting an address (GDPR, article 17): in the database, in its write-ahead log, in the outbox."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import MailAddress
from knowledge_center.signup.subscribers import erase

# What may be part of an address, so that ann@example.com is not found in joann@example.com.
_AROUND = r"A-Za-z0-9.!#$%&'*+/=?^_`{|}~-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """``known`` is whether the database held anything; ``files`` are those deleted from the outbox.

    ``settled`` is false while another process still reads older pages of the write-ahead log; they go with
    its next checkpoint.
    """

    known: bool
    files: tuple[Path, ...]
    settled: bool


def forget(db: sqlite3.Connection, address: MailAddress, outbox: Path) -> Erased:
    """Delete all that is known of an address. A mark that it is never to be mailed again stays.

    Not for use inside a transaction. Raises OSError for a file that cannot be deleted.
    """
    with transaction(db):
        known = erase(db, address)
    # A change stands in the log beside what it replaced until the log is folded in and cut.
    busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    files = in_outbox(outbox, address)
    for path in files:
        path.unlink(missing_ok=True)
    return Erased(known=known, files=files, settled=not busy)


def in_outbox(outbox: Path, address: MailAddress) -> tuple[Path, ...]:
    """The messages in the folder that name the address, in a header or in their text.

    Also those that a kill left half written: nobody else would ever look at them.
    """
    if not outbox.is_dir():
        return ()
    found = sorted([*outbox.rglob("*.eml"), *outbox.rglob(".*.part")])
    return tuple(path for path in found if _names(path.read_bytes(), address))


def _names(data: bytes, address: MailAddress) -> bool:
    pattern = re.compile(
        rf"(?<![{_AROUND}]){re.escape(address.text)}(?![A-Za-z0-9-]|\.[A-Za-z0-9])".encode(), re.IGNORECASE
    )
    return any(pattern.search(text) for text in (data, *_texts(data)))


def _texts(data: bytes) -> Sequence[bytes]:
    """The parts of a message without what hides their text."""
    try:
        parts = [part for part in message_from_bytes(data).walk() if not part.is_multipart()]
        return [_decoded(part) for part in parts]
    except (ValueError, LookupError, RecursionError):
        return []


def _decoded(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
