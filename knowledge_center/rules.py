"""What every check goes by: a rule looks at one thing and yields what breaks it; problems are made of that."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, ParamSpec

from knowledge_center.problems import Problem

# What a rule looks at: its subject and, where one is needed, what stands around it.
Subject = ParamSpec("Subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What breaks a rule: the line, what stands there and what is expected, and how to mend it.

    ``line`` counts from 1 and is 0 where no line is to blame. ``path`` is set where another file than the
    one that was looked at is to blame. ``advice`` marks a milder case of a rule that is otherwise for problems.
    """

    message: str
    line: int = 0
    fix: str = ""
    path: str = ""
    advice: bool = False


Check = Callable[Subject, Iterable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Subject]):
    """One rule: its id (``mail.links.generic``), what it is for, and where it is written down, if anywhere.

    ``advice`` says that nothing it finds stops anything.
    """

    id: str
    purpose: str
    source: str
    advice: bool
    check: Check[Subject]


class RuleSet(Generic[Subject]):
    """All rules for one kind of thing; a set decorates the functions that become its rules.

    The docstring of such a function says what the rule is for and, in a line that begins with ``Source:``,
    where it is written down: that is what a problem quotes.
    """

    def __init__(self, id: str) -> None:
        self.id = id
        self.rules: list[Rule[Subject]] = []

    def __call__(self, check: Check[Subject]) -> Check[Subject]:
        """Make the function a rule of this set."""
        self.add(getattr(check, "__name__", ""), inspect.getdoc(check) or "", check)
        return check

    def advice(self, check: Check[Subject]) -> Check[Subject]:
        """Make the function a rule of this set whose findings are all advice."""
        self.add(getattr(check, "__name__", ""), inspect.getdoc(check) or "", check, advice=True)
        return check

    def add(self, name: str, docstring: str, check: Check[Subject], *, advice: bool = False) -> None:
        """Add a rule that is no function of its own; ``docstring`` is what such a function would have."""
        purpose, _, source = docstring.partition("Source: ")
        self.rules.append(
            Rule(
                id=f"{self.id}.{name}",
                purpose=" ".join(purpose.split()),
                source=" ".join(source.split()).rstrip("."),
                advice=advice,
                check=check,
            )
        )

    def problems(self, path: str, /, *args: Subject.args, **kwargs: Subject.kwargs) -> Iterator[Problem]:
        """Everything that any rule finds wrong with a subject that stands in the file ``path``."""
        for rule in self.rules:
            for finding in rule.check(*args, **kwargs):
                source = f" [{rule.source}]" if rule.source else ""
                yield Problem(
                    path=finding.path or path,
                    line=finding.line,
                    message=f"{finding.message}{source}",
                    fix=finding.fix,
                    advice=finding.advice or rule.advice,
                    rule=rule.id,
                )
