"""All stacks in turn, first builds and builds after edits, round by round."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from build_bench.bench_articles import Article, newer, with_new_sentence, with_new_title
from build_bench.measuring import Run, peak_memory, run
from build_bench.stacks import OUR_PAGES, OURS, Stack

FIRST, NOTHING, BODY, TITLE, NEW, TEMPLATE = (
    "first build", "nothing changed", "body of an article", "title of an article", "a new article",
    "the footer's template",
)  # fmt: skip
SCENARIOS = (FIRST, NOTHING, BODY, TITLE, NEW, TEMPLATE)
_EDITS: dict[str, Callable[[Article, int], Article]] = {
    BODY: with_new_sentence, TITLE: with_new_title, NEW: newer,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The runs of one size, those of a scenario and a label in the order of the rounds; memory of ours."""

    articles: int
    runs: dict[tuple[str, str], list[Run]]
    memory: dict[tuple[str, str], float | None]

    def middle(self, scenario: str, label: str, figure: str = "wall") -> float | None:
        """The median of a figure, None where it was not measured."""
        found = self.runs.get((scenario, label))
        return median(getattr(one, figure) for one in found) if found else None

    def ratio(self, scenario: str, label: str, other: str, figure: str = "wall") -> float | None:
        """The median of the ratios that were measured side by side, None where one of both was not."""
        pairs = list(
            zip(self.runs.get((scenario, label), ()), self.runs.get((scenario, other), ()), strict=False)
        )
        return median(getattr(one, figure) / getattr(two, figure) for one, two in pairs) if pairs else None


def measure(stacks: Sequence[Stack], articles: Sequence[Article], rounds: int) -> Figures:
    """Build every stack in every scenario, so many times; the order changes from round to round."""
    runs: dict[tuple[str, str], list[Run]] = {}
    edited = articles[len(articles) // 2]
    for turn in range(rounds):
        for scenario in SCENARIOS:
            edited = _edit(stacks, scenario, edited, turn)
            for stack in _in_turn(stacks, turn):
                if not stack.again and scenario != FIRST:
                    continue
                if scenario == FIRST:
                    stack.forget()
                for label, found in _build(stack):
                    runs.setdefault((scenario, label), []).append(found)
                    _tell(
                        f"{len(articles):,} articles, round {turn + 1} of {rounds}: {scenario}", label, found
                    )
    memory: dict[tuple[str, str], float | None] = {}
    for scenario in (FIRST, BODY):
        edited = _edit(stacks, scenario, edited, rounds)
        for stack in stacks:
            step = stack.steps[0]
            if step.label in (OURS, OUR_PAGES):
                if scenario == FIRST:
                    stack.forget()
                memory[scenario, step.label] = peak_memory(step.call, stack.folder, step.environ)
    return Figures(articles=len(articles), runs=runs, memory=memory)


def _edit(stacks: Sequence[Stack], scenario: str, article: Article, turn: int) -> Article:
    """The same edit in every stack's folder. Returns the article that is edited the next time."""
    if scenario == TEMPLATE:
        for stack in stacks:
            file = stack.folder / stack.footer
            text = file.read_text(encoding="utf-8")
            file.write_text(
                text.replace("</footer>", f"<p>Edit {turn}</p></footer>"), encoding="utf-8", newline="\n"
            )
    if scenario not in _EDITS:
        return article
    changed = _EDITS[scenario](article, turn)
    for stack in stacks:
        stack.put(changed)
    return article if scenario == NEW else changed


def _build(stack: Stack) -> Iterator[tuple[str, Run]]:
    """Each step's label with the run of all steps up to it."""
    whole: Run | None = None
    for step in stack.steps:
        one = run(step.call, stack.folder, step.environ)
        whole = whole + one if whole else one
        yield step.label, whole


def _in_turn(stacks: Sequence[Stack], turn: int) -> Iterator[Stack]:
    at = turn % len(stacks)
    yield from stacks[at:]
    yield from stacks[:at]


def _tell(what: str, label: str, found: Run) -> None:
    print(f"{what}: {label} {found.wall:.2f} s", file=sys.stderr, flush=True)
