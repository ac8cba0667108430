"""One defect at a time in a good site: each is found, by the rule that is meant for it, where it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge_center.problems import report
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_rule import Judged
from knowledge_center.tools.feed_check.site_check import as_problem, gather, judge, rules
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
DEFECTS: tuple[Defect, ...] = tuple(defect for part in _PARTS for defect in part.DEFECTS)


def test_good_feeds_have_no_problem(tmp_path: Path) -> None:
    """Feeds as our writers make them, and some by hand with all that feeds may have: nothing to say."""
    assert report(problems(tmp_path)) == "No problems."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A good site, which each test leaves as it found it."""
    return finished(tmp_path_factory.mktemp("good"))


def judged_with(site: Site, path: str, data: bytes | None) -> tuple[Judged, ...]:
    """What the rules find while one file holds other bytes, or is not there."""
    file = site.folder / path
    try:
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data)
        # A new one each time: it remembers what it has measured.
        fresh = replace(site, folder=site.folder)
        return tuple(judge(gather(fresh), fresh))
    finally:
        file.write_bytes(good_files()[path])


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.rule}: {defect.what}"[:120])
def test_a_defect_is_found_where_it_is(site: Site, defect: Defect) -> None:
    """The problem names the file, the line and the thing, and quotes the source of the rule."""
    changed = defect.change(good_files()[defect.path])
    assert changed != good_files()[defect.path]
    judged = judged_with(site, defect.path, changed)
    blamed = defect.blamed or defect.path
    found = [
        j for j in judged if (j.rule, j.path) == (defect.rule, blamed) and defect.says in j.found.message
    ]
    assert found, (
        "\n".join(f"{j.rule}: {j.path}:{j.found.line}: {j.found.message}" for j in judged) or "nothing"
    )
    problem = as_problem(found[0], site)
    assert problem.path == f"{site.folder.as_posix()}/{blamed}"
    assert problem.message.endswith(f" [{found[0].source}]")
    if defect.at:
        assert changed is not None
        lines = [n for n, line in enumerate(changed.split(b"\n"), start=1) if defect.at.encode() in line]
        assert {j.found.line for j in found} & set(lines), (found, lines)


def test_every_rule_has_a_defect() -> None:
    """A rule that nothing in the tests breaks may look at nothing."""
    broken = Counter(defect.rule for defect in DEFECTS)
    assert [rule.name for rule in rules() if not broken[rule.name]] == []
    assert sorted(set(broken) - {rule.name for rule in rules()}) == []


def test_every_rule_says_what_for_and_where_from() -> None:
    """Each has a purpose in whole sentences and a source, and no two have one name."""
    for rule in rules():
        assert rule.source, rule.name
        assert rule.purpose.endswith("."), rule.name
    assert len({rule.name for rule in rules()}) == len(rules())
