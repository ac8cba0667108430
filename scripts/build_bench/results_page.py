"""What was measured as a page of Markdown: targets first, then everything else; the last part is kept by hand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from build_bench.phases import Phases
from build_bench.photograph_runs import Photographs
from build_bench.preview_seconds import Preview
from build_bench.rounds import BODY, FIRST, NEW, NOTHING, SCENARIOS, TITLE, Figures
from build_bench.stacks import ELEVENTY, HUGO, HUGO_SEARCH, OUR_PAGES, OURS, PELICAN, STOCK
from build_bench.wire_bytes import Visit

BY_HAND = "<!-- What stands below is written by hand; a new run leaves it as it is. -->"
_HAND_WRITTEN = "\n## Where the rest goes\n\nNobody has written about this run yet.\n"
_LABELS = (OURS, OUR_PAGES, STOCK, HUGO, HUGO_SEARCH, ELEVENTY, PELICAN)
_NOT_MEASURED = "not measured"


@dataclass(kw_only=True)
class Results:
    """Everything that was measured so far; a page can be made of it at any time."""

    date: str
    machine: str
    command: str
    versions: dict[str, str]
    missing: list[str]
    figures: list[Figures] = field(default_factory=list)
    previews: dict[int, list[Preview]] = field(default_factory=dict)
    visits: dict[int, dict[str, Visit]] = field(default_factory=dict)
    phases: dict[int, Phases] = field(default_factory=dict)
    photographs: Photographs | None = None
    besides: list[str] = field(default_factory=list)


def write_page(path: Path, results: Results) -> str:
    """Write the page, and keep what somebody wrote below its marker. Returns what was measured."""
    _, marker, kept = path.read_text(encoding="utf-8").partition(BY_HAND) if path.exists() else ("", "", "")
    measured = "\n".join(_page(results)).strip() + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"{measured}\n{BY_HAND}{kept if marker else _HAND_WRITTEN}", encoding="utf-8", newline="\n"
    )
    return measured


def growth(sizes: Sequence[int], seconds: Sequence[float | None]) -> float | None:
    """The exponent with which seconds grow from the smallest size to the largest; 1 is in step with them."""
    known = sorted((size, took) for size, took in zip(sizes, seconds, strict=True) if took)
    if len(known) < 2:
        return None
    (few, short), (many, long) = known[0], known[-1]
    return math.log(long / short) / math.log(many / few)


def _page(results: Results) -> Iterator[str]:
    yield "# How long a build takes"
    yield ""
    yield f"Measured on {results.date} by `{results.command}`, which writes this page."
    yield ""
    yield f"- Machine: {results.machine}"
    yield from (f"- {name}: {version}" for name, version in results.versions.items() if version)
    yield from (f"- {line}" for line in results.missing)
    yield ""
    yield "The articles have about 850 words each, headings, a list, a quote, a picture and three links."
    yield "All programs build the same ones in turn, round by round; seconds are medians, and a ratio is the median of"
    yield "the pairs of one run: seconds differ between machines, ratios hardly. Ours has all features on, and"
    yield "a twentieth more articles that are scheduled; “stock” is Material with blog, search and mkdocs-rss-plugin"
    yield "without git; Hugo and Eleventy have small layouts, Pelican its simple theme. “Ours without search” builds"
    yield "with a stand-in for the search."
    yield from _section("Targets", _table(("", "target", "measured"), _targets(results)))
    for figures in results.figures:
        yield from _section(f"{figures.articles:,} articles", _seconds(figures))
        yield from _memory(figures)
        if phases := results.phases.get(figures.articles):
            yield from _phases(phases)
        if visits := results.visits.get(figures.articles):
            yield from ("", *_table(("over the wire, gzip", "page, styles, fonts", "everything", "requests"), (
                (name, _kilobytes(one.page), _kilobytes(one.everything), str(one.requests))
                for name, one in visits.items()
            )))  # fmt: skip
        if found := results.previews.get(figures.articles):
            yield from ("", *_previews(found))
    if len(results.figures) > 1:
        yield from _section("Growth", _growths(results.figures))
    if results.photographs:
        yield from _section("Photographs", _photographs(results.photographs))
    if results.besides:
        yield from _section("Besides", (f"- {line}" for line in results.besides))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "", *lines)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _targets(results: Results) -> Iterator[tuple[str, str, str]]:
    by_size = {figures.articles: figures for figures in results.figures}

    def ratio(size: int, scenario: str, own: str, other: str) -> str:
        figures = by_size.get(size)
        return _two(figures.ratio(scenario, own, other) if figures else None)

    for size, target in ((1000, "0.30"), (5000, "0.25"), (10_000, "0.20")):
        yield f"first build, {size:,}, against stock", target, ratio(size, FIRST, OURS, STOCK)
    firsts = [figures.middle(FIRST, OURS) for figures in results.figures]
    span = f"{min(by_size):,} to {max(by_size):,}" if len(by_size) > 1 else "1,000 to 10,000"
    yield f"growth of a first build, {span}, the exponent", "under 1.1", _two(growth(list(by_size), firsts))
    for size, target in ((1000, "0.5"), (5000, "0.4")):
        name = f"after an edit of a body, search and all, {size:,}, against Hugo + Pagefind"
        yield name, target, ratio(size, BODY, OURS, HUGO_SEARCH)
    for scenario, target in ((BODY, "0.5"), (TITLE, "0.5"), (NEW, "0.7")):
        for size in (1000, 5000):
            yield (
                f"the pages alone, {scenario}, {size:,}, against Hugo",
                target,
                ratio(size, scenario, OUR_PAGES, HUGO),
            )
    for size in (1000, 5000):
        yield f"nothing changed, {size:,}, against Hugo", "0.35", ratio(size, NOTHING, OURS, HUGO)
    for size, target in ((1000, "1.0 s"), (5000, "2.5 s")):
        found = [one for one in results.previews.get(size, ()) if one.label == OURS and one.saves]
        yield (
            f"from save to preview, {size:,}",
            target,
            f"{median(found[0].saves):.2f} s" if found else _NOT_MEASURED,
        )
    for label, name in ((OUR_PAGES, "the search apart"), (OURS, "the search included")):
        whole = f"peak memory of a first build at 5,000, {name}, against stock"
        yield whole, "0.5" if label == OUR_PAGES else "", _memory_ratio(by_size, label)
    shot = results.photographs
    name = (
        f"{shot.count:,} photographs: CPU each, first build" if shot else "photographs: CPU each, first build"
    )
    yield name, "under 0.25 s", f"{shot.cpu_each:.3f} s" if shot else _NOT_MEASURED
    yield (
        "photographs: CPU after one more",
        "that one",
        f"{shot.cpu_one_more:.3f} s" if shot else _NOT_MEASURED,
    )


def _memory_ratio(by_size: dict[int, Figures], label: str) -> str:
    figures = by_size.get(5000)
    ours = figures.memory.get((FIRST, label)) if figures else None
    stock = figures.middle(FIRST, STOCK, "memory") if figures else None
    return _two(ours / stock if ours and stock else None)


def _seconds(figures: Figures) -> Iterator[str]:
    there = [label for label in _LABELS if figures.middle(FIRST, label) is not None]
    rounds = len(figures.runs[FIRST, OURS])
    yield f"Wall seconds (CPU seconds), medians of {rounds} round{'' if rounds == 1 else 's'}."
    yield ""
    yield from _table(("", *there), (
        (scenario, *(_wall_and_cpu(figures, scenario, label) for label in there)) for scenario in SCENARIOS
    ))  # fmt: skip
    yield ""
    pairs = [pair for pair in (
        (OURS, STOCK), (OURS, HUGO), (OURS, HUGO_SEARCH), (OUR_PAGES, HUGO), (OURS, ELEVENTY), (OURS, PELICAN),
    ) if pair[1] in there]  # fmt: skip
    if pairs:
        yield from _table(("wall, ratio", *(f"{one} / {other}" for one, other in pairs)), (
            (scenario, *(_two(figures.ratio(scenario, one, other), "") for one, other in pairs))
            for scenario in SCENARIOS
        ))  # fmt: skip
        yield ""
    without = figures.ratio(FIRST, OUR_PAGES, OURS)
    if without is not None:
        shares = f"{1 - without:.0%} of a first build"
        after = figures.ratio(BODY, OUR_PAGES, OURS)
        if after is not None:
            shares += f", {1 - after:.0%} after an edit of a body"
        yield f"Search's share of ours: {shares}."


def _wall_and_cpu(figures: Figures, scenario: str, label: str) -> str:
    wall, cpu = figures.middle(scenario, label), figures.middle(scenario, label, "cpu")
    return "" if wall is None else f"{wall:.2f} ({cpu:.2f})"


def _memory(figures: Figures) -> Iterator[str]:
    rows = []
    for scenario in (FIRST, BODY):
        for label in (OURS, OUR_PAGES):
            if memory := figures.memory.get((scenario, label)):
                rows.append((f"{label}, {scenario}, all processes together", _mebibytes(memory)))
            elif found := figures.middle(scenario, label, "memory"):
                rows.append((f"{label}, {scenario}, the largest process", _mebibytes(found)))
    for label in (STOCK, HUGO, ELEVENTY, PELICAN):
        found = figures.middle(FIRST, label, "memory")
        if found is not None:
            rows.append((f"{label}, {FIRST}", _mebibytes(found)))
    yield from ("", *_table(("peak memory", "MiB"), rows))


def _phases(phases: Phases) -> Iterator[str]:
    if phases.feeds:
        share = f"{phases.feeds_seconds / phases.whole:.0%}"
        yield from ("", f"Feeds' share of our first build ({phases.feeds.lower()}): {share}.")
    for name, printed in (("first build", phases.first), ("after an edit of a body", phases.edited)):
        yield from ("", f"Our {name}, as `--timings` tells it:", "", "```", printed, "```")


def _previews(found: Sequence[Preview]) -> Iterator[str]:
    head = ("preview", "start, s", "saves", "save to page, s", "slowest, s", "MiB, first and last save", "")
    yield from _table(head, (
        (
            one.label,
            f"{one.start:.2f}",
            str(len(one.saves)),
            f"{median(one.saves):.2f}" if one.saves else _NOT_MEASURED,
            f"{max(one.saves):.2f}" if one.saves else "",
            f"{one.memory_first:.0f}, {one.memory_last:.0f}" if one.memory_first else "",
            " ".join(one.failure.split()).replace("|", "/"),
        )
        for one in found
    ))  # fmt: skip


def _growths(figures: Sequence[Figures]) -> Iterator[str]:
    sizes = [one.articles for one in figures]
    yield f"Exponents from {min(sizes):,} to {max(sizes):,} articles: 1 is in step with the number of articles."
    yield ""
    there = [label for label in _LABELS if figures[0].middle(FIRST, label) is not None]
    yield from _table(("", *there), (
        (
            scenario,
            *(_two(growth(sizes, [one.middle(scenario, label) for one in figures]), "") for label in there),
        )
        for scenario in SCENARIOS
    ))  # fmt: skip


def _photographs(shot: Photographs) -> Iterator[str]:
    yield f"{shot.count:,} articles, each with a photograph of {shot.megabytes:.1f} MB; CPU each is the difference to"
    yield "the same articles without, divided by their number."
    yield ""
    runs = (
        (f"first build without, {shot.count:,}", shot.plain),
        (f"first build with, {shot.count:,}", shot.first),
        ("a new article without", shot.plain_more),
        ("a new article with one more photograph", shot.one_more),
    )
    rows = ((name, f"{one.wall:.2f}", f"{one.cpu:.2f}", _mebibytes(one.memory)) for name, one in runs)
    yield from _table(("", "wall, s", "CPU, s", "MiB, largest process"), rows)


def _two(value: float | None, missing: str = _NOT_MEASURED) -> str:
    return missing if value is None else f"{value:.2f}"


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.0f} KB"


def _mebibytes(size: float) -> str:
    return f"{size:.0f}"
