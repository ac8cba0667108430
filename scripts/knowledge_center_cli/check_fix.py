"""Mending what the check finds, as far as that loses and guesses nothing: shown first, then asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from knowledge_center.content.content_reader import Content
from knowledge_center.file_edits import difference, fixed_files, safe_edits, write_whole
from knowledge_center.front_matter.parser import read_text
from knowledge_center.problems import Problem, Unusable
from knowledge_center.site_addresses.link_answers import LinkAnswer, read_link_answers
from knowledge_center.text.plurals import counted
from knowledge_center_cli.secure_addresses import moved_to_https

# One mistake may hide another: so often is looked again.
_ROUNDS = 6


def fix(check: Callable[[], Content], root: Path, *, yes: bool) -> Sequence[Problem]:
    """Mend files below ``root`` and return what is left. Nothing is written before somebody has said yes."""
    answers = read_link_answers(root)
    for _ in range(_ROUNDS):
        content = check()
        problems = content.problems
        moved = _moved(root, content, answers) if answers else ()
        files = fixed_files(safe_edits([*problems, *moved]), root)
        if not files:
            return problems
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
    return check().problems


def _moved(root: Path, content: Content, answers: Mapping[str, LinkAnswer]) -> Iterator[Problem]:
    """Addresses that ``check --links`` was sent on from to https:// for good."""
    for path in (article.source for article in content.articles.all):
        with suppress(OSError, Unusable):
            yield from moved_to_https(path, read_text(root / path, path), answers)


def _agreed(count: int) -> bool:
    if not sys.stdin.isatty():
        print("\nNothing was written. To write it: knowledge-center check --fix --yes")
        return False
    try:
        return input(f"\nMend {counted(count, 'file')}? [y/N] ").strip().casefold() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        print()
        return False
