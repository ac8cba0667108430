"""Rules about what should have been replaced before the message was made: placeholders of any service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.mail.model import PREFERENCES_PLACEHOLDER, UNSUBSCRIBE_PLACEHOLDER
from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.mail.rules.visible_words import words
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("mail.placeholders")

_MARK = re.compile(
    r"%%[^%\s][^%\n]{0,60}?%%|\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|\*\|[^|\n]{1,60}\|\*|\{\$[^{}\n]{1,60}\}"
    r"|\[\[[^\[\]\n]{1,60}\]\]"
)
_OURS = (UNSUBSCRIBE_PLACEHOLDER, PREFERENCES_PLACEHOLDER)
_LEAVE = "If it is meant to be read, leave it."
_FIX = "Compose the mail with the reader's own links; send no public copy."


@rule
def in_addresses(message: ParsedMessage) -> Iterator[Finding]:
    """Where a link leads is settled before the message is made."""
    found: dict[str, None] = {}
    for element in message.tree.iter("a", "area", "img"):
        for name in ("href", "src"):
            found |= dict.fromkeys(_MARK.findall(element.get(name) or ""))
    for mark in found:
        yield Finding(message=f"An address in the HTML still holds the placeholder {quoted(mark)}.", fix=_FIX)


@rule
def in_headers(message: ParsedMessage) -> Iterator[Finding]:
    """No header holds a placeholder, unless the subject is made of an article's title that holds it."""
    for header in message.headers:
        for mark in _MARK.findall(header.words):
            meant = header.name.lower() == "subject" and _meant(message, mark)
            yield Finding(
                message=f"The header {header.name} holds {quoted(mark)}, which looks like a placeholder.",
                fix=_LEAVE if meant else _FIX,
                line=header.line,
                advice=meant,
            )


@rule
def in_words(message: ParsedMessage) -> Iterator[Finding]:
    """Words that look like a placeholder may be meant: only our own are surely left over."""
    both = f"{words(message.tree)}\n{message.text}"
    for mark in dict.fromkeys(_MARK.findall(both)):
        meant = _meant(message, mark)
        yield Finding(
            message=f"The words of the mail hold {quoted(mark)}, which looks like a placeholder.",
            fix=_LEAVE if meant else _FIX,
            advice=meant,
        )


def _meant(message: ParsedMessage, mark: str) -> bool:
    """Whether an editor may have written it: it is none of ours, or stands in the title of an article."""
    return mark not in _OURS or any(mark in words(heading) for heading in message.tree.iter("h2", "h3"))
