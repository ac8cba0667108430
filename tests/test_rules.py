"""What a rule is, and what becomes of its findings."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.problems import Problem
from knowledge_center.rules import Finding, RuleSet

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
