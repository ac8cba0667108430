from __future__ import annotations

import dataclasses
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.articles.model import Article
from knowledge_center.digests.issue_draft import (
    Draft,
    changed_draft_advice,
    draft_problems,
    draft_text,
    read_draft,
    used_drafts,
    waiting_drafts,
)
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.ledger_text import issue_text
from knowledge_center.digests.ledger_writing import write_issue
from knowledge_center.problems import Problem, Unusable
from tests.digests.samples import MONDAY, WEEKLY, ZONE, any_text, entry, issue, write
from tests.samples import article, make_docs, settings

NAME = "2026-W47.draft.md"
SHOWN = f"docs/digests/weekly/{NAME}"
EMPTY = Ledger(digest="weekly", source="docs/digests/weekly")


def ledger(docs: Path) -> Ledger:
    return read_ledger(docs, "docs", "weekly", ZONE)


def fresh(articles: list[Article]) -> str:
    return draft_text(WEEKLY, "2026-W47", articles, "docs/digests/weekly")


def problems(docs: Path) -> tuple[Problem, ...]:
    with pytest.raises(Unusable) as caught:
        read_draft(docs, ledger(docs))
    return caught.value.problems


def test_a_fresh_draft_holds_help_and_no_words(tmp_path: Path) -> None:
    """What an editor finds explains itself, names what is in the issue so far, and says nothing to readers."""
    text = fresh([article("a", title="Pay: what\nto ask"), article("b")])
    assert text.startswith(
        "---\n# For the issue of “The weekly digest” that closes next (November 16–22, 2026, as it looks now).\n"
    )
    assert "#   [these words](../../articles/posts/2026/a.md)\n" in text
    assert "\nsubject:\n" in text and "\npreheader:\n" in text
    assert "\n# By now the issue would hold:\n#   Pay: what to ask\n#   B\n---\n" in text
    write(tmp_path, NAME, text)
    assert read_draft(tmp_path, ledger(tmp_path)) == Draft(key="2026-W47", source=SHOWN)
    assert Draft(key="2026-W47", source=SHOWN).empty
    nothing_new = fresh([])
    assert "By now there is nothing new for it" in nothing_new
    assert "#   [these words](../../articles/posts/2026/name.md)\n" in nothing_new


@checked(max_examples=150, deadline=None)
@given(any_text)
def test_no_title_breaks_out_of_the_help(title: str) -> None:
    """Whatever an article is called, it stays behind its #."""
    text = fresh([article("a", title=title)])
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), NAME, text)
        found = read_draft(Path(folder), EMPTY)
    assert found is not None
    assert found.empty


def test_forty_titles_are_enough(tmp_path: Path) -> None:
    """After an import the help stays readable."""
    text = fresh([article(f"a{n}") for n in range(300)])
    assert text.count("\n#   A") == 40
    assert "#   and more: 260" in text


def test_the_words_are_read(tmp_path: Path) -> None:
    """Subject, preheader and introduction, whatever system the file was saved on; the line is the text's own."""
    write(
        tmp_path, NAME, "---\r\nsubject: 'Pay: two'\r\npreheader: And more\r\n---\r\n\r\n\r\nGood *day*.\r\n"
    )
    found = read_draft(tmp_path, ledger(tmp_path))
    assert found == Draft(
        key="2026-W47", source=SHOWN, subject="Pay: two", preheader="And more", intro="Good *day*."
    )
    assert found.line == 7


def test_without_a_draft_there_is_none(tmp_path: Path) -> None:
    """Neither a folder nor a file is needed."""
    assert read_draft(tmp_path, ledger(tmp_path)) is None
    write(tmp_path, "2026-W46.md", issue_text(issue()))
    assert read_draft(tmp_path, ledger(tmp_path)) is None


def test_a_draft_is_no_issue(tmp_path: Path) -> None:
    """The ledger does not see it, broken or not."""
    write(tmp_path, NAME, "<<<<<<< nothing that could be read")
    assert ledger(tmp_path) == EMPTY


@pytest.mark.parametrize(
    ("text", "line", "message", "fix"),
    [
        ("Good day.\n", 1, "does not begin with ---", "---\nsubject:\npreheader:\n---"),
        ("---\nsubject: x\n", 1, "no second --- closes it", "Put a line with only ---"),
        ("---\nsubjekt: x\n---\n", 2, "“subjekt” is not known here", "subject: …"),
        ("---\n# help\nsubject: [x]\n---\n", 3, "list was found in “subject”", "subject: One line"),
        ("---\nsubject: x\nsubject: y\n---\n", 3, "a second time", "Delete one"),
        ("---\nsubject: 'x\n---\n", 2, "quotation mark is opened", 'subject: "x"'),
        ("---\nsubject: Pay: two\n---\n", 2, "holds a colon", "subject: \"Pay: two\""),
        ("---\nsubject:\n<<<<<<< HEAD\n---\na\n=======\nb\n>>>>>>> other\n", 3, "git could not merge", "git checkout"),
    ],
)  # fmt: skip
def test_every_mistake_is_named_with_its_line_and_a_fix(
    tmp_path: Path, text: str, line: int, message: str, fix: str
) -> None:
    """A draft is read as strictly as an issue."""
    write(tmp_path, NAME, text)
    (found,) = problems(tmp_path)
    assert (found.path, found.line) == (SHOWN, line)
    assert message in found.message
    assert fix in found.fix and found.fix


@pytest.mark.parametrize("name", ["next.draft.md", "2026-W54.draft.md"])
def test_a_draft_is_named_after_an_issue(tmp_path: Path, name: str) -> None:
    """Its name is what says later that its words are sent."""
    write(tmp_path, name, fresh([]))
    (found,) = problems(tmp_path)
    assert "not that of a draft" in found.message
    assert "2026-W46.draft.md" in found.fix


def test_of_two_drafts_an_editor_has_to_choose(tmp_path: Path) -> None:
    """Two people began one each: nobody guesses whose words go out."""
    write(tmp_path, NAME, "---\n---\nOne.\n")
    write(tmp_path, "2026-W48.draft.md", "---\n---\nTwo.\n")
    (found,) = problems(tmp_path)
    assert found.path == "docs/digests/weekly/2026-W48.draft.md"
    assert f"{SHOWN} waits for the next issue already" in found.message


def test_a_draft_that_an_issue_took_over_is_used_up(tmp_path: Path) -> None:
    """A crash left it behind: nobody takes it again, and to the last character the same it may go."""
    path = write(tmp_path, NAME, "---\nsubject: Two\n---\n\nGood day.\n")
    draft = read_draft(tmp_path, ledger(tmp_path))
    assert draft is not None
    later = issue(entry("b"), key="2026-W48", boundary=MONDAY + timedelta(days=14))
    assert write_issue(tmp_path, draft.applied_to(later))
    known = ledger(tmp_path)
    assert (known.issues[0].draft, known.issues[0].subject) == ("2026-W47", "Two")
    assert read_draft(tmp_path, known) is None
    assert waiting_drafts(tmp_path, known) == ()
    assert used_drafts(tmp_path, known) == (path,)
    assert changed_draft_advice(tmp_path, known) == ()


@pytest.mark.parametrize(
    "text", ["---\nsubject: Two\n---\n\nGood day, and more.\n", "---\nsubject: [\n---\n"]
)
def test_words_that_came_too_late_are_kept_and_reported(tmp_path: Path, text: str) -> None:
    """Whoever wrote on after the close finds the words where they were, and reads what to do with them."""
    write(tmp_path, NAME, text)
    taken = Draft(key="2026-W47", source=SHOWN, subject="Two", intro="Good day.")
    write_issue(tmp_path, taken.applied_to(issue()))
    known = ledger(tmp_path)
    assert used_drafts(tmp_path, known) == ()
    assert read_draft(tmp_path, known) is None
    (advice,) = changed_draft_advice(tmp_path, known)
    assert (advice.path, advice.advice) == (SHOWN, True)
    assert "2026-W46 has closed with the words of this draft" in advice.message
    assert "docs/digests/weekly/2026-W46.md" in advice.fix


@checked(max_examples=150, deadline=None)
@given(any_text, any_text, any_text)
def test_what_an_issue_took_over_is_known_again(subject: str, preheader: str, intro: str) -> None:
    """Whatever characters the words hold: the draft is used up, and not taken for new words."""
    source = issue_text(issue(subject=subject, preheader=preheader, intro=intro.replace("\r", "")))
    fields = [line for line in source.split("\n") if line.startswith(("subject:", "preheader:"))]
    body = source.partition("\n---\n")[2]
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder)
        path = write(docs, NAME, "\n".join(["---", *fields, "---", body]))
        try:
            draft = read_draft(docs, EMPTY)
        except Unusable:  # words that look like a conflict of git's
            assert ">>>>>>>" in intro
            return
        assert draft is not None
        if draft.empty:
            return
        assert write_issue(docs, draft.applied_to(issue()))
        assert used_drafts(docs, ledger(docs)) == (path,)


@checked(max_examples=150, deadline=None)
@given(
    st.lists(
        any_text | st.sampled_from(["---", "subject: x", "preheader:", "# help", "=======", "a: [b"]),
        max_size=8,
    )
)
def test_whatever_is_in_a_draft_it_is_read_or_named(lines: list[str]) -> None:
    """Half-written, pasted or broken: words come out, or problems of that very file."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), NAME, "\n".join(lines))
        try:
            found = read_draft(Path(folder), EMPTY)
        except Unusable as unusable:
            assert {problem.path for problem in unusable.problems} == {SHOWN}
            assert all(problem.line and problem.fix for problem in unusable.problems)
        else:
            assert found is not None and found.key == "2026-W47"


def test_links_of_the_introduction_have_to_lead_somewhere(tmp_path: Path) -> None:
    """A link that the page of the issue could not follow is named with its line, before anything closes."""
    docs = make_docs(tmp_path, {"good.md": "x", "later.md": "x", "a.png": b"x"})
    posts = "../../articles/posts/2026"
    good = article("good", source="docs/articles/posts/2026/good.md", published=MONDAY)
    later = dataclasses.replace(good, source="docs/articles/posts/2026/later.md", title="Later", draft=True)
    intro = (
        f"[one]({posts}/good.md) [two](https://www.example.com/) [three](#here)\n\n"
        f"[four]({posts}/later.md)\n[five]({posts}/nowhere.md)\n![]({posts}/a.png)\n"
    )
    draft = Draft(key="2026-W47", source=SHOWN, intro=intro, line=6)
    found = draft_problems(draft, docs, settings(), [good, later], MONDAY)
    assert [(p.path, p.line) for p in found] == [(SHOWN, 8), (SHOWN, 9), (SHOWN, 10)]
    assert "“Later”, which is a draft" in found[0].message
    assert "There is no file ../../articles/posts/2026/nowhere.md" in found[1].message
    assert "no description" in found[2].message
    fine = dataclasses.replace(draft, intro="No links.")
    left = dataclasses.replace(
        fine, subject="Hello *|FNAME|*", subject_line=2, intro="Text.\n\nDear {{ first_name }}, <b>see\n"
    )
    assert [(p.line, p.rule) for p in draft_problems(left, docs, settings(), [], MONDAY)] == [
        (2, "articles.templates.has_no_merge_fields"),
        (8, "articles.whole.closes_tags"),
        (8, "articles.templates.has_no_template_marks"),
    ]
    assert draft_problems(fine, docs, settings(), [], MONDAY) == []
