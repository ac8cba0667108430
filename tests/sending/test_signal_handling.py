"""Signals that end a sending."""

from __future__ import annotations

import signal

import pytest

from knowledge_center.sending.signal_handling import StopSignal


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_is_heard_and_the_second_ends_it(number: signal.Signals) -> None:
    """Ctrl-C and SIGTERM alike; afterwards they do again what they did before."""
    before = signal.getsignal(number)
    stop = StopSignal()
    with stop.installed():
        assert not stop.requested
        signal.raise_signal(number)
        assert stop.requested
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) is before


def test_nobody_sleeps_on_who_was_reported_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait of an hour ends at the next glance."""
    stop = StopSignal()
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        stop(signal.SIGINT, None)

    monkeypatch.setattr("knowledge_center.sending.signal_handling.time.sleep", sleep)
    stop.sleep(3600)
    assert slept == [0.2]
    stop.sleep(3600)
    assert slept == [0.2]


def test_a_short_wait_is_no_longer_than_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Glances add up to the wait."""
    now = [100.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr("knowledge_center.sending.signal_handling.time.sleep", sleep)
    monkeypatch.setattr("knowledge_center.sending.signal_handling.time.monotonic", lambda: now[0])
    StopSignal().sleep(0.5)
    assert now == [pytest.approx(100.5)]
