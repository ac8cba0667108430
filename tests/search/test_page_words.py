"""Which words a page has for a search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.search.page_words import words_of
from knowledge_center.search.word_folding import folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hiring well, in 2026.", "hiring well in 2026"),
        ("C# and C++ are not C", "c# c and c++ are not"),
        ("don’t", "don t dont"),
        ("A well-being plan", "a well being wellbeing plan"),
        ("camelCase", "camelcase camel case"),
        ("Résumé", "résumé"),
        ("人材AI", "人 材 ai"),
        ("user_name", "user name username"),
        ("& – …", ""),
    ],
)
def test_words_stand_as_a_search_finds_them(text: str, words: str) -> None:
    """Compound words whole and in parts, names with their signs, Chinese and Japanese sign by sign."""
    assert words_of(text) == set(words.split())


@given(st.text())
def test_any_text_has_words_or_none(text: str) -> None:
    """Whatever is written: words have neither blanks nor capitals, and a word again is the same word."""
    for word in words_of(text):
        assert word and not set(word) & set(" \n\t")
        assert folded(folded(word)) == folded(word)
