"""Rules about the headers that our writers give every message: which there are, how often, and what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parseaddr, parsedate_to_datetime

from knowledge_center.mail.rules.parsed_message import Header, ParsedMessage
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("written.headers")

_REQUIRED = {
    "To": "To: reader@example.org",
    "Reply-To": "Reply-To: name@example.com",
    "Date": "Date: Mon, 16 Nov 2026 14:05:00 +0000",
    "Message-ID": "Message-ID: <unique@example.com>",
    "MIME-Version": "MIME-Version: 1.0",
    "Content-Type": 'Content-Type: multipart/alternative; boundary="…"',
    "Content-Language": "Content-Language: en",
    "Auto-Submitted": "Auto-Submitted: auto-generated",
    "List-Id": "List-Id: <weekly.example.com>",
    "List-Unsubscribe-Post": "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    "Feedback-ID": "Feedback-ID: 2026-W46:weekly:digest:sender",
}
# Servers on the way and signers add these, each as often as it needs.
_REPEATED = ("received", "dkim-signature", "arc-seal", "arc-message-signature", "arc-authentication-results")
_ONE_LINE = ("message-id", "list-id", "feedback-id", "list-unsubscribe", "list-unsubscribe-post", "date")
_MESSAGE_ID = re.compile(r"<[^<>@\s]+@[^<>@\s]+>")
_WORD = re.compile(r"=\?[^?\s]*\?[^?\s]*\?[^?]*\?=")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SIGNED = ("from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post")


@rule.advice
def required(message: ParsedMessage) -> Iterator[Finding]:
    """Everything large mail services ask of a sender to many stands in the headers.

    Source: RFC 5322, 3.6; RFC 2919; RFC 8058; RFC 3834
    """
    for name, example in _REQUIRED.items():
        if not message.value(name):
            yield Finding(message=f"The header {name} is missing or empty.", fix=example)


@rule.advice
def once(message: ParsedMessage) -> Iterator[Finding]:
    """A header stands once: of two, each mail program believes another.

    Source: RFC 5322, 3.6
    """
    counts = Counter(header.name.lower() for header in message.headers)
    for header in message.headers:
        name = header.name.lower()
        if counts[name] > 1 and name not in _REPEATED:
            yield Finding(
                message=f"The header {header.name} stands {counts.pop(name)} times; once is expected.",
                line=message.named(name)[-1].line,
            )


@rule.advice
def fields(message: ParsedMessage) -> Iterator[Finding]:
    """A header line is a name, a colon and a value.

    Source: RFC 5322, 2.2
    """
    for header in message.headers:
        name, colon, _ = header.raw[0].partition(":")
        if not colon or not re.fullmatch(r"[!-9;-~]+", name):
            yield Finding(message=f"{quoted(header.raw[0])} is no header line.", line=header.line)


@rule.advice
def folding(message: ParsedMessage) -> Iterator[Finding]:
    """Folded lines hold something, and what mail programs read by machine stands on one line.

    Source: RFC 5322, 2.2.3 and 3.2.2
    """
    for header in message.headers:
        if any(not line.strip() for line in header.raw[1:]):
            yield Finding(message=f"The header {header.name} is folded into an empty line.", line=header.line)
        elif len(header.raw) > 1 and header.name.lower() in _ONE_LINE:
            yield Finding(
                message=f"The header {header.name} is folded; some mail programs read its first line only.",
                fix="Write it on one line, which may have 998 characters.",
                line=header.line,
            )


@rule.advice
def encoded_words(message: ParsedMessage) -> Iterator[Finding]:
    """Encoded words stand where people read and nowhere else; each has at most 75 characters and can be read.

    A mail program finds no link in a List-Unsubscribe that was encoded, and shows no button.

    Source: RFC 2047, 2 and 5; python/cpython#87659
    """
    for header in message.headers:
        name = header.name.lower()
        if name.startswith("list-") or name in ("message-id", "feedback-id", "date", "auto-submitted"):
            if "=?" in header.value:
                yield Finding(
                    message=f"The header {header.name} holds an encoded word; no mail program decodes it there.",
                    fix="Write the address as it is, in ASCII, on one line.",
                    line=header.line,
                )
        elif any(len(word) > 75 for word in _WORD.findall(header.value)):
            yield Finding(
                message=f"An encoded word in {header.name} is longer than 75 characters.", line=header.line
            )
        elif "=?" in header.value and (_undecoded(header) or "\ufffd" in header.words):
            yield Finding(
                message=f"The header {header.name} holds an encoded word that cannot be decoded.",
                line=header.line,
            )


def _undecoded(header: Header) -> bool:
    """Whether something that begins like an encoded word is none."""
    return "=?" in _WORD.sub("", header.value)


@rule.advice
def date(message: ParsedMessage) -> Iterator[Finding]:
    """The date can be read and says its zone.

    Source: RFC 5322, 3.3
    """
    value = message.value("Date")
    try:
        read = parsedate_to_datetime(value) if value else None
    except ValueError:
        read = None
    if value and (read is None or not re.search(r"[+-]\d{4}$", value)):
        yield Finding(
            message=f"Date is {quoted(value)}; a day, a time and an offset are expected.",
            fix=_REQUIRED["Date"],
            line=message.line("Date"),
        )


@rule.advice
def identity(message: ParsedMessage) -> Iterator[Finding]:
    """Message-ID is one identifier in angle brackets.

    Source: RFC 5322, 3.6.4
    """
    value = message.value("Message-ID")
    if value and not _MESSAGE_ID.fullmatch(value):
        yield Finding(
            message=f"Message-ID is {quoted(value)}; one <left@right> is expected.",
            fix=_REQUIRED["Message-ID"],
            line=message.line("Message-ID"),
        )


@rule.advice
def machine_sent(message: ParsedMessage) -> Iterator[Finding]:
    """Holiday notices do not answer what says that a machine sent it.

    Source: RFC 3834, 5
    """
    value = message.value("Auto-Submitted")
    if value and value != "auto-generated":
        yield Finding(
            message=f"Auto-Submitted is {quoted(value)}; auto-generated is expected.",
            fix=_REQUIRED["Auto-Submitted"],
            line=message.line("Auto-Submitted"),
        )


@rule.advice
def mime_version(message: ParsedMessage) -> Iterator[Finding]:
    """The version of MIME is 1.0; there is no other.

    Source: RFC 2045, 4
    """
    value = message.value("MIME-Version")
    if value and value != "1.0":
        yield Finding(
            message=f"MIME-Version is {quoted(value)}; 1.0 is expected.", line=message.line("MIME-Version")
        )


@rule.advice
def language(message: ParsedMessage) -> Iterator[Finding]:
    """Content-Language is a language html_tag, the same that the HTML says.

    Source: RFC 3282, 2; RFC 5646
    """
    value = message.value("Content-Language")
    html_tag = message.tree.get("lang") or value
    if value and (not _TAG.fullmatch(value) or html_tag.lower() != value.lower()):
        expected = html_tag if _TAG.fullmatch(html_tag) else "a html_tag such as en or pt-BR"
        yield Finding(
            message=f"Content-Language is {quoted(value)}; {expected} is expected.",
            line=message.line("Content-Language"),
        )


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


@rule.advice
def signature(message: ParsedMessage) -> Iterator[Finding]:
    """A signed message is signed for its sender's domain, with the headers that let a reader leave.

    Source: RFC 6376, 5.4 and 8.2; RFC 8058, 4
    """
    signatures = message.named("DKIM-Signature")
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
            )
        covered = {name.strip().lower() for name in tags.get("h", "").split(":")}
        open_to_change = [name for name in _SIGNED if name not in covered and message.named(name)]
        if open_to_change:
            yield Finding(
                message=f"The DKIM signature does not cover {', '.join(open_to_change)}.",
                fix="Sign these headers too.",
                line=header.line,
            )
    if signatures and not aligned:
        yield Finding(
            message=f"No DKIM signature is by {quoted(domain)}, the domain in From; DMARC fails.",
            fix=f"Sign with d={domain}.",
            line=signatures[0].line,
        )
