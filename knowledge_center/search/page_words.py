"""The words of a page as a search finds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import lxml.html

from knowledge_center.search.word_folding import folded

# Written without blanks between words: each sign is a word. overrides/assets/search_words.js reads a query alike.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# With the signs that names of programming languages end in.
_PART = re.compile(rf"[{_SIGNS}]|[^\W_{_SIGNS}]+[+#]*")
_SIGN = re.compile(f"[{_SIGNS}]")
# What is longer is an address or a key, which nobody types; its parts are words like others.
_LONGEST = 40
# What no engine reads, and what stands in the midst of a word.
_UNREAD = frozenset(
    ("form", "head", "iframe", "label", "nav", "noscript", "script", "style", "svg", "template")
)
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
     "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr")
)  # fmt: skip


def words_of_page(html: bytes) -> frozenset[str]:
    """The words in what is searched of a page: whole and, where they are compound, in their parts."""
    if b"data-pagefind-body" not in html:
        return frozenset()
    root = lxml.html.document_fromstring(html)
    return words_of("".join(part for body in root.iter() if _is_body(body) for part in _text(body)))


def words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters, with their accents."""
    return frozenset(word for token in set(text.split()) for word in _of_token(token))


def _of_token(token: str) -> Iterator[str]:
    if not token.isascii():
        token = unicodedata.normalize("NFC", token)
        if any(unicodedata.category(one)[0] == "M" for one in token):
            # A vowel's sign would part the word.
            token = folded(token)
    parts = _PART.findall(token)
    for part in parts:
        small = part.lower()
        yield from (small, small.rstrip("+#")) if small[-1] in "+#" else (small,)
        if not part.islower():
            yield from (one.lower() for one in _at_capitals(part))
    if len(parts) > 1 and not _SIGN.search(token):
        joined = "".join(parts).lower()
        if len(joined) <= _LONGEST:
            yield joined


def _at_capitals(word: str) -> Iterator[str]:
    """The parts of a word such as camelCase, if it is one."""
    begin = 0
    for at in range(1, len(word)):
        if word[at].isupper() and word[at - 1].islower():
            yield word[begin:at]
            begin = at
    if begin:
        yield word[begin:]


def _is_body(element: lxml.html.HtmlElement) -> bool:
    return isinstance(element.tag, str) and "data-pagefind-body" in element.attrib


def _text(element: lxml.html.HtmlElement) -> Iterator[str]:
    """The text of an element; where one block ends, a word does."""
    if not isinstance(element.tag, str) or element.tag in _UNREAD or "data-pagefind-ignore" in element.attrib:
        return
    gap = "" if element.tag in _INLINE else " "
    yield gap
    yield element.text or ""
    for child in element:
        yield from _text(child)
        yield child.tail or ""
    yield gap
