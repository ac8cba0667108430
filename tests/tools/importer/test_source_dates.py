from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.source_dates import dated_name, read_moment

UTC = ZoneInfo("UTC")
DETROIT = ZoneInfo("America/Detroit")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2019-05-06", "2019-05-06"),
        ("2019/5/6", "2019-05-06"),
        ("2019-05-06 00:00:00", "2019-05-06"),
        ("2019-05-06 14:30", "2019-05-06 14:30"),
        ("2019-05-06T14:30:59.123Z", "2019-05-06 14:30"),
        ("2019-05-06T14:30:00-04:00", "2019-05-06 18:30"),
        ("2019-05-06 14:30:00 -0400", "2019-05-06 18:30"),
        ("2019-05-06 14:30:00 -4", "2019-05-06 18:30"),
        ("2019-05-06 22:30 EDT", "2019-05-07 02:30"),
        ("May 6, 2019", "2019-05-06"),
        ("Monday, May 6th, 2019 at 2:30 PM", "2019-05-06 14:30"),
        ("6 May 2019", "2019-05-06"),
        ("Mon, 06 May 2019 14:30:00 +0000", "2019-05-06 14:30"),
        ("6. Dec. 2019", "2019-12-06"),
    ],
)
def test_dates_are_read_as_generators_and_people_write_them(text: str, shown: str) -> None:
    """A time with a zone is given in the site's zone; midnight without one is a day."""
    moment = read_moment(text, UTC)
    assert moment is not None and str(moment) == shown


def test_a_time_without_a_zone_is_meant_in_the_sites() -> None:
    """Half past two stays half past two."""
    moment = read_moment("2019-05-06 14:30", DETROIT)
    assert moment is not None
    assert (str(moment), str(moment.instant.utcoffset())) == ("2019-05-06 14:30", "-1 day, 20:00:00")


def test_the_day_of_the_old_address_is_the_day_that_was_written() -> None:
    """Late in the evening over there is tomorrow here, but the address did not change."""
    moment = read_moment("2019-05-06 22:30 -0400", UTC)
    assert moment is not None
    assert (moment.written.isoformat(), str(moment)) == ("2019-05-06", "2019-05-07 02:30")


@pytest.mark.parametrize(
    "text",
    [
        "12/11/2019",
        "2019-02-30",
        "yesterday",
        "",
        "0001-01-01",
        "2019-05-06 25:00",
        "2019-05-06 10:00 XYZ",
        "Foo 6, 2019",
        "2019-05-06 10:00 +99:99",
        "Last Modified",
    ],
)
def test_what_could_be_two_days_or_none_is_not_guessed(text: str) -> None:
    """Is 12/11 in November? Nobody can tell, so nobody does."""
    assert read_moment(text, UTC) is None


@given(st.text(alphabet="0123456789-/:T +Zapm.Mayj", max_size=30))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    """Whatever stands in a date, there is a moment or none, and what is read back is the same day."""
    moment = read_moment(text, DETROIT)
    if moment is not None:
        again = read_moment(str(moment), DETROIT)
        assert again is not None and str(again) == str(moment)


@pytest.mark.parametrize(
    ("stem", "parts"),
    [
        ("2019-05-06-fair", ("2019-05-06", "fair")),
        ("2019-5-6 fair", ("2019-5-6", "fair")),
        ("2019-05-06", ("2019-05-06", "")),
        ("fair-2019-05-06", ("", "fair-2019-05-06")),
        ("20190506-x", ("", "20190506-x")),
    ],
)
def test_a_day_in_a_file_name_is_taken_off(stem: str, parts: tuple[str, str]) -> None:
    """Jekyll's file names begin with the day; ours do not."""
    assert dated_name(stem) == parts
