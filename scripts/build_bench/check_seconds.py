"""What a check of every article costs: with nothing known from before, and again with all of it known."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from build_bench.bench_articles import generated
from build_bench.measuring import Run, run
from build_bench.stacks import OUR_COMMAND, our_environment, ours

_ROUNDS = 3
# CPU seconds, cold and known, by the number of articles.
_TARGETS = {500: "under 2 cold and 0.7 known", 5000: "under 4 cold"}


def check_seconds(folder: Path, count: int) -> str:
    """A line that says it, for so many articles in a site below ``folder``. Raises CommandFailed."""
    site = ours(folder / "checked", generated(count)).folder
    cold: list[Run] = []
    known: list[Run] = []
    for _ in range(_ROUNDS):
        shutil.rmtree(site / ".cache", ignore_errors=True)
        for runs in (cold, known):
            runs.append(run([*OUR_COMMAND, "check"], site, our_environment()))
    target = f" (wanted: {_TARGETS[count]})" if count in _TARGETS else ""
    return (
        f"a check of {count:,} articles: {_median(cold)} cold, {_median(known)} with all of it known{target}"
    )


def _median(runs: Sequence[Run]) -> str:
    return (
        f"{median(one.cpu for one in runs):.2f} s of CPU ({median(one.wall for one in runs):.2f} s to wait)"
    )
