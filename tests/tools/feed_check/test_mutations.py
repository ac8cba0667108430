"""One defect at a time in a good site: each is found, by the rule that is meant for it, where it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge_center.problems import Problem, report
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.site_check import find_problems, read_all_feeds, rules
from tests.tools.feed_check.defects import (
    Defect,
    of_atom,
    of_entries,
    of_files,
    of_html,
    of_json,
    of_sites,
    of_texts,
)
from tests.tools.feed_check.good_site import finished, good_files, problems

_PARTS = (of_files, of_atom, of_json, of_entries, of_texts, of_html, of_sites)
SOURCES = {rule.id: rule.source for rule in rules()}
DEFECTS: tuple[Defect, ...] = tuple(defect for part in _PARTS for defect in part.DEFECTS)


def test_good_feeds_have_no_problem(tmp_path: Path) -> None:
    """Feeds as our writers make them, and some by hand with all that feeds may have: nothing to say."""
    assert report(problems(tmp_path)) == "No problems."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A good site, which each test leaves as it found it."""
    return finished(tmp_path_factory.mktemp("good"))


def problems_with(site: Site, path: str, data: bytes | None) -> tuple[Problem, ...]:
    """What the rules find while one file holds other bytes, or is not there."""
    file = site.folder / path
    try:
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data)
        # A new one each time: it remembers what it has measured.
        fresh = replace(site, folder=site.folder)
        return tuple(find_problems(read_all_feeds(fresh), fresh))
    finally:
        file.write_bytes(good_files()[path])


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.rule}: {defect.what}"[:120])
def test_a_defect_is_found_where_it_is(site: Site, defect: Defect) -> None:
    """The problem names the file, the line and the thing, and quotes the source of the rule."""
    changed = defect.change(good_files()[defect.path])
    assert changed != good_files()[defect.path]
    problems_found = problems_with(site, defect.path, changed)
    blamed = defect.blamed or defect.path
    found = [
        problem
        for problem in problems_found
        if (problem.rule, problem.path) == (f"feeds.{defect.rule}", blamed) and defect.says in problem.message
    ]
    assert found, "\n".join(f"{p.rule}: {p.where}: {p.message}" for p in problems_found) or "nothing"
    assert found[0].message.endswith(f" [{SOURCES[f'feeds.{defect.rule}']}]")
    if defect.at:
        assert changed is not None
        lines = [n for n, line in enumerate(changed.split(b"\n"), start=1) if defect.at.encode() in line]
        assert {problem.line for problem in found} & set(lines), (found, lines)


def test_every_rule_has_a_defect() -> None:
    """A rule that nothing in the tests breaks may look at nothing."""
    broken = Counter(f"feeds.{defect.rule}" for defect in DEFECTS)
    assert [rule.id for rule in rules() if not broken[rule.id]] == []
    assert sorted(set(broken) - {rule.id for rule in rules()}) == []


def test_every_rule_says_what_for_and_where_from() -> None:
    """Each has a purpose in whole sentences and a source, and no two have one name."""
    for rule in rules():
        assert rule.source, rule.id
        assert rule.purpose.endswith("."), rule.id
    assert len({rule.id for rule in rules()}) == len(rules())
