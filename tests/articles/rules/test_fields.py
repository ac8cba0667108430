"""The fields of an article, whatever somebody typed into them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.articles.rules.field_reader import KNOWN, SAMPLES, UNKNOWN
from knowledge_center.articles.rules.fields import DESCRIPTION, Fields, rule
from knowledge_center.front_matter.parser import Field, parse_fields
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.problems import Unusable
from knowledge_center.text.letters import letters
from tests.articles.field_samples import AUTHORS, CATEGORIES, DETROIT, reading, written
from tests.editors import assert_plain, paste, problems_of, read_docs, refused
from tests.samples import article_text, picture

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
@given(WRITABLE.filter(lambda text: not SAMPLES.fullmatch(" ".join(text.split()))))
def test_any_title_is_read_to_the_letter(title: str) -> None:
    """A title in quotes arrives as it was meant: angle brackets, ampersands, Markdown marks and all."""
    fields, problems = written(title=double_quoted(title))
    if not problems:
        assert fields.title == " ".join(title.split())
    else:
        assert not title.strip() or any("\x7f" <= char <= "\x9f" or char in "\u202d\u202e" for char in title)


@checked(deadline=None)
@given(
    WRITABLE.filter(
        lambda text: not set("\x7f\u202d\u202e") & set(text) and not SAMPLES.fullmatch(text.strip())
    )
)
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
    # It turns the direction of all that stands behind it.
    refused(
        tmp_path / "c",
        article_text("A\u202eB"),
        line=2,
        says="invisible control character",
        fix='title: "AB"',
    )


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
        ("\u200btitle: Why you wait", 2, "title: Why you wait"),
        ("DATE: 2026-11-16 09:00", 3, "date: 2026-11-16 09:00"),
        ("draft: Yes", 7, "draft: true"),
    ],
)
def test_a_fix_keeps_what_was_written(tmp_path: Path, field: str, line: int, fix: str) -> None:
    """No hour, no second topic, no wish to stay a draft is lost by taking a fix over; a comment stays too."""
    name = field.partition(":")[0]
    name = name.strip("\u200b")
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
    text = article_text(description="One sentence that is long enough\nto say what a reader gets: this.")
    problem = next(one for one in problems_of(tmp_path / "b", {"a.md": text}) if one.line == 5)
    assert problem.fix == 'description: "One sentence that is long enough to say what a reader gets: this."'
    assert problems_of(tmp_path / "c", {"a.md": paste(text, problem)}) == ()


def test_a_mark_of_a_template_for_a_value(tmp_path: Path) -> None:
    """What another program would have filled in is not a field without a name, whose line could go."""
    refused(
        tmp_path, article_text(date="{{date}}"), line=3, says="which nothing fills in",
        fix="Write what belongs there.", pasted=False,
    )  # fmt: skip


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
    assert fields.image_focus is None


def test_a_focal_point_is_read_and_needs_an_image() -> None:
    """The point that is written is the one that is kept; without a picture it would be for nothing."""
    fields, problems = written(image="a.png", image_alt="A desk", image_focus="30% 20%")
    assert (fields.image_focus, problems) == ((30, 20), [])
    _, (found,) = written(image_focus="30% 20%")
    assert "no image" in found.message and found.rule == "articles.fields.image_focus"
