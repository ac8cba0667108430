"""What to read next: by what texts are about, and the same however it was come by."""

from __future__ import annotations

import random
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_center.pages.reading_lists import MOST, reading_lists, terms_of
from knowledge_center.search.word_folding import stemmer

STEM = stemmer("en")
WORDS = [
    "salary",
    "offer",
    "letter",
    "interview",
    "desk",
    "pay",
    "notice",
    "manager",
    "shift",
    "hiring",
    "training",
    "badge",
]


def terms(*words: str, title: str = "") -> bytes:
    return terms_of(title, "", (), " ".join(words * 2), STEM)


def test_texts_about_the_same_lead_to_one_another() -> None:
    """Not those that have only everybody's words in common, and however a word is bent."""
    about = {"pay": ("salary", "salaries", "offer"), "letters": ("letter", "envelope", "stamp")}
    texts = {
        f"{topic}-{number}": terms("the", "and", "work", *words, f"own{'abcdefghij'[number]}")
        for topic, words in about.items()
        for number in range(4)
    }
    for name, others in reading_lists(texts).lists.items():
        assert others and all(other.split("-")[0] == name.split("-")[0] for other in others), name


def test_code_and_addresses_say_nothing_of_a_text() -> None:
    """Two articles that link to one address are not alike for that."""
    linked = terms_of("", "", (), "[one](https://example.org/salary) `salary` <b>x</b> " * 3, STEM)
    assert linked == terms_of("", "", (), "[one] [one] [one]", STEM)


def test_scripts_without_blanks_have_words_too() -> None:
    """Two Japanese texts about interviews are alike."""
    assert terms_of("面接の準備", "", (), "", STEM) != b""
    common = set(memoryview(terms_of("面接の準備", "", (), "", STEM)).cast("Q")) & set(
        memoryview(terms_of("面接の質問", "", (), "", STEM)).cast("Q")
    )
    assert common


def test_nobody_has_all_the_places() -> None:
    """An article whose words everybody shares is recommended by a handful, and nearly everybody somewhere."""
    texts = {
        f"a{number:03}": terms(WORDS[number % 12], WORDS[number % 11], WORDS[number % 7], f"x{number % 40}y")
        for number in range(400)
    }
    lists = reading_lists(texts).lists
    places = Counter(other for others in lists.values() for other in others)
    assert max(places.values()) <= 4
    assert len(places) > 300
    assert all(len(others) <= MOST and name not in others for name, others in lists.items())


NAMES = [f"a{number}" for number in range(12)]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(lambda words: terms(*words))
EDITS = st.lists(st.tuples(st.sampled_from(NAMES), st.none() | TEXTS), min_size=1, max_size=6)


@settings(deadline=None, max_examples=150)
@given(st.lists(TEXTS, min_size=len(NAMES), max_size=len(NAMES)), EDITS)
def test_what_was_found_before_changes_nothing(
    texts: list[bytes], edits: list[tuple[str, bytes | None]]
) -> None:
    """Whatever articles come, go and change: the lists are those of a build from nothing."""
    state = dict(zip(NAMES, texts, strict=True))
    kept = reading_lists(state)
    for name, text in edits:
        if text is None:
            state.pop(name, None)
        else:
            state[name] = text
        kept = reading_lists(state, kept)
        assert kept == reading_lists(state)


@pytest.mark.parametrize("most_sharing", [10, 400])
def test_many_articles_are_compared_as_from_nothing(
    most_sharing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where lists are full, and words come to be shared by too many: edit after edit the lists are those."""
    monkeypatch.setattr("knowledge_center.pages.reading_lists._MOST_SHARING", most_sharing)
    source = random.Random(most_sharing)
    words = ["".join(letters) for letters in product("bdf", "aei", "klmn", "ou")]

    def text() -> bytes:
        return terms(*source.choices(words, k=25), title=" ".join(source.choices(words, k=4)))

    state = {f"article-{number}": text() for number in range(90)}
    kept = reading_lists(state)
    for turn in range(60):
        name = source.choice(sorted(state))
        if turn % 4 == 0:
            state[f"new-{turn}"] = text()
        elif turn % 4 == 1:
            del state[name]
        else:
            state[name] = text()
        kept = reading_lists(state, kept)
        assert kept == reading_lists(state)
