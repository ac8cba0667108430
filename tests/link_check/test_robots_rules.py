"""What robots.txt lets us ask for, as RFC 9309 says it."""

from __future__ import annotations

import pytest

from knowledge_center.link_check.robots_rules import RobotsRules


def allowed(text: str, path: str) -> bool:
    return RobotsRules(text, "KnowledgeCenter").allow(f"https://www.example.org{path}")


@pytest.mark.parametrize(
    ("rules", "path", "allows"),
    [
        ("Disallow: /", "/", False),
        ("Disallow: /", "/robots.txt", True),
        ("Disallow:", "/a", True),
        ("Disallow: /a", "/ab", False),
        ("Disallow: /a/", "/a", True),
        # The longest rule counts, wherever it stands; of two as long the one that allows.
        ("Disallow: /private\nAllow: /private/ok", "/private/ok", True),
        ("Allow: /p\nDisallow: /", "/page", True),
        ("Disallow: /same\nAllow: /same", "/same", True),
        # Stars and ends.
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("Disallow: /*.pdf$", "/b.pdf.pdf", False),
        ("Disallow: /*?", "/a?b=1", False),
        ("Disallow: /*?", "/a", True),
        ("Disallow: *download*", "/x/download/y", False),
        ("Disallow: /a*b*c", "/a-c-b", True),
        ("Disallow: /a*b*c", "/a-b-b-c-d", False),
        ("Disallow: /a.c", "/abc", True),
        # One way to write an address is as good as another, but a slash is none that is written by its number.
        ("Disallow: /gr%C3%B6%c3%9fe", "/größe", False),
        ("Disallow: /größe", "/gr%c3%b6%C3%9Fe", False),
        ("Disallow: /%7Ejoe", "/~joe", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /a # a remark", "/a", False),
    ],
)
def test_the_longest_rule_that_fits_counts(rules: str, path: str, allows: bool) -> None:
    """2.2.2 and 2.2.3; what Python's own parser takes for letters are stars here."""
    assert allowed(f"User-agent: *\n{rules}\n", path) is allows


def test_a_group_of_our_own_counts_alone() -> None:
    """2.2.1: by the name, in any letter case; groups for one name are one; those without our name are for others."""
    text = (
        "\ufeffUser-agent: *\nDisallow: /\n\nuser-agent: OtherBot\nUSER-AGENT: knowledgecenter\nDisallow: /a\n"
        "Crawl-delay: 3\n\nSitemap: https://www.example.org/map.xml\nUser-agent: KnowledgeCenter/1.0\nDisallow: /b\n"
    )
    assert [allowed(text, path) for path in ("/a", "/b", "/c")] == [False, False, True]
    assert RobotsRules(text, "KnowledgeCenter").delay == 3
    assert not allowed("User-agent: OtherBot\nUser-agent: *\nDisallow: /a\n", "/a")
    assert allowed("User-agent: KnowledgeCenterOther\nDisallow: /a\n", "/a")
    assert allowed("Disallow: /a\nThis is no line of rules\n<html>", "/a")


def test_no_rule_takes_a_second() -> None:
    """Not even one of stars alone, which would not end for years."""
    assert allowed(f"User-agent: *\nDisallow: /{'*a' * 200}$\n", f"/{'a' * 150}b")
