"""What more than one article lays claim to, and what stands already where an old path leads away from."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.rules.claims import Claim, address_rule, rule
from knowledge_center.problems import Problem
from tests.editors import assert_plain

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
