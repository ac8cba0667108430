"""The clock: fixed by the environment, or now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.clock import read_clock, running_clock
from knowledge_center.problems import Unusable
from tests.editors import assert_plain


def test_source_date_epoch_is_the_time() -> None:
    """SOURCE_DATE_EPOCH fixes the time of a build to the second, blanks around it or not."""
    assert read_clock({"SOURCE_DATE_EPOCH": " 1795420800 "}) == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert read_clock({"SOURCE_DATE_EPOCH": "0"}) == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("environ", [{}, {"SOURCE_DATE_EPOCH": ""}, {"SOURCE_DATE_EPOCH": "  "}])
def test_without_it_the_time_is_now(environ: dict[str, str]) -> None:
    """Unset or empty, the clock is the machine's, with its zone told."""
    before = datetime.now(UTC)
    now = read_clock(environ)
    assert before <= now <= before + timedelta(minutes=1)
    assert now.tzinfo is UTC


@pytest.mark.parametrize("epoch", ["tomorrow", "1.5", "-1", "+5", "1_000", "١٢٣", "9" * 5000, "253402300799"])
def test_anything_but_a_number_of_seconds_is_refused(epoch: str) -> None:
    """A value that is no number of seconds, or lies in another millennium, is named with a sample."""
    with pytest.raises(Unusable) as refused:
        read_clock({"SOURCE_DATE_EPOCH": epoch})
    (problem,) = refused.value.problems
    assert problem.where == "SOURCE_DATE_EPOCH"
    assert epoch[:20] in problem.message
    assert len(problem.message) < 200
    assert_plain(problem)
    sample = problem.fix.partition("=")[2].partition(",")[0]
    assert read_clock({"SOURCE_DATE_EPOCH": sample}).year == 2026


@given(st.text())
def test_no_value_brings_the_clock_down(epoch: str) -> None:
    """Whatever stands in the environment, there is a time every zone can show, or a sentence."""
    try:
        now = read_clock({"SOURCE_DATE_EPOCH": epoch})
    except Unusable as refused:
        assert len(refused.problems) == 1
        return
    assert now.astimezone(ZoneInfo("Pacific/Kiritimati")) == now


def test_a_running_clock_begins_at_the_fixed_time_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits under a fixed time does not wait for ever, and a changed machine's clock changes nothing."""
    passed = [50.0]
    monkeypatch.setattr("knowledge_center.clock.time.monotonic", lambda: passed[0])
    now = running_clock({"SOURCE_DATE_EPOCH": "0"})
    assert now() == datetime(1970, 1, 1, tzinfo=UTC)
    passed[0] += 90
    assert now() == datetime(1970, 1, 1, 0, 1, 30, tzinfo=UTC)
