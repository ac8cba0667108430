"""The index of a search as small files, of which a browser reads the few that a query needs.

``search.json`` leads to all others, which are in ``index/``, are called by what they hold, and are packed with gzip::

    pages      how many pages there are; a page is a number, from 0
    endings    by which words of the language differ from their stems: ``ing>e`` (hiring, hire), ``ge<t>`` (gewerkt,
               werk) where they differ in their beginnings, too
    common     words that most pages have, which are looked for only where nothing else is asked for
    frequent   a file with a word as it is written, a blank and how many pages have it a line: what may have been meant
    starts     the first stem of each piece; ``pieces`` their files
    blocks     files with the names of the pages' own files, 64 a block
    filters    a file with the pages of each value of each filter, each as its distance from the one before

A piece has the words of some stems, in the order of the stems: a line of each, ``word ending bytes``, an empty line,
and then of each word so many bytes: of each page eight times its distance from the one before, and its level (see
:mod:`~knowledge_center.search.searched_page`). Beside a piece, under its name with ``p`` behind it, lie the places of
the same words in the same pages. Numbers are written as
:func:`~knowledge_center.search.searched_page.numbers` has them.

In a language that joins words, ``fuhrung-`` has the pages of all words that end so (Gesprächsführung), without places.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from gzip import compress
from itertools import chain, groupby

from knowledge_center.search.joined_words import JOINT, ends_of_words
from knowledge_center.search.searched_page import LEVELS, SearchedPage, numbers
from knowledge_center.search.word_folding import folded, stemmer

ROOT, KEPT = "search.json", "index/{}.bin"
BLOCK = 64
# Signs of the hash that a file is called by.
_NAME = 10
# Of one piece, 3 to 5 KB packed.
_PIECE = 6000
# Words that are worth a guess where somebody mistyped one.
_MOST_FREQUENT = 3000
_SHORTEST_GUESS = 4
# What a stem does without at the beginning of a word, at most: وبال, and with the, is the longest that is frequent.
_LONGEST_BEGINNING = 4
# More than so many of ten pages have a common word, in a site of some pages.
_COMMON, _SOME_PAGES = 9, 50


class _Word:
    """A word with its pages and places. ``found`` has of each page eight times its number, and its level.

    ``spelling`` is how it is written, of several ways with and without accents the first.
    """

    __slots__ = ("found", "places", "spelling")

    def __init__(self, spelling: str) -> None:
        self.spelling = spelling
        self.found = array("I")
        self.places = bytearray()

    @property
    def pages(self) -> int:
        return len(self.found)

    def hits(self) -> bytes:
        """The pages as they are written."""
        out = bytearray()
        before = 0
        for one in self.found:
            step = one - before
            before = one - one % LEVELS
            if step < 128:
                out.append(step)
            else:
                out += numbers((step,))
        return bytes(out)


def index_files(pages: Iterable[SearchedPage], language: str) -> dict[str, bytes]:
    """All files of an index, by their paths. ``language`` is that of the site: it decides on stems."""
    files: dict[str, bytes] = {}

    def keep(packed: bytes, beside: bytes = b"") -> str:
        hashed = hashlib.sha256(packed + beside).hexdigest()
        # Two files of a site are hardly ever alike in so few signs.
        names = (hashed[:end] for end in range(_NAME, len(hashed) + 1))
        name = next(one for one in names if files.get(KEPT.format(one), packed) == packed)
        files[KEPT.format(name)] = packed
        return name

    words: dict[str, _Word] = {}
    spelled: dict[str, _Word] = {}
    filters: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    shown: list[str] = []
    for number, page in enumerate(pages):
        shown.append(keep(page.shown))
        for title, values in page.filters.items():
            for value in values:
                filters[title][value].append(number)
        _add(words, spelled, number, page)
    words.pop("", None)
    stem = stemmer(language)
    stems = {word: folded(stem(entry.spelling)) for word, entry in words.items()}
    endings = {word: _ending(word, stem) for word, stem in stems.items()}
    ends = {f"{end}{JOINT}": _of_all(words, joined) for end, joined in ends_of_words(words, language).items()}
    stems |= {end: end for end in ends}
    starts, pieces = [], []
    for start, piece in _pieces(words | ends, stems):
        starts.append(start)
        lines = "".join(f"{word} {endings.get(word, '')} {len(hits)}\n" for word, hits in piece)
        data = lines.encode() + b"\n" + b"".join(hits for _, hits in piece)
        places = _packed(_places(ends.get(word) or words[word] for word, _ in piece))
        pieces.append(name := keep(_packed(data), places))
        files[KEPT.format(f"{name}p")] = places
    frequent = "".join(f"{words[word].spelling} {words[word].pages}\n" for word in _frequent(words))
    blocks = ("\n".join(shown[at : at + BLOCK]) for at in range(0, len(shown), BLOCK))
    steps = {title: _steps(values) for title, values in sorted(filters.items())}
    root = {
        "pages": len(shown),
        "endings": sorted(set(endings.values())),
        "common": _common(words, len(shown)),
        "frequent": keep(_packed(frequent.encode())),
        "starts": starts,
        "pieces": pieces,
        "blocks": [keep(_packed(block.encode())) for block in blocks],
        "filters": keep(_packed(_json(steps))),
    }
    files[ROOT] = _json(root)
    return files


def _add(words: dict[str, _Word], spelled: dict[str, _Word], number: int, page: SearchedPage) -> None:
    """Add a page's words. Those that differ in accents alone are one, which then has the page twice."""
    begin = 0
    first = number * LEVELS
    sizes = memoryview(page.sizes).cast("H")
    for word, level, size in zip(page.words.split("\n"), page.levels, sizes, strict=False):
        entry = spelled.get(word)
        if entry is None:
            # résumé and resume are found alike.
            entry = spelled[word] = words.setdefault(folded(word), _Word(word))
            entry.spelling = min(entry.spelling, word)
        entry.found.append(first + level)
        end = begin + size
        entry.places += page.places[begin:end]
        begin = end


def _of_all(words: Mapping[str, _Word], joined: Iterable[str]) -> _Word:
    """The pages of several words, without places; a page stands there for each that it has."""
    all_of_them = _Word("")
    all_of_them.found = array("I", sorted(chain.from_iterable(words[word].found for word in joined)))
    return all_of_them


def _pieces(
    words: Mapping[str, _Word], stems: Mapping[str, str]
) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """The words of each file, by their stems, with the stem that it begins with; all of one stem are in one file.

    Each word has its pages as they are written.
    """
    piece: list[tuple[str, bytes]] = []
    start, size = "", 0
    for stem, group in groupby(sorted(words, key=lambda word: (stems[word], word)), key=stems.__getitem__):
        some = [(word, words[word].hits()) for word in group]
        more = sum(len(hits) + len(word) // 2 + 3 for word, hits in some)
        if piece and size + more > _PIECE:
            yield start, piece
            piece, size = [], 0
        start = start if piece else stem
        piece += some
        size += more
    if piece:
        yield start, piece


def _places(words: Iterable[_Word]) -> bytes:
    """The places of a piece's words: of each how many bytes, in lines, an empty line, and the bytes."""
    written = [bytes(one.places) for one in words]
    return "".join(f"{len(one)}\n" for one in written).encode() + b"\n" + b"".join(written)


def _common(words: dict[str, _Word], pages: int) -> list[str]:
    if pages < _SOME_PAGES:
        return []
    return [word for word, one in sorted(words.items()) if one.pages * 10 > pages * _COMMON]


def _frequent(words: dict[str, _Word]) -> list[str]:
    """The words that most texts have. By powers of two: one article more changes nothing, mostly."""
    guesses = [word for word in sorted(words) if len(word) >= _SHORTEST_GUESS and word.isalpha()]
    least = 0
    while sum(words[word].pages.bit_length() > least for word in guesses) > _MOST_FREQUENT:
        least += 1
    return [word for word in guesses if words[word].pages.bit_length() > least]


def _ending(word: str, stem: str) -> str:
    """What a word is without to be its stem, at its beginning and at its end, and what is put there; empty: nothing."""
    if word == stem:
        return ""
    begins = range(1 if word.startswith(stem[:-1]) else min(len(word), _LONGEST_BEGINNING + 1))
    begin = max(begins, key=lambda at: _alike(word[at:], stem))
    same = _alike(word[begin:], stem)
    return (f"{word[:begin]}<" if begin else "") + f"{word[begin + same :]}>{stem[same:]}"


def _alike(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (this, that) in pairs if this != that), min(len(one), len(other)))


def _steps(values: dict[str, list[int]]) -> dict[str, list[int]]:
    return {
        value: [there - here for here, there in zip([0, *pages], pages, strict=False)]
        for value, pages in sorted(values.items())
    }


def _packed(data: bytes) -> bytes:
    return compress(data, 9, mtime=0)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
