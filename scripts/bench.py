"""Our build against its peers, in turn, on the same generated articles: first builds, and builds after edits.

Prints what it measured and writes it to bench/results.md. Seconds differ between machines: the ratios of one run
are what to quote.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shlex
import shutil
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from build_bench.bench_articles import generated
from build_bench.check_seconds import check_seconds
from build_bench.large_feed import large_feed
from build_bench.measuring import CommandFailed, run
from build_bench.phases import our_phases
from build_bench.photograph_runs import measure_photographs
from build_bench.preview_seconds import previews
from build_bench.reading_seconds import reading_seconds
from build_bench.results_page import Results, write_page
from build_bench.rounds import measure
from build_bench.search_answers import search_answers
from build_bench.stacks import (
    ELEVENTY,
    HUGO,
    PEERS,
    PELICAN,
    ROOT,
    STOCK,
    Programs,
    Stack,
    all_stacks,
    indexed,
    our_environment,
    versions,
)  # fmt: skip
from build_bench.wire_bytes import Visit, browser, visit
from knowledge_center.clock import read_clock

# What is checked, articles: the numbers that targets are set for.
_CHECKED = (500, 5000)
_PARTS = ("check", "preview", "wire", "feed", "mail", "search", "reading")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write the page. Returns 1 when a build or another command fails."""
    options = _parser().parse_args(argv)
    programs = _programs(options)
    known = versions(programs)
    # What does not even tell its version, or lacks a package, cannot be measured.
    programs = Programs(
        **{name.lower(): getattr(programs, name.lower()) if known[name] else None for name in PEERS}
    )
    results = Results(
        date=f"{read_clock({}):%Y-%m-%d}",
        machine=_machine(),
        command=_shown(sys.argv[1:] if argv is None else argv),
        versions=known,
        missing=list(_missing(options, programs)),
    )
    for line in results.missing:
        print(line, file=sys.stderr, flush=True)
    try:
        _measure(options, programs, results)
    except CommandFailed as failed:
        print(
            f"A command failed, and what was measured before is in {options.output}.\n{failed}",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print(f"Stopped. What was measured before is in {options.output}.", file=sys.stderr)
        return 130
    print(write_page(options.output, results))
    print(f"Written to {options.output}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", type=_numbers, default=[1000], help="how many articles: 1000,5000 (1000)")
    parser.add_argument(
        "--rounds", type=_numbers, default=[2], help="rounds of each size, the last for the rest (2)"
    )
    parser.add_argument("--saves", type=int, default=10, help="how often the preview's article is saved (10)")
    parser.add_argument(
        "--save-seconds", type=int, default=60, help="no save begins after so many seconds (60)"
    )
    parser.add_argument(
        "--photographs", type=int, default=0, help="that many articles with one of 4 MB each (0)"
    )
    parser.add_argument("--entries", type=int, default=10_000, help="entries of the large feed (10000)")
    parser.add_argument("--readers", type=int, default=50_000, help="how many get the digest (50000)")
    parts = ",".join(_PARTS)
    parser.add_argument(
        "--parts", default=parts, help=f"what is measured beside builds, “” for nothing ({parts})"
    )
    peers = ",".join(PEERS)
    parser.add_argument("--peers", default=peers, help=f"which peers, “” for none ({peers})")
    parser.add_argument(
        "--stock", metavar="PYTHON", help="a Python that has the packages of requirements-bench.txt"
    )
    for name in (HUGO, ELEVENTY, PELICAN):
        parser.add_argument(
            f"--{name.lower()}", metavar="PROGRAM", help=f"{name}'s program, if it is on no path"
        )
    parser.add_argument(
        "--output", type=Path, default=ROOT / "bench/results.md", help="the page (bench/results.md)"
    )
    return parser


def _measure(options: argparse.Namespace, programs: Programs, results: Results) -> None:
    """Part by part; after each the page is written anew, for a run of hours may break off."""
    parts = options.parts.split(",")
    # As pip does with what it installs; in a fresh checkout the first build would do it.
    for folder in ("knowledge_center", "hooks", "scripts"):
        compileall.compile_dir(ROOT / folder, quiet=1)
    # One folder for all sizes: what is deleted between two of them is in the way of the second (see Stack.forget).
    with tempfile.TemporaryDirectory(prefix="knowledge-center-bench-") as folder:
        for at, size in enumerate(options.sizes):
            rounds = options.rounds[min(at, len(options.rounds) - 1)]
            _one_size(Path(folder, str(size)), size, rounds, options, programs, results)
    if options.photographs:
        print(f"{options.photographs:,} photographs …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="knowledge-center-bench-") as folder:
            results.photographs = measure_photographs(Path(folder), options.photographs)
        write_page(options.output, results)
    if "check" in parts:
        for count in _CHECKED:
            print(f"A check of {count:,} articles …", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory(prefix="knowledge-center-bench-") as folder:
                results.besides.append(check_seconds(Path(folder), count))
        write_page(options.output, results)
    if "feed" in parts:
        results.besides.append(large_feed(options.entries))
    if "reading" in parts:
        results.besides += map(reading_seconds, options.sizes)
    if "search" in parts:
        results.besides += _answers()
    if "mail" in parts:
        print(f"A digest to {options.readers:,} readers …", file=sys.stderr, flush=True)
        call = [sys.executable, str(ROOT / "scripts/bench_mail.py"), "--readers", str(options.readers)]
        results.besides += [line.strip() for line in run(call, ROOT, our_environment()).printed.splitlines()]


def _one_size(
    folder: Path, size: int, rounds: int, options: argparse.Namespace, programs: Programs, results: Results
) -> None:
    articles = list(generated(size))
    stacks = list(all_stacks(folder, articles, programs))
    by_label = {stack.steps[0].label: stack for stack in stacks}
    ours, pages = stacks[:2]
    results.figures.append(measure(stacks, articles, rounds))
    if indexed(pages):
        results.missing.append(
            "The stand-in for the search was passed by: “ours without search” has it, too."
        )
    write_page(options.output, results)
    edited = articles[size // 3]
    parts = options.parts.split(",")
    program = browser()
    if "wire" in parts and program:
        results.visits[size] = _visits(program, ours.folder / "site", by_label, f"/articles/{edited.name}/")
    if phases := our_phases(ours, edited):
        results.phases[size] = phases
    if "preview" in parts:
        found = previews(by_label, programs, edited, options.saves, options.save_seconds)
        results.previews[size] = found
    write_page(options.output, results)


def _answers() -> list[str]:
    """How well the search answers, if the real articles and a browser to ask are there."""
    corpus, program = os.environ.get("KC_CORPUS"), browser()
    if not corpus or not program or not find_spec("playwright"):
        return ["Search: not measured. It needs KC_CORPUS with its folder 18f, Chromium and playwright."]
    print("What the search answers …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="knowledge-center-bench-") as folder:
        return search_answers(Path(folder), Path(corpus) / "18f", program)


def _visits(program: str, site: Path, by_label: dict[str, Stack], page: str) -> dict[str, Visit]:
    found = {"ours, first visit of an article": visit(program, site, page)}
    empty, asked = visit(program, site, "/search/"), visit(program, site, "/search/?q=question")
    found["ours, what one search adds"] = asked - empty
    if STOCK in by_label:
        found["stock, first visit of an article; its search adds nothing"] = visit(
            program, site.parents[1] / "stock/site", page
        )
    return found


def _programs(options: argparse.Namespace) -> Programs:
    chosen = options.peers.split(",")

    def program(name: str, where: str | None, *places: str) -> str | None:
        if name.lower() not in [one.strip().lower() for one in chosen]:
            return None
        found = shutil.which(where) if where else next(filter(None, map(shutil.which, places)), None)
        # Absolute, and a link as it is: a virtual environment's Python is one.
        return os.path.abspath(found) if found else None

    return Programs(
        stock=program(STOCK, options.stock),
        hugo=program(HUGO, options.hugo, "hugo"),
        eleventy=program(ELEVENTY, options.eleventy, "eleventy"),
        pelican=program(PELICAN, options.pelican, "pelican"),
    )


def _missing(options: argparse.Namespace, programs: Programs) -> list[str]:
    found = []
    ways = {
        STOCK: "--stock PYTHON, one with the packages of requirements-bench.txt",
        HUGO: "hugo on the path, or --hugo PROGRAM",
        ELEVENTY: "eleventy on the path, or --eleventy PROGRAM",
        PELICAN: "pelican on the path, or --pelican PROGRAM",
    }
    for name, there in zip(
        PEERS, (programs.stock, programs.hugo, programs.eleventy, programs.pelican), strict=True
    ):
        if not there:
            found.append(f"{name}: not measured. It needs {ways[name]}.")
    if "wire" in options.parts.split(",") and not browser():
        found.append(
            "Bytes over the wire: not measured. They need a Chromium on the path, or CHROMIUM=/path/to/it."
        )
    return found


def _shown(words: Sequence[str]) -> str:
    """The command as others may call it: where a program lies on this machine is nobody's business."""
    names = [os.path.basename(word) if os.path.isabs(word) else word for word in words]
    return shlex.join(["python", "scripts/bench.py", *names])


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    words = [f"{platform.system()} {platform.machine()}", f"{cores} cores"]
    if hasattr(os, "sysconf"):
        words.append(
            f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1024**3:.0f} GiB of memory"
        )
    if hasattr(os, "getloadavg"):
        words.append(f"load at the beginning {os.getloadavg()[0]:.1f}")
    return ", ".join(words)


def _numbers(text: str) -> list[int]:
    """Numbers with commas between them. argparse makes a sentence of a ValueError."""
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
