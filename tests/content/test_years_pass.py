"""Sites of every kind, read on one day and on later ones: no day that comes by itself makes a problem."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.content.content_reader import read_content
from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.ledger_text import issue_text, state_text
from tests.digests.samples import MONDAY, entry, issue
from tests.samples import NOW, article_text, make_docs, settings

DAY = date(2026, 11, 20)
NAMES = ("one", "two", "three", "four")
near = st.integers(-40, 400).map(lambda days: DAY + timedelta(days=days))


@st.composite
def articles(draw: st.DrawFn) -> dict[str, str | bytes]:
    """Four articles that link to each other, and an introduction in waiting that links to them."""
    found: dict[str, str | bytes] = {}
    for name in NAMES:
        published = draw(near)
        fields = {"date": published.isoformat(), "draft": draw(st.sampled_from(["true", "false"]))}
        if draw(st.booleans()):
            fields["expires"] = (published + timedelta(days=draw(st.integers(0, 200)))).isoformat()
        if draw(st.booleans()):
            fields["review_by"] = draw(near).isoformat()
        if draw(st.booleans()):
            fields["updated"] = (published + timedelta(days=draw(st.integers(0, 90)))).isoformat()
        targets = draw(st.sets(st.sampled_from([*NAMES, "missing"]), max_size=3))
        links = " ".join(f"[{target}]({target}.md)" for target in sorted(targets))
        found[f"{name}.md"] = article_text(name.capitalize(), f"Text. {links}\n", **fields)
    words = "".join(f"[{name}](../../articles/posts/2026/{name}.md)\n" for name in NAMES)
    found["digests/weekly/2026-W47.draft.md"] = f"---\n---\n{words}"
    found["pages/help.md"] = (
        "# Help\n\n[one](../articles/posts/2026/one.md) [two](../articles/posts/2026/two.md)\n"
    )
    return found


def stops(root: Path, now: datetime) -> set[tuple[str, str]]:
    """What stops a build at that time, by its place and its rule: a sentence may hold the hour."""
    found = read_content(root, settings(), now).problems
    return {(problem.where, problem.rule) for problem in found if not problem.advice}


@given(articles(), st.sampled_from([-30, 0, 100]), st.lists(st.integers(1, 900), min_size=1, max_size=4))
@checked(max_examples=30)
def test_what_stops_a_build_did_so_on_the_day_before(
    files: dict[str, str | bytes], processed: int, days: list[int]
) -> None:
    """Articles come out, run out, are to be looked at again; digests fall due: nothing of it stops a build."""
    boundary = MONDAY + timedelta(days=processed)
    closed = issue(entry("one"), entry("gone"))
    ledger: dict[str, str | bytes] = {
        "digests/weekly/2026-W46.md": issue_text(closed),
        "digests/weekly/.ledger.yml": state_text(
            Ledger(
                digest="weekly", source="", issues=(closed,), processed=boundary, baseline=frozenset(["two"])
            )
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        make_docs(Path(folder), files | ledger)
        found = [
            stops(Path(folder), NOW + timedelta(days=after, hours=after)) for after in (0, *sorted(days))
        ]
    assert all(later <= sooner for sooner, later in pairwise(found))
