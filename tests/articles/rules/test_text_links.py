"""What links lead to, seen from one file."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.docs_files import DocsFiles
from knowledge_center.articles.markdown_links import Link
from knowledge_center.articles.model import Article, public
from knowledge_center.articles.rules.text_links import TextLinks, rule
from knowledge_center.problems import Problem
from tests.samples import article

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HERE, THERE = "articles/posts/2026/here.md", "articles/posts/2026/there.md"
DAYS = st.integers(-10, 10).map(lambda days: NOW + timedelta(days=days))


def check(*links: Link, files: DocsFiles | None = None, source: Article | None = None, there: Article | None = None,
          unfinished: tuple[str, ...] = (), unreadable: tuple[str, ...] = ()) -> list[Problem]:  # fmt: skip
    text = TextLinks(
        links=links, folder="articles/posts/2026", docs_dir="docs", article=source,
        articles={THERE: there} if there else {}, files=files or DocsFiles([HERE, THERE]), now=NOW,
        unfinished=unfinished, unreadable=unreadable,
    )  # fmt: skip
    return list(rule.problems(f"docs/{HERE}", text))


def link(target: str = "there.md", text: str = "words", image: bool = False) -> Link:
    return Link(target=target, text=text, line=7, image=image)


@given(st.booleans(), DAYS, st.none() | DAYS, st.booleans(), DAYS)
def test_a_link_is_a_problem_exactly_when_readers_would_find_nothing(
    draft: bool, published: datetime, expires: datetime | None, from_draft: bool, comes: datetime
) -> None:
    """From the day an article is read on, everything it links to is public; a draft is read by nobody."""
    source = article("here", draft=from_draft, published=comes)
    there = article("there", draft=draft, published=published, expires=expires)
    problems = check(link(), source=source, there=there)
    assert bool(problems) == (not from_draft and not public(there, max(NOW, comes)))
    # An ordinary page is read now.
    assert bool(check(link(), there=there)) == (not public(there, NOW))


def test_a_picture_that_is_none_is_named_with_its_line() -> None:
    """A file that is only called a picture would leave a hole on the page, and no size in the feeds."""
    path = "articles/posts/2026/x.png"

    def problems(one: Link) -> list[Problem]:
        return check(one, files=DocsFiles([HERE, path]), unreadable=(path,))

    (problem,) = problems(link("x.png", "A desk", image=True))
    assert (problem.line, "x.png cannot be read as a picture" in problem.message) == (7, True)
    # A link to it is a link to a file, whatever that is.
    assert problems(link("x.png", "A desk")) == []


def test_a_half_written_draft_is_no_place_to_lead_to() -> None:
    """A draft that is no article yet is told from a file that is not there."""
    (problem,) = check(link(), unfinished=(THERE,))
    assert "“there.md”, which is a draft" in problem.message
    assert check(link(), unfinished=(THERE,), source=article("here", draft=True)) == []


def test_a_link_with_a_part_or_escapes_leads_to_its_file() -> None:
    """What stands behind # or ? is no part of the file's name, and %20 is a blank."""
    files = DocsFiles([HERE, "articles/posts/2026/a b.md"])
    assert check(link("a%20b.md#part"), link("a b.md?x"), files=files) == []


def test_a_missing_file_is_named_with_where_it_was_looked_for() -> None:
    """The path is followed from the file's own folder."""
    (problem,) = check(link("../2025/nothing.md"))
    assert problem.where == f"docs/{HERE}:7"
    assert (
        problem.message
        == "There is no file ../2025/nothing.md (looked for docs/articles/posts/2025/nothing.md)."
    )


def test_a_picture_without_words_that_is_not_there_is_two_problems() -> None:
    """Both can be mended at once."""
    found = check(link("x.png", text="", image=True))
    assert ["no description" in problem.message for problem in found] == [True, False]


def test_the_way_to_a_file_with_blanks_stands_in_angle_brackets() -> None:
    """A path with blanks or brackets is offered so that Markdown reads it."""
    (problem,) = check(link("a-b.md"), files=DocsFiles([HERE, "pages/a b (1).md"]))
    assert problem.fix in ("[words](<../../../pages/a b (1).md>)", "Put the file there, or correct the path.")
    (problem,) = check(link("x/a b.png", image=True), files=DocsFiles([HERE, "pages/a b.png"]))
    assert problem.fix == "![words](<../../../pages/a b.png>)"


def test_a_link_out_of_docs_is_missing_and_not_followed() -> None:
    """There is nothing of ours above docs."""
    (problem,) = check(link("../../../../README.md"))
    assert "(looked for README.md)" in problem.message


def test_a_moved_folder_does_not_take_forever() -> None:
    """Thousands of broken links among thousands of files are told in a moment; the same name is always found."""
    files = DocsFiles(f"articles/posts/2026/some-article-number-{n}.md" for n in range(5000))
    begun = time.process_time()
    found = check(
        *(link(f"nothing-like-number-{n}.md") for n in range(5000)),
        link("../some-article-number-7.md"),
        files=files,
    )
    assert time.process_time() - begun < 10
    assert len(found) == 5001
    assert found[-1].fix == "[words](some-article-number-7.md)"


@given(st.text(), st.text(), st.booleans())
def test_no_link_brings_the_check_down(target: str, text: str, image: bool) -> None:
    """Whatever an editor links to, there is at most a problem in words."""
    for problem in check(link(target, text, image), source=article("here")):
        assert problem.line == 7
        assert problem.message and problem.fix
