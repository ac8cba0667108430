"""The fields of an article, whatever somebody typed into them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_center.articles.model import Author, Category
from knowledge_center.articles.rules.fields import DESCRIPTION, KNOWN, UNKNOWN, Fields, read_fields, rule
from knowledge_center.front_matter.parser import Field, parse_fields
from knowledge_center.front_matter.yaml_mistakes import quoted
from knowledge_center.problems import Problem, Unusable
from tests.editors import assert_plain

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
    """An empty block names each required field with a line to fill in."""
    fields, problems = reading({})
    assert fields == Fields()
    assert [problem.fix.partition(":")[0] for problem in problems] == [
        "title", "date", "description", "authors", "categories",
    ]  # fmt: skip
    assert {problem.line for problem in problems} == {1}


def test_blanks_and_line_ends_in_a_text_become_one_blank() -> None:
    """A title that was broken into lines is one line for readers."""
    fields, problems = written(title='"A\n  title   in\n\n  lines"')
    assert (fields.title, problems) == ("A title in lines", [])


@settings(deadline=None, max_examples=300)
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


@settings(deadline=None)
@given(WRITABLE)
def test_any_title_is_read_to_the_letter(title: str) -> None:
    """A title in quotes arrives as it was meant: angle brackets, ampersands, Markdown marks and all."""
    fields, problems = written(title=quoted(title))
    if not problems:
        assert fields.title == " ".join(title.split())
    else:
        assert not title.strip() or any("\x7f" <= char <= "\x9f" for char in title)


@settings(deadline=None)
@given(WRITABLE.filter(lambda text: "\x7f" not in text))
def test_a_description_is_taken_or_counted(description: str) -> None:
    """A description of the right length is read to the letter, any other one is told how many characters it has."""
    fields, problems = written(description=quoted(description))
    said = " ".join(description.split())
    assert fields.description == said
    if DESCRIPTION[0] <= len(said) <= DESCRIPTION[1]:
        assert problems == []
    else:
        assert len(problems) == 1
        assert f"has {len(said)} characters" in problems[0].message or not said


@settings(deadline=None, max_examples=300)
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
    for fix in about[0].fix.split(" or "):
        mended, again = reading(parse_fields(fix, "docs/a.md"))
        assert mended.published is not None, fix
        assert not any("“date”" in problem.message for problem in again)


OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@settings(deadline=None)
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


@settings(deadline=None)
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


@settings(deadline=None)
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
