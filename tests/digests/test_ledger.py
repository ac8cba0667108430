from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.digests.ledger import Ledger, read_ledger, read_ledgers
from knowledge_center.digests.ledger_text import issue_text
from knowledge_center.problems import Problem, Unusable
from tests.digests.samples import MONDAY, ZONE, any_text, entry, issue, write
from tests.samples import DATA, settings

GOOD = issue_text(issue())


def read(docs: Path) -> Ledger:
    return read_ledger(docs, "docs", "weekly", ZONE)


def problems(docs: Path) -> tuple[Problem, ...]:
    with pytest.raises(Unusable) as caught:
        read(docs)
    return caught.value.problems


def test_a_digest_that_never_closed_has_an_empty_ledger(tmp_path: Path) -> None:
    """A new digest needs no file."""
    assert read(tmp_path) == Ledger(digest="weekly", source="docs/digests/weekly")
    assert read(tmp_path).known_ids == frozenset()


def test_issues_come_oldest_first_with_all_that_subscribers_know(tmp_path: Path) -> None:
    """What stands in any issue or in the baseline is no news."""
    later = issue(entry("b"), key="2026-W47", boundary=MONDAY + timedelta(days=7))
    write(tmp_path, "2026-W47.md", issue_text(later))
    write(tmp_path, "2026-W46.md", issue_text(issue(entry("a"))))
    write(tmp_path, ".ledger.yml", "processed: 2026-11-23 08:00\nbaseline:\n  - old\n")
    write(tmp_path, "index.md", "# Archive\n")
    write(tmp_path, "notes.txt", "not ours")
    ledger = read(tmp_path)
    assert [found.key for found in ledger.issues] == ["2026-W46", "2026-W47"]
    assert ledger.known_ids == {"a", "b", "old"}
    assert ledger.processed == datetime(2026, 11, 23, 8, tzinfo=ZONE)
    assert ledger.issue("2026-W46") == issue(entry("a"))
    assert ledger.issue("2026-W45") is None


def test_an_editor_may_add_subject_preheader_and_introduction(tmp_path: Path) -> None:
    """The lines an editor adds to a closed issue are read; the rest stays as it was."""
    text = GOOD.replace("articles:", "subject: 'Interviews: three'\npreheader: And pay\narticles:", 1)
    write(tmp_path, "2026-W46.md", text + "\nGood *morning*.\n\n---\n\nMore.\n\n")
    found = read(tmp_path).issues[0]
    assert found.subject == "Interviews: three"
    assert found.preheader == "And pay"
    assert found.intro == "Good *morning*.\n\n---\n\nMore."
    assert found.entries == issue().entries


def test_an_issue_file_saved_on_windows_is_the_same_issue(tmp_path: Path) -> None:
    """Line ends and a byte order mark change nothing."""
    path = write(tmp_path, "2026-W46.md", "")
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read(tmp_path).issues == (issue(),)


def test_an_entry_knows_its_line(tmp_path: Path) -> None:
    """A message about an article in an issue can name the line it begins on."""
    path = write(tmp_path, "2026-W46.md", issue_text(issue(entry("a"), entry("b"))))
    lines = path.read_text(encoding="utf-8").split("\n")
    for found in read(tmp_path).issues[0].entries:
        assert lines[found.line - 1] == f"  - id: {found.id}"


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "fix"),
    [
        ("digest: weekly\n", "", 1, "“digest” is missing", "digest: weekly"),
        ("digest: weekly", "digest: monthly", 2, "“monthly” was found in “digest”", "digest: weekly"),
        ("issue: 2026-W46", "issue: 2026-W45", 3, "the file's own name, 2026-W46,", "issue: 2026-W46"),
        ("boundary: 2026-11-16 08:00", "boundary: 16.11.2026", 4, "“16.11.2026”", "boundary: 2026-11-16 08:00"),
        ("boundary: 2026-11-16 08:00", "boundary: 2026-02-30 08:00", 4, "“2026-02-30 08:00”", "boundary: "),
        ("boundary: 2026-11-16", "boundary: 2036-11-16", 4, "one of 2026-W46 (Nov", "boundary: 2026-11-16 08:00"),
        ("boundary: 2026-11-16", "boundary: 2026-11-17", 4, "the day after it ends", "boundary: 2026-11-16 08:00"),
        ("closed_at: 2026-11-16T08:03:00-05:00", "closed_at: 2026-11-16T08:03:00", 5, "offset", "closed_at: "),
        ("articles:", "artikles:", 6, "“artikles” is not known", "articles: …"),
        ("  - id: second-interview\n    url", "  - url", 7, "“id” is missing", "id: second-interview"),
        ("    url: articles", "    url: /articles", 8, "without a slash in front", "url: articles/"),
        ("    url: articles", "    url: javascript:x", 8, "below the site's own", "url: articles/"),
        ("    url: articles", "    url: ../articles", 8, "below the site's own", "url: articles/"),
        ("title: Second interview", "title:", 9, "nothing was found in “title”", "title: "),
        ("id: second-interview", 'id: " "', 7, "“ ” was found in “id”", "id: second-interview"),
        ("summary: A sentence about it.", "summary: [A]", 10, "a list was found in “summary”", "summary: "),
        ("articles:", "subject: {a: b}\narticles:", 6, "a group of fields was found in “subject”", "subject: "),
        ("summary:", "sumary:", 10, "“sumary” is not known", "summary: …"),
        ("    authors:\n      - Careers Desk", "    authors: Ana", 11, "“Ana” was found", "authors: ["),
        ("published: 2026-11-12T00:00:00-05:00", "published: 2026-11-12", 13, "“2026-11-12”", "published: "),
        ("    image: null\n", "", 7, "“image” is missing", "image: null"),
        ("image: null", "image: x.png", 14, "“x.png” was found", "image: null"),
        ("image: null\n", "image: null\nevergreen: old-one\n", 15, "“old-one” was found", "evergreen:\n  id: "),
        ("image: null\n", "image: null\nevergreen:\n  idd: x\n", 15, "“id” is missing", "id: second-interview"),
        ("image: null\n", "image: null\nevergreen:\n  idd: x\n", 16, "“idd” is not known", "id: …"),
        ("articles:", "draft: soon\narticles:", 6, "“soon” was found in “draft”", "draft: 2026-W46"),
        ("image: null", "image: {path: a.png, alt: A, width: wide, height: 2}", 14, "“wide”", "width: 1200"),
        (
            "image: null", "image: {path: a.png, alt: A, width: 3, height: 2, focus: left}", 14, "“left”",
            "focus: 50% 50%",
        ),
    ],
)  # fmt: skip
def test_every_mistake_in_an_issue_is_named_with_its_line_and_a_fix(
    tmp_path: Path, old: str, new: str, line: int, message: str, fix: str
) -> None:
    """Whoever breaks a closed issue by hand reads where, what was found, and what to write instead."""
    assert GOOD.count(old) == 1
    write(tmp_path, "2026-W46.md", GOOD.replace(old, new))
    matching = [p for p in problems(tmp_path) if message.lower() in p.message.lower()]
    assert [(p.path, p.line) for p in matching] == [("docs/digests/weekly/2026-W46.md", line)]
    assert fix in matching[0].fix


FULL = issue_text(
    issue(entry("a"), entry("b"), subject="Two", draft="2026-W46", intro="Hello.", evergreen=entry("old"))
)
odd_lines = any_text | st.sampled_from(
    ["---", "articles:", "  - id: a", "  image:", "<<<<<<< HEAD", "    x: [", "-"]
)


@checked(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from(["cut", "twice", "other", "more"]), odd_lines),
        max_size=3,
    )
)
def test_whatever_a_hand_does_to_an_issue_it_is_read_or_named(edits: list[tuple[int, str, str]]) -> None:
    """Lines cut, doubled or replaced by anything: an issue comes out, or problems with a line of that very file."""
    lines = FULL.split("\n")
    for place, kind, text in edits:
        at = place % len(lines)
        lines[at : at + 1] = {
            "cut": [],
            "twice": [lines[at]] * 2,
            "other": [text],
            "more": [lines[at], text],
        }[kind]
        lines = lines or [""]
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), "2026-W46.md", "\n".join(lines))
        count = len(path.read_text(encoding="utf-8").split("\n"))
        try:
            (found,) = read(Path(folder)).issues
        except Unusable as unusable:
            for problem in unusable.problems:
                assert problem.path == "docs/digests/weekly/2026-W46.md"
                assert 0 <= problem.line <= count
                assert problem.message and problem.fix
        else:
            assert found.entries and found.key == "2026-W46"


@pytest.mark.parametrize("text", ["", "\n", "Dear reader,\n", f"\n{GOOD}"])
def test_a_file_that_is_no_issue_is_named(tmp_path: Path, text: str) -> None:
    """An emptied file, or a letter that somebody put beside the issues, is said to be none."""
    write(tmp_path, "2026-W46.md", text)
    (found,) = problems(tmp_path)
    assert (found.path, found.line) == ("docs/digests/weekly/2026-W46.md", 1)
    assert "does not begin with ---" in found.message
    assert "git checkout HEAD -- docs/digests/weekly/2026-W46.md" in found.fix


@pytest.mark.parametrize("name", ["2026-w46.md", "2025-W53.md", "2026-W46 (conflicted copy).md", "notes.md"])
def test_a_file_that_has_no_issue_s_name_is_named(tmp_path: Path, name: str) -> None:
    """Copies that programs make, and weeks that were never, are no issues and are not passed over."""
    write(tmp_path, name, GOOD)
    assert "The file's name is not the name of an issue" in problems(tmp_path)[0].message


def test_an_ending_in_capitals_is_named(tmp_path: Path) -> None:
    """An issue that a program has renamed is not forgotten: its articles would go out a second time."""
    write(tmp_path, "2026-W46.MD", GOOD)
    (found,) = problems(tmp_path)
    assert "ends in .MD, but .md is expected" in found.message
    assert found.fix == "Rename it: 2026-W46.md"


def test_a_month_s_issue_answers_to_no_day_after_the_first_of_the_next(tmp_path: Path) -> None:
    """November closes by December 1. A day before it is what remains of a clock that was ahead, and shuts nothing."""
    for boundary, good in (("10-01", True), ("11-02", True), ("12-01", True), ("12-02", False)):
        text = issue_text(issue(key="2026-11")).replace("2026-11-16 08:00", f"2026-{boundary} 08:00")
        write(tmp_path, "2026-11.md", text)
        if good:
            assert read(tmp_path).issues[0].boundary.isoformat()[5:10] == boundary
        else:
            assert [found.fix for found in problems(tmp_path)] == ["boundary: 2026-12-01 08:00"]


def test_a_time_that_the_clock_jumped_over_is_the_moment_after_the_jump(tmp_path: Path) -> None:
    """Half past two on March 8 was half past three: a record of either is the same, and so is an issue."""
    write(tmp_path, ".ledger.yml", "processed: 2026-03-08 02:30\n")
    assert read(tmp_path).processed == datetime(2026, 3, 8, 3, 30, tzinfo=ZONE)
    for key, boundary in (("2026-W10", "2026-03-08 02:30"), ("2026-03", "2026-03-08 03:30")):
        text = issue_text(issue(entry(key), key=key)).replace("2026-11-16 08:00", boundary)
        write(tmp_path, f"{key}.md", text)
    (found,) = problems(tmp_path)
    assert "answers to the same boundary" in found.message


def test_an_issue_without_articles_is_refused(tmp_path: Path) -> None:
    """An issue somebody has emptied would be an empty mail."""
    head = GOOD.partition("articles:")[0]
    write(tmp_path, "2026-W46.md", f"{head}articles: []\n---\n")
    assert [p.line for p in problems(tmp_path)] == [6]
    assert "at least one article" in problems(tmp_path)[0].message


def test_an_article_in_two_issues_is_a_problem_that_names_both_places(tmp_path: Path) -> None:
    """After a bad merge nobody gets an article twice without our saying so."""
    write(tmp_path, "2026-W46.md", issue_text(issue(entry("a"), entry("b"))))
    later = issue(entry("c"), entry("B"), key="2026-W47", boundary=MONDAY + timedelta(days=7))
    write(tmp_path, "2026-W47.md", issue_text(later))
    found = problems(tmp_path)
    assert [p.path for p in found] == ["docs/digests/weekly/2026-W47.md"]
    assert "“B” stands in this ledger twice; first in docs/digests/weekly/2026-W46.md:15" in found[0].message


def test_an_article_twice_in_one_issue_is_a_problem(tmp_path: Path) -> None:
    """The same lines pasted twice are found."""
    write(tmp_path, "2026-W46.md", issue_text(issue(entry("a"), entry("a"))))
    assert [p.line for p in problems(tmp_path)] == [15]


def test_an_article_worth_rereading_is_no_delivery(tmp_path: Path) -> None:
    """It may stand in many issues, is new all the same where it was never sent, and never both in one."""
    write(tmp_path, "2026-W46.md", issue_text(issue(entry("a"), evergreen=entry("old"))))
    later = issue(entry("b"), key="2026-W47", boundary=MONDAY + timedelta(days=7), evergreen=entry("old"))
    write(tmp_path, "2026-W47.md", issue_text(later))
    assert read(tmp_path).known_ids == {"a", "b"}
    assert [e.id for e in read(tmp_path).issues[1].shown] == ["b", "old"]
    path = write(tmp_path, "2026-W46.md", issue_text(issue(entry("old"), evergreen=entry("OLD"))))
    (found,) = problems(tmp_path)
    assert path.read_text(encoding="utf-8").split("\n")[found.line - 1] == "evergreen:"
    assert "“OLD” is new in this issue" in found.message


def test_two_files_for_one_period_are_a_problem(tmp_path: Path) -> None:
    """A copy of an issue under another name is not a second issue."""
    write(tmp_path, "2026-W46.md", GOOD)
    write(tmp_path, "2026-W46 copy.md", GOOD)
    messages = " ".join(p.message for p in problems(tmp_path))
    assert "The file's name is not the name of an issue" in messages
    assert "answers to the same boundary" in messages


def test_two_issues_for_one_boundary_are_a_problem(tmp_path: Path) -> None:
    """One Monday has one issue, whatever its files are called."""
    write(tmp_path, "2026-W46.md", GOOD)
    write(tmp_path, "2026-11.md", issue_text(issue(entry("b"), key="2026-11")))
    found = problems(tmp_path)
    assert [p.path for p in found] == ["docs/digests/weekly/2026-W46.md"]
    assert "docs/digests/weekly/2026-11.md answers to the same boundary" in found[0].message


def test_all_files_are_read_before_anything_is_said(tmp_path: Path) -> None:
    """One run names the problems of every file, also of those that cannot be read at all."""
    write(tmp_path, "2026-W45.md", "no fields here")
    write(tmp_path, "2026-W46.md", GOOD.replace("digest: weekly", "digest: x"))
    write(tmp_path, ".ledger.yml", "processed: yesterday\nbasline: []\n")
    assert {p.path.rpartition("/")[2] for p in problems(tmp_path)} == {
        "2026-W45.md",
        "2026-W46.md",
        ".ledger.yml",
    }


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("processed: 2026-11-16\n", 1, "“2026-11-16”"),
        ("# c\nprocesed: 2026-11-16 08:00\n", 2, "“procesed” is not known"),
        ("baseline: all\n", 1, "a list of texts"),
        (
            "<<<<<<< HEAD\nprocessed: 2026-11-16 08:00\n=======\nbaseline: [a]\n>>>>>>> b\n",
            1,
            "git could not merge",
        ),
    ],
)
def test_a_broken_record_is_a_problem_and_never_an_empty_one(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    """A typing error or a merge conflict in .ledger.yml must not make everything news again."""
    write(tmp_path, ".ledger.yml", text)
    found = problems(tmp_path)
    assert found[0].path == "docs/digests/weekly/.ledger.yml"
    assert found[0].line == line
    assert message in found[0].message


def test_the_ledgers_of_all_digests_are_read_in_one_go(tmp_path: Path) -> None:
    """A site with two digests has two ledgers, and the mistakes of both are reported together."""
    weekly = DATA["extra"]["knowledge_center"]["digests"][0]
    both = settings(digests=[weekly, weekly | {"key": "hiring"}])
    write(tmp_path, "2026-W46.md", GOOD)
    assert {key: len(found.issues) for key, found in read_ledgers(tmp_path, both).items()} == {
        "weekly": 1,
        "hiring": 0,
    }
    write(tmp_path, ".ledger.yml", "x: y\n")
    (tmp_path / "digests/hiring").mkdir()
    (tmp_path / "digests/hiring/.ledger.yml").write_text("x: y\n")
    with pytest.raises(Unusable) as caught:
        read_ledgers(tmp_path, both)
    assert len({p.path for p in caught.value.problems}) == 2


def test_an_issue_that_was_lost_is_missed(tmp_path: Path) -> None:
    """A file deleted by mistake, or left out of a restored backup: nobody is sent its articles once more."""
    state = "processed: 2026-11-23 08:00\nissues:\n  - 2026-W46\n  - 2026-W47\n"
    write(tmp_path, ".ledger.yml", state)
    write(tmp_path, "2026-W46.md", GOOD)
    (found,) = problems(tmp_path)
    assert (found.path, found.line) == ("docs/digests/weekly/.ledger.yml", 4)
    assert found.message.startswith("The issue 2026-W47 was closed, but its file is not there")
    assert "docs/digests/weekly/2026-W47.md" in found.fix
    write(tmp_path, ".ledger.yml", state.replace("  - 2026-W47\n", ""))
    assert [issue.key for issue in read(tmp_path).issues] == ["2026-W46"]


def test_an_issue_that_is_not_recorded_yet_is_there(tmp_path: Path) -> None:
    """A crash between the issue and its record is no problem; one that cannot be read is not said to be lost too."""
    write(tmp_path, ".ledger.yml", "processed: 2026-11-09 08:00\nissues:\n  - 2026-W45\n")
    write(tmp_path, "2026-W45.md", "")
    write(tmp_path, "2026-W46.md", GOOD)
    assert [found.path for found in problems(tmp_path)] == ["docs/digests/weekly/2026-W45.md"]
    (tmp_path / "digests/weekly/2026-W45.md").rename(tmp_path / "digests/weekly/2026-W45.txt")
    assert [found.line for found in problems(tmp_path)] == [3]
