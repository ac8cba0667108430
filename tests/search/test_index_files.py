"""The index that a browser reads in pieces."""

from __future__ import annotations

import gzip
import html
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import example, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.search.index_files import KEPT, ROOT, index_files
from knowledge_center.search.page_words import words_of
from knowledge_center.search.searched_page import LEVELS, SearchedPage, searched_page
from knowledge_center.search.word_folding import folded, stemmer

_TEXTS = st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"))), max_size=6)


def pages(texts: Sequence[str]) -> list[SearchedPage]:
    made = (searched_page(f"<p data-pagefind-body>{html.escape(text)}</p>".encode(), "") for text in texts)
    return [page for page in made if page]


def root(files: Mapping[str, bytes]) -> Any:
    return json.loads(files[ROOT])


def kept(files: Mapping[str, bytes], name: str) -> bytes:
    return gzip.decompress(files[KEPT.format(name)])


def numbers(data: bytes) -> list[int]:
    found, number, shift = [], 0, 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(number)
            number = shift = 0
    return found


def piece(files: Mapping[str, bytes], stem: str) -> dict[str, tuple[str, set[int]]]:
    """Where a browser looks for a stem: each word of that piece, with its ending and the pages that have it."""
    at = bisect_right(root(files)["starts"], stem) - 1
    if at < 0:
        return {}
    lines, _, data = kept(files, root(files)["pieces"][at]).partition(b"\n\n")
    found, begin = {}, 0
    for line in lines.decode().split("\n"):
        word, ending, length = line.split(" ")
        page, having = 0, set()
        for step in numbers(data[begin : begin + int(length)]):
            page += step // LEVELS
            having.add(page)
        found[word] = ending, having
        begin += int(length)
    return found


@given(_TEXTS)
@example(["résumé resume Résumés", "hiring", "hires"])
@example(["ﷺ", "aﱞb"])
@example(["a a a a a a a a", "a", "a a a a", "a"])
@checked(max_examples=60, deadline=None)
def test_every_word_of_every_page_is_where_it_is_looked_for(texts: list[str]) -> None:
    """In any script, whatever it begins with: below its stem, with the pages that have it and no other."""
    files = index_files(pages(texts), "en")
    stem = stemmer("en")
    expected: dict[str, set[int]] = {}
    stems: dict[str, set[str]] = {}
    for number, text in enumerate(texts):
        for word in words_of(text):
            expected.setdefault(folded(word), set()).add(number)
            stems.setdefault(folded(word), set()).add(folded(stem(word)))
    for word, having in expected.items():
        assert any(piece(files, one).get(word, ("", set()))[1] == having for one in stems[word])


def test_pieces_are_small_and_say_where_words_stand() -> None:
    """However many words and texts there are; the places of a phrase are in a file of their own."""
    letters = "etaoinshrdlu"
    words = ["".join(letters[n // 12**at % 12] for at in range(4)) + letters[n % 7] for n in range(12_000)]
    files = index_files(pages([" ".join(words[at : at + 50]) for at in range(0, 12_000, 50)]), "en")
    pieces = root(files)["pieces"]
    assert 8 < len(pieces) < 60
    assert max(len(files[KEPT.format(name)]) for name in pieces) < 12_000
    files = index_files(pages(["one two one", "two"]), "xx")
    (name,) = root(files)["pieces"]
    lengths, _, places = kept(files, f"{name}p").partition(b"\n\n")
    assert lengths.split() == [b"3", b"4"]
    assert numbers(places) == [2, 1, 2, *(1, 2), *(1, 1)]


def test_a_word_stands_with_its_stem() -> None:
    """hiring and hires are forms of hire; résumé and resume are one word; of Japanese each sign is one."""
    files = index_files(pages(["hiring policy", "hires résumé", "hiring resume"]), "en")
    assert {word: ending for word, (ending, _) in piece(files, "hire").items()} == {
        "hires": "s>", "hiring": "ing>e", "policy": "y>i", "resume": "e>",
    }  # fmt: skip
    assert root(files)["endings"] == ["e>", "ing>e", "s>", "y>i"]
    assert set(piece(index_files(pages(["面接"]), "ja"), "面")) == {"面", "接"}


def test_what_stands_before_a_stem_is_known_apart_from_it() -> None:
    """So that an Arabic site has as few endings as another one, and not each of its words for one."""
    beginnings, ends = ["", "ال", "بال", "وبال"], ["", "ة"]
    words = [b + "مقابل" + e for b in beginnings for e in ends] + [
        b + "جامع" + e for b in beginnings for e in ends
    ]
    files = index_files(pages(words), "ar")
    assert piece(files, "مقابل")["بالمقابلة"] == ("بال<ة>", {words.index("بالمقابلة")})
    assert root(files)["endings"] == sorted(("", "ة>", *(f"{b}<{e}>" for b in beginnings[1:] for e in ends)))


def test_the_end_of_a_joined_word_stands_for_it_where_words_are_joined() -> None:
    """What it begins with is a word of the site; the pages of all words that end so are there."""
    texts = ["Gespräch gut", "Gesprächsführung", "Gutsführung Gesprächsteil Teilung"]
    assert piece(index_files(pages(texts), "de"), "fuhrung-")["fuhrung-"] == ("", {1})
    assert not any(word.endswith("-") for word in piece(index_files(pages(texts), "en"), "f"))
    found = piece(index_files(pages([*texts, "Guts"]), "de-AT"), "fuhrung-")
    assert found["fuhrung-"] == ("", {1, 2}) and "ung-" not in found and "teil-" not in found
    of_three = index_files(pages(["Arbeit Nehmer Arbeitnehmerrecht"]), "de")
    assert piece(of_three, "recht-")["recht-"] == ("", {0})


def test_a_site_without_articles_has_an_index_without_words() -> None:
    """Then every word is one that no text has."""
    assert root(index_files([], "en"))["pieces"] == []
