"""docs/ as editors fill it: what comes out, and what each mistake is told, on which line, with which fix."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from knowledge_center.articles.articles_reader import Articles, read_articles
from knowledge_center.articles.model import public
from tests.editors import FOLDER, assert_plain, problems_of, refused
from tests.samples import NOW, article_text, make_docs, picture, settings

PICTURES: dict[str, str | bytes] = {"a.png": picture(), "a-b.png": picture("red")}
DETROIT = ZoneInfo("America/Detroit")


def library(root: Path, articles: dict[str, str | bytes], now: datetime = NOW) -> Articles:
    make_docs(root, articles)
    return read_articles(root, settings(), now)


def said(root: Path, articles: dict[str, str | bytes]) -> list[tuple[str, str]]:
    """Where each problem is and what is said."""
    return [(problem.where.removeprefix("docs/"), problem.message) for problem in problems_of(root, articles)]


# What comes out


def test_an_article_with_everything(tmp_path: Path) -> None:
    """Every field an editor fills in arrives in the article, in the site's own zone."""
    text = article_text(
        "Why you wait", "Some text.\n", date="2026-11-16 09:30", updated="2026-11-18", image="a.png",
        image_alt="A man waits", aliases="[older-name, /blog/old/]", digest="feature", review_by="2027-11-01",
        expires="2027-12-31", authors="[careers-desk, employer-desk]", categories="[hiring, interviews]",
    )  # fmt: skip
    found = library(tmp_path, {"an-article.md": text, **PICTURES})
    assert found.problems == ()
    (one,) = found.all
    assert (one.name, one.url, one.source) == (
        "an-article", "articles/an-article/", f"{FOLDER}/an-article.md",
    )  # fmt: skip
    assert (one.identity, one.id) == ("older-name", "tag:knowledge.example.com,2026:article/older-name")
    assert one.published == datetime(2026, 11, 16, 9, 30, tzinfo=DETROIT)
    assert one.updated == datetime(2026, 11, 18, tzinfo=DETROIT)
    assert one.expires == datetime(2028, 1, 1, tzinfo=DETROIT)
    assert one.review_by is not None and one.review_by.isoformat() == "2027-11-01"
    assert [author.key for author in one.authors] == ["careers-desk", "employer-desk"]
    assert one.topic.name == "Hiring well"
    assert one.image is not None
    assert (one.image.path, one.image.alt, one.image.width) == (
        "articles/an-article/a.png",
        "A man waits",
        60,
    )
    assert (one.digest, one.aliases, one.draft) == ("feature", ("older-name", "/blog/old/"), False)
    assert one.body == "\nSome text.\n"
    assert found.claimed == {"older-name": f"{FOLDER}/an-article.md"}


def test_the_newest_comes_first_whatever_folder_it_is_in(tmp_path: Path) -> None:
    """All years are one list; drafts and scheduled articles are in it, for a preview."""
    found = library(
        tmp_path,
        {
            "articles/posts/2025/b.md": article_text(date="2026-11-18"),
            "a.md": article_text(date="2026-11-17"),
            "articles/posts/c.md": article_text(date="2026-11-19", draft="true"),
            "articles/posts/2027/deep/er/d.md": article_text(date="2027-01-01"),
        },
    )
    assert found.problems == ()
    assert [one.name for one in found.all] == ["d", "c", "b", "a"]
    assert [one.name for one in found.all if public(one, NOW)] == ["b", "a"]


def test_what_is_no_editors_file_is_passed_over(tmp_path: Path) -> None:
    """Files and folders that begin with a dot are a program's: a Mac's shadow, an editor's lock, a .git."""
    docs = make_docs(
        tmp_path,
        {
            "a.md": article_text(),
            "._a.md": b"\x00\x05\x16\x07\xff",
            "articles/posts/.trash/b.md": b"\xff",
            "articles/posts/2026/notes.txt": b"\xff",
        },
    )
    os.symlink("user@host.1234", docs / "articles/posts/2026/.#a.md")
    found = read_articles(tmp_path, settings(), NOW)
    assert found.problems == ()
    assert [one.name for one in found.all] == ["a"]


def test_folders_that_lead_in_circles(tmp_path: Path) -> None:
    """A link to the folder above, and a folder called like an article, neither loop nor break the reading."""
    docs = make_docs(tmp_path, {"a.md": article_text(), "articles/posts/2026/folder.md/b.md": article_text()})
    os.symlink(docs / "articles/posts", docs / "articles/posts/2026/circle")
    found = read_articles(tmp_path, settings(), NOW)
    assert found.problems == ()
    assert [one.name for one in found.all] == ["a", "b"]


def test_the_order_of_folders_shows_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files give the same articles, in whatever order the disk lists them."""
    files: dict[str, str | bytes] = {f"a-{n}.md": article_text(f"T{n}", "![x](a.png)\n") for n in range(6)}
    twice: dict[str, str | bytes] = {"articles/posts/2025/a-0.md": article_text("Twice"), "z.md": "broken"}
    make_docs(tmp_path, {**files, **PICTURES, **twice})
    walk = os.walk
    found = []
    for backwards in (False, True):

        def listed(top: Path, backwards: bool = backwards) -> list[tuple[str, list[str], list[str]]]:
            folders = sorted(walk(top), reverse=backwards)
            return [(folder, inner, sorted(names, reverse=backwards)) for folder, inner, names in folders]

        monkeypatch.setattr(os, "walk", listed)
        found.append(read_articles(tmp_path, settings(), NOW))
    assert found[0] == found[1]
    assert list(found[0].images.items()) == list(found[1].images.items())


def test_the_docs_folder_may_have_another_name(tmp_path: Path) -> None:
    """Messages name the folder as mkdocs.yml does."""
    make_docs(tmp_path, {"a.md": article_text(body="[x](nothing-like-it.md)\n")})
    (tmp_path / "docs").rename(tmp_path / "content")
    found = read_articles(tmp_path, replace(settings(), docs_dir="content"), NOW)
    (problem,) = found.problems
    assert problem.where == "content/articles/posts/2026/a.md:9"
    assert "content/articles/posts/2026/nothing-like-it.md" in problem.message
    assert found.all[0].source == "content/articles/posts/2026/a.md"


# Title


def test_no_title(tmp_path: Path) -> None:
    """An article without a title is told so, with a line to fill in."""
    refused(tmp_path, article_text(without="title"), line=1, says="“title” is missing")


@pytest.mark.parametrize("title", ["", '"  "', "~"])
def test_an_empty_title(tmp_path: Path, title: str) -> None:
    """A title with nothing in it is none."""
    refused(tmp_path, article_text(title), line=2, says="“title” is empty")


def test_a_list_for_a_title(tmp_path: Path) -> None:
    """A title in brackets would be a list; it is said to be one."""
    refused(tmp_path, article_text("[Draft]"), line=2, says="holds a list, but one line of text")


def test_a_colon_in_a_title(tmp_path: Path) -> None:
    """“Interviews: what to wear” needs quotes; the line to paste has them."""
    problem = refused(
        tmp_path, article_text("Interviews: what to wear"), line=2, says="“title” holds a colon"
    )
    assert problem.fix == 'title: "Interviews: what to wear"'
    assert library(tmp_path / "b", {"a.md": article_text(problem.fix.partition(" ")[2])}).all[0].title == (
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


# Date


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
        ("next monday", "2026-11-16"),
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


@pytest.mark.parametrize(
    ("date", "fix"),
    [
        ("2026-02-30", "2026-02-28"),
        ("2024-2-30", "2024-02-29"),
        ("2026-16-11", "2026-11-16"),
        ("2026-00-05", "2026-11-16"),
        ("2026-10-00", "2026-10-01"),
        ("2026-99-99", "2026-11-16"),
    ],
)
def test_a_day_that_is_in_no_calendar(tmp_path: Path, date: str, fix: str) -> None:
    """The 30th of February is refused, with the last day there is."""
    refused(tmp_path, article_text(date=date), line=3, says="no such day in the calendar", fix=f"date: {fix}")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_date_in_quotes(tmp_path: Path, quote: str) -> None:
    """A date in quotes is expected without them."""
    text = article_text(date=f"{quote}2026-11-16{quote}")
    refused(tmp_path, text, line=3, says="stands in quotes", fix="date: 2026-11-16")


@pytest.mark.parametrize(
    "date", ["2026-10-01 9am", "2026-10-01 09.30", "2026-10-01, 9:00", "2026-10-01 9:5", "2026-10-01 12"]
)
def test_a_time_nobody_can_read(tmp_path: Path, date: str) -> None:
    """A time that is none is refused, and the fix keeps the day."""
    refused(tmp_path, article_text(date=date), line=3, says="if need be with a time", fix="date: 2026-10-01")


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
        ("{a: b}", "date: 2026-11-16"),
        ("[2026-10-01]", "date: 2026-11-16"),
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
    found = library(tmp_path, {"a.md": article_text(date=date)})
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
    assert library(tmp_path / "b", {"a.md": article_text(expires="2026-11-16")}).problems == ()


# Description


def test_no_description(tmp_path: Path) -> None:
    """Lists, feeds, search engines and mails all need a description."""
    refused(tmp_path, article_text(without="description"), line=1, says="“description” is missing")


def test_a_description_that_is_too_short_or_too_long(tmp_path: Path) -> None:
    """50 to 160 characters are expected, and the message counts."""
    refused(tmp_path, article_text(description="x" * 49), line=4, says="has 49 characters, 1 too few")
    text = article_text(description="x" * 163)
    refused(tmp_path / "b", text, line=4, says="has 163 characters, 3 too many", pasted=False)


@pytest.mark.parametrize("count", [50, 160])
def test_a_description_that_just_fits(tmp_path: Path, count: int) -> None:
    """The limits themselves are fine; an emoji is one character."""
    text = article_text(description="🙂" * count)
    assert library(tmp_path, {"a.md": text}).problems == ()


def test_a_description_that_goes_on_below(tmp_path: Path) -> None:
    """A long sentence that was broken into two lines has to be set in; the fix is that line."""
    text = article_text(description="One sentence that is long enough\nto say what a reader gets from it.")
    refused(tmp_path, text, line=5, says="has to be set in", fix="  to say what a reader gets from it.")


# Authors and categories


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


# Fields


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
    ("said_", "fix"),
    [("no", "false"), ("False", "false"), ('"false"', "false"), ("off", "false"), ("0", "false")],
)
def test_a_draft_that_says_no_in_other_words_is_a_problem(tmp_path: Path, said_: str, fix: str) -> None:
    """“draft: no” means that the article is to be published: it stops the build until it says so."""
    refused(tmp_path, article_text(draft=said_), line=7, says="but true or false", fix=f"draft: {fix}")


@pytest.mark.parametrize("said_", ["yes please", "yes", "True", '"true"', "[x]", "maybe"])
def test_a_draft_in_other_words_is_a_draft(tmp_path: Path, said_: str) -> None:
    """Whoever wrote anything else into “draft” did not mean to publish; the right word is advice."""
    found = library(tmp_path, {"a.md": article_text(draft=said_)})
    (problem,) = found.problems
    assert (problem.line, problem.advice, problem.fix) == (7, True, "draft: true")
    assert_plain(problem)
    assert found.all[0].draft


def test_an_empty_draft_is_none(tmp_path: Path) -> None:
    """“draft:” with nothing behind it is as good as no such line."""
    found = library(tmp_path, {"a.md": article_text(draft="")})
    assert (found.problems, found.all[0].draft) == ((), False)


def test_a_word_for_the_digest(tmp_path: Path) -> None:
    """An article can be featured or skipped in a digest, nothing else."""
    refused(
        tmp_path, article_text(digest="featured"), line=7, says="but feature or skip", fix="digest: feature"
    )


def test_a_block_of_fields_that_does_not_begin_the_file(tmp_path: Path) -> None:
    """A blank line above the fields, or none at all, is found on the first line."""
    refused(tmp_path, "\n" + article_text(), line=1, says="has to begin on the first line", pasted=False)
    refused(tmp_path / "b", "Only text.\n", line=1, says="has no block of fields", pasted=False)
    refused(tmp_path / "c", "---\ntitle: x\n", line=1, says="no second --- closes it", pasted=False)


def test_tabs(tmp_path: Path) -> None:
    """A tab looks like blanks and is none; the line to paste has blanks."""
    text = article_text(without="authors").replace("---\n\n", "authors:\n\t- careers-desk\n---\n\n")
    refused(tmp_path, text, line=7, says="holds a tab", fix="  - careers-desk")


def test_a_file_in_latin_1(tmp_path: Path) -> None:
    """A file saved as Latin-1 is refused on the line of the first letter that cannot be read."""
    raw = article_text(body="First.\n\nGrößer.\n").encode("latin-1")
    (problem,) = problems_of(tmp_path, {"a.md": raw})
    assert problem.where == f"{FOLDER}/a.md:11"
    assert_plain(problem)


def test_all_mistakes_of_all_files_at_once(tmp_path: Path) -> None:
    """One run tells everything: many mistakes in one file, and those of the other files too."""
    text = article_text("", "# Title\n", date="soon", authors="ana", expires="x", layout="y", image="no.png")
    where = [place for place, _ in said(tmp_path, {"a.md": text, "b.md": "x", "C.md": article_text()})]
    assert [place.removeprefix("articles/posts/2026/") for place in where] == [
        "C.md", "a.md:2", "a.md:3", "a.md:5", "a.md:7", "a.md:8", "a.md:9", "a.md:9", "a.md:12", "b.md:1",
    ]  # fmt: skip


# Names and addresses


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Second.md", "second.md"),
        ("second interview.md", "second-interview.md"),
        ("Vorstellungsgespräch.md", "vorstellungsgesprach.md"),
        ("second_interview.md", "second-interview.md"),
        ("2026.11.md", "2026-11.md"),
        ("面接.md", "article.md"),
    ],
)
def test_a_file_name_that_makes_an_ugly_address(tmp_path: Path, name: str, better: str) -> None:
    """Capitals, blanks and umlauts would stand in the address for ever; the name to take is told."""
    refused(
        tmp_path,
        article_text(),
        line=0,
        says="small letters a-z",
        fix=f"Rename the file to {better}",
        name=name,
        pasted=False,
    )


@pytest.mark.parametrize("name", ["index", "page", "archive", "category", "author", "posts"])
def test_a_reserved_name(tmp_path: Path, name: str) -> None:
    """Below /articles/ some names mean something already."""
    refused(
        tmp_path, article_text(), line=0, says=f"cannot be called “{name}”", name=f"{name}.md", pasted=False,
        fix=f"Rename the file to {name}-article.md",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["a.markdown", "a.MD", "a.mkd"])
def test_a_file_that_is_markdown_by_another_name(tmp_path: Path, name: str) -> None:
    """An article with another ending would never appear; that is said instead of nothing."""
    refused(
        tmp_path,
        article_text(),
        line=0,
        says="is not read as an article",
        name=name,
        fix="Rename the file to a.md",
        pasted=False,
    )


def test_an_article_in_the_wrong_folder(tmp_path: Path) -> None:
    """An article beside the folder of articles is not forgotten in silence; where it belongs is told."""
    assert said(tmp_path, {"articles/a.md": article_text()}) == [
        (
            "articles/a.md",
            "Articles belong into docs/articles/posts/, one folder a year; this one is not read.",
        )
    ]


def test_a_file_name_no_system_is_sure_to_read(tmp_path: Path) -> None:
    """A name in another encoding can be printed and is a problem."""
    docs = make_docs(tmp_path, {"a.md": article_text()})
    path = os.fsencode(docs / "articles/posts/2026") + b"/b\xe9.md"
    with open(path, "wb") as file:
        file.write(b"x")
    (problem,) = read_articles(tmp_path, settings(), NOW).problems
    problem.where.encode()
    assert_plain(problem)


def test_two_articles_with_one_address(tmp_path: Path) -> None:
    """The same name in two years is one address: the second is told of the first, and only one is kept."""
    found = library(tmp_path, {"a.md": article_text("New"), "articles/posts/2025/a.md": article_text("Old")})
    (problem,) = found.problems
    assert problem.where == f"{FOLDER}/a.md"
    assert problem.message == (
        "docs/articles/posts/2025/a.md has the same name, so both would have the address /articles/a/."
    )
    assert problem.fix == "Rename one of the two, for example to a-2.md"
    assert [one.title for one in found.all] == ["Old"]


def test_a_draft_with_the_name_of_an_article_stops_nobody(tmp_path: Path) -> None:
    """A draft that repeats a name is advised of it; the published article stays."""
    found = library(
        tmp_path,
        {"a.md": article_text("Public"), "articles/posts/2025/a.md": article_text("Draft", draft="true")},
    )
    (problem,) = found.problems
    assert (problem.path, problem.advice) == ("docs/articles/posts/2025/a.md", True)
    assert [one.title for one in found.all] == ["Public"]


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
    "alias",
    [
        "/subscribe/", "/subscribe/index.html", "/Subscribe/", "/feed.xml", "/atom.xml", "/feed.json", "/feeds.opml",
        "/sitemap.xml", "/robots.txt", "/404.html", "/index.html", "/articles/", "/articles/index.html",
        "/articles/page/2/", "/articles/category/interviews/", "/articles/archive/2026/", "/articles/author/x/",
        "/digests/weekly/", "/digests/weekly.xml", "/assets/site.css", "/assets/", "/feed.xml/old/", "/logo.svg",
        "/articles/b/a.png", "/pagefind/pagefind.js", "/about/", "/email.xml", "/feed/archive/1.xml",
    ],
)  # fmt: skip
def test_an_alias_where_something_stands(tmp_path: Path, alias: str) -> None:
    """An old path cannot lead away from a page, a feed or a picture of the site."""
    beside: dict[str, str | bytes] = {
        "./subscribe.md": "# Subscribe\n", "about/index.md": "# About\n", "./index.md": "# Home\n",
        "./logo.svg": "<svg/>",
        "b.md": article_text("B", "![A man](a.png)\n"), "a.png": picture(),
    }  # fmt: skip
    refused(
        tmp_path, article_text(aliases=f"[/fine/, {alias}]"), line=7, says=f"“{alias}” cannot be an old path",
        beside=beside, pasted=False,
    )  # fmt: skip


@pytest.mark.parametrize("alias", ["/old.html/x/", "/old.htm/x"])
def test_an_alias_that_leads_through_a_file(tmp_path: Path, alias: str) -> None:
    """Where a redirect is a file, there can be no folder for another."""
    refused(
        tmp_path, article_text(aliases=f"[{alias}]"), line=7, says="stands there",
        beside={"b.md": article_text("B", aliases="[/old.html, /old.htm]")}, pasted=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "aliases",
    [
        "[/articles/old-name/]",
        "[old-name]",
        "[/2020/11/post.html]",
        "[/blog/ü/]",
        "[/a, /b/c/d/e]",
        "[/feeds/]",
    ],
)
def test_aliases_that_are_taken(tmp_path: Path, aliases: str) -> None:
    """Names and paths nobody else needs are fine, also below /articles/."""
    assert problems_of(tmp_path, {"a.md": article_text(aliases=aliases)}) == ()


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ({"aliases": "[old]"}, {"aliases": "[old]"}, 7),
        ({"aliases": "[old]"}, {"aliases": "[/articles/OLD/]"}, 7),
        ({"aliases": "[/Old/Path/]"}, {"aliases": "[x-y, /old/path]"}, 7),
        ({"aliases": "[/old/]"}, {"aliases": "[/old/index.html]"}, 7),
        ({}, {"aliases": "\n  - x-y\n  - an-article"}, 9),
        ({}, {"aliases": "[/articles/an-article/]"}, 7),
        ({"guid": "X:1"}, {"guid": "x:1"}, 7),
        ({}, {"guid": "An-Article"}, 7),
        ({"aliases": "[old]"}, {"guid": "old"}, 7),
    ],
)
def test_two_articles_that_claim_one_thing(
    tmp_path: Path, first: dict[str, str], second: dict[str, str], line: int
) -> None:
    """A name, a path or an identifier belongs to one article, capitals or not; the line of the claim is told."""
    refused(
        tmp_path, article_text(**second), line=line, says=f"already belongs to {FOLDER}/an-article.md",
        name="another.md", beside={"an-article.md": article_text("Other", **first)}, pasted=False,
    )  # fmt: skip


def test_the_owner_of_a_name_is_not_blamed_for_an_alias(tmp_path: Path) -> None:
    """The file that has a name keeps it; who claims it as an alias is told, whichever comes first."""
    found = said(tmp_path, {"a.md": article_text(aliases="[z]"), "z.md": article_text("Z")})
    assert found == [("articles/posts/2026/a.md:7", f"“z” already belongs to {FOLDER}/z.md.")]


def test_an_alias_that_is_the_articles_own_name(tmp_path: Path) -> None:
    """An article need not lead to itself."""
    for alias in ("an-article", "/articles/an-article/"):
        refused(
            tmp_path, article_text(aliases=f"[{alias}]"), line=7, says="the article's own name", pasted=False
        )


def test_a_clash_with_a_draft_is_advice(tmp_path: Path) -> None:
    """What a draft claims stops nobody, on either side."""
    for one, other in ((article_text(aliases="[x]", draft="true"), article_text("B", aliases="[x]")),
                       (article_text("B", aliases="[b]"), article_text(draft="true"))):  # fmt: skip
        (problem,) = problems_of(tmp_path, {"a.md": one, "b.md": other})
        assert problem.advice


# Pictures


def test_a_picture_that_is_not_there(tmp_path: Path) -> None:
    """A picture that is missing is named, with the one that is probably meant."""
    text = article_text(image="a-bb.png", image_alt="A man")
    refused(
        tmp_path, text, line=7, says="no picture “a-bb.png” beside", fix="image: a-b.png", beside=PICTURES
    )
    text = article_text(image="zzz.jpg", image_alt="A man")
    refused(tmp_path / "b", text, line=7, says="no picture “zzz.jpg”", beside=PICTURES, pasted=False)


def test_a_picture_in_another_years_folder(tmp_path: Path) -> None:
    """A picture of that name elsewhere among the articles is found and can be used from there."""
    text = article_text(image="x.png", image_alt="A man")
    beside: dict[str, str | bytes] = {"articles/posts/2025/x.png": picture()}
    refused(tmp_path, text, line=7, says="no picture “x.png”", fix="image: ../2025/x.png", beside=beside)


@pytest.mark.parametrize(
    "image",
    ["../../secret.png", "../../../../secret.png", "/secret.png", "https://a.example/x.png", "../../.hidden/x.png",
     "circle/x.png", "a" * 5000 + ".png", "'a\\\\b.png'"],
)  # fmt: skip
def test_a_picture_from_where_none_may_come(tmp_path: Path, image: str) -> None:
    """A picture lies with the articles: nothing outside, hidden, behind a link or elsewhere is published."""
    text = article_text(image=image, image_alt="x")
    hidden: dict[str, str | bytes] = {"articles/secret.png": picture(), "articles/.hidden/x.png": picture()}
    docs = make_docs(tmp_path, {"a.md": text, **hidden})
    (tmp_path / "secret.png").write_bytes(picture())
    os.symlink(docs / "articles/.hidden", docs / "articles/posts/2026/circle")
    (problem,) = read_articles(tmp_path, settings(), NOW).problems
    assert problem.line == 7
    assert "There is no picture" in problem.message
    assert_plain(problem)


def test_a_picture_that_is_none(tmp_path: Path) -> None:
    """A document, a damaged file and a link into the void are no pictures."""
    text = article_text(image="a.docx", image_alt="x")
    refused(
        tmp_path, text, line=7, says="not a picture this site can show", beside={"a.docx": b"x"}, pasted=False
    )
    text = article_text(image="a.png", image_alt="x")
    refused(
        tmp_path / "b", text, line=7, says="cannot be read as a picture", beside={"a.png": b"x"}, pasted=False
    )
    docs = make_docs(tmp_path / "c", {})
    (docs / "articles/posts/2026").mkdir(parents=True)
    os.symlink("nowhere", docs / "articles/posts/2026/a.png")
    refused(tmp_path / "c", text, line=7, says="cannot be read as a picture", pasted=False)
    text = article_text(body="Words.\n\n![A desk](b.jpg)\n")
    damaged: dict[str, str | bytes] = {"b.jpg": b"\xff\xd8\xffhello"}
    refused(tmp_path / "d", text, line=11, says="cannot be read as a picture", beside=damaged, pasted=False)


def test_a_picture_without_words(tmp_path: Path) -> None:
    """Who cannot see a picture reads its description, so there is one."""
    text = article_text(image="a.png")
    problem = refused(tmp_path, text, line=7, says="no description for people", beside=PICTURES, pasted=False)
    assert problem.fix.startswith("image_alt: ")
    text = article_text(image="a.png", image_alt="")
    refused(tmp_path / "b", text, line=8, says="no description for people", beside=PICTURES)


def test_a_picture_in_the_text_without_words(tmp_path: Path) -> None:
    """The same holds for a picture in the text, in Markdown, by reference, or in HTML."""
    for body, fix in (
        ("![](a.png)\n", "![What the picture shows](a.png)"),
        ("![ ](<a b.png>)\n", "![What the picture shows](<a b.png>)"),
        ("![][pic]\n\n[pic]: a.png\n", None),
        ("<img src='a.png'>\n", None),
    ):
        refused(
            tmp_path, article_text(body=body), line=9, says="has no description for people", fix=fix,
            beside={"a.png": picture(), "a b.png": picture()},
        )  # fmt: skip


def test_a_picture_in_the_text_that_is_not_there(tmp_path: Path) -> None:
    """A missing picture is looked for, and the nearest name is offered."""
    refused(
        tmp_path, article_text(body="Text.\n\n![A man](aa.png)\n"), line=11, says="There is no picture aa.png",
        fix="![A man](a.png)", beside={"a.png": picture()},
    )  # fmt: skip


def test_pictures_are_published_where_their_article_is(tmp_path: Path) -> None:
    """Only pictures that an article uses are published, each in the folder of the oldest that uses it."""
    found = library(
        tmp_path,
        {
            "new.md": article_text("New", "![x](a.png) ![y](own.png)\n", date="2026-11-17"),
            "z-old.md": article_text("Old", "[x](a.png) <img src='deep/b.png' alt='x'>\n", date="2026-11-01"),
            "draft.md": article_text("D", "![x](a.png) ![y](d.png)\n", date="2020-01-01", draft="true"),
            "articles/posts/2025/far.md": article_text("F", "![x](../2026/a.png)\n", date="2026-11-10"),
            "a.png": picture(), "own.png": picture(), "articles/posts/2026/deep/b.png": picture(), "d.png": picture(),
            "unused.png": picture(),
        },
    )  # fmt: skip
    assert found.problems == ()
    assert found.images == {
        "articles/posts/2026/a.png": "articles/z-old/a.png",
        "articles/posts/2026/deep/b.png": "articles/z-old/deep/b.png",
        "articles/posts/2026/own.png": "articles/new/own.png",
        "articles/posts/2026/d.png": "articles/draft/d.png",
    }


def test_a_picture_with_a_name_from_a_telephone(tmp_path: Path) -> None:
    """Blanks and umlauts in a picture's name work for the editor and are gone from its address."""
    text = article_text(body="![x](<Foto München (1).JPG>)\n", image="Foto München (1).JPG", image_alt="x")
    found = library(tmp_path, {"a.md": text, "Foto München (1).JPG": picture(kind="JPEG")})
    assert found.problems == ()
    assert list(found.images.values()) == ["articles/a/Foto-Munchen-1-.JPG"]
    assert found.all[0].image is not None
    assert found.all[0].image.path == "articles/a/Foto-Munchen-1-.JPG"


def test_two_pictures_for_one_address(tmp_path: Path) -> None:
    """Two pictures of one name in one article cannot both be published; the line of the second is told."""
    text = article_text(body="![x](a.png)\n\n![y](../2025/a.png)\n")
    beside: dict[str, str | bytes] = {"a.png": picture(), "articles/posts/2025/a.png": picture()}
    refused(
        tmp_path,
        text,
        line=11,
        says="Two pictures would be published as /articles/an-article/a.png",
        beside=beside,
        pasted=False,
    )


# Links


LATER = article_text("Later", date="2026-12-24 08:00")


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (article_text("Not yet written", draft="true"), "leads to “Not yet written”, which is a draft"),
        ("---\ndraft: true\ntitle: Half\n---\nx\n", "leads to “other.md”, which is a draft"),
        (LATER, "which is not public before 2026-12-24 08:00"),
        (article_text("Over", date="2026-01-01", expires="2026-10-31"), "which has expired"),
    ],
)
def test_a_link_to_what_readers_cannot_see(tmp_path: Path, other: str, says: str) -> None:
    """A link from a public article to a draft, a later or an expired one is found on its line."""
    problems = problems_of(
        tmp_path, {"a.md": article_text(body="See\n[the\nother](other.md#part) one.\n"), "other.md": other}
    )
    (problem,) = [problem for problem in problems if not problem.advice]
    assert problem.where == f"{FOLDER}/a.md:10"
    assert says in problem.message
    assert problem.fix == "Take out the link, keep its text: the other"
    assert_plain(problem)


def test_a_scheduled_article_may_link_to_an_earlier_one(tmp_path: Path) -> None:
    """By the day an article comes out, what comes out before it is public; what comes later is not."""
    linking = article_text(body="[x](other.md)\n", date="2026-12-31")
    assert problems_of(tmp_path, {"a.md": linking, "other.md": LATER}) == ()
    linking = article_text(body="[x](other.md)\n", date="2026-12-01")
    refused(
        tmp_path / "b", linking, line=9, says="not public before", beside={"other.md": LATER}, pasted=False
    )
    ends = article_text("Ends", expires="2026-11-30")
    refused(tmp_path / "c", linking, line=9, says="has expired", beside={"other.md": ends}, pasted=False)


def test_a_draft_may_link_to_drafts(tmp_path: Path) -> None:
    """Two drafts may wait for each other, finished or not."""
    half = "---\ndraft: true\n---\nx\n"
    linking = article_text(body="[x](other.md) [y](half.md)\n", draft="true")
    problems = problems_of(
        tmp_path, {"a.md": linking, "other.md": article_text("O", draft="true"), "half.md": half}
    )
    assert {problem.path for problem in problems} == {f"{FOLDER}/half.md"}


def test_an_ordinary_page_is_public(tmp_path: Path) -> None:
    """A page may link to public articles only, and its broken links are found too."""
    page = (
        "---\ntitle: Start\n---\n[a](articles/posts/2026/a.md)\n[d](articles/posts/2026/d.md)\n![x](no.png)\n"
    )
    found = said(
        tmp_path, {"./index.md": page, "a.md": article_text(), "d.md": article_text("D", draft="true")}
    )
    assert [(place, message.split(",")[0]) for place, message in found] == [
        ("index.md:5", "The link leads to “D”"),
        ("index.md:6", "There is no picture no.png (looked for docs/no.png)."),
    ]


@pytest.mark.parametrize(
    ("link", "fix"),
    [
        ("[x](ohter.md)", "[x](other.md)"),
        ("[x](far.md)", "[x](../2025/far.md)"),
        ("[x](../other.md#part)", "[x](other.md)"),
        ("[x](My%20file.md)", "[x](my-file.md)"),
    ],
)
def test_a_link_to_nothing(tmp_path: Path, link: str, fix: str) -> None:
    """A link to a file that is not there gets the nearest name, with the way to it."""
    beside: dict[str, str | bytes] = {
        "other.md": article_text("O"), "articles/posts/2025/far.md": article_text("F"), "my-file.md": article_text("M"),
    }  # fmt: skip
    refused(tmp_path, article_text(body=f"{link}\n"), line=9, says="There is no file", fix=fix, beside=beside)


def test_a_link_to_nothing_like_anything(tmp_path: Path) -> None:
    """Where nothing is near, that is all there is to say."""
    text = article_text(body="[x](../../../../zzz.md)\n")
    refused(
        tmp_path,
        text,
        line=9,
        says="(looked for zzz.md)",
        fix="Put the file there, or correct the path.",
        pasted=False,
    )


def test_links_that_are_not_ours_to_check(tmp_path: Path) -> None:
    """Addresses, anchors, other kinds of files and links in code are left alone."""
    body = (
        "[a](https://x.example/y.md) [b](#part) [c](/y.md) [d](y.pdf) `[e](y.md)` [f](mailto:a@b.example)\n"
    )
    assert problems_of(tmp_path, {"a.md": article_text(body=body)}) == ()


# Text


def test_an_article_without_text(tmp_path: Path) -> None:
    """Fields without a text below them are no article; the line is one of the file."""
    refused(tmp_path, article_text(body=""), line=7, says="has no text below its fields", pasted=False)
    text = article_text(body="").rstrip("\n")
    problem = refused(tmp_path / "b", text, line=7, says="has no text", pasted=False)
    assert problem.fix == "Write it, or set draft: true"


@pytest.mark.parametrize(
    ("body", "line", "fix"),
    [
        ("Text.\n\n# A heading #\n", 11, "## A heading"),
        ("# Why you wait\n\nText.\n", 9, "Delete the line: the title says it already."),
        ("Text.\n\n#1 mistake\n", 11, "\\#1 mistake"),
        ("Text.\n# With `code`\n", 10, "## With `code`"),
        ("> # Quoted\n", 9, "## Quoted"),
        ("!!! note\n\n    # Inside\n", 11, "## Inside"),
        ("Text.\n\nA heading\n===\n", 11, "Write it as one line: ## A heading"),
        ("<h1>A heading</h1>\n\nText.\n", 9, "Write it as ## and the words of the heading."),
    ],
)
def test_a_second_title_in_the_text(tmp_path: Path, body: str, line: int, fix: str) -> None:
    """A page has one title; a heading of its level in the text is found however it is written."""
    pasted = fix.startswith(("##", "\\"))
    refused(
        tmp_path,
        article_text(body=body),
        line=line,
        says="heading of the first level",
        fix=fix,
        pasted=pasted,
    )


@pytest.mark.parametrize(
    "body", ["## Fine\n", "```\n# code\n```\n", "    # code\n", "<pre>\n# not Markdown\n</pre>\n", "\\# x\n",
             "Text.\n\nmore\nlines\n===\n", "=== \"Tab\"\n\n    Text.\n", " # x\n", "a # b\n"]
)  # fmt: skip
def test_what_is_no_heading_of_the_first_level(tmp_path: Path, body: str) -> None:
    """Code, lower headings and number signs inside a line are no second title."""
    assert problems_of(tmp_path, {"a.md": article_text(body=body)}) == ()


def test_a_control_character_in_the_text(tmp_path: Path) -> None:
    """What a word processor left behind is found on its line; the fix is the line without it."""
    refused(
        tmp_path,
        article_text(body="One.\n\nTwo\x0bthree.\n"),
        line=11,
        says="invisible control",
        fix="Twothree.",
    )


# Drafts


def test_a_half_written_draft_stops_nobody(tmp_path: Path) -> None:
    """Whatever is wrong with a draft is advice, and the rest of the site is built."""
    found = library(
        tmp_path,
        {
            "a.md": article_text(),
            "b.md": "---\ndraft: true\ntitle: Half: a title\n---\n",
            "c.md": "---\ndraft: true\nauthors: [nobody]\nimage: no.png\n---\n# x\n[y](no.md)\n",
            "d.md": b"---\ntitle: \xff\ndraft: true # for now\n---\n",
            "Bad Name.md": article_text(draft="true"),
            "empty.md": article_text(draft="true", body=""),
        },
    )
    assert {problem.path.rpartition("/")[2] for problem in found.problems} == {
        "b.md", "c.md", "d.md", "Bad Name.md", "empty.md",
    }  # fmt: skip
    assert all(problem.advice for problem in found.problems)
    for problem in found.problems:
        assert_plain(problem)
    assert [one.name for one in found.all if public(one, NOW)] == ["a"]


def test_the_words_draft_true_in_a_text_make_no_draft(tmp_path: Path) -> None:
    """A broken article that writes about drafts is not taken for one and left out in silence."""
    text = "---\ntitle: A: b\n---\nWrite this:\n\n---\ndraft: true\n---\n"
    (problem,) = problems_of(tmp_path, {"a.md": text})
    assert not problem.advice


def test_a_scheduled_articles_problems_are_problems(tmp_path: Path) -> None:
    """What comes out by itself has to be right now."""
    (problem,) = problems_of(tmp_path, {"a.md": article_text(date="2027-01-01", layout="x")})
    assert not problem.advice


# What others are told


def test_what_a_broken_article_is_known_as(tmp_path: Path) -> None:
    """A file that cannot be read still claims its names, so that nobody is told that its article is gone."""
    text = "---\ntitle: A: b\naliases: [old, 'older']\nguid: https://x.example/?p=1\n---\n"
    other = "---\ntitle: A: b\naliases:\n  - oldest\n---\n"
    found = library(
        tmp_path,
        {"a.md": text, "b.md": other, "c.md": b"\xff", "d.md": article_text(guid="x:1", aliases="[y]")},
    )
    assert set(found.claimed) >= {"a", "old", "older", "https://x.example/?p=1", "b", "oldest", "c", "x:1"}
    assert found.claimed["old"] == f"{FOLDER}/a.md"
    assert "d" not in found.claimed


def test_pages_with_fields_that_cannot_be_read(tmp_path: Path) -> None:
    """Where other generators print the fields on the page, a page's mistake is told with its line."""
    assert said(tmp_path, {"./about.md": "---\ntitle: A: b\n---\nText\n"})[0][0] == "about.md:2"


# Speed


def test_two_thousand_articles_take_no_time_to_speak_of(tmp_path: Path) -> None:
    """Mistakes in very many articles at once are told in time: no list is searched again for each of them."""
    body = "A paragraph with [a link](https://x.example/) in it.\n\n" * 5
    times = []
    for count in (250, 1000):
        root = tmp_path / str(count)
        texts: dict[str, str | bytes] = {
            f"a-{n}.md": article_text(
                json.dumps(f"T {n}"), f"{body}[x](nothing-{n}.md) ![y](no-{n}.png)\n", image=f"gone-{n}.jpg",
                image_alt="x", aliases=f"[old-{n}]", authors="[nobody]" if n % 2 else "[careers-desk]",
            )
            for n in range(count)
        }  # fmt: skip
        make_docs(root, texts)
        begun = time.process_time()
        found = read_articles(root, settings(), NOW)
        times.append(time.process_time() - begun)
        assert len(found.problems) == count * 3 + count // 2
    assert times[1] < times[0] * 4 * 2.5
