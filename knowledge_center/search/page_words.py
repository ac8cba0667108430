"""The words of a token, as a search finds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knowledge_center.search.word_folding import folded

# Written without blanks between words: each sign is a word. overrides/assets/search_index.js reads a query alike.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# With the signs that names of programming languages end in; of Ctrl+C++ none is a name.
_PART = re.compile(rf"[{_SIGNS}]|(?<![+#])[^\W_{_SIGNS}]+[+#]*|[^\W_{_SIGNS}]+")
_SIGN = re.compile(f"[{_SIGNS}]")
# What is longer is an address or a key, which nobody types; its parts are words like others.
_LONGEST = 40


def words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters, with their accents."""
    return frozenset(word for token in set(text.split()) for word, _ in parts_of_token(token))


def parts_of_token(token: str) -> Iterator[tuple[str, int]]:
    """The words of a token, whole and, where it is compound, in its parts; each with the part at which it begins."""
    if not token.isascii():
        token = unicodedata.normalize("NFC", token)
        plain = folded(token)
        # A vowel's sign would part the word; a few signs stand for several, ﷺ for four; and ｶﾅ is カナ in half width.
        if " " in plain or _SIGN.search(plain) or any(unicodedata.category(one)[0] == "M" for one in token):
            token = plain
    parts = _PART.findall(token)
    for at, part in enumerate(parts):
        small = part.lower()
        yield small, at
        if small[-1] in "+#":
            yield small.rstrip("+#"), at
        if not part.islower():
            for one in _at_capitals(part):
                yield one.lower(), at
    if len(parts) > 1 and not _SIGN.search(token):
        joined = "".join(parts).lower()
        if len(joined) <= _LONGEST:
            yield joined, 0


def _at_capitals(word: str) -> Iterator[str]:
    """The parts of a word such as camelCase, if it is one."""
    begin = 0
    for at in range(1, len(word)):
        if word[at].isupper() and word[at - 1].islower():
            yield word[begin:at]
            begin = at
    if begin:
        yield word[begin:]
