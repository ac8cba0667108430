"""What every check goes by: a rule looks at one thing and yields what breaks it; problems are made of that."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, ParamSpec

from knowledge_center.problems import Edit, Problem, Rename

# What a rule looks at: its subject and, where one is needed, what stands around it.
Subject = ParamSpec("Subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What breaks a rule: the line, what stands there and what is expected, and how to mend it.

    ``line`` counts from 1 and is 0 where no line is to blame. ``path`` is set where another file than the
    one that was looked at is to blame. ``advice`` marks a milder case of a rule that is otherwise for problems.

    ``edits`` are the fix as a program can make it; ``safe`` says that it may without asking: no word is lost and
    nothing is guessed. ``rename`` is what has to be done besides.
    """

    message: str
    line: int = 0
    fix: str = ""
    path: str = ""
    advice: bool = False
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    rename: Rename | None = None


# Where an example and its files stand.
BESIDE = "docs/articles/posts/2026/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A small article that breaks a rule, as it differs from one that breaks none.

    ``fields`` are lines of its fields that stand for those of the same names, ``text`` its text where that is another
    one, ``name`` that of its file, and ``files`` further files of the project by their paths
    (``docs/articles/posts/2026/x.md``); a picture is named with its kind and size (``png 1200x800``), and one that
    begins with ``article`` is a good article with the fields below that line.
    """

    fields: str = ""
    text: str | None = None
    name: str = "thank-you-note.md"
    files: Mapping[str, str] = field(default_factory=dict)


Check = Callable[Subject, Iterable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Subject]):
    """One rule: its id (``mail.links.generic``), what it is for, and where it is written down, if anywhere.

    ``advice`` says that nothing it finds stops anything, ``signs`` are what ``only_with`` has said.
    """

    id: str
    purpose: str
    source: str
    advice: bool
    check: Check[Subject]
    example: Example | None = None
    signs: frozenset[str] = frozenset()

    def problem(self, finding: Finding, path: str) -> Problem:
        """The problem of a finding in the file ``path``."""
        source = f" [{self.source}]" if self.source else ""
        return Problem(
            path=finding.path or path,
            line=finding.line,
            message=f"{finding.message}{source}",
            fix=finding.fix,
            advice=finding.advice or self.advice,
            rule=self.id,
            edits=finding.edits,
            safe=finding.safe and bool(finding.edits),
            rename=finding.rename,
        )


def only_with(*signs: str) -> Callable[[Check[Subject]], Check[Subject]]:
    """Say of a rule that it finds nothing in a text without any of these signs: such a text need not be shown to it."""

    def decorate(check: Check[Subject]) -> Check[Subject]:
        check.__dict__["signs"] = frozenset(signs)
        return check

    return decorate


def breaks(
    *,
    fields: str = "",
    text: str | None = None,
    name: str = "thank-you-note.md",
    files: Mapping[str, str] | None = None,
) -> Callable[[Check[Subject]], Check[Subject]]:
    """Give a rule its example; stands below what makes the function a rule."""

    def decorate(check: Check[Subject]) -> Check[Subject]:
        example = Example(fields=fields, text=text, name=name, files=files or {})
        check.__dict__["example"] = example
        return check

    return decorate


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

    def add(
        self,
        name: str,
        docstring: str,
        check: Check[Subject],
        *,
        advice: bool = False,
        example: Example | None = None,
    ) -> None:
        """Add a rule that is no function of its own; ``docstring`` is what such a function would have."""
        purpose, _, source = docstring.partition("Source: ")
        self.rules.append(
            Rule(
                id=f"{self.id}.{name}",
                purpose=" ".join(purpose.split()),
                source=" ".join(source.split()).rstrip("."),
                advice=advice,
                check=check,
                example=example or getattr(check, "example", None),
                signs=getattr(check, "signs", frozenset()),
            )
        )

    def elsewhere(
        self, name: str, docstring: str, *, advice: bool = False, example: Example | None = None
    ) -> Callable[[Iterable[Problem]], Iterator[Problem]]:
        """A rule whose problems are found where something is read; what is returned gives them its id."""

        def finds_nothing(*_: Subject.args, **__: Subject.kwargs) -> Iterable[Finding]:
            return ()

        self.add(name, docstring, finds_nothing, advice=advice, example=example)
        id = f"{self.id}.{name}"
        return lambda problems: (replace(problem, rule=problem.rule or id) for problem in problems)

    def problems(self, path: str, /, *args: Subject.args, **kwargs: Subject.kwargs) -> Iterator[Problem]:
        """Everything that any rule finds wrong with a subject that stands in the file ``path``."""
        for rule in self.rules:
            for finding in rule.check(*args, **kwargs):
                yield rule.problem(finding, path)
