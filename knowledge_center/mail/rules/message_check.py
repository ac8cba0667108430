"""The check of a message, complete as it will be sent: every rule over it, and what comes of it as problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge_center.mail.rules import contrast, document, headers, inbox, mailing_list
from knowledge_center.mail.rules import footer as foot
from knowledge_center.mail.rules import leftover_placeholders as leftovers
from knowledge_center.mail.rules import mail_links as links
from knowledge_center.mail.rules import mail_pictures as pictures
from knowledge_center.mail.rules import mime_structure as structure
from knowledge_center.mail.rules import plain_part as text_part
from knowledge_center.mail.rules.mail_rule import Judged, Rule, rule_name, rule_source
from knowledge_center.mail.rules.parsed_message import Opened, opened
from knowledge_center.problems import Problem, in_order

RULES: tuple[Rule, ...] = (
    *structure.RULES, *headers.RULES, *mailing_list.RULES, *inbox.RULES, *document.RULES, *pictures.RULES,
    *links.RULES, *contrast.RULES, *leftovers.RULES, *foot.RULES, *text_part.RULES,
)  # fmt: skip


def lint(
    data: bytes, *, source: str, signed: bool = False, address: Sequence[str] = ()
) -> tuple[Problem, ...]:
    """What is wrong with a complete message, such as ``mail/message.py`` makes.

    ``source`` is where the reader of the problems finds the message: a file, or the issue it is made of.
    ``signed`` says that it has been signed, so a DKIM signature is looked for and judged. ``address``
    is the postal address as settings have it, line by line; without it, whatever stands at the foot like
    one is taken for it. Advice is what does not stop a sending. Never raises, whatever the bytes are.
    """
    message = opened(data, signed=signed, address=tuple(address))
    return in_order(_problem(judged, source) for judged in judge(message))


def judge(message: Opened) -> Iterator[Judged]:
    """Everything that any rule finds, with the rule's name."""
    for rule in RULES:
        for found in rule(message):
            yield Judged(rule=rule_name(rule), source=rule_source(rule), found=found)


def _problem(judged: Judged, source: str) -> Problem:
    found = judged.found
    because = f" [{judged.source}]" if judged.source else ""
    return Problem(
        path=source,
        line=found.line,
        message=f"{found.message}{because}",
        fix=found.fix,
        advice=found.advice,
    )
