"""Mending what the check finds, as far as that loses and guesses nothing: shown first, then asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge_center.file_edits import difference, fixed_files, safe_edits, write_whole
from knowledge_center.problems import Problem
from knowledge_center.text.plurals import counted

# One mistake may hide another: so often is looked again.
_ROUNDS = 6


def fix(check: Callable[[], Sequence[Problem]], root: Path, *, yes: bool) -> Sequence[Problem]:
    """Mend files below ``root`` and return what is left. Nothing is written before somebody has said yes."""
    problems = check()
    for _ in range(_ROUNDS):
        files = fixed_files(safe_edits(problems), root)
        if not files:
            break
        print("\n".join(difference(path, before, after) for path, (before, after) in files.items()))
        if not yes and not _agreed(len(files)):
            return problems
        for path, (before, after) in files.items():
            try:
                done = write_whole(root / path, after, instead_of=before)
            except OSError as error:
                print(f"{path} cannot be written: {error.strerror}.")
                return problems
            print(f"{path}: mended." if done else f"{path} has changed meanwhile and was left alone.")
        problems = check()
    else:
        return problems
    return problems


def _agreed(count: int) -> bool:
    if not sys.stdin.isatty():
        print("\nNothing was written. To write it: knowledge-center check --fix --yes")
        return False
    try:
        return input(f"\nMend {counted(count, 'file')}? [y/N] ").strip().casefold() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        print()
        return False
