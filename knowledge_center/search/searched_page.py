"""A finished page as a search has it: what a list shows of it, what it is filtered by, and its words with their places.

Templates mark these parts by the attributes of Pagefind, which sites' own copies have, too: ``data-pagefind-body``,
``-ignore``, ``-meta``, ``-filter`` and ``-weight``.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from gzip import compress
from math import log
from operator import sub
from typing import Any

from lxml import etree

from knowledge_center.search.page_words import parts_of_token
from knowledge_center.search.searched_part import searched_part

_MARK = "data-pagefind-"
_BODY, _IGNORE, _WEIGHT = f"{_MARK}body", f"{_MARK}ignore", f"{_MARK}weight"
_PARSER = etree.HTMLParser(encoding="utf-8")
_MARKED = etree.XPath(f"//@{_BODY}/.. | //@{_MARK}meta/.. | //@{_MARK}filter/..")
_TEXT = etree.XPath("string()", smart_strings=False)
# What nobody reads, and what stands in the midst of a word.
_UNREAD = frozenset(
    ("form", "head", "iframe", "label", "nav", "noscript", "script", "style", "svg", "template")
)
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
     "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr")
)  # fmt: skip
# No phrase goes on in another line: a token without a word stands between.
_LINE_END = " . "
# How often a word counts that stands there once: BM25F's weights of fields (Robertson and Zaragoza, 2009, 3.6).
_HEADINGS = {"h1": 8.0, "h2": 3.0, "h3": 2.0}
_DESCRIPTION, _FILTER = 2.0, 2.0
# In a text twice as long as this a word counts two thirds, since `_BY_LENGTH` of a count goes by the length. A text's
# counts are to change with nothing but itself: so this is no average of the site's.
_LENGTH, _BY_LENGTH = 800, 0.5
# A count is kept as one of eight levels, each this much more than the one before; search_index.js has the same.
LEVELS, _STEP = 8, 1.6
# Of one word in one page.
_MOST_PLACES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedPage:
    """A page of the index. ``shown`` is the file that a list of results reads, ``filters`` the values of each filter.

    ``words`` are those of the page in small letters, with their accents, one a line; of each ``levels`` has how much it
    counts, ``places`` where it stands, as :func:`numbers` writes it, and ``sizes`` in how many bytes, two bytes each.
    """

    shown: bytes
    filters: dict[str, tuple[str, ...]]
    words: str
    levels: bytes
    sizes: bytes
    places: bytes


def searched_page(html: bytes, url: str) -> SearchedPage | None:
    """What the search has of a page at a site-relative address; None of one that is in no search."""
    part = searched_part(html)
    if not part:
        return None
    root = etree.fromstring(part, _PARSER)
    marked = _MARKED(root)
    meta, filters = _said(marked, "meta"), _said(marked, "filter")
    if "title" not in meta and (title := next(root.iter("h1"), None)) is not None:
        meta["title"] = (_plain(_TEXT(title)),)
    runs: list[tuple[str, float]] = []
    for body in marked:
        # The outermost that are searched.
        if _BODY in body.attrib and not any(_BODY in outer.attrib for outer in body.iterancestors()):
            _add_runs(runs, body, 1.0)
    told = (one.get("content") for one in root.iterfind("head/meta") if one.get("name") == "description")
    description = next(told, None) or ""
    runs_beside = [
        (description, _DESCRIPTION),
        *((value, _FILTER) for some in filters.values() for value in some),
    ]
    shown = {
        "url": url,
        "meta": {name: values[0] for name, values in sorted(meta.items())},
        "text": _text(runs),
    }
    for beside in runs_beside:
        runs += [("\n", 1.0), beside]
    words, levels, places = _counted(runs)
    return SearchedPage(
        shown=compress(json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0),
        filters=filters,
        words="\n".join(words),
        levels=levels,
        sizes=array("H", map(len, places)).tobytes(),
        places=b"".join(places),
    )


def numbers(some: Sequence[int]) -> bytes:
    """Numbers of 7 bits a byte, the lowest first; the eighth says that more follow (LEB128)."""
    return bytes(some) if max(some) < 128 else b"".join(map(_number, some))


@lru_cache(1 << 14)
def _number(one: int) -> bytes:
    out = bytearray()
    while one > 127:
        out.append(one & 127 | 128)
        one >>= 7
    out.append(one)
    return bytes(out)


def _counted(runs: Iterable[tuple[str, float]]) -> tuple[list[str], bytes, list[bytes]]:
    """The words of texts with their weights, sorted; how much each counts; where each stands."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    more: defaultdict[str, float] = defaultdict(float)
    place = 0
    for tokens, weight in _tokens(runs):
        for first, others, length in map(_parts, tokens):
            if first:
                where[first].append(place)
            for word, at in others:
                where[word].append(place + at)
            place += length
        if weight != 1:
            for first, others, _ in map(_parts, tokens):
                for word in (first, *(word for word, _ in others)):
                    more[word] += weight - 1
    norm = 1 - _BY_LENGTH + _BY_LENGTH * min(place, 8 * _LENGTH) / _LENGTH

    @cache
    def level(count: float) -> int:
        return min(LEVELS - 1, max(0, round(log(count / norm) / log(_STEP)) + 1))

    words = sorted(where)
    levels = bytes([level(len(where[word]) + more.get(word, 0.0)) for word in words])
    return words, levels, [_places(where[word]) for word in words]


def _places(where: list[int]) -> bytes:
    """How many places there are, which come in their order, and each as its distance from the one before."""
    where = where[:_MOST_PLACES]
    return numbers((len(where), where[0], *map(sub, where[1:], where)))


def _tokens(runs: Iterable[tuple[str, float]]) -> Iterator[tuple[list[str], float]]:
    """What stands between blanks, with its weight: that of the text which it begins in."""
    texts: list[str] = []
    weight, is_end = 1.0, False
    for text, own in runs:
        if text == "\n":
            if not is_end:
                texts.append(_LINE_END)
            is_end = True
            continue
        is_end = False
        if own != weight:
            before = "".join(texts)
            if before and text and not before[-1].isspace() and not text[0].isspace():
                begun = text.split(None, 1)[0]
                before, text = before + begun, text[len(begun) :]
            if not text:
                texts = [before]
                continue
            yield before.split(), weight
            texts, weight = [], own
        texts.append(text)
    yield "".join(texts).split(), weight


@lru_cache(1 << 16)
def _parts(token: str) -> tuple[str, tuple[tuple[str, int], ...], int]:
    """The word that a token begins with, or nothing; its others, each with the place in it where it begins; and how
    many places it takes."""
    found = tuple(dict.fromkeys(parts_of_token(token))) or (("", 0),)
    return found[0][0], found[1:], 1 + max(at for _, at in found)


def _said(marked: Iterable[Any], kind: str) -> dict[str, tuple[str, ...]]:
    """What elements say for lists and filters: ``name``, ``name[attribute]`` or ``name:value``, several with commas."""
    found: dict[str, dict[str, None]] = {}
    for one in marked:
        if f"{_MARK}{kind}" not in one.attrib or any(
            outer.get(_IGNORE) == "all" for outer in (one, *one.iterancestors())
        ):
            continue
        for said in one.get(f"{_MARK}{kind}").split(","):
            name, colon, value = said.strip().partition(":")
            if name.endswith("]"):
                name, _, attribute = name[:-1].partition("[")
                value = one.get(attribute, "")
            elif not colon:
                value = _TEXT(one)
            if plain := _plain(value):
                found.setdefault(name.strip(), {})[plain] = None
    return {name: tuple(values) for name, values in found.items()}


def _add_runs(runs: list[tuple[str, float]], element: Any, weight: float) -> None:
    """Add the texts of an element, each with its weight; where one block ends, a line does."""
    tag = element.tag
    if tag in _UNREAD or not isinstance(tag, str) or element.get(_IGNORE) is not None:
        return
    weight = _HEADINGS.get(tag, weight)
    if said := element.get(_WEIGHT):
        with suppress(ValueError):
            weight = min(10.0, max(0.1, float(said)))
    is_block = tag not in _INLINE
    if is_block:
        runs.append(("\n", weight))
    if text := element.text:
        runs.append((text.replace("\n", " "), weight))
    for child in element:
        _add_runs(runs, child, weight)
        if text := child.tail:
            runs.append((text.replace("\n", " "), weight))
    if is_block:
        runs.append(("\n", weight))


def _text(runs: Iterable[tuple[str, float]]) -> str:
    """The text that excerpts are taken from, a line a block, without the title."""
    whole = "".join(text for text, weight in runs if weight != _HEADINGS["h1"])
    return "\n".join([line for line in map(_plain, whole.split("\n")) if line])


def _plain(text: str) -> str:
    return " ".join(text.split())
