"""Articles with a photograph each: what the first build and one more photograph cost, beside a build without."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from build_bench.bench_articles import generated, newer, photographs
from build_bench.measuring import Run, run
from build_bench.stacks import Stack, ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Photographs:
    """Our runs with so many photographs, and without them; ``one_more`` has a new article with a photograph,
    ``plain_more`` one without."""

    count: int
    megabytes: float
    plain: Run
    first: Run
    plain_more: Run
    one_more: Run

    @property
    def cpu_each(self) -> float:
        """Processor seconds of a photograph in a first build."""
        return (self.first.cpu - self.plain.cpu) / self.count

    @property
    def cpu_one_more(self) -> float:
        """Processor seconds of one photograph more, once the others are there."""
        return self.one_more.cpu - self.plain_more.cpu


def measure_photographs(folder: Path, count: int) -> Photographs:
    """So many articles with and without a photograph of about 4 MB each. Raises CommandFailed."""
    articles = list(generated(count))
    plain = ours(folder / "plain", articles)
    shown = ours(folder / "photographs", ())
    posts = shown.folder / shown.articles
    names = list(photographs(posts, count + 1))
    for article, name in zip(articles, names, strict=False):
        shown.put(replace(article, image=name))
    # The last one waits for its article.
    (posts / names[-1]).rename(folder / names[-1])
    firsts = _build(plain), _build(shown)
    new = newer(articles[-1], 0)
    plain.put(new)
    (folder / names[-1]).rename(posts / names[-1])
    shown.put(replace(new, image=names[-1]))
    more = _build(plain), _build(shown)
    return Photographs(
        count=count,
        megabytes=median((posts / name).stat().st_size for name in names) / 1e6,
        plain=firsts[0],
        first=firsts[1],
        plain_more=more[0],
        one_more=more[1],
    )


def _build(stack: Stack) -> Run:
    (step,) = stack.steps
    return run(step.call, stack.folder, step.environ)
