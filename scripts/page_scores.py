"""What Lighthouse says of our pages: the sample's, and those of a site of many articles with photographs.

`make lighthouse` installs it and calls this. Each page is opened on a telephone as Lighthouse imagines one, some times
over; performance is the median. Prints a table, writes it to bench/lighthouse.md, and ends with 1 where a page misses
a goal. What else the machine does slows pages down: the load is told.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from build_bench.bench_articles import generated, photographs
from build_bench.measuring import CommandFailed, run
from build_bench.stacks import OUR_COMMAND, ROOT, our_environment, ours
from build_bench.wire_bytes import browser, served
from knowledge_center.clock import read_clock

PAGE = ROOT / "bench/lighthouse.md"
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
# Audits of which the table has what Lighthouse displays.
_FIGURES = {
    "first-contentful-paint": "first words",
    "largest-contentful-paint": "largest part",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
    "total-byte-weight": "weight",
}
_LIMIT = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What was said of a page: a score from 0 to 100 for each category of GOALS, figures of the median run, and
    what in another category than performance is not as it should be."""

    page: str
    scores: Mapping[str, int]
    figures: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def good(self) -> bool:
        return all(self.scores[category] >= goal for category, goal in GOALS.items())


def main(argv: Sequence[str] | None = None) -> int:
    """Build, ask, print, write. Returns 1 when a page misses a goal, a command fails, or there is no browser."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--lighthouse", required=True, metavar="PROGRAM", help="Lighthouse's command")
    parser.add_argument("--articles", type=int, default=500, help="how many the large site has (500)")
    parser.add_argument("--photographs", type=int, default=24, help="how many of 4 MB they share (24)")
    parser.add_argument("--runs", type=int, default=3, help="how often each page is opened (3)")
    options = parser.parse_args(argv)
    chromium = browser()
    if not chromium:
        print("Lighthouse needs a Chromium: on Debian  sudo apt-get install chromium", file=sys.stderr)
        return 1
    program = (os.path.abspath(options.lighthouse), chromium)
    found: dict[str, list[Scores]] = {}
    try:
        with tempfile.TemporaryDirectory(prefix="knowledge-center-lighthouse-") as folder:
            for name, site, pages in _sites(Path(folder), options.articles, options.photographs):
                print(f"{name} …", file=sys.stderr, flush=True)
                found[name] = list(_scores(program, site, pages, options.runs))
    except (CommandFailed, subprocess.SubprocessError) as failed:
        print(f"A command failed.\n{failed}", file=sys.stderr)
        return 1
    facts = (f"{read_clock({}):%Y-%m-%d}", _answer(program[0]), _answer(chromium), _machine(), options.runs)
    PAGE.write_text(page := "\n".join(_page(found, *facts)) + "\n", encoding="utf-8", newline="\n")
    print(page)
    return 0 if all(scores.good for site in found.values() for scores in site) else 1


def _sites(folder: Path, count: int, different: int) -> Iterator[tuple[str, Path, dict[str, str]]]:
    """Each site by its name: the finished folder, and the paths of its pages by their kind."""
    sample = folder / "sample"
    for part in ("docs", "hooks"):
        shutil.copytree(ROOT / part, sample / part)
    shutil.copy(ROOT / "mkdocs.yml", sample)
    run([*OUR_COMMAND, "build"], sample, our_environment())
    names = sorted(path.parent.name for path in (sample / "site/articles").glob("*/index.html"))
    article = next(name for name in names if (sample / f"docs/articles/posts/2026/{name}.md").exists())
    yield "The sample", sample / "site", _pages(article)
    large = ours(folder / "large", ())
    pictures = list(photographs(large.folder / large.articles, different))
    articles = list(generated(count))
    for number, one in enumerate(articles):
        large.put(replace(one, image=pictures[number % different]))
    run([*OUR_COMMAND, "build"], large.folder, our_environment())
    name = f"{count:,} articles, each with one of {different} photographs of 4 MB"
    yield name, large.folder / "site", _pages(articles[-1].name)


def _pages(article: str) -> dict[str, str]:
    return {
        "home": "/",
        "listing": "/articles/",
        "article": f"/articles/{article}/",
        "subscribe": "/subscribe/",
    }


def _scores(program: tuple[str, str], site: Path, pages: Mapping[str, str], runs: int) -> Iterator[Scores]:
    with served(site) as (address, _):
        for kind, path in pages.items():
            yield summed_up(kind, [_asked(program, address + path) for _ in range(runs)])


def _asked(program: tuple[str, str], address: str) -> dict[str, Any]:
    """Lighthouse's report on one opening of a page. Raises SubprocessError, also where it could not open it."""
    flags = "--headless=new --disable-gpu" + (
        " --no-sandbox" if hasattr(os, "geteuid") and not os.geteuid() else ""
    )
    asked = ("--quiet", "--output=json", f"--only-categories={','.join(GOALS)}", f"--chrome-flags={flags}")
    call = [program[0], address, *asked]
    environ = {**os.environ, "CHROME_PATH": program[1]}
    done = subprocess.run(call, capture_output=True, text=True, env=environ, timeout=_LIMIT, check=False)
    report: dict[str, Any] = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    if "categories" not in report or report.get("runtimeError"):
        raise subprocess.SubprocessError(
            f"Lighthouse could not open {address}:\n{done.stderr or done.stdout}"
        )
    return report


def summed_up(page: str, reports: Sequence[Mapping[str, Any]]) -> Scores:
    """The reports on one page as one: performance of the median, of the rest the worst."""
    found = {
        name: sorted(round(100 * (report["categories"][name]["score"] or 0)) for report in reports)
        for name in GOALS
    }
    speed = sorted(reports, key=lambda report: report["categories"]["performance"]["score"] or 0)
    middle = speed[(len(speed) - 1) // 2]["audits"]
    missed = {
        f"{audit['title']} ({name})"
        for report in reports
        for name in GOALS
        for part in report["categories"][name]["auditRefs"]
        if name != "performance" and part["weight"]
        for audit in [report["audits"][part["id"]]]
        if audit["score"] is not None and audit["score"] < 1
    }
    return Scores(
        page=page,
        scores={
            name: int(median(all_)) if name == "performance" else all_[0] for name, all_ in found.items()
        },
        figures=tuple(middle[audit]["displayValue"].removeprefix("Total size was ") for audit in _FIGURES),
        missed=tuple(sorted(missed)),
    )


def _page(
    found: Mapping[str, Sequence[Scores]], date: str, lighthouse: str, chromium: str, machine: str, runs: int
) -> Iterator[str]:
    yield "# What Lighthouse says of the pages"
    yield ""
    yield f"Measured on {date} by `make lighthouse`, which writes this page."
    yield ""
    yield f"- Lighthouse {lighthouse}, {chromium}"
    yield f"- Machine: {machine}"
    yield "- Goals: " + ", ".join(f"{name.replace('-', ' ')} {goal}" for name, goal in GOALS.items())
    yield ""
    yield f"Each page was opened {runs} times on the telephone that Lighthouse imagines, over a slow connection."
    yield "Performance and the figures are those of the median, the other scores the worst."
    for name, pages in found.items():
        yield from ("", f"## {name}", "")
        heads = ("page", *(name.replace("-", " ") for name in GOALS), *_FIGURES.values())
        yield f"| {' | '.join(heads)} |"
        yield "|" + "---|" * len(heads)
        for one in pages:
            yield f"| {' | '.join((one.page, *map(str, one.scores.values()), *one.figures))} |"
        for one in pages:
            yield from (f"\n{one.page}: {missed}" for missed in one.missed)


def _answer(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}"


if __name__ == "__main__":
    sys.exit(main())
