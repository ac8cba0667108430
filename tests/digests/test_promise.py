"""What subscribers are promised, whatever editors, clocks and crashes do: every article once."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as checked
from hypothesis.stateful import run_state_machine_as_test

from knowledge_center.articles.model import Article, public
from knowledge_center.digests import close_plan as closing
from knowledge_center.digests import close_run as run
from knowledge_center.digests import ledger, missing_articles
from knowledge_center.digests.close_plan import snapshot
from knowledge_center.digests.evergreen import is_about
from knowledge_center.digests.issue import Entry, Issue
from knowledge_center.digests.issue_draft import Draft, waiting_drafts
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.digests.ledger_writing import write_issue
from knowledge_center.problems import Unusable
from knowledge_center.settings.model import DigestSettings
from tests.digests import digest_machine
from tests.digests.digest_machine import DIGESTS, STARTS, ZONES, DigestMachine
from tests.digests.samples import ZONE

# Everywhere the same examples; with KC_LONG=1 others at every run, many more and longer ones (some minutes).
LONG = bool(os.environ.get("KC_LONG"))
# About as many changes as a close makes to the disk: the first and the last kills are outside of its issue.
MOST_STEPS = 14
PROFILE = checked(
    max_examples=1000 if LONG else 60,
    stateful_step_count=60 if LONG else 30,
    derandomize=not LONG,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def _one_reading_of_each_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    """An issue never changes, and the machine has its ledgers read after every move."""
    known: dict[tuple[object, ...], object] = {}
    really = ledger._read_issue

    def read(path: Path, *about: object) -> object:
        asked = (path, path.read_bytes(), *about)
        if asked not in known:
            known[asked] = really(path, *about)  # type: ignore[arg-type]
        return known[asked]

    monkeypatch.setattr(ledger, "_read_issue", read)


def test_every_article_that_stays_public_until_a_close_is_in_exactly_one_issue() -> None:
    """Publish, back-date, rename, remove, draft, crash, move the clock or the company: everything comes once."""
    with patch.object(closing, "MOST_IN_AN_ISSUE", 6), patch.object(closing, "MOST_WITHOUT_ASKING", 9):
        run_state_machine_as_test(DigestMachine, settings=PROFILE)


def by_dates(
    articles: Iterable[Article], known: Ledger, digest: DigestSettings, now: datetime
) -> tuple[Article, ...]:
    """The rule of every mail service that polls a feed: new is what is dated after the last close."""
    since = known.processed
    return tuple(
        article
        for article in articles
        if public(article, now) and article.digest != "skip" and is_about(article, digest)
        if since is None or article.published > since
    )


def by_name(article: Article) -> Entry:
    """Known by the name of its file, which a rename changes."""
    return dataclasses.replace(snapshot(article), id=article.name)


def words_go_first(docs: Path, issue: Issue) -> bool:
    """The draft is deleted before its words are in an issue."""
    for path in waiting_drafts(docs, read_ledger(docs, "docs", issue.digest, ZONE)):
        path.unlink()
    return write_issue(docs, issue)


def words_without_a_name(draft: Draft, issue: Issue) -> Issue:
    """The issue does not say whose words it took over."""
    return dataclasses.replace(issue, subject=draft.subject, preheader=draft.preheader, intro=draft.intro)


def by_todays_names(names: tuple[str, ...], known: Mapping[str, str], given_up: Collection[str]) -> str:
    """Known by what its file says now, whatever readers know it by."""
    return names[0]


def asks_nothing(*about: object) -> tuple[()]:
    """A check that has no question."""
    return ()


WRONG: dict[str, tuple[Callable[[], AbstractContextManager[object]], str | None]] = {
    "membership by dates": (lambda: patch.object(closing, "eligible", by_dates), "are new|twice"),
    "identity by file name": (lambda: patch.object(closing, "snapshot", by_name), None),
}
# These show after one certain move of an editor's.
WRONG_AFTER_AN_EDIT: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "identity by the names of now": lambda: patch.object(digest_machine, "identity_of", by_todays_names),
    "nobody asks which is which": lambda: patch.object(missing_articles, "_mistaken", asks_nothing),
    "two known articles in one": lambda: patch.object(missing_articles, "_one_with_another", asks_nothing),
    "nobody misses an article": lambda: patch.object(missing_articles, "_missing", asks_nothing),
}
# These show only where a close is killed at one certain step, which chance may take a minute to find.
WRONG_AFTER_A_KILL: dict[str, tuple[Callable[[], AbstractContextManager[object]], str]] = {
    "words deleted first": (lambda: patch.object(run, "write_issue", words_go_first), "is lost"),
    "words without a name": (
        lambda: patch.object(Draft, "applied_to", words_without_a_name),
        "is said twice",
    ),
}


@pytest.mark.parametrize("rule", WRONG)
def test_a_wrong_rule_does_not_pass(rule: str) -> None:
    """The promise is not empty: a closer that decides by dates breaks it, and so does every other short cut."""
    wrong, message = WRONG[rule]  # what the broken promise has to say, where that is always the same
    fast = checked(
        PROFILE, max_examples=2000, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False
    )
    with wrong(), pytest.raises((AssertionError, Unusable), match=message):
        run_state_machine_as_test(DigestMachine, settings=fast)


def killed_at(step: int) -> bool:
    """An editor's words wait for the next issue, its close is killed before that step, and another follows.

    Returns whether the first close had made its issue.
    """
    machine = DigestMachine()
    machine.begin(STARTS[0], ZONES[0])
    machine.the_schedule_closes("weekly")
    machine.publish(age=0, draft=False, digest="", hiring=False)
    machine.begin_a_draft("weekly", write=True)
    machine.a_close_is_killed("weekly", days=8, step=step)
    made = bool(machine.sent["weekly"])
    machine.no_word_is_lost_or_said_twice()
    machine.teardown()
    return made


def test_words_outlive_a_kill_at_any_step() -> None:
    """Whatever a close had done, the next one loses no word and says none twice."""
    made = [killed_at(step) for step in range(MOST_STEPS)]
    assert (made[0], made[-1]) == (False, True)


@pytest.mark.parametrize("rule", WRONG_AFTER_A_KILL)
def test_a_rule_that_is_wrong_after_a_kill_does_not_pass(rule: str) -> None:
    """That promise is not empty either: there is a step at which a short cut breaks it."""
    wrong, message = WRONG_AFTER_A_KILL[rule]
    broken = []
    with wrong():
        for step in range(MOST_STEPS):
            try:
                killed_at(step)
            except AssertionError as error:
                broken.append(str(error))
    assert any(message in found for found in broken), broken


def each_move_once() -> None:
    """Four articles that subscribers had are renamed, moved, replaced, removed, restored and made one."""
    machine = DigestMachine()
    machine.begin(STARTS[0], ZONES[0])
    for number in range(4):
        machine.publish(age=0, draft=False, digest="", hiring=number == 0)
    for key in DIGESTS:
        machine.the_schedule_closes(key, days=33)
    machine.add_names("article-1", words=1, first=True, guid=True)
    machine.move_without_an_alias("article-2", keep=False)
    machine.use_a_name_again("article-3", days=0)
    machine.remove_or_restore("article-4", elsewhere=False)
    machine.remove_or_restore("article-4", elsewhere=True)
    machine.merge("article-1", "article-2")
    machine.a_close_is_reverted("weekly", days=8)
    machine.teardown()


def test_each_move_of_an_editor_keeps_the_promise() -> None:
    """What the machine does by chance, one after the other."""
    each_move_once()


@pytest.mark.parametrize("rule", WRONG_AFTER_AN_EDIT)
def test_a_rule_that_is_wrong_after_an_edit_does_not_pass(rule: str) -> None:
    """Without any of these rules one of the moves brings something twice, or never."""
    with WRONG_AFTER_AN_EDIT[rule](), pytest.raises(AssertionError):
        each_move_once()
