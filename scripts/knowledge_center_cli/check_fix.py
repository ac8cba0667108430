"""Mending what the check finds, as far as that loses and guesses nothing: shown first, then asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from knowledge_center.content.content_reader import Content
from knowledge_center.file_edits import (
    Renaming,
    difference,
    fixed_files,
    renaming,
    renamings,
    safe_edits,
    write_whole,
)
from knowledge_center.front_matter.parser import read_text
from knowledge_center.problems import Problem, Unusable
from knowledge_center.site_addresses.link_answers import LinkAnswer, read_link_answers
from knowledge_center.text.plurals import counted
from knowledge_center_cli.secure_addresses import moved_to_https

# One mistake may hide another: so often is looked again.
_ROUNDS = 6


def fix(check: Callable[[], Content], root: Path, texts: Sequence[str], *, yes: bool) -> Sequence[Problem]:
    """Mend files below ``root`` and return what is left. Nothing is written before somebody has said yes.

    ``texts`` are the files and folders below it that may name a picture.
    """
    answers = read_link_answers(root)
    told: set[str] = set()
    for _ in range(_ROUNDS):
        content = check()
        problems = content.problems
        moved = _moved(root, content, answers) if answers else ()
        wanted = renamings(problems, root, texts)
        renames = [one for one in wanted if not one.hinders]
        may = {(one.old, one.new) for one in renames}
        mended = (one for one in problems if one.rename is None or renaming(one) in may)
        files = fixed_files(safe_edits([*mended, *moved]), root)
        for one in wanted:
            if one.hinders and one.hinders not in told:
                print(one.hinders)
                told.add(one.hinders)
        if not files:
            return problems
        print("\n".join(f"{one.old} becomes {one.new}" for one in renames))
        print("\n".join(difference(path, before, after) for path, (before, after) in files.items()))
        if not yes and not _agreed(len(files) + len(renames)):
            return problems
        if not _done(root, renames, files):
            return problems
    return check().problems


def _done(root: Path, renames: Sequence[Renaming], files: Mapping[str, tuple[bytes, bytes]]) -> bool:
    """Whether all was written. A name first: where only the ending of a picture is wrong, the next call mends it."""
    for one in renames:
        try:
            (root / one.old).rename(root / one.new)
        except OSError as error:
            print(f"{one.old} cannot be renamed: {error.strerror}.")
            return False
        print(f"{one.old}: renamed.")
    for path, (before, after) in files.items():
        try:
            done = write_whole(root / path, after, instead_of=before)
        except OSError as error:
            print(f"{path} cannot be written: {error.strerror}.")
            return False
        print(f"{path}: mended." if done else f"{path} has changed meanwhile and was left alone.")
    return True


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
