"""The two ways to write a date, read strictly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.tools.feed_check.feed_dates import rfc822, rfc3339

NINE = datetime(2026, 11, 16, 9, tzinfo=timezone(-timedelta(hours=5)))
moments = st.datetimes(
    datetime(1990, 1, 1),
    datetime(2200, 1, 1),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
).map(lambda moment: moment.replace(microsecond=0))


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 16 Nov 2026 09:00:00 -0500", "16 Nov 2026 09:00:00 -0500", "Mon, 16 Nov 2026 09:00 EST",
        "Mon, 16 Nov 2026 14:00:00 GMT", "Mon, 16 Nov 2026 19:45:00 +0545",
    ],
)  # fmt: skip
def test_dates_of_mail_are_read(text: str) -> None:
    """With or without weekday and seconds, with a zone by number or name."""
    assert rfc822(text) == NINE


@pytest.mark.parametrize(
    "text", ["2026-11-16T09:00:00-05:00", "2026-11-16T14:00:00Z", "2026-11-16T14:00:00.000Z"]
)
def test_dates_of_rfc_3339_are_read(text: str) -> None:
    """With a zone, with or without fractions."""
    assert rfc3339(text) == NINE


def test_a_leap_second_is_a_date() -> None:
    """Both formats allow it, a datetime does not."""
    assert rfc3339("2016-12-31T23:59:60Z") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (rfc822, "Tue, 16 Nov 2026 09:00:00 -0500", "that day is a Mon"),
        (rfc822, "Mon, 16 Nov 26 09:00:00 -0500", "is expected"),
        (rfc822, "Mon,  16 Nov 2026 09:00:00 -0500", "is expected"),
        (rfc822, "mon, 16 nov 2026 09:00:00 -0500", "is expected"),
        (rfc822, "Mon, 16 Nov 2026 09:00:00", "is expected"),
        (rfc822, "Mon, 16 Nov 2026 09:00:00 CET", "is expected"),
        (rfc822, "Mon, 16 Nov 2026 25:00:00 -0500", "no such day or hour"),
        (rfc822, "30 Feb 2026 09:00:00 -0500", "no such day or hour"),
        (rfc822, "Mon, 16 Nov 2026 09:00:00 -9900", "no such time zone"),
        (rfc822, "Mon, 16 Nov 2026 09:00:00 -0500\n", "is expected"),
        (rfc3339, "2026-11-16", "is expected"),
        (rfc3339, "2026-11-16T09:00:00", "is expected"),
        (rfc3339, "2026-11-16T09:00:00+0500", "is expected"),
        (rfc3339, "2026-11-31T09:00:00Z", "no such day or hour"),
        (rfc3339, "2026-11-16T09:00:00+24:00", "no such time zone"),
        (rfc3339, " 2026-11-16T09:00:00Z", "is expected"),
    ],
)
def test_other_dates_are_told_why_not(read: Callable[[str], datetime], text: str, words: str) -> None:
    """The reason is the end of a sentence."""
    with pytest.raises(ValueError, match=words):
        read(text)


@given(moments)
@checked(deadline=None)
def test_every_moment_comes_back(moment: datetime) -> None:
    """What a correct writer writes is read as the same moment, in whatever zone."""
    assert rfc3339(moment.isoformat()) == moment
    assert rfc822(format_datetime(moment)) == moment


@given(st.text(max_size=40))
@checked(deadline=None)
def test_no_text_breaks_the_reading(text: str) -> None:
    """Anything else is a ValueError and nothing worse."""
    for read in (rfc822, rfc3339):
        try:
            assert read(text).tzinfo is not None
        except ValueError as error:
            assert str(error)
