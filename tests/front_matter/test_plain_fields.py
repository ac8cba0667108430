"""Fields that are read without YAML's parser are what it would have made of them."""

from __future__ import annotations

from unittest.mock import patch

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_center.front_matter import parser
from knowledge_center.front_matter.parser import Field, parse_fields
from knowledge_center.front_matter.plain_fields import plain_fields
from knowledge_center.problems import Unusable

NAMES = ("title", "date", "draft", "null")
PIECES = st.sampled_from(
    [
        "a", "Two words", " ", "  ", ": ", ":", "09:00", " #", "#", "'", '"', "\\", "\\n", "[", "]", "{", "}", ",",
        ", ", "-", "- ", "—", "“x”", "é", "\xa0", "\u3000", "\x85", "\u2028", "\ufeff", "\t", "\0", "null", "~", "yes",
        "1.5", "=", "<<", "?", "!", "&a", "*a", "|", ">", "%", "@", "`", "_", "😀", "\ud800",
    ]
)  # fmt: skip
VALUES = st.lists(PIECES, min_size=1, max_size=5).map("".join)
LINES = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(NAMES), VALUES),
    st.builds('{}: "{}"'.format, st.sampled_from(NAMES), VALUES),
    st.builds("{}: '{}'".format, st.sampled_from(NAMES), VALUES),
    st.builds("{}: [{}]".format, st.sampled_from(NAMES), VALUES),
    st.sampled_from(["", "  more", "- item", "title:", "other: x", "---", "=======", "<<<<<<< a"]),
)


def outcome(text: str) -> str:
    try:
        return repr(parse_fields(text, "docs/a.md", first_line=2, names=NAMES))
    except Unusable as refused:
        return repr(refused.problems)


@settings(deadline=None, max_examples=300)
@given(st.lists(LINES, min_size=1, max_size=3).map("\n".join))
def test_a_short_cut_changes_nothing(text: str) -> None:
    """Whatever stands there, it is read the same with YAML's parser alone, to the line, the quotes and the comment."""
    quick = outcome(text)
    with patch.object(parser, "plain_fields", return_value=None):
        assert outcome(text) == quick


def test_an_ordinary_article_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text, a day with its hour, lists in brackets and quotation marks are plain."""
    monkeypatch.setattr(yaml, "compose", lambda *_, **__: pytest.fail("not needed"))
    text = "title: Why a question, “and” 3 more?\ndate: 2026-11-16 09:00\n\nnull: [a-b, c]\ndraft: 'x: # y'"
    assert parse_fields(text, "docs/a.md", names=NAMES) == {
        "title": Field(value="Why a question, “and” 3 more?", line=1),
        "date": Field(value="2026-11-16 09:00", line=2),
        "null": Field(value=[Field(value="a-b", line=4), Field(value="c", line=4)], line=4),
        "draft": Field(value="x: # y", line=5, quoted=True),
    }


@pytest.mark.parametrize(
    "line",
    ["title: a: b", "title: a #b", "title: a ", "title: null", "title:", "title: [a, null]", "other: a", "title: >",
     "title: 'it''s'", 'title: "a\\n"', " title: a", "title: a\ntitle: b", ""],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_parser(line: str) -> None:
    """Where a sign may mean something, nothing is read here."""
    assert plain_fields(line.split("\n"), NAMES) is None
