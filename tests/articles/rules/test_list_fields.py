"""The lists in the fields of an article: authors, topics, former names."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.articles.articles_reader import read_articles
from knowledge_center.articles.rules.fields import read_fields, rule
from knowledge_center.front_matter.parser import parse_fields
from tests.articles.field_samples import DETROIT, written
from tests.editors import assert_plain, problems_of, refused
from tests.samples import NOW, article_text, make_docs, settings


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
        ("[/gr%C3%B6%C3%9Fe/, /50%25/, /100%/]", ("/gr%C3%B6%C3%9Fe/", "/50%25/", "/100%/"), (6, 6, 6)),
    ],
)
def test_aliases_and_their_lines(aliases: str, good: tuple[str, ...], lines: tuple[int, ...]) -> None:
    """Every alias is known by its own line, so that a clash can be found."""
    fields, _ = written(aliases=aliases)
    assert (fields.aliases, fields.alias_lines) == (good, lines)


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
    text = article_text(authors="\n    - name: Careers Desk")
    refused(tmp_path / "b", text, line=6, says="did you mean “careers-desk”?", fix="    - careers-desk")


def test_two_categories_in_one_line_of_a_list_keep_its_note(tmp_path: Path) -> None:
    """Each gets a line of its own; what somebody has noted behind them stays, once."""
    text = article_text(categories="\n    - interviews; hiring  # both desks")
    make_docs(tmp_path, {"a.md": text})
    (problem,) = (one for one in read_articles(tmp_path, settings(), NOW).problems if not one.advice)
    (edit,) = problem.edits
    assert edit.lines == ("    - interviews # both desks", "    - hiring")


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
        ('"/a\\0b"', "Delete it from aliases."),
        ("/a%22b/", "Delete it from aliases."),
        ("/what%3F/", "Delete it from aliases."),
        ("/caf%E9/", "Delete it from aliases."),
        ("/%2e%2e/x/", "Delete it from aliases."),
        ("/my%20old%22post/", "Delete it from aliases."),
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
