"""Rules about the text part: for readers who see nothing else it is the mail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knowledge_center.mail.rules.mail_links import parts_of
from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.mail.rules.visible_words import plain, shows, words
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("written.text")

_WIDEST = 78
_LEAST_SHARE = 0.8
_TAG = re.compile(
    r"</?[A-Za-z][A-Za-z0-9]*(?:[ \t][^<>\n]*)?/?>|<!--|&(?:nbsp|amp|lt|gt|quot|#\d+|#x[0-9a-fA-F]+);"
)
_NUMBER = re.compile(r"\s*\[\d+\]")
_CODE = re.compile(r"[>| ]{4}")
_QUOTE = re.compile(r"(?m)^[>| ]+")


@rule.advice
def present(message: ParsedMessage) -> Iterator[Finding]:
    """The text part says something.

    Source: RFC 2046, 5.1.4
    """
    if not plain(message.text):
        yield Finding(message="The text part is empty.", fix="Render it from the same issue as the HTML.")


@rule.advice
def same_links(message: ParsedMessage) -> Iterator[Finding]:
    """Wherever the HTML leads, the text leads too."""
    text_words = set(message.text.split())
    for address in dict.fromkeys(link.get("href") or "" for link in message.tree.iter("a")):
        if parts_of(address)[0] in ("http", "https") and address not in text_words:
            yield Finding(
                message=f"The text part lacks the address {quoted(address)}, which the HTML links to."
            )


@rule.advice
def same_headings(message: ParsedMessage) -> Iterator[Finding]:
    """Every heading of the HTML is in the text, letter by letter."""
    text = _close(_QUOTE.sub("", message.text))
    for heading in message.tree.iter("h1", "h2", "h3"):
        heading_text = words(heading)
        if heading_text and shows(heading) and _close(heading_text) not in text:
            yield Finding(message=f"The text part lacks the heading {quoted(heading_text)}.")


@rule.advice
def same_words(message: ParsedMessage) -> Iterator[Finding]:
    """Text and HTML say the same; filters look for those that do not.

    What a picture shows is told in the HTML alone.
    """
    text = set(re.findall(r"\w+", message.text.casefold()))
    html = re.findall(r"\w{3,}", words(message.tree, pictures=False).casefold())
    missing = [word for word in html if word not in text]
    if html and len(missing) > len(html) * (1 - _LEAST_SHARE):
        share = round(100 * (1 - len(missing) / len(html)))
        yield Finding(
            message=f"The text part has {share} % of the words of the HTML; they are to say the same."
        )


@rule.advice
def width(message: ParsedMessage) -> Iterator[Finding]:
    """Lines fit into any window; only an address may be longer, and code, which keeps its lines.

    Source: RFC 5322, 2.1.1
    """
    for line in message.text.split("\n"):
        longest = max(map(len, line.split()), default=0)
        if len(line) > _WIDEST and longest < _WIDEST - 10 and not _CODE.match(line):
            yield Finding(
                message=f"A line of the text part has {len(line)} characters, {_WIDEST} are the most: {quoted(line)}."
            )
            return


@rule.advice
def no_markup(message: ParsedMessage) -> Iterator[Finding]:
    """No tag and no entity is left in the text; those an article is about stand in the HTML as words too."""
    meant = _close(words(message.tree))
    for mark in dict.fromkeys(_TAG.findall(message.text)):
        if _close(mark) not in meant:
            yield Finding(message=f"The text part holds markup, {quoted(mark)}.")


def _close(text: str) -> str:
    """``text`` without blanks, numbers of links and raised digits, as far as two renderings may differ."""
    text = unicodedata.normalize("NFKC", _NUMBER.sub("", text))
    return "".join(plain(text).split()).casefold()
