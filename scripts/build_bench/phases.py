"""Where our own time goes, as the build command tells it itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from build_bench.bench_articles import Article, with_new_sentence
from build_bench.measuring import run
from build_bench.stacks import Stack

_OPTION = "--timings"
_FEEDS = re.compile(r"^\W*feeds\b.*?([\d.]+) s", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """What the command printed about a first build and about one after an edit; seconds of the feeds' part
    of the first one and of all of it."""

    first: str
    edited: str
    feeds: float | None
    whole: float


def our_phases(stack: Stack, article: Article) -> Phases | None:
    """Two builds with the command's own stopwatch; None where it has none. Raises CommandFailed."""
    (step,) = stack.steps
    environ = step.environ
    if _OPTION not in run([*step.call, "--help"], stack.folder, environ).printed:
        return None
    call = [*step.call, _OPTION]
    stack.forget()
    first = run(call, stack.folder, environ)
    stack.put(with_new_sentence(article, 800_000))
    edited = run(call, stack.folder, environ)
    found = _FEEDS.search(first.printed)
    return Phases(
        first=first.printed.strip(),
        edited=edited.printed.strip(),
        feeds=float(found[1]) if found else None,
        whole=first.wall,
    )
