"""The fields of an article, whatever somebody typed into them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.articles.articles_reader import read_articles
from knowledge_center.articles.model import Author, Category
from knowledge_center.articles.rules.field_reader import KNOWN, UNKNOWN
from knowledge_center.articles.rules.fields import DESCRIPTION, Fields, read_fields, rule
from knowledge_center.articles.rules.typed_dates import dated
from knowledge_center.front_matter.parser import Field, parse_fields
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.problems import Problem, Unusable
from knowledge_center.text.letters import letters
from tests.editors import assert_plain, paste, problems_of, read_docs, refused
from tests.samples import NOW, article_text, make_docs, picture, settings

AUTHORS = {key: Author(key=key, name=name) for key, name in (("ana", "Ana Smith"), ("bob", "Bob"))}
CATEGORIES = {key: Category(slug=key, name=key.upper()) for key in ("interviews", "pay")}
DETROIT = ZoneInfo("America/Detroit")
WRITABLE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
)
VALUES: st.SearchStrategy[Field] = st.recursive(
    st.builds(
        Field,
        value=st.none() | st.text(),
        line=st.integers(2, 9),
        quoted=st.booleans(),
        comment=st.text(max_size=3),
    ),
    lambda inner: st.builds(
        Field,
        value=st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["created", "updated", "x"]), inner),
        line=st.integers(2, 9),
        dashes=st.none() | st.integers(0, 4),
    ),
    max_leaves=4,
)


def reading(found: dict[str, Field], zone: ZoneInfo = DETROIT) -> tuple[Fields, list[Problem]]:
    fields = read_fields(found, authors=AUTHORS, categories=CATEGORIES, zone=zone)
    return fields, list(rule.problems("docs/a.md", fields))


def written(**changes: str) -> tuple[Fields, list[Problem]]:
    """What comes of the fields of a good article with these lines in it."""
    lines = {
        "title": "T", "date": "2026-11-16", "description": "x" * 60, "authors": "[ana]", "categories": "[pay]",
    } | changes  # fmt: skip
    return reading(parse_fields("\n".join(f"{key}: {value}" for key, value in lines.items()), "docs/a.md"))


def test_a_good_article_has_no_problems() -> None:
    """The five required fields are enough; everything else has its empty value."""
    fields, problems = written()
    assert problems == []
    assert fields == Fields(
        title="T", published=datetime(2026, 11, 16, tzinfo=DETROIT), description="x" * 60, authors=(AUTHORS["ana"],),
        categories=(CATEGORIES["pay"],), lines={"title": 1, "date": 2, "description": 3, "authors": 4, "categories": 5},
    )  # fmt: skip


def test_nothing_at_all_is_five_problems() -> None:
    """An empty block names each required field with what to write there."""
    fields, problems = reading({})
    assert fields == Fields()
    named = ["title", "date", "description", "authors", "categories"]
    assert [problem.rule.rpartition(".")[2] for problem in problems] == named
    assert all(f"{name}:" in problem.fix for name, problem in zip(named, problems, strict=True))
    assert {problem.line for problem in problems} == {1}


def test_blanks_and_line_ends_in_a_text_become_one_blank() -> None:
    """A title that was broken into lines is one line for readers."""
    fields, problems = written(title='"A\n  title   in\n\n  lines"')
    assert (fields.title, problems) == ("A title in lines", [])


@checked(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from(KNOWN) | st.text(max_size=8), VALUES, max_size=6))
def test_no_fields_bring_the_reader_down(found: dict[str, Field]) -> None:
    """Whatever stands in any field, there are values and problems with words, a line and something to do."""
    fields, problems = reading(found)
    for problem in problems:
        assert problem.path == "docs/a.md"
        assert problem.line in {1} | {line for field in found.values() for line in _lines(field)}
        assert problem.message and problem.fix.strip()
    for moment in (fields.published, fields.updated, fields.expires):
        # Every zone of the world can show it, and so can every feed.
        assert moment is None or moment.astimezone(UTC) == moment
    if not problems:
        assert fields.title and fields.published and fields.authors and fields.categories
        assert DESCRIPTION[0] <= len(fields.description) <= DESCRIPTION[1]
        assert set(found) <= set(KNOWN)


def _lines(field: Field) -> set[int]:
    inner: Any = field.value if isinstance(field.value, list) else []
    return {field.line}.union(*(_lines(item) for item in inner))


@checked(deadline=None)
@given(WRITABLE)
def test_any_title_is_read_to_the_letter(title: str) -> None:
    """A title in quotes arrives as it was meant: angle brackets, ampersands, Markdown marks and all."""
    fields, problems = written(title=double_quoted(title))
    if not problems:
        assert fields.title == " ".join(title.split())
    else:
        assert not title.strip() or any("\x7f" <= char <= "\x9f" for char in title)


@checked(deadline=None)
@given(WRITABLE.filter(lambda text: "\x7f" not in text and text.strip(" .") != "…"))
def test_a_description_is_taken_or_counted(description: str) -> None:
    """A description of the right length is read to the letter, any other one is told how many characters it has."""
    fields, problems = written(description=double_quoted(description))
    expected = " ".join(description.split())
    assert fields.description == expected
    if DESCRIPTION[0] <= letters(expected) and len(expected) <= DESCRIPTION[1]:
        assert problems == []
    else:
        assert len(problems) == 1
        has = max(letters(expected), len(expected)) if len(expected) < DESCRIPTION[0] else len(expected)
        assert f"has {has} character" in problems[0].message or not expected


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


def test_without_lists_to_choose_from_nothing_is_said_about_the_choice() -> None:
    """Where the list of authors itself cannot be read, that is the problem, and not every name in it."""
    found = parse_fields("authors: [ana]\ncategories: [pay]", "docs/a.md")
    fields = read_fields(found, authors={}, categories={}, zone=DETROIT)
    problems = rule.problems("docs/a.md", fields)
    assert (fields.authors, fields.categories) == ((), ())
    assert not any("author" in problem.message or "categor" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("aliases", "good", "lines"),
    [
        ("[a, /b/c/, d-e]", ("a", "/b/c/", "d-e"), (6, 6, 6)),
        ("\n  - a\n  - B!\n  - /c", ("a", "/c"), (7, 9)),
        ("", (), ()),
        ("[]", (), ()),
    ],
)
def test_aliases_and_their_lines(aliases: str, good: tuple[str, ...], lines: tuple[int, ...]) -> None:
    """Every alias is known by its own line, so that a clash can be found."""
    fields, _ = written(aliases=aliases)
    assert (fields.aliases, fields.alias_lines) == (good, lines)


@pytest.mark.parametrize("name", [name for name in KNOWN if name not in ("authors", "categories", "aliases")])
@pytest.mark.parametrize("value", ["[a, b]", "{a: b}", "\n  - a", "\n  a: b"])
def test_a_list_or_group_is_refused_in_every_field_that_is_one_word(name: str, value: str) -> None:
    """No field takes a list or a group for a text, and each says so on its own line."""
    _, problems = written(**{name: value})
    found = [problem for problem in problems if f"“{name}”" in problem.message]
    assert len(found) == 1
    assert found[0].line == list(written(**{name: value})[0].lines).index(name) + 1
    assert_plain(found[0])


@checked(deadline=None)
@given(st.sampled_from(KNOWN), st.text())
def test_what_cannot_be_parsed_never_arrives_here(name: str, value: str) -> None:
    """A line is either refused as a line, or read as a field; there is no third way."""
    try:
        found = parse_fields(f"{name}: {value}", "docs/a.md")
    except Unusable as refused:
        assert refused.problems
        return
    fields, problems = reading(found)
    assert fields.lines[name] == 1
    assert all(problem.line <= value.count("\n") + 1 for problem in problems)


def test_every_field_has_a_rule_that_says_what_the_field_is_for() -> None:
    """What is wrong with a field is found by the rule of its name; a field nobody knows has one too."""
    assert [one.id for one in rule.rules] == [f"articles.fields.{name}" for name in (*KNOWN, UNKNOWN)]
    assert all(one.purpose.endswith(".") for one in rule.rules)
    _, problems = written(date="soon", draft="perhaps", image="a.png", x="y")
    assert [problem.rule.rpartition(".")[2] for problem in problems] == ["date", "image", "draft", "unknown"]


def test_no_title(tmp_path: Path) -> None:
    """An article without a title is told so, with a line to fill in."""
    refused(tmp_path, article_text(without="title"), line=1, says="“title” is missing", pasted=False)


@pytest.mark.parametrize("title", ["", '"  "', "~"])
def test_an_empty_title(tmp_path: Path, title: str) -> None:
    """A title with nothing in it is none."""
    refused(tmp_path, article_text(title), line=2, says="“title” is empty", pasted=False)


def test_a_list_for_a_title(tmp_path: Path) -> None:
    """A title in brackets would be a list; it is said to be one."""
    refused(tmp_path, article_text("[Draft]"), line=2, says="holds a list, but one line of text")


def test_a_colon_in_a_title(tmp_path: Path) -> None:
    """“Interviews: what to wear” needs quotes; the line to paste has them."""
    problem = refused(
        tmp_path, article_text("Interviews: what to wear"), line=2, says="“title” holds a colon"
    )
    assert problem.fix == 'title: "Interviews: what to wear"'
    assert read_docs(tmp_path / "b", {"a.md": article_text(problem.fix.partition(" ")[2])}).all[0].title == (
        "Interviews: what to wear"
    )


@pytest.mark.parametrize("title", ['"Why you wait', "'Why you wait", "'It's late'", '"A "good" one"'])
def test_a_quote_that_is_not_closed(tmp_path: Path, title: str) -> None:
    """A quotation mark that is never closed, or too early, is found on the line where it opens."""
    refused(tmp_path, article_text(title), line=2, says="A quotation mark is opened")


def test_a_number_sign_in_a_title(tmp_path: Path) -> None:
    """“The #1 mistake” would lose everything from # on; it is refused instead of being shortened."""
    problem = refused(tmp_path, article_text("The #1 mistake"), line=2, says="ends before #1")
    assert problem.fix == 'title: "The #1 mistake"'


def test_a_control_character_in_a_title(tmp_path: Path) -> None:
    """A character nobody can see would break every feed; the fix is the title without it."""
    refused(
        tmp_path, article_text('"A\\x07B"'), line=2, says="invisible control character", fix='title: "AB"'
    )
    refused(
        tmp_path / "b", article_text("A\x07B"), line=2, says="invisible control character", fix="title: AB"
    )


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


@pytest.mark.parametrize(
    ("field", "line", "fix"),
    [
        ("categories: [interviews; hiring]", 6, "categories: [interviews, hiring]"),
        ("categories: interviews and hiring", 6, "categories: [interviews, hiring]"),
        ("categories: [interviews / Hiring]", 6, "categories: [interviews, hiring]"),
        ("categories: [interviews, hiring, interviews]", 6, "categories: [interviews, hiring]"),
        ("published: false", 7, "draft: true"),
        ("Published: no # until Friday", 7, "draft: true"),
        ("status: Draft", 7, "draft: true"),
        ("Title: Why you wait", 2, "title: Why you wait"),
        ("DATE: 2026-11-16 09:00", 3, "date: 2026-11-16 09:00"),
        ("draft: Yes", 7, "draft: true"),
    ],
)
def test_a_fix_keeps_what_was_written(tmp_path: Path, field: str, line: int, fix: str) -> None:
    """No hour, no second topic, no wish to stay a draft is lost by taking a fix over; a comment stays too."""
    name = field.partition(":")[0]
    changes = {} if name.casefold() in ("published", "status", "draft") else {name.casefold(): ""}
    lines = article_text(**changes).split("\n")
    lines[line - 1 : line - 1 + bool(changes)] = [field]
    text = "\n".join(lines)
    (problem,) = problems_of(tmp_path, {"a.md": text})
    assert (problem.line, problem.fix, problem.safe) == (line, fix, True)
    mended = paste(text, problem)
    assert problems_of(tmp_path / "b", {"a.md": mended}) == ()
    assert ("# until Friday" in mended) == ("# until Friday" in text)


@pytest.mark.parametrize(
    ("field", "sample"),
    [
        ("title", "A headline that says what the reader gets"),
        ("title", "…"),
        ("description", "One sentence of 50 to 160 characters for lists, search and mail."),
        ("image_alt", "What the picture shows, in a few words"),
    ],
)
def test_a_sample_is_no_text(tmp_path: Path, field: str, sample: str) -> None:
    """Words that once stood in a fix are refused: nobody has written them for readers."""
    text = article_text(**{"image": "a.png", "image_alt": "A desk", field: sample})
    (problem,) = problems_of(tmp_path, {"a.md": text, "a.png": picture()})
    assert problem.rule == f"articles.fields.{field}"
    assert not problem.edits


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
        ("[2026-10-01]", "date: 2026-11-20"),
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


def test_no_description(tmp_path: Path) -> None:
    """Lists, feeds, search engines and mails all need a description."""
    refused(
        tmp_path, article_text(without="description"), line=1, says="“description” is missing", pasted=False
    )


def test_a_description_that_is_too_short_or_too_long(tmp_path: Path) -> None:
    """50 to 160 characters are expected, and the message counts."""
    short = article_text(description="x" * 49)
    refused(tmp_path, short, line=4, says="has 49 characters, 1 too few", pasted=False)
    text = article_text(description="x" * 163)
    refused(tmp_path / "b", text, line=4, says="has 163 characters, 3 too many", pasted=False)
    text = article_text(description="会" * 24)
    refused(tmp_path / "c", text, line=4, says="counts twice), 2 too few", pasted=False)


@pytest.mark.parametrize("text", ["é" * 50, "🙂" * 160, "会" * 25, "会" * 160])
def test_a_description_that_just_fits(tmp_path: Path, text: str) -> None:
    """The limits themselves are fine; an emoji is one character, and 25 signs of Japanese say as much as 50 letters."""
    text = article_text(description=text)
    assert read_docs(tmp_path, {"a.md": text}).problems == ()


def test_a_description_that_goes_on_below(tmp_path: Path) -> None:
    """A long sentence that was broken into two lines has to be set in; the fix is that line."""
    text = article_text(description="One sentence that is long enough\nto say what a reader gets from it.")
    refused(tmp_path, text, line=5, says="has to be set in", fix="  to say what a reader gets from it.")


def test_no_authors_and_no_categories(tmp_path: Path) -> None:
    """Somebody wrote it, about something: at least one of each."""
    refused(
        tmp_path,
        article_text(without="authors"),
        line=1,
        says="“authors” is missing",
        fix="authors: [careers-desk]",
    )
    refused(
        tmp_path / "b", article_text(categories="[]"), line=6, says="“categories” is empty",
        fix="categories: [interviews]",
    )  # fmt: skip


def test_an_author_nobody_knows(tmp_path: Path) -> None:
    """Who is in no list is named, with the list."""
    problem = refused(tmp_path, article_text(authors="[bob]"), line=5, says="no author “bob”", pasted=False)
    assert problem.message == (
        "There is no author “bob” in docs/articles/.authors.yml. Known are careers-desk, employer-desk."
    )
    assert problem.fix == "Choose one of these, or add it to docs/articles/.authors.yml."


@pytest.mark.parametrize(
    ("authors", "fix"),
    [
        ("[carers-desk]", "authors: [careers-desk]"),
        ("[Careers-Desk]", "authors: [careers-desk]"),
        ("[Careers Desk]", "authors: [careers-desk]"),
        ("[careers-desk, employr-desk]", "authors: [careers-desk, employer-desk]"),
        ('["employer desk", careers-desk]', "authors: [employer-desk, careers-desk]"),
    ],
)
def test_a_misspelled_author(tmp_path: Path, authors: str, fix: str) -> None:
    """A slip, a capital, or the name instead of the key: the whole list comes back with the right word."""
    refused(tmp_path, article_text(authors=authors), line=5, says="did you mean", fix=fix)


def test_a_misspelled_category_in_a_list_with_dashes(tmp_path: Path) -> None:
    """In a list with one item a line, the line of the item is named, and the fix is set in like the others."""
    text = article_text(categories="\n    - interviews\n    - Hiring well")
    refused(tmp_path, text, line=8, says="did you mean “hiring”?", fix="    - hiring")


def test_a_misspelled_category_in_a_list_over_two_lines(tmp_path: Path) -> None:
    """Where no single line can be pasted, the word is named."""
    text = article_text(categories="[interviews,\n  hirring]")
    refused(tmp_path, text, line=7, says="did you mean “hiring”?", fix="Write hiring instead.", pasted=False)


def test_an_author_without_brackets(tmp_path: Path) -> None:
    """“authors: careers-desk” misses its brackets; the fix has them, and the right word."""
    refused(
        tmp_path,
        article_text(authors="careers-desk"),
        line=5,
        says="holds “careers-desk”, but a list",
        fix="authors: [careers-desk]",
    )
    refused(
        tmp_path / "b", article_text(authors="Careers Desk, employer-desk"), line=5, says="a list in brackets",
        fix="authors: [careers-desk, employer-desk]",
    )  # fmt: skip
    refused(
        tmp_path / "c",
        article_text(authors="{a: b}"),
        line=5,
        says="a group of fields",
        fix="authors: [careers-desk]",
    )


def test_an_author_twice(tmp_path: Path) -> None:
    """Nobody writes an article twice."""
    text = article_text(authors="[careers-desk, careers-desk]")
    refused(tmp_path, text, line=5, says="“careers-desk” is listed twice", pasted=False)


@pytest.mark.parametrize("authors", ["[[careers-desk]]", "[{a: b}]", "[~]", '[""]'])
def test_something_else_in_a_list_of_authors(tmp_path: Path, authors: str) -> None:
    """A list in a list, a group or nothing is not taken for a name."""
    (problem,) = problems_of(tmp_path, {"a.md": article_text(authors=authors)})
    assert problem.line == 5
    assert "Known are careers-desk, employer-desk." in problem.message
    assert_plain(problem)


@pytest.mark.parametrize("text", [None, "", "careers-desk:\n  name: [x\n", b"\xff"])
def test_a_list_of_authors_that_cannot_be_read_is_one_problem(
    tmp_path: Path, text: str | bytes | None
) -> None:
    """Where the list itself is missing or broken, that is said once, and not again by every article."""
    docs = make_docs(tmp_path, {f"a-{n}.md": article_text() for n in range(5)})
    path = docs / "articles/.authors.yml"
    path.unlink()
    if text is not None:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    (problem,) = read_articles(tmp_path, settings(), NOW).problems
    assert problem.path == "docs/articles/.authors.yml"
    assert_plain(problem)


def test_a_site_with_very_many_categories(tmp_path: Path) -> None:
    """A list of hundreds is cut, so that the message can be read."""
    names = "".join(f"c{n}:\n  name: C {n}\n" for n in range(300))
    (problem,) = problems_of(
        tmp_path, {"articles/.categories.yml": names, "a.md": article_text(categories="[zzzzzzzz]")}
    )
    assert problem.message.endswith("c38, c39 and 260 more.")


@pytest.mark.parametrize(
    ("field", "value", "fix"),
    [
        ("catgories", "[interviews]", "categories: [interviews]"),
        ("Title", "Why you wait", "title: Why you wait"),
        (
            "descripton",
            '"Why: you wait, and why: you should not wait any longer."',
            'description: "Why: you wait, and why: you should not wait any longer."',
        ),
        ("author", "\n  - careers-desk", "authors:"),
        (
            "discription",
            ">-\n  Why you wait,\n\n  and why you should not wait any longer.",
            "Write description: …",
        ),
    ],
)
def test_a_misspelled_field(tmp_path: Path, field: str, value: str, fix: str) -> None:
    """A misspelled field is not passed over; the line to paste has its own value and the right name."""
    meant = fix.partition(":")[0].removeprefix("Write ")
    fix = fix.replace("…", f"instead of {field}:")
    text = article_text(without=meant, **{field: value})
    says = f"“{field}” is not known; did you mean “{meant}”?"
    refused(tmp_path, text, line=6, says=says, fix=fix, pasted="Write" not in fix)


def test_a_misspelled_field_beside_the_right_one(tmp_path: Path) -> None:
    """Where the right field is there too, the other one can go."""
    text = article_text(titel="Why you wait")
    refused(
        tmp_path,
        text,
        line=7,
        says="did you mean “title”?",
        fix="Delete the line; title is there already.",
        pasted=False,
    )


def test_a_field_nobody_knows(tmp_path: Path) -> None:
    """A field of another system is refused, with all that are known."""
    problem = refused(
        tmp_path, article_text(layout="post"), line=7, says="“layout” is not known", pasted=False
    )
    assert "Known are title, date, description, authors, categories" in problem.fix


@pytest.mark.parametrize(
    ("value", "fix"),
    [("no", "false"), ("False", "false"), ('"false"', "false"), ("off", "false"), ("0", "false")],
)
def test_a_draft_that_says_no_in_other_words_is_a_problem(tmp_path: Path, value: str, fix: str) -> None:
    """“draft: no” means that the article is to be published: it stops the build until it says so."""
    refused(tmp_path, article_text(draft=value), line=7, says="but true or false", fix=f"draft: {fix}")


@pytest.mark.parametrize("value", ["yes please", "yes", "True", '"true"', "[x]", "maybe"])
def test_a_draft_in_other_words_is_a_draft(tmp_path: Path, value: str) -> None:
    """Whoever wrote anything else into “draft” did not mean to publish; the right word is advice."""
    found = read_docs(tmp_path, {"a.md": article_text(draft=value)})
    (problem,) = found.problems
    assert (problem.line, problem.advice, problem.fix) == (7, True, "draft: true")
    assert_plain(problem)
    assert found.all[0].draft


def test_an_empty_draft_is_none(tmp_path: Path) -> None:
    """“draft:” with nothing behind it is as good as no such line."""
    found = read_docs(tmp_path, {"a.md": article_text(draft="")})
    assert (found.problems, found.all[0].draft) == ((), False)


def test_a_word_for_the_digest(tmp_path: Path) -> None:
    """An article can be featured or skipped in a digest, nothing else."""
    refused(
        tmp_path, article_text(digest="featured"), line=7, says="but feature or skip", fix="digest: feature"
    )


@pytest.mark.parametrize(
    ("alias", "fix"),
    [
        ("Old Name", "aliases: [old-name]"),
        ("old-name.md", "aliases: [old-name]"),
        ("//evil.example", "Delete it from aliases."),
        ("//evil.example/a", "aliases: [/a]"),
        ("/a//b/", "aliases: [/a/b/]"),
        ("/a/../b", "aliases: [/a/b]"),
        ("/./a", "aliases: [/a]"),
        ('"/my old/post/"', "aliases: [/my%20old/post/]"),
        ("https://old.example/2020/post/?p=1", "aliases: [/2020/post/]"),
        ('"/a\\0b"', "aliases: [/a%00b]"),
        ("/", "Delete it from aliases."),
        ('""', "Delete it from aliases."),
        ("a" * 300, "Delete it from aliases."),
        ("/" + "ä" * 150 + "/", "Delete it from aliases."),
    ],
)
def test_an_alias_that_can_be_none(tmp_path: Path, alias: str, fix: str) -> None:
    """An alias is a former file name or a path on the old site; what was meant is offered."""
    text = article_text(aliases=f"[{alias}]")
    refused(tmp_path, text, line=7, says="neither a former file name", fix=fix, pasted="Delete" not in fix)


def test_an_alias_without_brackets(tmp_path: Path) -> None:
    """One alias is a list of one."""
    refused(
        tmp_path,
        article_text(aliases="old-name"),
        line=7,
        says="a list in brackets",
        fix="aliases: [old-name]",
    )


@pytest.mark.parametrize("alias", ["page", "archive", "category", "author", "posts", "index"])
def test_an_alias_that_means_something_else(tmp_path: Path, alias: str) -> None:
    """A redirect at /articles/page/ would stand in the way of the listing."""
    refused(
        tmp_path,
        article_text(aliases=f"[{alias}]"),
        line=7,
        says="that address means something else",
        pasted=False,
    )


@pytest.mark.parametrize(
    ("written_as", "fix"),
    [
        ("left top", "50% 50%"),
        ("30 20", "30% 20%"),
        ("0.3, 0.2", "30% 20%"),
        ("130% 20%", "100% 20%"),
        ("30%", "30% 50%"),
    ],
)
def test_a_focal_point_is_two_percentages(written_as: str, fix: str) -> None:
    """Whoever writes it as another program wants it reads how it is written here, with the same point."""
    fields, problems = written(image="a.png", image_alt="A desk", image_focus=written_as)
    (found,) = [problem for problem in problems if "“image_focus”" in problem.message]
    assert f"“{written_as}”" in found.message
    assert found.fix == f"image_focus: {fix}"
    assert_plain(found)
    assert fields.image_focus == (50, 50)


def test_a_focal_point_is_read_and_needs_an_image() -> None:
    """The point that is written is the one that is kept; without a picture it would be for nothing."""
    fields, problems = written(image="a.png", image_alt="A desk", image_focus="30% 20%")
    assert (fields.image_focus, problems) == ((30, 20), [])
    _, (found,) = written(image_focus="30% 20%")
    assert "no image" in found.message and found.rule == "articles.fields.image_focus"
