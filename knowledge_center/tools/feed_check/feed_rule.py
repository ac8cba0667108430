"""What a rule is: a function that looks at one thing and tells what is wrong with it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge_center.tools.feed_check.built_site import Site

Subject = TypeVar("Subject")
_LONGEST = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What breaks a rule: the line, what stands there and what is expected, and how to mend it.

    ``path`` is set where another file than the judged one is to blame, relative to the site.
    """

    message: str
    line: int = 0
    fix: str = ""
    path: str = ""
    advice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Something a rule found, with the rule's name and the source it comes from."""

    rule: str
    source: str
    path: str
    found: Found


Check = Callable[[Subject, Site], Iterable[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Subject]):
    """One rule: its name, where it is written down, what it is for, and the function that looks."""

    name: str
    source: str
    purpose: str
    check: Check[Subject]


class Rulebook(Generic[Subject]):
    """All rules for one kind of thing; a rulebook decorates the functions that become its rules.

    The docstring of such a function says in its first paragraph what the rule is for and in a line that
    begins with ``Source:`` where it is written down: that is what a message quotes.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.rules: list[Rule[Subject]] = []

    def __call__(self, check: Check[Subject]) -> Check[Subject]:
        """Make the function a rule of this book."""
        purpose, _, source = (inspect.getdoc(check) or "").partition("Source: ")
        name = getattr(check, "__name__", "")
        self.rules.append(
            Rule(
                name=f"{self.name}.{name}",
                source=" ".join(source.split()).rstrip("."),
                purpose=" ".join(purpose.split()),
                check=check,
            )
        )
        return check

    def judge(self, subject: Subject, site: Site, path: str) -> Iterator[Judged]:
        """Everything that any rule finds wrong with ``subject``, which stands in the file ``path``."""
        for rule in self.rules:
            for found in rule.check(subject, site):
                yield Judged(rule=rule.name, source=rule.source, path=found.path or path, found=found)


def quoted(value: object) -> str:
    """A value as a message shows it: in quotation marks, on one line and not endless.

    What cannot be seen is written as its code point.
    """
    text = "".join(_visible(character) for character in str(value))
    return f"“{text[:_LONGEST]}…”" if len(text) > _LONGEST else f"“{text}”"


def _visible(character: str) -> str:
    return character if character.isprintable() else f"\\u{ord(character):04x}"
