"""The list of words that a browser reads in pieces."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.search.page_words import words_of
from knowledge_center.search.word_folding import folded
from knowledge_center.search.word_list import word_list

_PAGES = st.lists(st.text(min_size=1).map(words_of), max_size=6)


def shard(files: Mapping[str, bytes], word: str) -> list[str]:
    """The lines among which a browser looks for a word: those of the longest beginning that is listed."""
    shards = json.loads(files["words.json"])["shards"]
    name = next((shards[word[:end]] for end in range(len(word), -1, -1) if word[:end] in shards), None)
    return files[f"index/words_{name}.txt"].decode().splitlines() if name else []


def many(count: int) -> list[frozenset[str]]:
    """Pages with so many different words, as long words are."""
    letters = "etaoinshrdlu"
    words = ["".join(letters[n // 12**at % 12] for at in range(4)) + letters[n % 7] for n in range(count)]
    return [frozenset(words[at : at + 50]) for at in range(0, count, 50)]


@given(_PAGES)
@checked(max_examples=60, deadline=None)
def test_every_word_of_every_page_is_where_it_is_looked_for(pages: list[frozenset[str]]) -> None:
    """In any script, whatever it begins with."""
    files = word_list(pages, "en")
    for word in {folded(word) for page in pages for word in page} - {""}:
        assert word in {line.split(" ")[0] for line in shard(files, word)}


@given(_PAGES, st.randoms())
@checked(max_examples=30, deadline=None)
def test_the_order_of_pages_does_not_matter(pages: list[frozenset[str]], random: object) -> None:
    """The same texts give the same bytes."""
    other = [set(sorted(page, reverse=True)) for page in pages]
    random.shuffle(other)  # type: ignore[attr-defined]
    assert word_list(other, "en") == word_list(pages, "en")


def test_pieces_are_small_and_an_article_more_changes_few() -> None:
    """A browser that has been here before fetches what changed, and no piece is large."""
    pages = many(12_000)
    before, after = word_list(pages, "en"), word_list([*pages, frozenset({"hiring", "tea"})], "en")
    shards = json.loads(before["words.json"])["shards"]
    assert 8 < len(shards) < 200
    assert max(map(len, before.values())) < 40_000
    assert len(set(after) - set(before)) <= 3


def test_a_line_says_stem_and_how_many_texts() -> None:
    """hiring and hires are forms of hire; résumé and resume are one word."""
    pages = [words_of(text) for text in ("hiring policy", "hires résumé", "hiring resume", "hiring")]
    files = word_list(pages, "en")
    assert shard(files, "hiring") == ["hires s>", "hiring ing>e 1", "policy y>i", "resume e>"]
    assert json.loads(files["words.json"])["endings"] == ["e>", "ing>e", "s>", "y>i"]


def test_a_language_without_known_stems_has_words() -> None:
    """Of Japanese each sign is a word; nothing is said of its stem."""
    assert shard(word_list([words_of("面接")], "ja"), "面") == ["接", "面"]


def test_a_site_without_articles_has_a_list_without_words() -> None:
    """Then every word is one that no text has."""
    assert json.loads(word_list([], "en")["words.json"])["shards"] == {}
