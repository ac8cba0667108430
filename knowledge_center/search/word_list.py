"""All words of a site in small files, of which a browser reads the few that a query needs.

They lie with Pagefind's: ``words.json`` names them, ``shards`` by the letters that their words begin with, ``frequent``
for words that many texts have, whatever they begin with. A line is a word, the ending by which its language's stem
differs (``ing>e``: hiring, hire), and how many texts have it, as the power of two below: ``hiring ing>e 5`` stands in
32 to 63. No ending and 0 are left out. ``endings`` are those of the whole list.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

import Stemmer

from knowledge_center.search.word_folding import folded

# Below the folder of the index. What lies in index/ may be kept by a browser for ever.
_LIST, _SHARD = "words.json", "index/words_{}.txt"
# About 4 KB packed. A shard is parted no further than by the letters that a word shares with its stem, mostly.
_MOST = 1500
_DEEPEST = 3
_FEWEST = 30
# Words that are worth a guess where somebody mistyped one.
_MOST_FREQUENT = 3000
_SHORTEST_GUESS = 4


def word_list(pages: Iterable[Iterable[str]], language: str) -> dict[str, bytes]:
    """The files of the list by their paths, from the words of each page. ``language`` is that of the site."""
    known: Counter[str] = Counter()
    for words in pages:
        known.update(words)
    stem = stemmer(language)
    texts: Counter[str] = Counter()
    endings: dict[str, str] = {}
    for word, count in sorted(known.items()):
        plain = folded(word)
        # résumé and resume are found alike.
        texts[plain] = max(texts[plain], count)
        endings.setdefault(plain, _ending(plain, folded(stem(word))))
    lines = {word: _line(word, endings[word], count) for word, count in sorted(texts.items()) if word}
    files: dict[str, bytes] = {}

    def named(of: Iterable[str]) -> str:
        data = "".join(f"{line}\n" for line in of).encode()
        name = hashlib.sha256(data).hexdigest()[:10]
        files[_SHARD.format(name)] = data
        return name

    shards = {begin: named(lines[word] for word in words) for begin, words in _shards(sorted(lines), "")}
    listed = {
        "endings": sorted(set(endings.values())),
        "frequent": named(lines[word] for word in _frequent(texts)),
        "shards": shards,
    }
    files[_LIST] = json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()
    return files


def _shards(words: list[str], begin: str) -> Iterator[tuple[str, list[str]]]:
    """Words that all begin so, by what those of one file begin with: the longest of these that a word begins with."""
    if not words:
        return
    if len(words) <= _MOST or len(begin) == _DEEPEST:
        yield begin, words
        return
    apart: dict[str, list[str]] = defaultdict(list)
    for word in words:
        apart[word[: len(begin) + 1]].append(word)
    # Of Chinese nearly every word begins with another sign.
    few = [some for longer, some in apart.items() if longer == begin or len(some) < _FEWEST]
    if few:
        yield begin, sorted(word for some in few for word in some)
    for longer, some in apart.items():
        if longer != begin and len(some) >= _FEWEST:
            yield from _shards(some, longer)


def _frequent(texts: Mapping[str, int]) -> list[str]:
    """The words that most texts have. By powers of two: one article more changes nothing, mostly."""
    guesses = [word for word in texts if len(word) >= _SHORTEST_GUESS and word.isalpha()]
    least = 0
    while sum(_power(texts[word]) >= least for word in guesses) > _MOST_FREQUENT:
        least += 1
    return sorted(word for word in guesses if _power(texts[word]) >= least)


def _line(word: str, ending: str, count: int) -> str:
    power = _power(count)
    return " ".join((word, *([ending] if ending else []), *([str(power)] if power else [])))


def _power(count: int) -> int:
    return count.bit_length() - 1


def _ending(word: str, stem: str) -> str:
    """What is taken from the end of a word, and what is put there, to make its stem; empty where it is the same."""
    same = next((at for at, pair in enumerate(zip(word, stem, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(word), len(stem)) if same is None else same
    return "" if word == stem else f"{word[same:]}>{stem[same:]}"


def stemmer(language: str) -> Callable[[str], str]:
    """The stems of a language, by which a search takes hiring and hires for one; where nobody knows them, words."""
    name = language.lower().replace("_", "-").partition("-")[0]
    try:
        stems: Callable[[str], str] = Stemmer.Stemmer({"nb": "no", "nn": "no"}.get(name, name)).stemWord
    except KeyError:
        return str
    return stems
