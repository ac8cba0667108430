"""What our own writers owe every message: nobody but a developer could mend it, so tests judge it and no command."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_center.mail.rules.message_check import RULE_SETS, lint
from knowledge_center.mail.rules.parsed_message import ParsedMessage, parse_message
from knowledge_center.problems import Problem, in_order
from knowledge_center.rules import RuleSet
from tests.mail.writing_rules import contrast, document, headers, mime_structure, plain_part

WRITING: tuple[RuleSet[[ParsedMessage]], ...] = (
    mime_structure.rule, headers.rule, document.rule, contrast.rule, plain_part.rule,
)  # fmt: skip
ALL_SETS = (*RULE_SETS, *WRITING)


def judged(data: bytes, source: str = "x.eml", address: Sequence[str] = ()) -> tuple[Problem, ...]:
    """What the check of mails says of a message, and what a developer has to mend in our writers."""
    message = parse_message(data)
    written = (problem for rules in WRITING for problem in rules.problems(source, message))
    return in_order([*lint(data, source=source, address=address), *written])
