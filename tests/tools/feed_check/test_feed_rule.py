"""What a rule is, and how it is quoted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_rule import Found, Rulebook, quoted
from tests.tools.feed_check.good_site import finished


def test_a_rulebook_makes_rules_of_functions(tmp_path: Path) -> None:
    """The name, the purpose and the source of a rule come from the function itself."""
    book = Rulebook[str]("book")

    @book
    def is_short(subject: str, site: Site) -> Iterator[Found]:
        """Long words tire.

        Source: RFC 1, 2.3;
        RFC 4.
        """
        if len(subject) > 3:
            yield Found(line=7, message="Too long.")

    assert [(rule.name, rule.purpose, rule.source) for rule in book.rules] == [
        ("book.is_short", "Long words tire.", "RFC 1, 2.3; RFC 4")
    ]
    site = finished(tmp_path)
    assert list(book.judge("abc", site, "a.xml")) == []
    (judged,) = book.judge("abcd", site, "a.xml")
    assert (judged.rule, judged.path, judged.found.line) == ("book.is_short", "a.xml", 7)


def test_a_value_is_shown_on_one_line_and_not_endless() -> None:
    """Line breaks and what cannot be seen are spelled out."""
    assert quoted("a\nb\x01\u202e") == "“a\\u000ab\\u0001\\u202e”"
    assert quoted("x" * 200) == f"“{'x' * 90}…”"
    assert quoted(7) == "“7”"
