"""What to read next by what texts are about: the articles whose own words are the most alike, a few for each.

An article's words are weighed by how often it has them and how few others do (tf-idf, in whole numbers, so that every
machine comes to the same order). The few heaviest are its signature; alike are those that share much of it. No article
is recommended by more than a handful, however general it is. Of one edit little changes: frequencies count in steps,
and whoever keeps what stood before compares anew only articles that share a word, and only with those that changed.

Sources: Manning, Raghavan, Schütze: Introduction to Information Retrieval, 6.2 (tf-idf weighting), 7.1.2 (index
elimination: only documents with many of the query's heavy terms are scored).
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nsmallest
from zlib import crc32

Stem = Callable[[str], str]
# Words of letters; of scripts without blanks between words, two signs at a time.
_WORD = re.compile(r"[^\W\d_]{3,}")
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]{2,}")
# Where no sign is beyond this, none of those is: most texts have some beyond ASCII.
_FROM_KANA = re.compile(r"[\u3040-\U0010ffff]")
# Links, code and the like say little about a text and much about its author.
_NO_WORDS = re.compile(r"\]\([^)]*\)|`[^`]*`|<[^>]*>|https?://\S+")
_MOST_TERMS = 160
_SIGNATURE = 14
# Longer lists of articles that share a term say nothing of any two of them, and would be slow.
_MOST_SHARING = 400
_CANDIDATES = 12
# By how many an article is recommended at most, and how many it recommends.
_MOST_RECOMMENDED = 4
MOST = 3

# Terms of an article, each as its weight and a hash of 32 bits, packed.
Terms = bytes
# The heaviest terms, each with its weight in steps.
Signature = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLists:
    """What was found for a set of articles, by their names; ``lists`` are the names to recommend, the best first.

    The rest is what finding them anew after an edit goes out from.
    """

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    terms: Mapping[str, Terms] = field(default_factory=dict)
    counts: Mapping[int, int] = field(default_factory=dict)
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    nearest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def terms_of(title: str, summary: str, topics: Iterable[str], body: str, stem: Stem) -> Terms:
    """The terms of a text in Markdown that may say what it is about: those it has twice, or in its head."""
    found: Counter[str] = Counter(_words(_NO_WORDS.sub(" ", body)))
    head: Counter[str] = Counter()
    for text, weight in ((title, 4), (summary, 2), (" ".join(topics), 3)):
        for word in _words(text):
            head[word] += weight
    weights: Counter[int] = Counter()
    for word, count in found.items():
        if count > 1 or word in head:
            weights[crc32(stem(word).encode())] += count
    for word, weight in head.items():
        weights[crc32(stem(word).encode())] += weight
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TERMS]
    return array("Q", (min(weight, 255) << 32 | term for term, weight in heaviest)).tobytes()


def _words(text: str) -> list[str]:
    text = text.lower()
    words = _WORD.findall(text)
    if not text.isascii() and _FROM_KANA.search(text):
        words += (run[at : at + 2] for run in _SIGNS.findall(text) for at in range(len(run) - 1))
    return words


def reading_lists(terms: Mapping[str, Terms], before: ReadingLists | None = None) -> ReadingLists:
    """The lists of all articles: the same with what was found ``before`` as without it."""
    kept = before or ReadingLists()
    changed = {name for name in terms.keys() | kept.terms.keys() if terms.get(name) != kept.terms.get(name)}
    if not changed:
        return kept
    counts = Counter(kept.counts)
    for name in changed:
        counts.subtract(_unpacked(kept.terms.get(name, b"")).keys())
        counts.update(_unpacked(terms.get(name, b"")).keys())
    counts = Counter({term: count for term, count in counts.items() if count})
    then, now = len(kept.terms), len(terms)
    other = {
        term
        for name in changed
        for packed in (kept.terms.get(name, b""), terms.get(name, b""))
        for term in _unpacked(packed)
        if _rarity(kept.counts.get(term, 0), then) != _rarity(counts[term], now)
    }
    if then.bit_length() != now.bit_length():
        restated = set(terms)
    else:
        # A term stands in the lower half of an item. What is found by chance alone is rated to the same end.
        marks = [term.to_bytes(4, sys.byteorder) for term in other]
        restated = {name for name, packed in terms.items() if any(mark in packed for mark in marks)}
    restated |= changed
    signatures = {
        name: _signature(packed, counts, now) if name in restated else kept.signatures[name]
        for name, packed in terms.items()
    }
    nearest = _nearest(signatures, counts, kept, other if then.bit_length() == now.bit_length() else None)
    return ReadingLists(
        lists=_chosen(nearest), terms=dict(terms), counts=dict(counts), signatures=signatures, nearest=nearest
    )


def _unpacked(packed: Terms) -> dict[int, int]:
    return {item & 0xFFFFFFFF: item >> 32 for item in array("Q", packed)}


def _rarity(count: int, all: int) -> int:
    """How much a term tells that so many of all articles have: a logarithm in whole steps; 0 tells nothing."""
    return 0 if count < 2 else max(0, all.bit_length() - 2 - (count >> 3).bit_length())


def _signature(packed: Terms, counts: Mapping[int, int], all: int) -> Signature:
    rated = (
        (-weight.bit_length() * rarity, term, weight.bit_length())
        for term, weight in _unpacked(packed).items()
        if (rarity := _rarity(counts[term], all))
    )
    return tuple(sorted((term, weight) for _, term, weight in nsmallest(_SIGNATURE, rated)))


def _sharing(signatures: Mapping[str, Signature]) -> dict[int, list[tuple[str, int]]]:
    """The articles that have each term in their signature, with its weight there."""
    found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for name, signature in signatures.items():
        for term, weight in signature:
            found[term].append((name, weight))
    return found


def _nearest(
    signatures: Mapping[str, Signature], counts: Mapping[int, int], kept: ReadingLists, other: set[int] | None
) -> dict[str, tuple[str, ...]]:
    """The most alike of each article. ``other`` are the terms that tell more or less than before; None: all may."""
    sharing, all = _sharing(signatures), len(signatures)
    if other is None or not kept.signatures:
        return {name: _alike(name, signatures[name], sharing, counts, all) for name in signatures}
    changed = {
        name
        for name in signatures.keys() | kept.signatures.keys()
        if signatures.get(name) != kept.signatures.get(name)
    }
    more: Counter[int] = Counter()
    for name in changed:
        more.update(term for term, _ in signatures.get(name, ()))
        more.subtract(term for term, _ in kept.signatures.get(name, ()))
    # Terms that tell something else than before.
    turned = other | {
        term
        for term, count in more.items()
        if (len(sharing.get(term, ())) > _MOST_SHARING)
        != (len(sharing.get(term, ())) - count > _MOST_SHARING)
    }
    stale = {name for term in turned for name, _ in sharing.get(term, ())}
    stale |= changed | (signatures.keys() - kept.nearest.keys())
    # The others have to be compared with no more than what has changed.
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for name in changed:
        for term, _ in (*signatures.get(name, ()), *kept.signatures.get(name, ())):
            others = sharing.get(term, [])
            if len(others) <= _MOST_SHARING:
                for other_name, _ in others:
                    beside[other_name].add(name)
    found = {}
    for name, signature in signatures.items():
        one = None if name in stale else kept.nearest[name]
        if one is not None and name in beside:
            one = _compared(one, beside[name], _Scores(signature, signatures, sharing, counts))
        found[name] = _alike(name, signature, sharing, counts, all) if one is None else one
    return found


class _Scores:
    """How much others share of the signature of one article, each as what sorts the best first."""

    def __init__(
        self,
        signature: Signature,
        signatures: Mapping[str, Signature],
        sharing: Mapping[int, list[tuple[str, int]]],
        counts: Mapping[int, int],
    ) -> None:
        self._signatures = signatures
        self._weights = {
            term: (weight, _rarity(counts[term], len(signatures)) ** 2)
            for term, weight in signature
            if len(sharing[term]) <= _MOST_SHARING
        }

    def of(self, other: str) -> tuple[int, str]:
        """0 and the name of one that shares nothing, or is gone."""
        score = 0
        for term, weight_there in self._signatures.get(other, ()):
            if term in self._weights:
                weight, factor = self._weights[term]
                score += factor * min(weight, weight_there)
        return -score, other


def _compared(before: tuple[str, ...], changed: set[str], scores: _Scores) -> tuple[str, ...] | None:
    """The most alike after others ``changed``; None where one that nobody compared here may have come among them."""
    stay = [scores.of(other) for other in before if other not in changed]
    best = sorted((*stay, *(one for other in changed if (one := scores.of(other))[0])))[:_CANDIDATES]
    # Who is not in a full list is no better than the last that stayed in it.
    if len(before) == _CANDIDATES and (len(best) < _CANDIDATES or not stay or best[-1] > stay[-1]):
        return None
    return tuple(other for _, other in best)


def _alike(
    name: str,
    signature: Signature,
    sharing: Mapping[int, list[tuple[str, int]]],
    counts: Mapping[int, int],
    all: int,
) -> tuple[str, ...]:
    scores: dict[str, int] = {}
    for term, weight in signature:
        others = sharing[term]
        if len(others) > _MOST_SHARING:
            continue
        rarity = _rarity(counts[term], all) ** 2
        for other, weight_there in others:
            scores[other] = scores.get(other, 0) + rarity * min(weight, weight_there)
    scores.pop(name, None)
    best = nsmallest(_CANDIDATES, ((-score, other) for other, score in scores.items()))
    return tuple(other for _, other in best)


def _chosen(nearest: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What each article recommends: of those that are alike the best which not too many are closer to."""
    wanted: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for name, others in nearest.items():
        for place, other in enumerate(others):
            wanted[other].append((place, name))
    may = {(name, other) for other, by in wanted.items() for _, name in sorted(by)[:_MOST_RECOMMENDED]}
    return {
        name: tuple(other for other in others if (name, other) in may)[:MOST]
        for name, others in nearest.items()
    }
