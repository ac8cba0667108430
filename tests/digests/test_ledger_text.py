from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.digests.issue import Entry, Issue, SnapshotImage
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.ledger_text import issue_text, state_text
from knowledge_center.digests.ledger_writing import write_issue, write_state
from knowledge_center.pictures.model import CENTER
from tests.digests.samples import MONDAY, ZONE, any_text, entries, entry, issue, moments, visible_text

distinct = st.lists(entries(), min_size=1, max_size=4, unique_by=lambda found: found.id.casefold()).map(tuple)
# A body keeps no carriage returns, no empty lines at its ends, and no conflict of git's.
intros = any_text.map(lambda text: text.replace("\r", "").strip("\n")).filter(
    lambda text: ">>>>>>>" not in text
)


def test_an_issue_reads_like_something_a_person_wrote() -> None:
    """Fixed order, one line a field, quotes only where YAML needs them."""
    picture = SnapshotImage(path="articles/a/a.png", alt="A desk", width=1500, height=1000)
    first = entry("a", title="Why you're not getting a second interview", image=picture)
    second = entry("2026", title='Pay: "what" to ask', summary="", authors=(), url="articles/2026/")
    assert issue_text(issue(first, second, subject="Two", intro="Good *morning*.")) == (
        "---\n"
        "digest: weekly\n"
        "issue: 2026-W46\n"
        "boundary: 2026-11-16 08:00\n"
        "closed_at: 2026-11-16T08:03:00-05:00\n"
        "subject: Two\n"
        "articles:\n"
        "  - id: a\n"
        "    url: articles/a/\n"
        "    title: Why you're not getting a second interview\n"
        "    summary: A sentence about it.\n"
        "    authors:\n"
        "      - Careers Desk\n"
        "    published: 2026-11-12T00:00:00-05:00\n"
        "    image:\n"
        "      path: articles/a/a.png\n"
        "      alt: A desk\n"
        "      width: 1500\n"
        "      height: 1000\n"
        '  - id: "2026"\n'
        "    url: articles/2026/\n"
        '    title: "Pay: \\"what\\" to ask"\n'
        '    summary: ""\n'
        "    authors: []\n"
        "    published: 2026-11-12T00:00:00-05:00\n"
        "    image: null\n"
        "---\n"
        "\n"
        "Good *morning*.\n"
    )


def test_what_is_worth_rereading_and_whose_words_these_are_stand_by_themselves() -> None:
    """The older article is no item of the list of new ones, and the draft is named."""
    picture = SnapshotImage(path="articles/b/b.png", alt="A desk", width=3, height=2)
    text = issue_text(issue(entry("a"), draft="2026-W45", evergreen=entry("b", image=picture)))
    assert "\ndraft: 2026-W45\narticles:\n" in text
    assert text.partition("    image: null\n")[2] == (
        "evergreen:\n"
        "  id: b\n"
        "  url: articles/b/\n"
        "  title: B\n"
        "  summary: A sentence about it.\n"
        "  authors:\n"
        "    - Careers Desk\n"
        "  published: 2026-11-12T00:00:00-05:00\n"
        "  image:\n"
        "    path: articles/b/b.png\n"
        "    alt: A desk\n"
        "    width: 3\n"
        "    height: 2\n"
        "---\n"
    )


def test_the_record_is_sorted_so_that_its_diff_shows_what_is_new() -> None:
    """Ids stand in order and once, whatever order they came in."""
    empty = Ledger(digest="weekly", source="docs/digests/weekly")
    text = state_text(replace(empty, processed=MONDAY, baseline=frozenset(["b", "a", "null"])), "2026-W46")
    assert text.split("\n", 1)[1] == (
        'processed: 2026-11-16 08:00\nissues:\n  - 2026-W46\nbaseline:\n  - a\n  - b\n  - "null"\n'
    )
    assert text.startswith("# Written by knowledge-center close")
    assert state_text(empty).count("\n") == 1
    assert state_text(replace(empty, baseline=frozenset())).endswith("\nbaseline: []\n")


@checked(max_examples=150, deadline=None)
@given(distinct, st.none() | entries(), any_text, any_text, intros, moments)
def test_what_is_written_is_read_back_to_the_last_character(
    found: tuple[Entry, ...],
    again: Entry | None,
    subject: str,
    preheader: str,
    intro: str,
    closed_at: datetime,
) -> None:
    """Titles with colons, quotes, emoji, line ends or control characters come back as they were."""
    if again and again.id.casefold() in {entry.id.casefold() for entry in found}:
        again = None
    written: Issue = issue(
        *found, subject=subject, preheader=preheader, intro=intro, closed_at=closed_at, evergreen=again
    )
    with tempfile.TemporaryDirectory() as folder:
        assert write_issue(Path(folder), written)
        ledger = read_ledger(Path(folder), "docs", "weekly", ZONE)
    assert ledger.issues == (written,)
    # Equal moments of different offsets are equal; the day on the page is the offset's.
    assert [e.published.utcoffset() for e in ledger.issues[0].entries] == [
        e.published.utcoffset() for e in found
    ]


@checked(max_examples=100, deadline=None)
@given(distinct)
def test_other_yaml_readers_read_the_same(found: tuple[Entry, ...]) -> None:
    """No title becomes a date, a number or a yes in a tool that is not ours, and no line is broken."""
    text = issue_text(issue(*found))
    data = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n"))
    assert [(a["id"], a["title"], a["summary"], tuple(a["authors"])) for a in data["articles"]] == [
        (e.id, e.title, e.summary, e.authors) for e in found
    ]
    lines_of_entries = sum(
        6 + (len(e.authors) + 1) + _picture_lines(e) + 3 * (e.series is not None) + bool(e.language)
        for e in found
    )
    assert len(text.splitlines()) == len(text.split("\n")) - 1 == 7 + lines_of_entries


def _picture_lines(entry: Entry) -> int:
    """Path, words and sizes below "image:", and the focal point where it is not the middle."""
    return 0 if entry.image is None else 4 if entry.image.focus == CENTER else 5


@checked(max_examples=100, deadline=None)
@given(st.frozensets(visible_text, max_size=5), st.none() | st.just(MONDAY))
def test_the_record_is_read_back_as_it_was(baseline: frozenset[str], processed: datetime | None) -> None:
    """Any identity, also an address of a former site, survives in .ledger.yml."""
    with tempfile.TemporaryDirectory() as folder:
        known = Ledger(digest="weekly", source="docs/digests/weekly", baseline=baseline, processed=processed)
        write_state(Path(folder), known)
        ledger = read_ledger(Path(folder), "docs", "weekly", ZONE)
    assert (ledger.baseline, ledger.processed) == (baseline, processed)
