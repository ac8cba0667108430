"""Rules about how a mail to a list is left, as mail programs offer it beside the sender."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("mail.mailing_list")

# With "List-Unsubscribe: <" and ">" this is the longest that no server and no library has reason to fold.
MOST_ADDRESS = 74
_ADDRESSES = re.compile(r"<[^<>\s,]+>(?:\s*,\s*<[^<>\s,]+>)*")


def unsubscribe_addresses(message: ParsedMessage) -> tuple[str, ...]:
    """The addresses in List-Unsubscribe, the preferred one first."""
    return tuple(re.findall(r"<([^<>]*)>", message.value("List-Unsubscribe")))


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
