"""Rules about what makes a mail one of a list: how to leave it, who sends it, who signs for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parseaddr
from urllib.parse import urlsplit

from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("mail.mailing_list")

# With "List-Unsubscribe: <" and ">" this is the longest that no server and no library has reason to fold.
MOST_ADDRESS = 74
_ADDRESSES = re.compile(r"<[^<>\s,]+>(?:\s*,\s*<[^<>\s,]+>)*")
_SIGNED = ("from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post")


def unsubscribe_addresses(message: ParsedMessage) -> tuple[str, ...]:
    """The addresses in List-Unsubscribe, the preferred one first."""
    return tuple(re.findall(r"<([^<>]*)>", message.value("List-Unsubscribe")))


@rule.advice
def list_id(message: ParsedMessage) -> Iterator[Finding]:
    """List-Id names the list, so that readers can sort by it.

    Source: RFC 2919, 2
    """
    value = message.value("List-Id")
    if value and not re.fullmatch(r"(?:[^<>]* )?<[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+>", value):
        yield Finding(
            message=f"List-Id is {quoted(value)}; a name with dots in angle brackets is expected.",
            fix="List-Id: <weekly.digests.example.com>",
            line=message.line("List-Id"),
        )


@rule
def unsubscribe(message: ParsedMessage) -> Iterator[Finding]:
    """An https address that takes the one click, short enough for every mail program.

    Source: RFC 2369, 3.2; RFC 8058, 3.1
    """
    value = message.value("List-Unsubscribe")
    if not value:
        return
    line = message.line("List-Unsubscribe")
    if not _ADDRESSES.fullmatch(value):
        yield Finding(
            message=f"List-Unsubscribe is {quoted(value)}; addresses in angle brackets are expected.",
            fix="List-Unsubscribe: <https://…>, <mailto:…>",
            line=line,
        )
    found = unsubscribe_addresses(message)
    web = [address for address in found if scheme(address) == "https"]
    if len(web) != 1:
        yield Finding(
            message=f"List-Unsubscribe has {len(web)} https addresses; one is expected.",
            fix="List-Unsubscribe: <https://…>",
            line=line,
        )
    for address in web:
        if len(address) > MOST_ADDRESS:
            yield Finding(
                message=f"The address in List-Unsubscribe has {len(address)} characters, {MOST_ADDRESS} are the "
                "most: longer ones are folded on the way, and Gmail then shows no button.",
                fix="Shorten mail.unsubscribe or the address of the service.",
                line=line,
            )
    for address in found:
        if scheme(address) not in ("https", "mailto"):
            yield Finding(
                message=f"List-Unsubscribe offers {quoted(address)}; https and mailto are expected.",
                line=line,
            )


def scheme(address: str) -> str:
    """The scheme of an address that has all its parts, in small letters, or an empty string."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    whole = parts.path if parts.scheme.lower() == "mailto" else parts.hostname
    return parts.scheme.lower() if whole else ""


@rule.advice
def one_click(message: ParsedMessage) -> Iterator[Finding]:
    """List-Unsubscribe-Post says just this, or there is no button.

    Source: RFC 8058, 3.1
    """
    value = message.value("List-Unsubscribe-Post")
    if value and value != "List-Unsubscribe=One-Click":
        yield Finding(
            message=f"List-Unsubscribe-Post is {quoted(value)}.",
            fix="List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            line=message.line("List-Unsubscribe-Post"),
        )


@rule.advice
def feedback(message: ParsedMessage) -> Iterator[Finding]:
    """Four fields, the last one the sender's own, of 5 to 15 characters.

    Source: Gmail, Feedback Loop
    """
    value = message.value("Feedback-ID")
    if value and not re.fullmatch(r"(?:[A-Za-z0-9._+-]+:){3}[A-Za-z0-9]{5,15}", value):
        yield Finding(
            message=f"Feedback-ID is {quoted(value)}; issue:digest:kind:sender is expected.",
            fix="Feedback-ID: 2026-W46:weekly:digest:sender",
            line=message.line("Feedback-ID"),
        )


@rule
def signature(message: ParsedMessage) -> Iterator[Finding]:
    """A signed message is signed for its sender's domain, with the headers that let a reader leave.

    Source: RFC 6376, 5.4 and 8.2; RFC 8058, 4
    """
    signatures = message.named("DKIM-Signature")
    if message.signed and not signatures:
        yield Finding(
            message="The message is to be signed, but has no DKIM-Signature.",
            fix="Sign it before it is sent.",
        )
    domain = parseaddr(message.value("From"))[1].rpartition("@")[2].lower()
    aligned = False
    for header in signatures:
        tags = dict(re.findall(r"([a-z]+)\s*=\s*([^;]*)", header.value))
        own = tags.get("d", "").strip().lower()
        aligned = aligned or (bool(own) and (domain == own or domain.endswith(f".{own}")))
        if "l" in tags:
            yield Finding(
                message="The DKIM signature has l=: anybody may add to the end of the message.",
                fix="Sign without l=.",
                line=header.line,
                advice=True,
            )
        covered = {name.strip().lower() for name in tags.get("h", "").split(":")}
        open_to_change = [name for name in _SIGNED if name not in covered and message.named(name)]
        if open_to_change:
            yield Finding(
                message=f"The DKIM signature does not cover {', '.join(open_to_change)}.",
                fix="Sign these headers too.",
                line=header.line,
                advice=True,
            )
    if signatures and not aligned:
        yield Finding(
            message=f"No DKIM signature is by {quoted(domain)}, the domain in From; DMARC fails.",
            fix=f"Sign with d={domain}.",
            line=signatures[0].line,
        )
