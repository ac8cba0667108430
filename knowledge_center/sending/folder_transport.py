"""Messages as files in a folder: where mails go as long as no mail server is named."""

from __future__ import annotations

import os
import re
import secrets
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

from knowledge_center.sending.transport import NothingTaken
from knowledge_center.text.slugs import words

ENDING = ".eml"
_NUMBER = re.compile(r"(\d{5,})-")
_MOST_ADDRESS, _MOST_SUBJECT = 80, 40


class FolderTransport:
    """A Transport that writes ``outbox/00001-reader@example.com-the-weekly-digest.eml``.

    Numbers count up, so that names are in the order of sending; the folder is read once for the last one.
    A file is there whole or not at all, is on the disk when ``send`` returns, belongs to its owner alone
    (mode 0600), and none is ever replaced. The envelope's sender is kept as ``Return-Path``, as a mail
    server does on delivery (RFC 5321, 4.4).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._last = -1

    def send(self, sender: str, to: str, data: bytes) -> None:
        """Write one message; ``data`` is kept byte for byte below its Return-Path."""
        try:
            if self._last < 0:
                self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._last = max(map(_number, os.listdir(self.path)), default=0)
            self._write(_name(to, data), f"Return-Path: <{sender}>\r\n".encode() + data)
        except OSError as error:
            detail = f"{self.path.as_posix()} cannot be written to: {error.strerror}"
            raise NothingTaken(detail, lasting=True) from None

    def close(self) -> None:
        """Nothing is open between two messages."""

    def _write(self, name: str, data: bytes) -> None:
        unfinished = self.path / f".{secrets.token_hex(8)}.part"
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            while True:
                self._last += 1
                try:
                    # Unlike a rename, a link replaces nothing that another process may have written.
                    os.link(unfinished, self.path / f"{self._last:05}-{name}{ENDING}")
                    return
                except FileExistsError:
                    continue
        finally:
            unfinished.unlink(missing_ok=True)


def _number(name: str) -> int:
    found = _NUMBER.match(name)
    return int(found[1]) if found else 0


def _name(to: str, data: bytes) -> str:
    """Whom it is for and what it says, as far as a file name may say it on any system."""
    address = re.sub(r"[^A-Za-z0-9@.+_-]", "_", to)[:_MOST_ADDRESS]
    # Of the message only the head is read.
    head = message_from_bytes(data[: data.find(b"\r\n\r\n") + 2])
    try:
        subject = str(make_header(decode_header(head.get("Subject", ""))))
    except (LookupError, ValueError):
        subject = ""
    return "-".join(filter(None, (address, words(subject)[:_MOST_SUBJECT].rstrip("-"))))
