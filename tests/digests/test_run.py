from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from knowledge_center.article import Article
from knowledge_center.digests import closing, run
from knowledge_center.digests.closing import AlreadyClosed, Close, NothingDue, NothingNew, Outcome, TooMany
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.run import add_to_baseline, close
from knowledge_center.problems import Unusable
from tests.digests.samples import MONDAY, WEEKLY, ZONE, write
from tests.samples import article

MORNING = MONDAY + timedelta(minutes=3)


def close_it(docs: Path, articles: list[Article], now: datetime = MORNING, accept: bool = False) -> Outcome:
    return close(docs, "docs", WEEKLY, articles, ZONE, now, accept=accept)


def ledger(docs: Path) -> Ledger:
    return read_ledger(docs, "docs", "weekly", ZONE)


def snapshot(docs: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in docs.rglob("*") if path.is_file()}


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


def test_a_closer_that_lost_the_race_only_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no lock holds and another one was faster, its issue stays as it is."""
    plan = closing.plan

    def overtaken(*args: object, **kwargs: object) -> Outcome:
        planned = plan(*args, **kwargs)  # type: ignore[arg-type]
        assert isinstance(planned, Close)
        write(tmp_path, "2026-W46.md", "the other one's")
        return planned

    monkeypatch.setattr(run, "plan", overtaken)
    outcome = close_it(tmp_path, [old("a")])
    assert isinstance(outcome, AlreadyClosed)
    assert outcome.waiting == 1
    assert snapshot(tmp_path)["2026-W46.md"] == b"the other one's"
    assert ".ledger.yml" in snapshot(tmp_path)


def test_a_refused_close_writes_nothing(tmp_path: Path) -> None:
    """An import of 201 articles leaves not even a folder; accepting it begins with the oldest forty."""
    many = [old(f"a{n}") for n in range(201)]
    assert isinstance(close_it(tmp_path, many), TooMany)
    assert list(tmp_path.iterdir()) == []
    outcome = close_it(tmp_path, many, accept=True)
    assert isinstance(outcome, Close)
    assert (len(outcome.issue.entries), outcome.waiting) == (40, 161)


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
    assert add_to_baseline(tmp_path, "docs", "weekly", [*archive, draft], ZONE, MORNING) == 300
    assert ledger(tmp_path).processed is None
    assert isinstance(close_it(tmp_path, archive), NothingNew)
    assert len(ledger(tmp_path).baseline) == 300
    outcome = close_it(tmp_path, [*archive, old("draft")], MONDAY + timedelta(days=7))
    assert isinstance(outcome, Close)
    assert [entry.id for entry in outcome.issue.entries] == ["draft"]


def test_a_baseline_keeps_what_was_there(tmp_path: Path) -> None:
    """A second baseline adds, leaves the record alone, and does nothing where nothing is new."""
    close_it(tmp_path, [old("a")])
    assert add_to_baseline(tmp_path, "docs", "weekly", [old("a"), old("b")], ZONE, MORNING) == 1
    assert add_to_baseline(tmp_path, "docs", "weekly", [old("b"), old("c")], ZONE, MORNING) == 1
    assert add_to_baseline(tmp_path, "docs", "weekly", [old("c")], ZONE, MORNING) == 0
    assert (ledger(tmp_path).baseline, ledger(tmp_path).processed) == (frozenset({"b", "c"}), MONDAY)
