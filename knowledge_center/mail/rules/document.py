"""Rules about the HTML of an introduction among the rest: its headings, and how deep it nests."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.mail.rules.visible_words import shows, words
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet

rule = RuleSet[[ParsedMessage]]("mail.document")

_DEEPEST = 50


@rule
def heading_levels(message: ParsedMessage) -> Iterator[Finding]:
    """Headings go down one step at a time, and none is empty.

    Source: WCAG 2.2, 1.3.1 and 2.4.6
    """
    before = 0
    for heading in message.tree.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        if not shows(heading):
            continue
        text, level = words(heading), int(heading.tag[1])
        if not text:
            yield Finding(message=f"A heading ({heading.tag}) is empty.")
        if level > before + 1:
            yield Finding(
                message=f"The heading {quoted(text)} is {heading.tag}, but h{before + 1} is expected there.",
                fix=f"Make it h{before + 1}.",
            )
        before = level


@rule.advice
def nesting(message: ParsedMessage) -> Iterator[Finding]:
    """Elements do not stand in each other without end; Outlook draws tables some twenty deep."""
    deepest = max(sum(1 for _ in element.iterancestors()) for element in message.tree.iter())
    if deepest > _DEEPEST:
        yield Finding(
            message=f"Elements of the HTML stand {deepest} deep in each other; {_DEEPEST} are the most."
        )
