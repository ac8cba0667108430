"""Days and hours in the fields of an article, whatever somebody typed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.articles.rules.typed_dates import dated
from knowledge_center.front_matter.parser import Field, parse_fields
from knowledge_center.problems import Problem
from tests.articles.field_samples import DETROIT, reading, written
from tests.editors import problems_of, read_docs, refused
from tests.samples import NOW, article_text


@checked(deadline=None, max_examples=300)
@given(
    st.text()
    | st.from_regex(r"[0-9]{1,5}[-/.][0-9]{1,3}[-/.][0-9]{1,5}([ T][0-9:.+Zz ]{0,12})?", fullmatch=True)
)
def test_no_text_for_a_date_brings_the_reader_down(text: str) -> None:
    """Whatever is typed for a date, it is a moment, or a problem whose fix is a date."""
    fields, problems = reading({"date": Field(value=text, line=2)})
    about = [problem for problem in problems if "“date”" in problem.message]
    if fields.published is not None:
        assert about == []
        return
    assert len(about) == 1
    for fix in about[0].fix.split(" or date: "):
        line = dated(Problem(path="", message="", fix=f"date: {fix.removeprefix('date: ')}"), NOW).fix
        mended, again = reading(parse_fields(line, "docs/a.md"))
        assert mended.published is not None, fix
        assert not any("“date”" in problem.message for problem in again)


OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@checked(deadline=None)
@given(
    st.dates(date(1970, 1, 1), date(2999, 12, 31)),
    st.sampled_from(["UTC", "America/Detroit", "Pacific/Apia"]),
)
def test_a_day_comes_back_as_that_day(day: date, zone: str) -> None:
    """A date is that day's midnight on the site's wall clock, in every zone and year."""
    fields, problems = reading(parse_fields(f"date: {day}\nreview_by: {day}", "docs/a.md"), ZoneInfo(zone))
    assert not any("“date”" in problem.message for problem in problems)
    assert fields.published is not None
    assert fields.published.isoformat()[:19] == f"{day}T00:00:00"
    assert fields.published.tzinfo == ZoneInfo(zone)
    assert fields.review_by == day


@checked(deadline=None)
@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2999, 12, 30), timezones=OFFSETS), st.sampled_from(["T", " "])
)
def test_a_moment_with_its_offset_comes_back_as_that_moment(moment: datetime, between: str) -> None:
    """A date with time and offset is that moment, to the second, wherever the site is."""
    moment = moment.replace(microsecond=0)
    fields, _ = reading(parse_fields(f"date: {moment.isoformat(between)}", "docs/a.md"))
    assert fields.published == moment


def test_an_end_without_a_time_is_the_end_of_that_day() -> None:
    """An article that expires on the 31st is there until midnight; with a time, until then."""
    assert written(expires="2026-12-31")[0].expires == datetime(2027, 1, 1, tzinfo=DETROIT)
    assert written(expires="2026-12-31 18:00")[0].expires == datetime(2026, 12, 31, 18, tzinfo=DETROIT)
    assert written(updated="2026-12-31")[0].updated == datetime(2026, 12, 31, tzinfo=DETROIT)


def test_a_review_is_due_on_a_day_of_the_sites_own_clock() -> None:
    """A moment elsewhere in the world is some day where the site is."""
    assert written(review_by="2027-11-02 03:00 +00:00")[0].review_by == date(2027, 11, 1)


def test_the_day_the_clocks_change() -> None:
    """An hour that the clock jumps over, or shows twice, is still one moment."""
    skipped, twice = (
        written(date="2026-03-08 02:30")[0].published,
        written(date="2026-11-01 01:30")[0].published,
    )
    assert skipped is not None and twice is not None
    assert skipped.astimezone(UTC) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert twice.astimezone(UTC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_no_date(tmp_path: Path) -> None:
    """Every article has its day."""
    refused(tmp_path, article_text(without="date"), line=1, says="“date” is missing")
    refused(tmp_path / "b", article_text(date=""), line=3, says="“date” is missing")


@pytest.mark.parametrize(
    ("date", "fix"),
    [
        ("October 1, 2026", "2026-10-01"),
        ("October 1st, 2026", "2026-10-01"),
        ("Thursday, October 1, 2026", "2026-10-01"),
        ("Oct. 1, 2026", "2026-10-01"),
        ("Montag, 16.11.2026", "2026-11-16"),
        ("Mo., 16.11.2026", "2026-11-16"),
        ("Mo. 16.11.2026", "2026-11-16"),
        ("lun., 16/11/2026", "2026-11-16"),
        ("Sept 3, 2026", "2026-09-03"),
        ("1 October 2026", "2026-10-01"),
        ("1. October 2026", "2026-10-01"),
        ("2026/10/01", "2026-10-01"),
        ("20261001", "2026-10-01"),
        ("1.10.2026", "2026-10-01"),
        ("16/11/2026", "2026-11-16"),
        ("11/16/2026", "2026-11-16"),
        ("16-11-2026", "2026-11-16"),
        ("2026-10-01 9:00 AM", "2026-10-01 09:00"),
        ("2026-10-01 9pm", "2026-10-01 21:00"),
        ("2026-10-01 12 am", "2026-10-01 00:00"),
        ("2026-10-01 09.30", "2026-10-01 09:30"),
        ("2026-10-01, 9:00", "2026-10-01 09:00"),
        ("2026-10-01 12", "2026-10-01 12:00"),
        ("October 1, 2026 at 9:30 p.m.", "2026-10-01 21:30"),
        ("01.10.2026 9:30", "2026-10-01 09:30"),
        ("46296", "2026-10-01"),
        ("31.12.25", "2025-12-31"),
        ("tomorrow", "2026-11-21"),
        ("next monday", "2026-11-20 # next monday"),
        ("2026-10-01 in the morning", "2026-10-01 # in the morning"),
    ],
)
def test_a_date_in_words(tmp_path: Path, date: str, fix: str) -> None:
    """A date in words or with the day first is refused, with the day it means as the fix."""
    text = article_text(date=date)
    refused(
        tmp_path, text, line=3, says=f"“{date}”, but a day as year-month-day is expected", fix=f"date: {fix}"
    )


def test_a_date_that_could_be_either(tmp_path: Path) -> None:
    """12/11/2026 is December here and November there: both are offered, and nobody guesses."""
    refused(
        tmp_path, article_text(date="12/11/2026"), line=3, says="“12/11/2026”", pasted=False,
        fix="date: 2026-11-12 or date: 2026-12-11",
    )  # fmt: skip
    refused(
        tmp_path / "b", article_text(date="20-11-26"), line=3, says="“20-11-26”", pasted=False,
        fix="date: 2026-11-20 or date: 2020-11-26",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("date", "fix"),
    [
        ("2026-02-30", "2026-02-28"),
        ("2024-2-30", "2024-02-29"),
        ("2026-16-11", "2026-11-16"),
        ("2026-00-05", "2026-11-20"),
        ("2026-10-00", "2026-10-01"),
        ("2026-99-99", "2026-11-20"),
        ("2026-02-30 09:30", "2026-02-28 09:30"),
    ],
)
def test_a_day_that_is_in_no_calendar(tmp_path: Path, date: str, fix: str) -> None:
    """The 30th of February is refused, with the last day there is."""
    refused(tmp_path, article_text(date=date), line=3, says="no such day in the calendar", fix=f"date: {fix}")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_date_in_quotes(tmp_path: Path, quote: str) -> None:
    """A date in quotes is the date: nobody could take it for anything else."""
    (article,) = read_docs(tmp_path, {"a.md": article_text(date=f"{quote}2026-11-16{quote}")}).all
    assert f"{article.published:%Y-%m-%d}" == "2026-11-16"


@pytest.mark.parametrize("date", ["2026-10-01 24:00", "2026-10-01 09:60", "2026-10-01T99:00:00"])
def test_a_time_no_clock_shows(tmp_path: Path, date: str) -> None:
    """A time beyond midnight is refused, and the fix keeps the day."""
    refused(
        tmp_path,
        article_text(date=date),
        line=3,
        says="no such time of the day",
        fix="date: 2026-10-01 09:00",
    )


def test_a_zone_that_does_not_exist(tmp_path: Path) -> None:
    """An offset of thirty hours is none; the time stays, in the site's zone."""
    text = article_text(date="2026-10-01 08:15 +30:00")
    refused(tmp_path, text, line=3, says="ends in a zone that does not exist", fix="date: 2026-10-01 08:15")


@pytest.mark.parametrize(
    ("date", "fix"),
    [("0206-11-16", "2026-11-16"), ("1969-12-31", "2026-12-31"), ("9999-01-02", "2026-01-02")],
)
def test_a_year_out_of_reach(tmp_path: Path, date: str, fix: str) -> None:
    """A slip in the year does not put an article into the Middle Ages."""
    refused(tmp_path, article_text(date=date), line=3, says="a year from 1970 to 2999", fix=f"date: {fix}")


@pytest.mark.parametrize(
    ("date", "fix"),
    [
        ("{updated: 2026-11-20}", "date: 2026-11-20"),
        ("{created: 2026-10-01, updated: 2026-11-20}", "date: 2026-10-01"),
        ("{a: b}", "date: 2026-11-20"),
        ("[2026-10-01]", "date: 2026-10-01"),
    ],
)
def test_a_group_of_dates(tmp_path: Path, date: str, fix: str) -> None:
    """Other blogs keep several dates in one field; here it is one, and the first publication is offered."""
    refused(tmp_path, article_text(date=date), line=3, says="but a day is expected", fix=fix)


def test_a_group_of_dates_on_lines_of_its_own(tmp_path: Path) -> None:
    """Where the group goes on below, its lines have to go too, and that is said."""
    text = article_text(date="\n  created: 2026-10-01\n  updated: 2026-11-20")
    problem = refused(tmp_path, text, line=3, says="a group of fields", pasted=False)
    assert problem.fix == "Write date: 2026-10-01 and delete the lines below that belong to it."


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026-11-16", datetime(2026, 11, 16, 5, tzinfo=UTC)),
        ("2026-7-1", datetime(2026, 7, 1, 4, tzinfo=UTC)),
        ("2026-11-16 09:00", datetime(2026, 11, 16, 14, tzinfo=UTC)),
        ("2026-11-16T9:00:30", datetime(2026, 11, 16, 14, 0, 30, tzinfo=UTC)),
        ("2026-11-16T09:00:00.123Z", datetime(2026, 11, 16, 9, tzinfo=UTC)),
        ("2026-11-16 09:00 +0530", datetime(2026, 11, 16, 3, 30, tzinfo=UTC)),
        ("2026-11-16 09:00:00 -08:00", datetime(2026, 11, 16, 17, tzinfo=UTC)),
    ],
)
def test_dates_that_are_taken(tmp_path: Path, date: str, moment: datetime) -> None:
    """A day begins at midnight in the site's zone; a time is meant there too, unless it names its zone."""
    found = read_docs(tmp_path, {"a.md": article_text(date=date)})
    assert found.problems == ()
    assert found.all[0].published == moment


def test_an_update_before_the_article(tmp_path: Path) -> None:
    """Nothing is updated before it was there."""
    text = article_text(updated="2026-11-15")
    refused(tmp_path, text, line=7, says="updated before it was published", pasted=False)
    text = article_text(date="2026-11-16 18:00", updated="2026-11-16")
    assert problems_of(tmp_path / "b", {"a.md": text}) == ()


def test_the_end_before_the_beginning(tmp_path: Path) -> None:
    """An article that expires before it is published would never be seen."""
    text = article_text(expires="2026-11-15")
    refused(tmp_path, text, line=7, says="expire before it is published", pasted=False)
    (advice,) = read_docs(tmp_path / "b", {"a.md": article_text(expires="2026-11-16")}).problems
    assert advice.rule == "articles.days.are_not_over_at_once"
    assert read_docs(tmp_path / "c", {"a.md": article_text(expires="2027-11-16")}).problems == ()


@pytest.mark.parametrize("words", ["never", "nie", "next year", "when it is over"])
@pytest.mark.parametrize("name", ["expires", "review_by"])
def test_what_ends_in_words_does_not_end_today(tmp_path: Path, name: str, words: str) -> None:
    """Nobody can say which day they mean, and today's would take the article away."""
    text = article_text(**{name: words})
    line = next(number for number, one in enumerate(text.split("\n"), 1) if one.startswith(name))
    (problem,) = [one for one in read_docs(tmp_path, {"a.md": text}).problems if one.line == line]
    assert "or delete the line" in problem.fix and not problem.edits


@pytest.mark.parametrize("name", ["updated", "expires", "review_by"])
@pytest.mark.parametrize("nothing", ['""', "''", '" "', "", "~"])
def test_a_day_that_nobody_has_filled_in_is_none(tmp_path: Path, name: str, nothing: str) -> None:
    """Programs for editing write it so."""
    articles = read_docs(tmp_path, {"a.md": article_text(**{name: nothing})})
    assert [one for one in articles.problems if one.rule.startswith("articles.fields")] == []
    assert articles.all[0].expires is None
