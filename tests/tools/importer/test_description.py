from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.description import (
    LONGEST,
    SHORTEST,
    completed,
    cut,
    describe,
    paragraphs,
)

OWN = "Four things to settle before you sign, and one to ask for in writing."
FIRST = "The letter arrives on a Friday and wants an answer by Monday noon."


def test_a_good_description_is_taken_as_it_is() -> None:
    """What an editor wrote once is not written again."""
    assert describe(OWN, FIRST) == OWN


def test_a_long_one_ends_with_a_whole_word() -> None:
    """It is cut to 160 characters with the ellipsis counted, and no comma dangles in front of it."""
    text = cut("settle, " * 40)
    assert len(text) <= LONGEST
    assert text.endswith("settle…")


def test_a_long_one_ends_with_a_sentence_where_one_ends() -> None:
    """Readers meet it above the text and in mails: a sentence that breaks off says less than one fewer."""
    assert cut(f"{OWN} {FIRST} {FIRST}") == f"{OWN} {FIRST}"
    assert cut("手紙は金曜日に届き、月曜日の正午までに返事を求めています。" * 8).endswith("求めています。")
    for short in ("He of the U.S. Senate and Dr. No said to go. ", "Soon. "):
        assert cut(short + "and settle, " * 40).endswith("…"), short


def test_a_word_without_end_is_cut() -> None:
    """Some scripts put no spaces between words."""
    assert cut("字" * 300) == "字" * 159 + "…"


def test_a_short_one_is_completed_in_the_articles_own_words() -> None:
    """The first paragraph goes on where the description ends."""
    assert describe("Sign or not", FIRST) == f"Sign or not. {FIRST}"


def test_an_excerpt_that_begins_the_article_is_not_said_twice() -> None:
    """Many excerpts are the first words of the text."""
    assert describe("The letter arrives", FIRST) == FIRST


def test_without_a_description_the_first_words_are_taken() -> None:
    """Headings, pictures, tables and code are no sentences; a short opening takes the next one along."""
    body = (
        f"## Friday\n\n![A letter](letter.png)\n\n| a | b |\n|---|---|\n\n```\ncode\n```\n\nOh.\n\n{FIRST}\n"
    )
    assert describe("", body) == f"Oh. {FIRST}"
    assert describe("", f"{FIRST}\n\nMore.\n") == FIRST


def test_an_article_that_begins_with_a_list_is_described_by_it() -> None:
    """Words in a list are words."""
    assert describe("", "- " + FIRST) == FIRST


def test_prose_comes_before_quotations_and_lists() -> None:
    """The article speaks before its guests do."""
    assert list(paragraphs("> A guest\n\n- A list\n\nWe ourselves")) == ["We ourselves", "A guest", "A list"]


def test_an_article_of_few_words_is_described_by_all_of_them() -> None:
    """Nothing is invented to reach fifty characters."""
    assert describe("", "Soon.") == "Soon."
    assert describe("", "") == ""


@given(st.text(alphabet="ab ,.—’ü", max_size=400).map(lambda text: " ".join(text.split())))
def test_every_cut_fits(text: str) -> None:
    """Whatever is cut is 50 to 160 characters long if there were that many, and begins like the text."""
    short = cut(text)
    assert len(short) <= LONGEST
    if len(text) > LONGEST:
        assert len(short) >= SHORTEST and text.startswith(short.removesuffix("…"))
    else:
        assert short == text


@given(st.text(alphabet="ab. \n", max_size=80), st.text(alphabet="ab. \n#-", max_size=300))
def test_a_description_is_long_enough_if_the_article_is(own: str, body: str) -> None:
    """Our checks ask for 50 characters; only an article shorter than that falls short."""
    own = " ".join(own.split())
    if sum(len(words) for words in paragraphs(body)) >= SHORTEST:
        assert SHORTEST <= len(describe(own, body)) <= LONGEST


@given(st.text(min_size=1).filter(lambda text: any(c.isalnum() for c in text)), st.text(max_size=60))
def test_an_article_of_few_words_still_passes_the_checks(title: str, text: str) -> None:
    """Title and day, which are known, complete a description that would be too short; nothing is invented."""
    made = completed(" ".join(text.split()), " ".join(title.split()), date(2016, 1, 2))
    assert SHORTEST <= len(made) <= LONGEST


def test_what_is_said_is_known() -> None:
    """The words are the article's own and its day."""
    made = completed("Café", "Latin été", date(2019, 1, 1))
    assert made == "Latin été. Café. An article first published on Tuesday, January 1, 2019."
