"""How well the search answers: graded queries, asked on the search page of a site of real articles, in a browser.

``bench/graded_queries.txt`` has them. A query is answered by an article of grade 2 or 3. The mean reciprocal rank is
that of the first such article among ten results: 1 where it always comes first (Voorhees, TREC-8, 1999).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

from build_bench.measuring import run
from build_bench.stacks import ROOT, our_environment
from build_bench.wire_bytes import served

GRADED = ROOT / "bench/graded_queries.txt"
_ANSWERS, _FIRST = 2, 3
_WAIT = """() => /^(?!Searching)./.test(document.querySelector(".results__state").textContent)"""
# Those below the screen are fetched as it comes near them.
_SHOWN = """() => {
  const all = /: ([\\d,]+)$/.exec(document.querySelector(".results__state").textContent)?.[1] ?? "0";
  return document.querySelector(".results__list").children.length >= Math.min(10, all.replace(",", ""));
}"""
_FOUND = """() => Array.from(document.querySelectorAll(".results__list h2 a"), (link) => link.pathname)"""


@dataclass(frozen=True, slots=True)
class Graded:
    """A query with the grade, 1 to 3, of each article that is relevant to it."""

    query: str
    grades: Mapping[str, int]

    def rank(self, found: Sequence[str]) -> int:
        """The place, from 1, of the first article in ``found`` that answers; 0 if none does."""
        return next((at for at, name in enumerate(found, 1) if self.grades.get(name, 0) >= _ANSWERS), 0)


def graded_queries(lines: Iterable[str]) -> list[Graded]:
    """Read ``query | article=grade …``, a line each; ``#`` begins a comment. Raises ValueError for another line."""
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        query, bar, relevant = line.partition("|")
        grades = {}
        for name, _, grade in (word.partition("=") for word in relevant.split()):
            if grade not in ("1", "2", "3"):
                raise ValueError(f"Line {number}: {name!r} has the grade {grade!r}; expected 1, 2 or 3.")
            grades[name] = int(grade)
        if not bar or not query.strip() or max(grades.values(), default=0) < _ANSWERS:
            raise ValueError(f"Line {number}: {line.strip()!r} is no query with an article of grade 2 or 3.")
        found.append(Graded(query.strip(), grades))
    return found


def search_answers(folder: Path, corpus: Path, program: str) -> list[str]:
    """Build our sample with the articles of ``corpus`` in ``folder``, and ask. Returns sentences.

    ``program`` is a Chromium. Raises CommandFailed where the import or the build does.
    """
    for part in ("docs", "hooks"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    ours = [sys.executable, "-m", "knowledge_center_cli"]
    for call in (["import", str(corpus), "--into", "docs"], ["build"]):
        run([*ours, *call], folder, our_environment())
    queries = graded_queries(GRADED.read_text(encoding="utf-8").splitlines())
    return told(queries, asked(folder / "site", [one.query for one in queries], program))


def asked(site: Path, queries: Iterable[str], program: str) -> list[list[str]]:
    """The names of the articles that the search page of a finished site shows at first for each query."""
    from playwright.sync_api import sync_playwright

    found = []
    with served(site) as (address, _), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program)
        page = chromium.new_page(viewport={"width": 1280, "height": 4000})
        for query in queries:
            page.goto(f"{address}/search/?q={quote_plus(query)}")
            page.wait_for_function(_WAIT)
            page.wait_for_function(_SHOWN)
            found.append(
                [urlsplit(path).path.strip("/").rpartition("/")[2] for path in page.evaluate(_FOUND)]
            )
        chromium.close()
    return found


def told(queries: Sequence[Graded], found: Sequence[Sequence[str]]) -> list[str]:
    """What came out, in sentences: how many are answered at once, and which are not."""
    ranks = [one.rank(names) for one, names in zip(queries, found, strict=True)]
    mean = sum(1 / rank for rank in ranks if rank) / len(ranks)
    within = sum(0 < rank <= _FIRST for rank in ranks)
    missed = [
        f"“{one.query}” ({f'place {rank}' if rank else 'not among ten'})"
        for one, rank in zip(queries, ranks, strict=True)
        if not 0 < rank <= _FIRST
    ]
    return [
        f"Search: {within} of {len(queries)} graded queries are answered within the first {_FIRST} results; "
        f"mean reciprocal rank {mean:.3f}. Not: {', '.join(missed) or 'none'}."
    ]
