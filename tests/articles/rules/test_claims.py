"""What more than one article lays claim to, and what stands already where an old path leads away from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.rules.claims import Claim, address_rule, rule
from knowledge_center.problems import Problem
from tests.editors import FOLDER, assert_plain, messages_at, problems_of, read_docs, refused
from tests.samples import article_text, picture

WORDS = st.sampled_from(["a", "b", "c", "/a/", "/articles/b/", "/x/index.html", "/X", "/x/"])


def claim(name: str, *aliases: str, guid: str = "", draft: bool = False, folder: str = "2026") -> Claim:
    lines = (*range(10, 10 + len(aliases)), 99)
    return Claim(
        display_path=f"docs/{folder}/{name}.md",
        name=name,
        aliases=aliases,
        guid=guid,
        lines=lines,
        draft=draft,
    )


def check_claims(claims: Sequence[Claim]) -> list[Problem]:
    return list(rule.problems("", claims))


def check_addresses(claims: Sequence[Claim], taken: dict[str, str]) -> list[Problem]:
    return list(address_rule.problems("", claims, taken))


def test_what_belongs_to_one_article_only() -> None:
    """Each clash is told at the line of the claim that came too late."""
    found = check_claims(
        [claim("b", "a", "/old/", "old"), claim("c", "/OLD/index.html", "x", guid="B"), claim("a", guid="C")]
    )
    assert [(problem.where, problem.message) for problem in found] == [
        ("docs/2026/a.md:99", "“C” already belongs to docs/2026/c.md."),
        ("docs/2026/b.md:10", "“a” already belongs to docs/2026/a.md."),
        ("docs/2026/c.md:10", "“/old/” already belongs to docs/2026/b.md."),
        ("docs/2026/c.md:99", "“B” already belongs to docs/2026/b.md."),
    ]


def test_an_article_may_say_a_thing_twice() -> None:
    """The same alias twice is no clash with anybody, and an identifier that is the name neither."""
    assert check_claims([claim("a", "x", "/articles/x/", "x", guid="a")]) == []


def test_a_draft_never_takes_anything_away() -> None:
    """Names of drafts come last, and what they clash with is advice."""
    found = check_claims(
        [claim("a", "x", draft=True, folder="2020"), claim("a", folder="2026"), claim("b", "x")]
    )
    assert [(problem.path, problem.advice) for problem in found] == [
        ("docs/2020/a.md", True),
        ("docs/2020/a.md", True),
    ]


@given(
    st.lists(
        st.builds(
            lambda name, aliases, folder: claim(name, *aliases, folder=folder),
            st.sampled_from("abc"), st.lists(WORDS, max_size=3), st.sampled_from(["2025", "2026"]),
        ),
        max_size=5, unique_by=lambda one: one.display_path,
    )
)  # fmt: skip
def test_the_order_of_files_does_not_matter_and_no_clash_is_missed(claims: list[Claim]) -> None:
    """Whatever articles claim, nobody is told nothing exactly when every address leads to one of them."""
    found = check_claims(claims)
    assert found == check_claims(claims[::-1])
    wanted: dict[str, set[str]] = {}
    for one in claims:
        for word in (f"/articles/{one.name}", *one.aliases):
            path = word.casefold() if word.startswith("/") else f"/articles/{word}"
            wanted.setdefault(path.removesuffix("/index.html").rstrip("/"), set()).add(one.display_path)
    own = {
        one.display_path
        for one in claims
        for alias in one.aliases
        if alias in (one.name, f"/articles/{one.name}/")
    }
    clashes = any(len(owners) > 1 for owners in wanted.values())
    assert bool(found) == (clashes or bool(own))
    for problem in found:
        assert_plain(problem)


TAKEN = {"subscribe": "docs/subscribe.md", "logo.svg": "docs/logo.svg", "About/Us": "docs/about/us.md"}


@pytest.mark.parametrize(
    ("alias", "what"),
    [
        ("/subscribe", "docs/subscribe.md"),
        ("/subscribe/index.html", "docs/subscribe.md"),
        ("/about/us/", "docs/about/us.md"),
        ("/logo.svg", "docs/logo.svg"),
        ("/logo.svg/x", "the file /logo.svg"),
        ("/feed.xml", "a page that every build makes"),
        ("/feed.xml/x/y", "the file /feed.xml"),
        ("/digests/weekly/x/", "a page that every build makes"),
        ("/articles/category", "a page that every build makes"),
        ("/articles", "a page that every build makes"),
        ("/index.html", "a page that every build makes"),
        ("/b.html/x", "the file /b.html"),
    ],
)
def test_what_stands_at_an_address(alias: str, what: str) -> None:
    """The message says what the old path would lead away from."""
    (problem,) = check_addresses([claim("a", alias), claim("b", "/b.html")], TAKEN)
    assert problem.where == "docs/2026/a.md:10"
    assert problem.message == f"The alias “{alias}” cannot be an old path: {what} stands there."
    assert_plain(problem)


def test_free_addresses() -> None:
    """Near an address is not at it."""
    aliases = (
        "/subscribe-now/",
        "/subscribe/now/",
        "/articles/subscribe/",
        "subscribe",
        "/digest/",
        "/feeds.xml",
        "/a.html",
    )
    assert check_addresses([claim("a", *aliases)], TAKEN) == []


def test_a_drafts_old_path_is_advice() -> None:
    """A draft leads nobody anywhere yet."""
    (problem,) = check_addresses([claim("a", "/subscribe/", draft=True)], TAKEN)
    assert problem.advice


def test_two_articles_with_one_address(tmp_path: Path) -> None:
    """The same name in two years is one address: the second is told of the first, and only one is kept."""
    found = read_docs(
        tmp_path, {"a.md": article_text("New"), "articles/posts/2025/a.md": article_text("Old")}
    )
    (problem,) = found.problems
    assert problem.where == f"{FOLDER}/a.md"
    assert problem.message == (
        "docs/articles/posts/2025/a.md has the same name, so both would have the address /articles/a/."
    )
    assert problem.fix == "Rename one of the two, for example to a-2.md"
    assert [one.title for one in found.all] == ["Old"]
    assert found.claimed == {"a": "docs/articles/posts/2025/a.md"}


def test_two_names_that_differ_in_letter_case_are_one(tmp_path: Path) -> None:
    """Some disks and servers cannot tell them apart."""
    found = read_docs(
        tmp_path, {"a.md": article_text("New"), "articles/posts/2025/A.md": article_text("Old")}
    )
    assert "both would have the address /articles/a/." in found.problems[-1].message
    assert [one.title for one in found.all] == ["Old"]


def test_a_draft_with_the_name_of_an_article_stops_nobody(tmp_path: Path) -> None:
    """A draft that repeats a name is advised of it; the published article stays."""
    found = read_docs(
        tmp_path,
        {"a.md": article_text("Public"), "articles/posts/2025/a.md": article_text("Draft", draft="true")},
    )
    (problem,) = found.problems
    assert (problem.path, problem.advice) == ("docs/articles/posts/2025/a.md", True)
    assert [one.title for one in found.all] == ["Public"]


@pytest.mark.parametrize(
    "alias",
    [
        "/subscribe/", "/subscribe/index.html", "/Subscribe/", "/feed.xml", "/atom.xml", "/feed.json", "/feeds.opml",
        "/sitemap.xml", "/robots.txt", "/404.html", "/index.html", "/articles/", "/articles/index.html",
        "/articles/page/2/", "/articles/category/interviews/", "/articles/archive/2026/", "/articles/author/x/",
        "/digests/weekly/", "/digests/weekly.xml", "/assets/site.css", "/assets/", "/feed.xml/old/", "/logo.svg",
        "/articles/b/a.png", "/search-index/search.json", "/about/", "/email.xml", "/%61bout/",
        "/search/", "/topics/", "/feed/archive/1.xml", "/articles/series/x/", "/articles/language/de/",
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
    found = messages_at(tmp_path, {"a.md": article_text(aliases="[z]"), "z.md": article_text("Z")})
    assert found == [("articles/posts/2026/a.md:7", f"“z” already belongs to {FOLDER}/z.md.")]


def test_a_name_is_freed_by_renaming_its_file(tmp_path: Path) -> None:
    """A file's name cannot be deleted: the way out over there is another name."""
    docs: dict[str, str | bytes] = {"a.md": article_text(aliases="[z]"), "z.md": article_text("Z")}
    (problem,) = problems_of(tmp_path, docs)
    assert problem.fix == f"Delete it here, or rename {FOLDER}/z.md: it can lead to one article only."


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
