"""Whose fault a refusal is: the reader's mailbox, something that passes, or ours.

One table, ``failure_kinds.tsv``, for the answers of mail servers while an issue is sent and for the reports that
come back later; it says how to extend it.

- ``reader``: the mailbox, its domain or its owner is not there. The address is never mailed again.
- ``passing``: a full mailbox, a server that is busy. Counted; only many issues in a row are enough.
- ``ours``: the sender's address, a block list, authentication, policy, size. Never counted against a reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

FailureKind = Literal["reader", "passing", "ours"]
How = Literal["code", "words", "rest"]
# What is wrong with us; each is a row of ``CAUSES``.
Cause = Literal["", "sender", "block list", "authentication", "size", "content", "setup", "policy"]

# What is wrong, and what to do about it, as parts of a sentence.
CAUSES: dict[Cause, tuple[str, str]] = {
    "sender": (
        "the sender's address is not accepted",
        "see that the domains of mail.sender and mail.bounces exist, take mail and may be sent from by your server",
    ),
    "block list": (
        "the mail server is blocked or has a bad name",
        "look its address up at the list that the answer names, ask to be taken off, and send fewer mails at a time",
    ),
    "authentication": (
        "the mails do not prove who sent them",
        "mend SPF, DKIM, DMARC, the name of the server (PTR) or the password as “So that mails arrive” says in "
        "guides/operations.md",
    ),
    "size": ("the mail is too large", "make the issue shorter, or its pictures smaller"),
    "content": (
        "the mail is taken for spam or malware",
        "look at its words and links with knowledge-center preview, and ask the other server's postmaster",
    ),
    "setup": (
        "the mail or the way it was handed over is not what the other server takes",
        "look at the mail server that KC_SMTP_URL names",
    ),
    "policy": (
        "the other server takes no mail from us",
        "ask its postmaster, or your own provider, for the reason",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What an answer means. ``cause`` is empty unless it is ours."""

    kind: FailureKind
    cause: Cause = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: how and what is looked for, what it means, and who says so."""

    how: How
    kind: FailureKind
    cause: Cause
    pattern: re.Pattern[str]
    source: str


@cache
def table() -> tuple[Row, ...]:
    """The lines of ``failure_kinds.tsv``, in order."""
    text = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8")
    return tuple(_row(*line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


def _row(how: str, kind: str, cause: str, pattern: str, source: str) -> Row:
    if how not in get_args(How) or kind not in get_args(FailureKind) or cause not in get_args(Cause):
        raise ValueError(f"failure_kinds.tsv has no meaning for {how}, {kind}, {cause}")
    return Row(
        how=cast(How, how),
        kind=cast(FailureKind, kind),
        cause=cast(Cause, cause),
        pattern=re.compile(pattern, re.IGNORECASE),
        source=source,
    )


_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_BASIC = re.compile(r"(?:^|[\s;:#(-])([45])\d\d(?=[\s-]|$)")
_LATER = re.compile(r"4\d\d[\s-]")
_ADDRESS = re.compile(r"[^\s<>:;,\"'()]+@[^\s<>:;,\"'()]+")
# Of an answer; beyond it no server says anything new.
_MOST_CHARACTERS = 600


def failure_status(status: str, words: str) -> str:
    """The enhanced status code of a failure. Some servers say 5.0.0 in the field and the true one in the words.

    Empty where neither the field nor the words have one or a reply code.
    """
    own = _STATUS.search(status)
    said = _STATUS.search(words)
    if own and (own[2] != "0" or not said or said[1] != own[1]):
        return own[0]
    if said:
        return said[0]
    if own:
        return own[0]
    basic = _BASIC.search(words)
    return f"{basic[1]}.0.0" if basic else ""


def read_failure(status: str, words: str) -> Failure:
    """What an answer means: an enhanced status code or nothing, and the words of the server."""
    text = " ".join(words[:_MOST_CHARACTERS].split())
    code = failure_status(status, text)
    # What somebody is called says nothing about the mailbox: spam@example.com.
    said = _ADDRESS.sub("@", text)
    row = next((row for row in table() if _fits(row, code, said)), None)
    later = code.startswith("4") or _LATER.match(text)
    if row is None or (row.kind == "reader" and later):
        # What a server says with 4 it may say otherwise tomorrow.
        return Failure(kind="passing")
    return Failure(kind=row.kind, cause=row.cause)


def _fits(row: Row, code: str, said: str) -> bool:
    return bool(row.pattern.search(said) if row.how == "words" else row.pattern.fullmatch(code))
