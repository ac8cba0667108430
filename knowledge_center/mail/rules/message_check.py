"""The check of a message, complete as it will be sent: every rule over it, and what comes of it as problems."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_center.mail.rules import (
    document,
    footer,
    headers,
    inbox,
    leftover_placeholders,
    mail_links,
    mail_pictures,
    mailing_list,
    unfinished_words,
)
from knowledge_center.mail.rules.parsed_message import ParsedMessage, parse_message
from knowledge_center.problems import Problem, in_order
from knowledge_center.rules import RuleSet

RULE_SETS: tuple[RuleSet[[ParsedMessage]], ...] = (
    headers.rule, mailing_list.rule, inbox.rule, document.rule, mail_pictures.rule, mail_links.rule,
    leftover_placeholders.rule, footer.rule, unfinished_words.rule,
)  # fmt: skip


def lint(data: bytes, *, source: str, address: Sequence[str] = ()) -> tuple[Problem, ...]:
    """What is wrong with a complete message, such as ``mail/message.py`` makes.

    ``source`` is where the reader of the problems finds the message: a file, or the issue it is made of. ``address``
    is the postal address as settings have it, line by line; without it, whatever stands at the foot like one is taken
    for it. Never raises, whatever the bytes are.

    A problem stops a sending: it can be mended in the article, the issue or the settings, or readers could not leave.
    """
    message = parse_message(data, address)
    return in_order(problem for rules in RULE_SETS for problem in rules.problems(source, message))
