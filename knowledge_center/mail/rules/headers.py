"""Rules about the headers that no message to readers leaves without, and those that it never has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import getaddresses

from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("mail.headers")

# Whom it is from and what it is called stand in the settings and the issue; without the third nobody can leave.
_REQUIRED = {
    "From": "From: Name <name@example.com>",
    "Subject": "Subject: The weekly digest: …",
    "List-Unsubscribe": "List-Unsubscribe: <https://…>",
}
_ONE_ADDRESS = {
    "To": "To: reader@example.org",
    "Reply-To": "Reply-To: name@example.com",
    "From": _REQUIRED["From"],
}
_FORBIDDEN = ("bcc", "resent-bcc", "return-receipt-to", "disposition-notification-to", "x-confirm-reading-to")
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]]+@[^@\s<>,;:\"()\[\]]+\.[^@\s<>,;:\"()\[\].]{2,}")


@rule
def required(message: ParsedMessage) -> Iterator[Finding]:
    """A message says whom it is from, what it is called, and how to leave.

    Source: RFC 5322, 3.6; RFC 2369
    """
    for name, example in _REQUIRED.items():
        if not message.value(name):
            yield Finding(message=f"The header {name} is missing or empty.", fix=example)


@rule
def nobody_else(message: ParsedMessage) -> Iterator[Finding]:
    """No header tells of other readers or asks the reader's program for a receipt.

    Source: RFC 5322, 3.6.3
    """
    for header in message.headers:
        if header.name.lower() in _FORBIDDEN:
            yield Finding(
                message=f"The header {header.name} has no place in a mail to subscribers.",
                fix=f"Leave {header.name} out.",
                line=header.line,
            )


@rule
def sender(message: ParsedMessage) -> Iterator[Finding]:
    """From names one sender, whom one can answer.

    Source: RFC 5322, 3.6.2
    """
    yield from _one_address(message, "From")


@rule
def reader(message: ParsedMessage) -> Iterator[Finding]:
    """To names one reader; nobody sees another's address.

    Source: RFC 5322, 3.6.3
    """
    yield from _one_address(message, "To")


@rule
def answers(message: ParsedMessage) -> Iterator[Finding]:
    """Answers reach somebody who reads them.

    Source: RFC 5322, 3.6.2
    """
    yield from _one_address(message, "Reply-To")
    value = message.value("Reply-To") or message.value("From")
    for _, address in getaddresses([value]):
        if re.match(r"(no|do-?not)[._-]?reply\b", address, re.IGNORECASE):
            yield Finding(
                message=f"Answers go to {quoted(address)}, which nobody reads.",
                fix="mail.reply_to: an address that somebody reads",
                line=message.line("Reply-To"),
                advice=True,
            )


def _one_address(message: ParsedMessage, name: str) -> Iterator[Finding]:
    value = message.value(name)
    addresses = [address for _, address in getaddresses([value])]
    if value and (len(addresses) != 1 or not _ADDRESS.fullmatch(addresses[0])):
        yield Finding(
            message=f"{name} is {quoted(value)}; one whole address is expected.",
            fix=_ONE_ADDRESS[name],
            line=message.line(name),
        )
