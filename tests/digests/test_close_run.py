from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from knowledge_center.articles.model import Article
from knowledge_center.digests import close_plan as closing
from knowledge_center.digests import close_run as run
from knowledge_center.digests.close_plan import (
    AlreadyClosed,
    Close,
    ConsentNeeded,
    NothingDue,
    NothingNew,
    Outcome,
)
from knowledge_center.digests.close_run import DigestContext, add_to_baseline, close, prepare_draft
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.issue_draft import changed_draft_advice
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.ledger_writing import write_issue
from knowledge_center.problems import Problem, Unusable
from tests.digests.crashes import Killed, power
from tests.digests.samples import MONDAY, WEEKLY, ZONE, write
from tests.samples import article

MORNING = MONDAY + timedelta(minutes=3)


def context(docs: Path, articles: Sequence[Article], now: datetime = MORNING) -> DigestContext:
    return DigestContext(docs=docs, docs_dir="docs", digest=WEEKLY, articles=articles, zone=ZONE, now=now)


def close_it(docs: Path, articles: list[Article], now: datetime = MORNING, accept: bool = False) -> Outcome:
    return close(context(docs, articles, now), accept=accept)


def draft_it(docs: Path, articles: tuple[Article, ...] = (), now: datetime = MORNING) -> tuple[str, bool]:
    return prepare_draft(context(docs, articles, now))


def ledger(docs: Path) -> Ledger:
    return read_ledger(docs, "docs", "weekly", ZONE)


def snapshot(docs: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in docs.rglob("*") if path.is_file()}


DRAFT = "2026-W46.draft.md"
WORDS = "---\nsubject: Two for you\npreheader: And a word\n---\n\nGood *morning*.\n"


def old(name: str) -> Article:
    return article(name, published=MONDAY - timedelta(days=3))


def test_a_close_writes_the_issue_and_records_the_boundary(tmp_path: Path) -> None:
    """After Monday's close the ledger holds the week, and the same Monday has nothing more to do."""
    outcome = close_it(tmp_path, [old("a")])
    assert isinstance(outcome, Close)
    assert ledger(tmp_path).issues == (outcome.issue,)
    assert ledger(tmp_path).processed == MONDAY
    before = snapshot(tmp_path)
    assert isinstance(close_it(tmp_path, [old("a"), old("b")]), NothingDue)
    assert snapshot(tmp_path) == before


def test_a_week_without_news_is_recorded_and_makes_no_file(tmp_path: Path) -> None:
    """What becomes public on Tuesday waits for next Monday."""
    assert isinstance(close_it(tmp_path, []), NothingNew)
    assert list(snapshot(tmp_path)) == [".ledger.yml"]
    assert isinstance(close_it(tmp_path, [old("a")], MONDAY + timedelta(days=1)), NothingDue)
    assert isinstance(close_it(tmp_path, [old("a")], MONDAY + timedelta(days=7)), Close)


def test_a_crash_between_issue_and_record_ends_in_the_same_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the issue was written: the next run only records, and makes no second issue."""
    straight, crashed = tmp_path / "straight", tmp_path / "crashed"
    straight.mkdir()
    crashed.mkdir()
    close_it(straight, [old("a")])

    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "write_state", killed)
        with pytest.raises(KeyboardInterrupt):
            close_it(crashed, [old("a")])
    assert ledger(crashed).processed is None
    outcome = close_it(crashed, [old("a"), old("b")], MORNING + timedelta(hours=1))
    assert isinstance(outcome, AlreadyClosed)
    assert outcome.waiting == 1
    assert snapshot(crashed) == snapshot(straight)


def no_links(source: object, target: object) -> None:
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize("links", [True, False])
def test_a_crash_at_any_step_of_a_close_ends_in_the_same_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Killed between any two changes to the disk and run again: the same files, the words in one place."""

    def prepared(name: str) -> Path:
        docs = tmp_path / name
        write(docs, DRAFT, WORDS)
        return docs

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    straight = prepared("straight")
    with power() as whole:
        close_it(straight, [old("a")])
    assert {"link", "fsync", "replace", "unlink", "open"} <= set(whole.steps)
    assert links is not ("rename" in whole.steps)
    for step in range(len(whole.steps)):
        crashed = prepared(f"crashed-{step}")
        with power(step), pytest.raises(Killed):
            close_it(crashed, [old("a")])
        found = ledger(crashed)
        words = [issue.intro for issue in found.issues] or [snapshot(crashed)[DRAFT].decode()]
        assert len(words) == 1 and "Good *morning*." in words[0], step
        # What is new since then is for the next issue, once this one is written.
        close_it(crashed, [old("a"), old("late")] if found.issues else [old("a")])
        assert snapshot(crashed) == snapshot(straight), step


def test_a_crash_at_any_step_of_a_draft_leaves_none_or_a_whole_one(tmp_path: Path) -> None:
    """An editor never finds half a draft, and calling again makes it."""
    (tmp_path / "straight").mkdir()
    with power() as whole:
        draft_it(tmp_path / "straight")
    for step in range(len(whole.steps)):
        crashed = tmp_path / f"crashed-{step}"
        crashed.mkdir()
        with power(step), pytest.raises(Killed):
            draft_it(crashed)
        draft_it(crashed)
        assert snapshot(crashed) == snapshot(tmp_path / "straight"), step


def test_a_draft_is_for_the_issue_that_closes_next(tmp_path: Path) -> None:
    """While one is due it is that one; after its close, the next; and it names what would be in it."""
    assert draft_it(tmp_path, (old("a"),)) == (f"docs/digests/weekly/{DRAFT}", True)
    assert b"#   A\n" in snapshot(tmp_path)[DRAFT]
    (tmp_path / "digests/weekly" / DRAFT).unlink()
    close_it(tmp_path, [old("a")])
    soon = article("soon", published=MONDAY + timedelta(days=7))
    later = article("later", published=MONDAY + timedelta(days=7, seconds=1))
    name, new = draft_it(tmp_path, (old("a"), soon, later))
    assert (name, new) == ("docs/digests/weekly/2026-W47.draft.md", True)
    text = snapshot(tmp_path)["2026-W47.draft.md"]
    assert b"#   Soon\n" in text and b"#   Later\n" not in text and b"#   A\n" not in text


def test_a_draft_is_made_once(tmp_path: Path) -> None:
    """Whatever has been written into it stays, also when the command is given again in another week."""
    draft_it(tmp_path)
    write(tmp_path, DRAFT, "half a sen")
    assert draft_it(tmp_path) == (f"docs/digests/weekly/{DRAFT}", False)
    assert draft_it(tmp_path, now=MONDAY + timedelta(days=9)) == (f"docs/digests/weekly/{DRAFT}", False)
    assert snapshot(tmp_path) == {DRAFT: b"half a sen"}


def test_a_dry_run_makes_no_draft(tmp_path: Path) -> None:
    """It only names the file."""
    found = prepare_draft(context(tmp_path, []), dry_run=True)
    assert found == (f"docs/digests/weekly/{DRAFT}", True)
    assert snapshot(tmp_path) == {}


def test_a_close_takes_the_words_over_and_puts_the_draft_away(tmp_path: Path) -> None:
    """They stand in the issue as if they had been written into it."""
    write(tmp_path, DRAFT, WORDS)
    outcome = close_it(tmp_path, [old("a")])
    assert isinstance(outcome, Close)
    (found,) = ledger(tmp_path).issues
    assert (found.subject, found.preheader) == ("Two for you", "And a word")
    assert (found.intro, found.draft) == ("Good *morning*.", "2026-W46")
    assert set(snapshot(tmp_path)) == {"2026-W46.md", ".ledger.yml"}


def test_a_draft_without_words_goes_without_a_trace(tmp_path: Path) -> None:
    """Prepared and never filled in: the issue is as it would have been."""
    draft_it(tmp_path, (old("a"),))
    close_it(tmp_path, [old("a")])
    assert set(snapshot(tmp_path)) == {"2026-W46.md", ".ledger.yml"}
    assert ledger(tmp_path).issues[0].draft == ""


def test_a_week_without_news_leaves_the_draft_to_the_next_issue(tmp_path: Path) -> None:
    """It waits under its name; the issue that takes it says whose words it has."""
    write(tmp_path, DRAFT, WORDS)
    assert close_it(tmp_path, []) == NothingNew(boundary=MONDAY, draft=f"docs/digests/weekly/{DRAFT}")
    assert snapshot(tmp_path)[DRAFT] == WORDS.encode()
    later = MONDAY + timedelta(days=7)
    assert draft_it(tmp_path, now=later) == (f"docs/digests/weekly/{DRAFT}", False)
    close_it(tmp_path, [old("a")], later)
    (found,) = ledger(tmp_path).issues
    assert (found.key, found.draft, found.intro) == ("2026-W47", "2026-W46", "Good *morning*.")
    assert DRAFT not in snapshot(tmp_path)
    close_it(tmp_path, [old("b")], later + timedelta(days=7))
    assert ledger(tmp_path).issues[1].intro == ""


def test_a_broken_draft_stops_the_close_that_would_take_it_and_no_other(tmp_path: Path) -> None:
    """Half a sentence hinders nobody while there is nothing to close."""
    write(tmp_path, DRAFT, "half a sen")
    before = snapshot(tmp_path)
    with pytest.raises(Unusable) as caught:
        close_it(tmp_path, [old("a")])
    assert caught.value.problems[0].where == f"docs/digests/weekly/{DRAFT}:1"
    assert snapshot(tmp_path) == before
    assert isinstance(close_it(tmp_path, []), NothingNew)
    assert isinstance(close_it(tmp_path, [old("a")]), NothingDue)


def test_a_validation_can_stop_an_issue(tmp_path: Path) -> None:
    """It sees the issue with its words, before anything is written."""
    write(tmp_path, DRAFT, WORDS)
    before = snapshot(tmp_path)

    def refuse(outcome: Close) -> None:
        assert outcome.issue.intro == "Good *morning*."
        raise Unusable([Problem(path="x", message="No.")])

    with pytest.raises(Unusable, match="No"):
        close(context(tmp_path, [old("a")]), validate=refuse)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("broken", [False, True])
def test_what_is_written_into_a_draft_while_it_closes_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    """Saved a moment too late: the file stays, no issue takes it, and the check says so."""
    late = "half a sen" if broken else WORDS + "\nOne more line.\n"
    write(tmp_path, DRAFT, WORDS)

    def meanwhile(docs: Path, issue: Issue) -> bool:
        written = write_issue(docs, issue)
        write(tmp_path, DRAFT, late)
        return written

    monkeypatch.setattr(run, "write_issue", meanwhile)
    assert isinstance(close_it(tmp_path, [old("a")]), Close)
    assert snapshot(tmp_path)[DRAFT] == late.encode()
    assert len(changed_draft_advice(tmp_path, ledger(tmp_path))) == 1
    close_it(tmp_path, [old("b")], MONDAY + timedelta(days=7))
    assert [issue.intro for issue in ledger(tmp_path).issues] == ["Good *morning*.", ""]
    assert snapshot(tmp_path)[DRAFT] == late.encode()


def test_a_closer_that_lost_the_race_only_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no lock holds and another one was faster, its issue stays as it is."""
    plan = closing.plan

    def overtaken(*args: object, **kwargs: object) -> Outcome:
        planned = plan(*args, **kwargs)  # type: ignore[arg-type]
        assert isinstance(planned, Close)
        write(tmp_path, "2026-W46.md", "the other one's")
        return planned

    monkeypatch.setattr(run, "plan", overtaken)
    write(tmp_path, DRAFT, WORDS)
    outcome = close_it(tmp_path, [old("a")])
    assert isinstance(outcome, AlreadyClosed)
    assert outcome.waiting == 1
    assert snapshot(tmp_path)[DRAFT] == WORDS.encode()
    assert snapshot(tmp_path)["2026-W46.md"] == b"the other one's"
    assert ".ledger.yml" in snapshot(tmp_path)


def test_a_refused_close_writes_nothing(tmp_path: Path) -> None:
    """An import of 201 articles leaves not even a folder; accepting it begins with the oldest forty."""
    many = [old(f"a{n}") for n in range(201)]
    assert isinstance(close_it(tmp_path, many), ConsentNeeded)
    assert list(tmp_path.iterdir()) == []
    outcome = close_it(tmp_path, many, accept=True)
    assert isinstance(outcome, Close)
    assert (len(outcome.issue.entries), outcome.waiting) == (40, 161)


def test_what_was_accepted_goes_out_in_the_weeks_to_come(tmp_path: Path) -> None:
    """500 accepted articles need no second word: forty a week, with what is new beside them, until none is left."""
    many = [old(f"a{n}") for n in range(500)]
    close_it(tmp_path, many, accept=True)
    for week in range(1, 13):
        many.append(article(f"week-{week}", published=MONDAY + timedelta(days=7 * week - 1)))
        outcome = close_it(tmp_path, many, MORNING + timedelta(days=7 * week))
        assert isinstance(outcome, Close)
        assert (outcome.waiting == 0) is (week == 12)
    sent = [entry.id for found in ledger(tmp_path).issues for entry in found.entries]
    assert sorted(sent) == sorted(found.identity for found in many)
    assert ledger(tmp_path).accepted == frozenset()
    assert "accepted" not in (tmp_path / "digests/weekly/.ledger.yml").read_text(encoding="utf-8")


def test_a_consent_outlives_a_crash_and_ends_with_a_baseline(tmp_path: Path) -> None:
    """Whoever accepted is not asked again, wherever the close was killed; and may say later that it is no news."""
    many = [old(f"a{n}") for n in range(300)]
    for step in range(12):
        docs = tmp_path / str(step)
        docs.mkdir()
        with power(step), suppress(Killed):
            close_it(docs, many, accept=True)
        if not ledger(docs).accepted:
            assert not ledger(docs).issues
            continue
        close_it(docs, many)
        assert len(ledger(docs).issues[0].entries) == 40
        assert isinstance(close_it(docs, many, MORNING + timedelta(days=7)), Close)
    assert add_to_baseline(context(docs, many)) == 220
    assert ledger(docs).accepted == frozenset()


def test_a_broken_ledger_stops_the_close(tmp_path: Path) -> None:
    """Nothing is guessed and nothing written while a ledger file cannot be read."""
    write(tmp_path, ".ledger.yml", "processed: yesterday\n")
    before = snapshot(tmp_path)
    with pytest.raises(Unusable):
        close_it(tmp_path, [old("a")])
    assert snapshot(tmp_path) == before


def test_a_baseline_makes_what_is_public_old_news(tmp_path: Path) -> None:
    """After an import nobody gets 300 articles, but the draft of that day is news when it comes out."""
    archive = [old(f"a{n}") for n in range(300)]
    draft = article("draft", published=MONDAY - timedelta(days=3), draft=True)
    assert add_to_baseline(context(tmp_path, [*archive, draft])) == 300
    assert ledger(tmp_path).processed is None
    assert isinstance(close_it(tmp_path, archive), NothingNew)
    assert len(ledger(tmp_path).baseline or ()) == 300
    outcome = close_it(tmp_path, [*archive, old("draft")], MONDAY + timedelta(days=7))
    assert isinstance(outcome, Close)
    assert [entry.id for entry in outcome.issue.entries] == ["draft"]


def test_a_baseline_of_nothing_is_remembered(tmp_path: Path) -> None:
    """Said of a digest before the first article: one that comes with an older date is news without a question."""
    archive = [article("a", published=MONDAY - timedelta(days=30))]
    assert isinstance(close_it(tmp_path, archive), ConsentNeeded)
    assert add_to_baseline(context(tmp_path, [])) == 0
    assert ledger(tmp_path).baseline == frozenset()
    assert isinstance(close_it(tmp_path, archive), Close)
    assert ledger(tmp_path).baseline == frozenset()


def test_a_baseline_keeps_what_was_there(tmp_path: Path) -> None:
    """A second baseline adds, leaves the record alone, and does nothing where nothing is new."""
    close_it(tmp_path, [old("a")])
    assert add_to_baseline(context(tmp_path, [old("a"), old("b")])) == 1
    assert add_to_baseline(context(tmp_path, [old("b"), old("c")])) == 1
    assert add_to_baseline(context(tmp_path, [old("c")])) == 0
    assert (ledger(tmp_path).baseline, ledger(tmp_path).processed) == (frozenset({"b", "c"}), MONDAY)
