"""What a rule is: a function that reads an opened message and tells what is wrong with it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledge_center.mail.rules.parsed_message import Opened

_LONGEST = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What breaks a rule: what stands there and what is expected, and how to mend it.

    ``line`` counts the lines of the message from 1 and is 0 for what stands in an encoded part.
    """

    message: str
    fix: str = ""
    line: int = 0
    advice: bool = False


Rule = Callable[[Opened], Iterable[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Something a rule found, with the rule's name (``links.generic``) and where the rule is written down."""

    rule: str
    source: str
    found: Found


def rule_name(rule: Rule) -> str:
    """The rule's room and what it is called there: ``links.generic``."""
    return f"{rule.__module__.rpartition('.')[2]}.{getattr(rule, '__name__', '')}"


def rule_source(rule: Rule) -> str:
    """What the line that begins with ``Source:`` in the rule's docstring says."""
    return " ".join((inspect.getdoc(rule) or "").partition("Source:")[2].split()).rstrip(".")


def quoted(value: str) -> str:
    """A value as a message shows it: in quotation marks, on one line and not endless.

    What cannot be seen is written as its code point.
    """
    seen = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in value)
    return f"“{seen[:_LONGEST]}…”" if len(seen) > _LONGEST else f"“{seen}”"
