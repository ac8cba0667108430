"""What links lead to, seen from one file."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.articles_reader import read_articles
from knowledge_center.articles.docs_files import DocsFiles
from knowledge_center.articles.markdown_links import Link, links_to_files
from knowledge_center.articles.model import Article
from knowledge_center.articles.own_addresses import OwnAddresses
from knowledge_center.articles.rules.links_of_text import TextLinks
from knowledge_center.articles.rules.sound_links import are_sound, sound_files
from knowledge_center.articles.rules.text_links import rule
from knowledge_center.pages.planned import STANDARD
from knowledge_center.pictures.flaws import UNREADABLE, Flaw
from knowledge_center.problems import Problem
from tests.editors import FOLDER, assert_plain, problems_of, refused
from tests.samples import article, article_text, make_docs, picture, settings

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HERE, THERE = "articles/posts/2026/here.md", "articles/posts/2026/there.md"
DAYS = st.integers(-10, 10).map(lambda days: NOW + timedelta(days=days))


def check(*links: Link, files: DocsFiles | None = None, source: Article | None = None, there: Article | None = None,
          unfinished: tuple[str, ...] = (), flaws: Mapping[str, Flaw] | None = None,
          now: datetime = NOW) -> list[Problem]:  # fmt: skip
    folder = "articles/posts/2026"
    text = TextLinks(
        links=links, to_files=links_to_files(links, folder), folder=folder, docs_dir="docs", article=source,
        articles={THERE: there} if there else {}, files=files or DocsFiles([HERE, THERE]), now=now,
        unfinished=unfinished, flaws=flaws or {},
    )  # fmt: skip
    problems = list(rule.problems(f"docs/{HERE}", text))
    # Nobody is told less because most texts are not asked about.
    own = OwnAddresses("https://knowledge.example.com/", {}, others=False)
    assert not (problems and are_sound(links, text.to_files, (), sound_files(text.articles, {}, now), own))
    return problems


def link(target: str = "there.md", text: str = "words", image: bool = False) -> Link:
    return Link(target=target, text=text, line=7, image=image)


@given(st.booleans(), DAYS, st.none() | DAYS, st.booleans(), DAYS)
def test_a_link_is_a_problem_exactly_when_readers_would_find_nothing(
    draft: bool, published: datetime, expires: datetime | None, from_draft: bool, comes: datetime
) -> None:
    """From the day an article is read on, all it links to has a page; a draft is read by nobody."""
    source = article("here", draft=from_draft, published=comes)
    there = article("there", draft=draft, published=published, expires=expires)
    problems = check(link(), source=source, there=there)
    nothing = draft or published > max(NOW, comes)
    assert any(not problem.advice for problem in problems) == (not from_draft and nothing)
    assert not from_draft or problems == []
    # An ordinary page is read now.
    assert any(not problem.advice for problem in check(link(), there=there)) == (draft or published > NOW)


@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS, st.lists(st.integers(0, 400), max_size=4))
def test_no_day_that_comes_by_itself_makes_a_problem(
    published: datetime, expires: datetime | None, comes: datetime, ends: datetime | None, days: list[int]
) -> None:
    """Whatever a link is today, it is no worse a year from now; what stops a build does so from the beginning."""
    source = article("here", published=comes, expires=ends)
    there = article("there", published=published, expires=expires)
    clocks = [NOW + timedelta(days=after) for after in (0, *sorted(days))]
    for one in (source, None):
        found = [check(link(), source=one, there=there, now=now) for now in clocks]
        stops = [{problem.message for problem in problems if not problem.advice} for problems in found]
        assert all(later <= sooner for sooner, later in pairwise(stops))


def test_a_picture_that_is_none_is_named_with_its_line() -> None:
    """A file that is only called a picture would leave a hole on the page, and no size in the feeds."""
    path = "articles/posts/2026/x.png"

    def problems(one: Link) -> list[Problem]:
        return check(one, files=DocsFiles([HERE, path]), flaws={path: UNREADABLE})

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


LATER = article_text("Later", date="2026-12-24 08:00")


def test_a_picture_in_the_text_without_words(tmp_path: Path) -> None:
    """The same holds for a picture in the text, in Markdown, by reference, or in HTML."""
    for body, fix in (
        ("![](a.png)\n", "Say between the brackets what the picture shows: ![ ](a.png)"),
        ("![ ](<a b.png>)\n", "Say between the brackets what the picture shows: ![ ](<a b.png>)"),
        ("![][pic]\n\n[pic]: a.png\n", None),
        ("<img src='a.png'>\n", None),
    ):
        refused(
            tmp_path, article_text(body=body), line=9, says="has no description for people", fix=fix,
            beside={"a.png": picture(), "a b.png": picture()}, pasted=False,
        )  # fmt: skip


def test_a_picture_in_the_text_that_is_not_there(tmp_path: Path) -> None:
    """A missing picture is looked for, and the nearest name is offered."""
    refused(
        tmp_path, article_text(body="Text.\n\n![A man](aa.png)\n"), line=11, says="There is no picture aa.png",
        fix="![A man](a.png)", beside={"a.png": picture()},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (article_text("Not yet written", draft="true"), "leads to “Not yet written”, which is a draft"),
        ("---\ndraft: true\ntitle: Half\n---\nx\n", "leads to “other.md”, which is a draft"),
        (LATER, "which is not public before 2026-12-24 08:00"),
    ],
)
def test_a_link_to_what_readers_cannot_see(tmp_path: Path, other: str, says: str) -> None:
    """A link from a public article to a draft or a later one is found on its line."""
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


@pytest.mark.parametrize(
    ("linking", "ends", "says"),
    [
        ({}, "2026-11-19", "which has expired: readers find its page, which says so."),
        ({}, "2026-12-31", "which expires on 2027-01-01 00:00: its page stays, and will say so."),
        ({}, "2027-01-18", "which expires on 2027-01-19"),
        ({}, "2027-01-19", ""),
        ({"draft": "true"}, "2026-11-19", ""),
        # It ends first, or is over itself.
        ({"expires": "2026-12-30"}, "2026-12-31", ""),
        ({"expires": "2026-12-31"}, "2026-12-30", "which expires on"),
        ({"expires": "2026-11-18"}, "2026-11-19", ""),
        # It comes out when the other one is over.
        ({"date": "2027-06-01"}, "2027-05-31", "which has expired"),
    ],
)
def test_a_link_to_what_ends_is_advice_ahead_of_time(
    tmp_path: Path, linking: dict[str, str], ends: str, says: str
) -> None:
    """Its page stays and says that it is over, so the day on which that happens stops no build."""
    text = article_text(body="See\n[the other](other.md) one.\n", **linking)
    other = article_text("Ends", date="2026-11-01", expires=ends)
    found = [
        problem
        for problem in problems_of(tmp_path, {"a.md": text, "other.md": other})
        if "Ends" in problem.message
    ]
    assert [(problem.where.rpartition("/")[2].partition(":")[0], problem.advice) for problem in found] == (
        [("a.md", True)] if says else []
    )
    for problem in found:
        assert says in problem.message
        assert problem.fix.endswith("keep its text: the other")
        assert_plain(problem)


def test_a_draft_may_link_to_drafts(tmp_path: Path) -> None:
    """Two drafts may wait for each other, finished or not."""
    half = "---\ndraft: true\n---\nx\n"
    linking = article_text(body="[x](other.md) [y](half.md)\n", draft="true")
    problems = problems_of(
        tmp_path, {"a.md": linking, "other.md": article_text("O", draft="true"), "half.md": half}
    )
    assert {problem.path for problem in problems} == {f"{FOLDER}/half.md"}


@pytest.mark.parametrize(
    ("link", "fix"),
    [
        ("[x](ohter.md)", "[x](other.md)"),
        ("[x](far.md)", "[x](../2025/far.md)"),
        ("[x](../other.md#part)", "[x](other.md#part)"),
        ('[x](ohter.md "A title")', '[x](other.md "A title")'),
        ("[x](../other.md#no-such-place)", "[x](other.md)"),
        ("[x](My%20file.md)", "[x](my-file.md)"),
    ],
)
def test_a_link_to_nothing(tmp_path: Path, link: str, fix: str) -> None:
    """A link to a file that is not there gets the nearest name, with the way to it."""
    beside: dict[str, str | bytes] = {
        "other.md": article_text("O", body="## Part\n\nText.\n"),
        "articles/posts/2025/far.md": article_text("F"), "my-file.md": article_text("M"),
    }  # fmt: skip
    refused(tmp_path, article_text(body=f"{link}\n"), line=9, says="There is no file", fix=fix, beside=beside)


def test_no_link_is_mended_to_the_page_it_stands_on(tmp_path: Path) -> None:
    """However much alike the names are: what is no file any more was another article."""
    text = article_text(
        body="It is as [they say](structured-interview.md) and [say](structured-interview).\n"
    )
    problems = problems_of(tmp_path, {"second-interview.md": text})
    found = [one for one in problems if "structured-interview" in one.message]
    assert len(found) == 2
    for problem in found:
        assert "second-interview" not in problem.fix and not problem.edits


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
    """Addresses elsewhere, what a theme may bring, and links in code are left alone."""
    body = "[a](https://x.example/y.md#z) [b](/assets/y.woff2) [c](/y.txt) `[e](y.md)` [f](mailto:a@b.example) [g](#)\n"
    assert problems_of(tmp_path, {"a.md": article_text(body=body)}) == ()


def test_a_download_lies_in_docs_or_beside_the_templates(tmp_path: Path) -> None:
    """No theme brings a PDF or a page of an old site: where none of the site's folders has it, the link is dead."""
    body = "[Ours](/assets/ours.pdf), [lost](/assets/lost.pdf), [old](/old.aspx) and [older](/older.aspx) ones.\n"
    make_docs(tmp_path, {"a.md": article_text(body=body, aliases="[/old.aspx]")})
    ours = tmp_path / "overrides/assets/ours.pdf"
    ours.parent.mkdir(parents=True)
    ours.touch()
    found = read_articles(tmp_path, replace(settings(), sources=(str(tmp_path / "overrides"),)), NOW).problems
    assert [re.findall(r"“(.*?)”", problem.message) for problem in found] == [
        ["/assets/lost.pdf"],
        ["/older.aspx"],
    ]


@pytest.mark.parametrize("page", [*STANDARD, "articles/index.md", "articles/category/interviews.md"])
def test_a_page_that_is_made_here_is_known(page: str) -> None:
    """Its path from an article's folder is good; a wrong one is told with the right one to paste."""
    right = f"../../../{page}".replace("../../../articles/", "../../")
    assert check(link(f"../../../{page}")) == []
    for wrong in (page, f"../{page}", f"./{page}"):
        (problem,) = check(link(wrong), files=DocsFiles([HERE, "articles/index.md"]))
        assert (problem.message.startswith("There is no file"), problem.fix) == (True, f"[words]({right})")


OTHER = article_text("Other", "## The first part\n\nWords.\n\n## Second\n\nMore.\n", date="2026-11-10")


@pytest.mark.parametrize(
    ("written", "says", "fix"),
    [
        ("[x](/articles/othr/)", "“/articles/othr/” leads nowhere", "[x](other.md)"),
        ("[x](https://knowledge.example.com/articles/othr/)", "leads nowhere", "[x](other.md)"),
        ("[x](other)", "“other” leads nowhere", "[x](other.md)"),
        ("[x](/articles/posts/2026/other.md)", "leads nowhere", "[x](other.md)"),
        ("[x](www.example.org/a)", "https:// is missing", "[x](https://www.example.org/a)"),
        ("[x](example.org)", "https:// is missing", "[x](https://example.org)"),
        ("[x](desk@example.org)", "mailto: is missing", "[x](mailto:desk@example.org)"),
        ("[x](other.md#first-part)", "no heading of other.md", "[x](other.md#the-first-part)"),
        ("[x](/articles/other/#secnd)", "no heading of other.md", "[x](/articles/other/#second)"),
        ("## Own part\n\n[x](#own-prt)", "no heading of this page", "[x](#own-part)"),
    ],
)
def test_addresses_of_the_site_that_lead_nowhere(tmp_path: Path, written: str, says: str, fix: str) -> None:
    """A wrong address, a page's name without .md, a host without https, a heading: the line, and what was meant."""
    body = f"Words.\n\n{written}\n"
    line = 11 if written.startswith("[") else 13
    lines = article_text(body=body).split("\n")
    problem = refused(
        tmp_path, "\n".join(lines), line=line, says=says, fix=fix, beside={"other.md": OTHER}, pasted=True
    )
    assert problem.rule.startswith("articles.links.lead_to_")


@pytest.mark.parametrize(
    "written",
    [
        "<a href='../othr/'>x</a>", "<a href='other.md'>x</a>", "<a href='#nowhere'>x</a>",
        "<https://knowledge.example.com/articles/othr/>", "[x](nothing-like-it/at-all)", "[x](list.pdf)",
    ],
)  # fmt: skip
def test_links_in_html_and_to_nothing_at_all(tmp_path: Path, written: str) -> None:
    """In HTML a link leads from the page, as browsers take it; a file that is not there is told whatever its kind."""
    refused(
        tmp_path,
        article_text(body=f"{written}\n"),
        line=9,
        says="leads",
        beside={"other.md": OTHER},
        pasted=False,
    )


def test_addresses_of_the_site_that_answer(tmp_path: Path) -> None:
    """By file, by address from the root, by whole address, from the page, to old names, headings and pages of ours."""
    body = (
        "[a](other.md#second) [b](/articles/other/) [c](https://knowledge.example.com/articles/other/#the-first-part)\n"
        "[d](../other/) [e](/articles/former/) [f](/old/path.html) [g](/subscribe/) [h](/articles/category/x/)\n"
        "<a href='../other/#second'>i</a> [j](../../about.md#we) [k](/about/#we) [l](/feed.xml) [m](../../../) [n](#)\n"
        "<a id='here'></a> [o](#here) [p](#fn:1).[^1]\n\n[^1]: A note.\n"
    ).replace("../../about.md", "../../../about.md")
    files: dict[str, str | bytes] = {
        "a.md": article_text(body=body), "./about.md": "# About\n\n## We\n\nWords.\n",
        "other.md": OTHER.replace("date:", "aliases: [former, /old/path.html]\ndate:"),
    }  # fmt: skip
    assert problems_of(tmp_path, files) == ()


def test_an_address_that_leads_to_a_draft_is_told_as_one(tmp_path: Path) -> None:
    """However the link is written, readers would find nothing there."""
    for written in ("/articles/other/", "https://knowledge.example.com/articles/other/#x"):
        (problem,) = [
            problem
            for problem in problems_of(
                tmp_path,
                {"a.md": article_text(body=f"[x]({written})\n"), "other.md": article_text(draft="true")},
            )
            if not problem.advice
        ]
        assert "which is a draft" in problem.message


def test_no_place_that_tabs_or_footnotes_make_is_offered(tmp_path: Path) -> None:
    """Where a page has no heading to link to, the link goes; what programs number is no help."""
    text = article_text(body='[Above](#nothing)[^1]\n\n=== "One"\n\n    Words.\n\n[^1]: Here.\n')
    (problem,) = problems_of(tmp_path, {"a.md": text})
    assert problem.fix == "Take out the link, keep its text: Above"
