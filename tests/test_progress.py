"""What a long command is at, on a terminal and in a log."""

from __future__ import annotations

import io
import time

import pytest

from knowledge_center.progress import Progress


class Terminal(io.StringIO):
    """What a person would sit before."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock, to be set by hand: its last number is the time."""
    times = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: times[-1])
    return times


def test_a_long_phase_says_how_far_it_is_and_how_long_it_takes(clock: list[float]) -> None:
    """Phase, count and time left stand on one line, which is gone in the end."""
    terminal = Terminal()
    shown = Progress(terminal)
    with shown.phase("Pages", 1000):
        clock.append(10.0)
        shown.step(250)
        assert terminal.getvalue().endswith("Pages: 250 of 1,000, 30 s left")
        clock.append(20.0)
        shown.step(750)
    last = terminal.getvalue().rpartition("Pages: 1,000 of 1,000")[2]
    assert last.strip(" \r") == "" and last.endswith("\r")
    assert shown.timings == [("Pages", 20.0)]


def test_what_is_quick_shows_nothing(clock: list[float]) -> None:
    """Within a second there is nothing to read."""
    terminal = Terminal()
    shown = Progress(terminal)
    clock.append(0.9)
    assert list(shown.each("Pages", [1, 2])) == [1, 2]
    assert terminal.getvalue() == ""


def test_a_log_stays_silent(clock: list[float]) -> None:
    """Lines that are overwritten are for terminals."""
    log = io.StringIO()
    shown = Progress(log)
    with shown.phase("Pages", 10):
        clock.append(100.0)
        shown.step(5)
    assert log.getvalue() == ""


def test_a_phase_without_a_count_has_a_name(clock: list[float]) -> None:
    """Nobody knows how much of it there is."""
    terminal = Terminal()
    clock.append(5.0)
    shown = Progress(terminal)
    clock.append(10.0)
    with shown.phase("Search index"):
        pass
    assert "Search index …" in terminal.getvalue()
