"""Rules about words that were to be replaced before anybody reads them, in a message as it would leave."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.mail.rules.visible_words import words
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.text.leftovers import leftovers

rule = RuleSet[[ParsedMessage]]("mail.words")

_FIX = "Mend it in the issue's file: in its introduction, its subject, or the title or summary of an article."


@rule
def finished(message: ParsedMessage) -> Iterator[Finding]:
    """No note, no filling text and no damaged letter goes out; a placeholder may be an example that is meant."""
    subject = message.named("Subject")[0].words if message.named("Subject") else ""
    for found in dict.fromkeys(leftovers(f"{subject}\n{_prose(message)}")):
        meant = f", where “{found.meant}” was meant" if found.meant else ""
        yield Finding(
            message=f"The mail holds what no reader is to see: {quoted(found.text)}{meant}.",
            fix="If it is meant to be read, leave it." if found.kind == "placeholder" else _FIX,
            advice=found.kind == "placeholder",
        )


def _prose(message: ParsedMessage) -> str:
    """What is said in the mail, without code and tables of data: there such words may be what it is about."""
    tree = deepcopy(message.tree)
    data = [table for table in tree.iter("table") if "data" in (table.get("class") or "").split()]
    for part in [*tree.iter("code", "pre"), *data]:
        part.drop_tree()
    return words(tree)
