"""Work that is shared out to copies of this process."""

from __future__ import annotations

import errno
import gc
import logging
import multiprocessing
import os
import signal
import time
import weakref
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge_center_mkdocs import workers
from knowledge_center_mkdocs.workers import Backlog, CopyAtWork, free_cores, processes, share_out

ALONE = pytest.mark.skipif(processes() < 2, reason="one core, or a system that cannot copy a process")
ITEMS = range(100)


def _quiet(_: int) -> None:
    pass


@ALONE
def test_results_come_in_their_order() -> None:
    """From more than one process."""
    made = share_out(lambda item: (item * item, os.getpid()), ITEMS, _quiet)
    assert [square for square, _ in made] == [item * item for item in ITEMS]
    assert os.getpid() not in {process for _, process in made}


@ALONE
def test_what_a_copy_was_killed_over_is_made_here(caplog: pytest.LogCaptureFixture) -> None:
    """The system takes the largest process where memory is full; this one takes longer, and ends the work."""
    here = os.getpid()

    def make(item: int) -> int:
        if item % 10 == 5 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        if item == 52:
            logging.getLogger("mkdocs").warning("Warned of %s", item)
        return item

    steps: list[int] = []
    assert list(share_out(make, ITEMS, steps.append)) == list(ITEMS)
    assert sum(steps) == len(ITEMS) and caplog.messages == ["Warned of 52"]
    assert multiprocessing.active_children() == []


@ALONE
@pytest.mark.parametrize("copies", range(3))
def test_where_no_copy_can_be_made_the_work_is_done_here(
    copies: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system has so many processes as it may, or no memory for one more."""
    fork, forked = os.fork, 0

    def fork_some() -> int:
        nonlocal forked
        forked += 1
        if forked > copies:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return fork()

    monkeypatch.setattr(os, "fork", fork_some)
    made = list(share_out(lambda item: (item, os.getpid()), ITEMS, _quiet))
    assert [item for item, _ in made] == list(ITEMS)
    assert len({process for _, process in made} - {os.getpid()}) == copies
    assert CopyAtWork(os.getpid).made() == os.getpid() and forked > copies
    assert multiprocessing.active_children() == []


@ALONE
def test_what_was_shared_out_is_let_go() -> None:
    """A preview would keep all of a build beside those that follow, which share nothing out as little changes."""

    class Build:
        def make(self, item: int) -> int:
            return item

    build = Build()
    known = weakref.ref(build)
    assert list(share_out(build.make, ITEMS, _quiet)) == list(ITEMS)
    del build
    gc.collect()
    assert known() is None


@ALONE
def test_copies_are_made_anew_before_they_hold_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each touches only so many items, and none is left out or made twice at the seams."""
    monkeypatch.setattr(workers, "_MOST", 7)
    steps: list[int] = []
    made = list(share_out(lambda item: (item, os.getpid()), ITEMS, steps.append))
    assert [item for item, _ in made] == list(ITEMS) and sum(steps) == len(ITEMS)
    assert max(Counter(process for _, process in made).values()) == 7


@ALONE
def test_one_thing_is_made_meanwhile_by_a_copy_if_it_is_worth_it() -> None:
    """What is short is made here, when it is asked for; so is what stopped the copy, and shows where it did."""
    assert CopyAtWork(os.getpid).made() != os.getpid()
    assert CopyAtWork(os.getpid, is_long=False).made() == os.getpid()
    with pytest.raises(ZeroDivisionError):
        CopyAtWork(lambda: 1 // 0).made()


@ALONE
def test_what_another_copy_asks_for_it_makes_itself() -> None:
    """The answer belongs to whom it was begun for."""
    beside = CopyAtWork(os.getpid)
    assert all(of == asked for of, asked in share_out(lambda _: (beside.made(), os.getpid()), ITEMS))
    assert beside.made() != os.getpid()


@ALONE
def test_a_copy_ends_when_it_has_made_what_it_was_for() -> None:
    """What it made may be asked for much later; until then it would hold the memory of all it knows."""
    copy = CopyAtWork(os.getpid)
    _wait_until(lambda: not multiprocessing.active_children(), "It waits to be asked for more.")
    assert copy.made() != os.getpid()


@ALONE
def test_what_a_copy_has_made_is_taken_when_the_next_copies_are_made() -> None:
    """More than fits through at once: until it is taken, the copy holds what it was made of, too."""
    copy = CopyAtWork(lambda: bytes(1_000_000))
    while copy.is_at_work:
        time.sleep(0.01)
    assert free_cores() == processes()
    _wait_until(lambda: not multiprocessing.active_children(), "It waits to be asked.")
    assert not copy.is_at_work and copy.made() == bytes(1_000_000)


@ALONE
def test_no_more_copies_than_cores_are_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shared out beside another copy has the cores that this leaves, and the others when it has ended."""
    monkeypatch.setattr(workers, "processes", lambda: 2)
    enough, ended = tmp_path / "enough", tmp_path / "ended"

    def make_meanwhile() -> None:
        _wait_for(enough)
        ended.touch()

    def make(item: int) -> int:
        if item == 50:
            enough.touch()
        if item > 50:
            _wait_for(ended)
            time.sleep(0.01)
        return os.getpid()

    with CopyAtWork(make_meanwhile), _backlog(tmp_path).worked_on():
        assert len(multiprocessing.active_children()) == 1
        made = list(share_out(make, ITEMS))
    assert len(set(made[:51])) == 1 and len(set(made)) == 2


@ALONE
def test_a_copy_that_is_given_up_works_no_more(tmp_path: Path) -> None:
    """A build that is refused leaves nobody behind who draws its cards."""
    begun, ended = tmp_path / "begun", tmp_path / "ended"

    def make() -> None:
        begun.touch()
        time.sleep(5)
        ended.touch()

    copy = CopyAtWork(make)
    while not begun.exists():
        time.sleep(0.01)
    copy.give_up()
    assert not copy.is_at_work and multiprocessing.active_children() == []
    assert not ended.exists()


def _backlog(folder: Path) -> Backlog[int, tuple[int, int]]:
    """One whose items leave a line each, and who made them."""

    def make(item: int) -> tuple[int, int]:
        with open(folder / str(item), "a") as file:
            file.write("made\n")
        time.sleep(0.01)
        return item, os.getpid()

    return Backlog(make, ITEMS)


def _wait_for(file: Path) -> None:
    _wait_until(file.exists, f"{file.name} is not made.")


def _wait_until(is_so: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until, otherwise
        time.sleep(0.001)


@ALONE
def test_a_backlog_is_worked_on_until_the_core_is_wanted_again(tmp_path: Path) -> None:
    """Twice; what is left is shared out, nothing is made twice, and all comes in its order."""
    backlog, steps = _backlog(tmp_path), list[int]()
    left = [len(backlog.left)]
    for item in (3, 20):
        with backlog.worked_on():
            _wait_for(tmp_path / str(item))
        left.append(len(backlog.left))
        assert multiprocessing.active_children() == []
    made = backlog.finish(steps.append)
    assert [item for item, _ in made] == list(ITEMS) and sum(steps) == left[-1] > 0
    assert 100 == left[0] > left[1] > left[2] and len({process for _, process in made}) == 4
    assert all((tmp_path / str(item)).read_text() == "made\n" for item in ITEMS)


@ALONE
def test_a_backlog_is_made_whole_when_its_copy_is_killed(tmp_path: Path) -> None:
    """What it had made is made again; the system takes memory where it finds it."""
    backlog = _backlog(tmp_path)
    with backlog.worked_on():
        _wait_for(tmp_path / "3")
        [copy] = multiprocessing.active_children()
        copy.kill()
    assert backlog.left == ITEMS
    assert [item for item, _ in backlog.finish()] == list(ITEMS)


@ALONE
def test_a_backlog_is_let_go_when_something_goes_wrong_meanwhile(tmp_path: Path) -> None:
    """A build that is refused leaves nobody behind."""
    with pytest.raises(ZeroDivisionError), _backlog(tmp_path).worked_on():
        _wait_for(tmp_path / "3")
        raise ZeroDivisionError
    assert multiprocessing.active_children() == []


def test_a_backlog_shows_what_stops_it_in_the_end() -> None:
    """Not where it is worked on meanwhile."""
    backlog = Backlog(lambda item: 1 // (item - 50), ITEMS)
    with backlog.worked_on():
        time.sleep(0.05)
    with pytest.raises(ZeroDivisionError):
        backlog.finish()


@ALONE
def test_a_result_that_a_kill_cut_short_is_made_again() -> None:
    """It waits with what it made until it is asked, and the system takes its memory then."""
    copy = CopyAtWork(lambda: bytes(1_000_000))
    while copy.is_at_work:
        time.sleep(0.01)
    time.sleep(0.1)
    [waiting] = multiprocessing.active_children()
    waiting.kill()
    assert copy.made() == bytes(1_000_000)
