"""Where our own time goes, as the build command tells it itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from build_bench.bench_articles import Article, with_new_sentence
from build_bench.measuring import run
from build_bench.stacks import Stack

_OPTION = "--timings"
# A line a phase, and the last one of all of it:  "    0.08 s  Feeds, mails and pictures"  "0.8 s, 70 MB"
_LINE = re.compile(r"^ *[\d.]+ s\b.*", re.MULTILINE)
_FEEDS = re.compile(r"^ *([\d.]+) s +(Feeds.*)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """What the command printed about a first build and about one after an edit; of the first, the phase that
    makes the feeds, its seconds, and the seconds of all of it."""

    first: str
    edited: str
    feeds: str
    feeds_seconds: float
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
        first="\n".join(_LINE.findall(first.printed)),
        edited="\n".join(_LINE.findall(edited.printed)),
        feeds=found[2] if found else "",
        feeds_seconds=float(found[1]) if found else 0,
        whole=first.wall,
    )
