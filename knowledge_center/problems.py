"""What is wrong with the input, in words for the person who can mend it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from itertools import dropwhile, takewhile
from pathlib import PurePath
from typing import NamedTuple

_LONGEST_VALUE = 90
# Where a line of a fix that no program can make begins so, it is said to a person.
_INSTRUCTION = re.compile(r"[A-Z][a-z]* ")


class Edit(NamedTuple):
    """Lines of a file that take the place of those from ``first`` to ``last``, counted from 1.

    With ``last`` one less than ``first`` they go in above ``first``; without ``lines`` the old ones are deleted.
    """

    first: int
    last: int
    lines: tuple[str, ...] = ()


class Rename(NamedTuple):
    """A file that is to have another name, both as seen from the file that the problem stands in."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend: where it is, what was found and expected, and a fix to paste.

    ``path`` is as the editor sees it (``docs/articles/posts/2026/x.md``), ``line`` counts from 1 or is
    0 where no line is to blame. Advice never stops a build. ``rule`` is the id of the rule that found it,
    where one did. ``edits`` are the fix as a program can make it, in the same file; where there are none, the fix is
    an instruction. ``safe`` edits are what anybody would have done: they lose no word and guess nothing. With
    ``rename`` they are right only once a file has its other name.
    """

    path: str
    line: int = 0
    message: str
    fix: str = ""
    advice: bool = False
    rule: str = field(default="", compare=False)
    edits: tuple[Edit, ...] = field(default=(), compare=False)
    safe: bool = field(default=False, compare=False)
    rename: Rename | None = field(default=None, compare=False)

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path

    @property
    def to_paste(self) -> str:
        """What of the fix can be pasted as it stands; empty where all of it is an instruction."""
        if self.edits:
            return self.fix
        # A sentence stands before what is to be pasted, or behind it.
        lines = list(dropwhile(_INSTRUCTION.match, self.fix.splitlines()))
        return "\n".join(takewhile(lambda line: not _INSTRUCTION.match(line), lines))


class Unusable(Exception):
    """Input that cannot be worked with; carries every problem found, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__(report(self.problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file and line, so that an editor can work from top to bottom."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line, p.advice, p.message, p.fix)))


def quoted(value: object) -> str:
    """A value as a message shows it: in quotation marks, on one line and not endless.

    What cannot be seen is written as its code point.
    """
    text = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in str(value))
    return f"“{text[:_LONGEST_VALUE]}…”" if len(text) > _LONGEST_VALUE else f"“{text}”"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word an editor most likely meant, or an empty string."""
    return _closest(word.casefold(), tuple(known))


@lru_cache(maxsize=4096)
def _closest(word: str, known: tuple[str, ...]) -> str:
    # Remembered: who misspells a name does so in every file.
    return next(iter(get_close_matches(word, known, n=1)), "")


def one_of(words: Iterable[str]) -> str:
    """A list for a sentence: ``a, b or c``."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} or {items[-1]}"


def disk_sentence(error: OSError) -> str:
    """What the system has against a file that it names, for whoever called the command."""
    path = PurePath(os.fsdecode(error.filename)).as_posix() if error.filename is not None else "A file"
    return f"{path}: it cannot be read or written: {error.strerror}."


def report(problems: Iterable[Problem]) -> str:
    """All problems as text for a terminal, problems first, ending with how many there are."""
    ordered = in_order(problems)
    stops = [p for p in ordered if not p.advice]
    advice = [p for p in ordered if p.advice]
    blocks = [_block(p) for p in stops] + [_block(p) for p in advice]
    counts = []
    if stops:
        counts.append("1 problem" if len(stops) == 1 else f"{len(stops):,} problems")
    if advice:
        counts.append("1 piece of advice" if len(advice) == 1 else f"{len(advice):,} pieces of advice")
    summary = f"{' and '.join(counts)}." if counts else "No problems."
    return "\n\n".join([*blocks, summary])


def _block(problem: Problem) -> str:
    label = "Advice: " if problem.advice else ""
    lines = [f"{problem.where}", f"  {label}{problem.message}"]
    if problem.fix:
        first, *rest = problem.fix.splitlines()
        lines.append(f"  Fix:  {first}")
        lines.extend(f"        {line}" for line in rest)
    return "\n".join(lines)
