"""Dates that are told apart without saying anything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.feeds.entry_times import instant

DAY = datetime(2026, 11, 16, tzinfo=timezone(timedelta(hours=-5)))


@given(st.text(), st.datetimes(timezones=st.just(UTC)))
def test_the_second_is_the_editors(entry_id: str, moment: datetime) -> None:
    """Only the fraction is added, never more than is left of the second, and the zone stays."""
    found = instant(moment, entry_id)
    assert found.replace(microsecond=0) == moment.replace(microsecond=0)
    assert found.tzinfo is moment.tzinfo
    assert found.microsecond


def test_it_is_the_same_at_every_build() -> None:
    """The fraction comes from the id alone: on another machine, another day, among other articles."""
    assert instant(DAY, "tag:knowledge.example.com,2026:article/a").isoformat() == (
        "2026-11-16T00:00:00.617403-05:00"
    )
    assert instant(DAY, "a") != instant(DAY, "b")


def test_a_date_that_is_exact_already_is_kept() -> None:
    """What a former site gave to the microsecond is not made up anew."""
    exact = DAY.replace(microsecond=5)
    assert instant(exact, "a") == exact
