"""What a rule is, and what becomes of its findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from knowledge_center.articles import articles_reader
from knowledge_center.content import external_link_rules
from knowledge_center.mail.rules import message_check
from knowledge_center.problems import Problem
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check import site_check

CHECKS = {
    "articles": articles_reader.RULE_SETS,
    "external_links": (external_link_rules.rule,),
    "mail": message_check.RULE_SETS,
    "feeds": site_check.RULE_SETS,
}

rule = RuleSet[[str]]("words")


@rule
def is_short(word: str) -> Iterator[Finding]:
    """Long words tire.

    Source: RFC 1, 2.3;
    RFC 4.
    """
    if len(word) > 3:
        yield Finding(line=7, message="Too long.", fix="abc", advice=len(word) == 4)


@rule.advice
def is_quiet(word: str) -> Iterator[Finding]:
    """Capitals shout."""
    if word.isupper():
        yield Finding(message="Too loud.", path="b.xml")


def test_a_set_makes_rules_of_functions() -> None:
    """Id, purpose and source come from the function itself; a function stays one that can be called."""
    assert [(one.id, one.purpose, one.source, one.advice) for one in rule.rules] == [
        ("words.is_short", "Long words tire.", "RFC 1, 2.3; RFC 4", False),
        ("words.is_quiet", "Capitals shout.", "", True),
    ]
    assert [finding.message for finding in is_quiet("A")] == ["Too loud."]


def test_a_finding_becomes_a_problem_of_the_file_it_was_found_in() -> None:
    """The source stands behind the message, the rule's id beside it; a finding may blame another file."""
    assert list(rule.problems("a.xml", "abc")) == []
    message = "Too long. [RFC 1, 2.3; RFC 4]"
    (long,) = rule.problems("a.xml", "abcde")
    assert (long, long.rule) == (
        Problem(path="a.xml", line=7, message=message, fix="abc"), "words.is_short",
    )  # fmt: skip
    long, loud = rule.problems("a.xml", "ABCD")
    assert (long.advice, long.path) == (True, "a.xml")
    assert loud == Problem(path="b.xml", message="Too loud.", advice=True)
    assert loud.rule == "words.is_quiet"


@pytest.mark.parametrize("check", CHECKS)
def test_every_rule_of_a_check_has_an_id_of_its_own_and_says_what_it_is_for(check: str) -> None:
    """An id is what a rule is explained and switched off by, its purpose what the explanation says."""
    rules = [rule for rules in CHECKS[check] for rule in rules.rules]
    assert {rule.id.partition(".")[0] for rule in rules} == {check}
    assert [id for id, count in Counter(rule.id for rule in rules).items() if count > 1] == []
    assert [rule.id for rule in rules if not rule.purpose.endswith(".")] == []
