"""All rules of the check in one table: what each is for, and which advice can be switched off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from knowledge_center.articles.articles_reader import RULE_SETS
from knowledge_center.content import external_link_rules, project_rules
from knowledge_center.problems import Problem, did_you_mean
from knowledge_center.rules import Rule
from knowledge_center.settings.reader import FILE

RULES: dict[str, Rule[Any]] = {
    rule.id: rule
    for rules in (*RULE_SETS, project_rules.rule, external_link_rules.rule)
    for rule in rules.rules
}
_SETTING = "extra.knowledge_center.checks.off"


def meant(id: str) -> str:
    """The id that was meant by one that is misspelled, or by its last words alone; empty where nobody could tell."""
    word = id.strip().casefold()
    ends = [known for known in RULES if known.rpartition(".")[2] == word or known.endswith(f".{word}")]
    return ends[0] if ends else did_you_mean(word, RULES)


def unknown_ids(off: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with the list of advice that is switched off."""
    for id in off:
        if id not in RULES:
            guess = meant(id)
            message = f"{_SETTING}: there is no rule “{id}”{f'; did you mean “{guess}”?' if guess else '.'}"
            fix = guess or "Delete it. All rules: knowledge-center check --explain"
            yield Problem(path=FILE, message=message, fix=fix)
        elif not RULES[id].advice:
            message = (
                f"{_SETTING}: “{id}” finds problems, which stop a build; only advice can be switched off."
            )
            yield Problem(path=FILE, message=message, fix=f"Delete {id} from the list.")
