"""The benchmark of builds runs, on a small scale, and its page tells what it measured."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest

import bench
from build_bench import bench_articles, check_seconds, reading_seconds, rounds, stacks
from build_bench.bench_articles import generated, newer, photographs, with_new_sentence, with_new_title
from build_bench.measuring import CommandFailed, Run, peak_memory, run
from build_bench.results_page import BY_HAND, Results, growth, write_page
from build_bench.rounds import BODY, FIRST, Figures
from build_bench.search_answers import GRADED, Graded, graded_queries, told

RESULTS = Results(date="2026-11-28", machine="Linux", command="bench", versions={"Hugo": "1"}, missing=[])


def run_of(wall: float) -> Run:
    return Run(wall=wall, cpu=wall, memory=10)


def test_a_first_build_and_an_edit_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no peer that works there are seconds and memory of ours, with its search and without it."""
    monkeypatch.setattr(rounds, "SCENARIOS", (FIRST, BODY))
    # Two builds that are watched; how memory is measured, another test says.
    monkeypatch.setattr(rounds, "peak_memory", lambda *_, **__: 120.0)
    page = tmp_path / "results.md"
    words = ["--sizes", "10", "--rounds", "1", "--parts", "", "--output", str(page)]
    # Programs that are there and are not what they should be.
    words += ["--peers", "stock,pelican", "--stock", "false", "--pelican", "false"]
    assert bench.main(words) == 0
    text = page.read_text(encoding="utf-8")
    assert "|  | ours | ours without search |" in text
    (first,) = [line for line in text.splitlines() if line.startswith("| first build | ")]
    assert all(float(cell.split()[0]) > 0 for cell in first.split("|")[2:4])
    assert "Search's share of ours" in text and "Feeds' share of our first build" in text
    assert " s  Pages\n" in text and " s  Words of articles\n" in text
    assert "stock: not measured. It needs --stock PYTHON" in text
    assert "Pelican: not measured. It needs pelican on the path" in text
    assert "was passed by" not in text
    assert str(tmp_path) not in text
    assert text.partition(BY_HAND)[2].startswith("\n## Where the rest goes\n")


def test_a_check_is_measured_cold_and_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CPU seconds of a check of generated articles, which have no problem; known ones cost less."""
    monkeypatch.setattr(check_seconds, "_ROUNDS", 1)
    line = check_seconds.check_seconds(tmp_path, 60)
    cold, known = map(float, re.findall(r"[\d.]+(?= s of CPU)", line))
    assert line.startswith("a check of 60 articles: ") and 0 < known < cold < 60


def test_what_to_read_next_is_measured() -> None:
    """CPU seconds for all texts and after an edit of one, of lists that are full."""
    line = reading_seconds.reading_seconds(120)
    whole, read, compare, _ = map(float, re.findall(r"[\d.]+(?= s)", line))
    assert abs(whole - read - compare) < 0.02
    assert int(re.findall(r"(\d+) have all", line)[0]) > 60


def test_what_is_written_by_hand_stays(tmp_path: Path) -> None:
    """A new run replaces what was measured and leaves what somebody wrote about it, to the letter."""
    page = tmp_path / "bench/results.md"
    write_page(page, RESULTS)
    before = page.read_text(encoding="utf-8")
    written = "\n## Where the rest goes\n\nMostly into templates.  \n"
    page.write_text(before.partition(BY_HAND)[0] + BY_HAND + written, encoding="utf-8")
    write_page(page, replace(RESULTS, date="2027-01-01"))
    after = page.read_text(encoding="utf-8")
    assert after.endswith(BY_HAND + written)
    assert "2027-01-01" in after and "2026-11-28" not in after


def test_ratios_are_medians_of_pairs() -> None:
    """A slow minute that meets both programs of one round does not move the ratio, nor one bad pair."""
    runs = {
        (FIRST, "ours"): [run_of(1), run_of(30), run_of(9)],
        (FIRST, "stock"): [run_of(2), run_of(60), run_of(10)],
    }
    figures = Figures(articles=10, runs=runs, memory={})
    assert figures.ratio(FIRST, "ours", "stock") == 0.5
    assert figures.middle(FIRST, "ours") == 9
    assert figures.ratio(FIRST, "ours", "Hugo") is None and figures.middle(BODY, "ours") is None


def test_targets_have_their_figures(tmp_path: Path) -> None:
    """What was not run is said to be; what was run stands beside its target."""
    runs = {(FIRST, "ours"): [run_of(3)], (FIRST, "stock"): [run_of(12)]}
    text = write_page(
        tmp_path / "page.md",
        replace(RESULTS, figures=[Figures(articles=1000, runs=runs, memory={})]),
    )
    assert "| first build, 1,000, against stock | 0.30 | 0.25 |" in text
    assert "| first build, 5,000, against stock | 0.25 | not measured |" in text


def test_growth_is_an_exponent() -> None:
    """Ten times the articles in ten times the seconds is 1, in a hundred times the seconds 2."""
    assert growth([1000, 10_000], [3.0, 30.0]) == pytest.approx(1)
    assert growth([1000, 5000, 10_000], [3.0, None, 300.0]) == pytest.approx(2)
    assert growth([1000], [3.0]) is None
    assert growth([1000, 2000], [None, 3.0]) is None


def test_every_stack_has_the_same_articles_and_edits(tmp_path: Path) -> None:
    """An article, its new words and its new title stand in each stack's folder, its links in each one's own way."""
    articles = list(generated(5))
    makers = {
        "Hugo": stacks.hugo,
        "Eleventy": stacks.eleventy,
        "Pelican": stacks.pelican,
        "stock": stacks.stock,
    }
    links = {"Hugo": '{{< ref "article-', "Eleventy": "(/articles/article-", "Pelican": "({filename}article-"}
    for name, make in makers.items():
        stack = make(tmp_path / name, articles, "program")
        folder = stack.folder / stack.articles
        assert len(list(folder.glob("article-*.md"))) == 5
        assert links.get(name, "(article-") in (folder / "article-00004.md").read_text(encoding="utf-8")
        stack.put(with_new_title(with_new_sentence(articles[2], 7), 7))
        stack.put(newer(articles[2], 7))
        text = (folder / "article-00002.md").read_text(encoding="utf-8")
        assert "time number 7." in text and ", version 7" in text
        assert (folder / "new-00007.md").exists()


def test_photographs_are_large_and_no_two_equal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has about the size that was asked for, and a cache that goes by content has nothing to share."""
    monkeypatch.setattr(bench_articles, "_PHOTOGRAPH", (800, 600))
    names = list(photographs(tmp_path, 6, megabytes=0.2))
    contents = {(tmp_path / name).read_bytes() for name in names}
    assert len(contents) == 6
    assert all(math.isclose(len(content), 2e5, rel_tol=0.25) for content in contents)


def test_a_command_that_fails_says_what_it_printed(tmp_path: Path) -> None:
    """Whoever runs the benchmark sees why it ended."""
    with pytest.raises(CommandFailed, match="said 42"):
        run(["sh", "-c", "echo said $((40 + 2)); exit 3"], tmp_path, {"PATH": "/usr/bin:/bin"})


def test_modules_are_compiled_once_for_all_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in stacks.our_environment()
    assert "PYTHONDONTWRITEBYTECODE" not in stacks.environment({})


def test_memory_is_the_commands_own(tmp_path: Path) -> None:
    """What the benchmark itself holds counts for none of the programs it measures."""
    held = bytearray(300 * 1024**2)
    small = run(["sh", "-c", "exit 0"], tmp_path, {"PATH": "/usr/bin:/bin"})
    assert held and 0 < small.memory < 100
    if Path("/proc/self/smaps_rollup").exists():
        watched = peak_memory(["sleep", "0.3"], tmp_path, {"PATH": "/usr/bin:/bin"})
        assert watched and 0 < watched < 100


def test_graded_queries_are_read_and_judged() -> None:
    """At least sixty, none twice; an article of grade 1 answers nothing, and what is missed is named."""
    queries = graded_queries(GRADED.read_text(encoding="utf-8").splitlines())
    assert len({one.query.lower() for one in queries}) == len(queries) >= 60
    first, second = graded_queries(["# A comment", "", "one word | near=1 right=3 also=2", "other | it=2"])
    assert first == Graded("one word", {"near": 1, "right": 3, "also": 2})
    assert [first.rank(names) for names in (["near", "x", "also"], ["right"], ["near"])] == [3, 1, 0]
    (line,) = told([first, second], [["near", "right"], ["a", "b", "c", "it"]])
    assert line.startswith("Search: 1 of 2 graded queries are answered within the first 3 results; ")
    assert line.endswith("mean reciprocal rank 0.375. Not: “other” (place 4).")


@pytest.mark.parametrize("line", ["no bar", "query | name=4", "query | name", "query | name=1", " | name=3"])
def test_a_query_without_an_answer_is_refused(line: str) -> None:
    """With the line that is wrong."""
    with pytest.raises(ValueError, match="Line 2: "):
        graded_queries(["good | name=3", line])
