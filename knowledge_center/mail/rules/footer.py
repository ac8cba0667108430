"""Rules about the foot of a mail: who sends it, and how to leave, for everybody to see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge_center.mail.rules.mailing_list import unsubscribe_addresses
from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.mail.rules.visible_words import lines, plain, shows, words
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("mail.footer")


def _leaving(message: ParsedMessage) -> list[Any]:
    """The links that lead to where List-Unsubscribe does, or say that they do."""
    addresses = unsubscribe_addresses(message)
    return [
        link
        for link in message.tree.iter("a")
        if link.get("href") and (link.get("href") in addresses or "unsubscribe" in words(link).casefold())
    ]


@rule
def unsubscribe(message: ParsedMessage) -> Iterator[Finding]:
    """A reader sees how to leave, in the HTML and in the text.

    Source: CAN-SPAM Act, 15 U.S.C. 7704 (a)(3); Gmail and Yahoo, rules for senders
    """
    visible = [link for link in _leaving(message) if shows(link) and plain(words(link))]
    if not visible:
        yield Finding(
            message="The HTML has no link by which a reader can see how to leave.",
            fix='<a href="https://…">Unsubscribe</a>',
        )
    addresses = {link.get("href") for link in _leaving(message)} | set(unsubscribe_addresses(message))
    text_words = set(message.text.split())
    if not any(address in text_words for address in addresses):
        yield Finding(
            message="The text has no address by which a reader can leave.", fix="Unsubscribe:\nhttps://…"
        )


@rule
def postal_address(message: ParsedMessage) -> Iterator[Finding]:
    """The sender's postal address stands at the foot, in both parts.

    Source: CAN-SPAM Act, 15 U.S.C. 7704 (a)(5)
    """
    expected = [line for line in (plain(line) for line in message.address) if line]
    found = _imprint(message)
    if expected:
        html_lines = set(plain(line) for line in lines(message.tree))
        missing = [line for line in expected if line not in html_lines]
    else:
        missing = [] if len(found) > 1 else ["…"]
        expected = found
    if missing:
        which = ", ".join(map(quoted, missing)) if missing != ["…"] else "a name with lines below it"
        yield Finding(
            message=f"The foot of the HTML has no postal address; {which} is expected.",
            fix="organization.address: street and town, a line each",
        )
    text = plain(message.text)
    lost = [line for line in expected if line not in text and line not in missing]
    if lost:
        yield Finding(message=f"The text lacks the postal address: {', '.join(map(quoted, lost))}.")


def _imprint(message: ParsedMessage) -> list[str]:
    """The lines that look like a postal address: a paragraph of several lines near the link to leave."""
    for link in _leaving(message):
        cell = next(link.iterancestors("td", "div", "body"), None)
        for paragraph in cell.iter("p", "address") if cell is not None else ():
            found = [plain(line) for line in lines(paragraph)]
            if len(found) > 1 and shows(paragraph) and not any(paragraph.iter("a")):
                return found
    return []
