"""Links and images in Markdown text, with their lines: what the checks look at before anything is rendered.

A scan of the source, not a renderer, that follows Python-Markdown where tastes differ: fenced and indented
code, inline code and comments are passed over.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Link(NamedTuple):
    """One link or image: its target as written, its text (an image's alt text), its line from 1."""

    target: str
    text: str
    line: int
    image: bool

    @property
    def file(self) -> str:
        """The target as a relative file path, or empty for an address, an anchor or an absolute path."""
        # Most links lead elsewhere, and taking an address apart costs more than all else here.
        if "://" in self.target:
            return ""
        try:
            parts = urlsplit(self.target)
        except ValueError:
            return ""
        if parts.scheme or parts.netloc or parts.path.startswith("/"):
            return ""
        return unquote(parts.path)


def links_to_files(links: Iterable[Link], folder: str) -> tuple[tuple[Link, str], ...]:
    """Each link to a file of the site in a text of ``folder``, with that file's path; both relative to docs."""
    files = ((link, link.file) for link in links)
    return tuple((link, posixpath.normpath(posixpath.join(folder, file))) for link, file in files if file)


# Possessive (++, *+) and atomic throughout: no line of an editor's may take a second. A group that repeats
# is atomic, not possessive: Python before 3.11.5 matches those wrongly (cpython #106052).
_TARGET = re.compile(
    r"""\(\s*+(?:<(?P<bare>[^<>]*+)>|(?P<free>(?>(?:[^()\s]|\((?>(?:[^()]|\([^()]*+\))*)\)|\s(?!\s*+["')]))*)))"""
    r"""(?:\s*+(?P<quote>["'])(?>(?:(?!(?P=quote)\s*+\)).){0,1000})(?P=quote))?\s*+\)""",
    re.DOTALL,
)
_LABEL = re.compile(r"\s?\[([^\[\]]*+)\]")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]^][^\[\]]*+)\]:[ ]*+(?:\n[ ]*+)?(\S++)", re.MULTILINE)
_IMG = re.compile(r"<img\b([^<>]*+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(src|alt)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""", re.IGNORECASE)
_CODE = re.compile(r"(?<![\\`])(`++)(?>(?:[^`]|(?!(?<!`)\1(?!`))`)*)(?<!`)\1(?!`)")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_FENCE = re.compile(
    r"(?P<before>[ \t>]*+)(?P<mark>`{3,}+|~{3,}+)(?P<info>(?:[ \t]*+\.?[\w#.+-]++(?=[ \t]|$))?"
    r"(?:[ \t]*+\{.*\}|(?>(?:[ \t]*+[a-zA-Z]\w*+(?:=(?:\"[^\"]*+\"|'[^']*+'))?(?=[ \t]|$))+))?)[ \t]*+$"
)
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_HOLDS_BLOCKS = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|!!!|\?\?\?|===[!+]*\s*\"|\[\^[^\]]+\]:|:\s)")
_BEGINS = re.compile(r"[\s>]*(?:[-*+]\s|\d+[.)]\s|#|\||:\s|\[\^)")
# What Markdown leaves alone where it begins a line, up to its end tag.
_HTML = re.compile(
    r"<(/?)(address|article|aside|blockquote|canvas|center|dd|details|div|dl|fieldset|figcaption|figure|footer|"
    r"form|h[1-6]|header|iframe|main|math|nav|noscript|object|ol|p|pre|script|section|select|style|svg|table|"
    r"template|textarea|ul|video|audio)\b([^<>]*+)",
    re.IGNORECASE,
)
_AS_MARKDOWN = re.compile(r"\smarkdown(?:\s*=\s*[\"']?(?:1|block|span))?(?=[\s\"'/]|$)", re.IGNORECASE)


def links(body: str, first_line: int = 1) -> Iterator[Link]:
    """Every link and image of a Markdown text that begins on ``first_line`` of its file."""
    if "](" not in body and "]:" not in body and "<" not in body:
        return
    blocks = list(_blocks(body, first_line))
    defined = {
        _key(found[1]): _bare(found[2])
        for block in blocks
        if not block.html
        for found in _DEFINITION.finditer(block.seen)
    }
    for block in blocks:
        if "]" in block.seen and not block.html:
            yield from block.definitions()
            yield from block.links(defined)
        if "<" in block.seen:
            yield from block.html_images()


def prose_lines(body: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """The lines of a Markdown text with their numbers, without code and without what stands behind a backslash."""
    for block in _blocks(body, first_line):
        yield from zip(block.numbers, block.seen.split("\n"), strict=True)


class _Block:
    """Some lines of prose without a blank one: links may go on from line to line in it, no further."""

    def __init__(self, lines: list[tuple[int, str]], html: bool) -> None:
        self.html = html
        self.numbers = [number for number, _ in lines]
        self.starts = [0, *accumulate(len(line) + 1 for _, line in lines)]
        self.text = "\n".join(line for _, line in lines)
        # As long as the text, so that a place in one is a place in the other.
        self.seen = _CODE.sub(_blank, self.text) if "`" in self.text else self.text
        self.seen = _ESCAPED.sub("\0\0", self.seen) if "\\" in self.seen else self.seen

    def line(self, at: int) -> int:
        return self.numbers[bisect_right(self.starts, at) - 1]

    def definitions(self) -> Iterator[Link]:
        """``[name]: target``, wherever that is used."""
        for found in _DEFINITION.finditer(self.seen):
            line = self.line(found.start(2))
            yield Link(target=_bare(found[2]), text=found[1], line=line, image=False)

    def links(self, defined: dict[str, str]) -> Iterator[Link]:
        """``[text](target)``, ``![alt](target)``, and ``![](…)`` by a name that is defined elsewhere."""
        opened: list[int] = []
        for bracket in re.finditer(r"[\[\]]", self.seen):
            if bracket[0] == "[":
                opened.append(bracket.start())
                continue
            if not opened:
                continue
            start = opened.pop()
            image = self.seen[start - 1 : start] == "!"
            text = " ".join(self.text[start + 1 : bracket.start()].split())
            found = _TARGET.match(self.seen, bracket.end())
            if found:
                span = found.span("bare" if found["bare"] is not None else "free")
                target = self.text[slice(*span)].strip()
                target = re.sub(r"\\(.)", r"\1", target) if "\\" in target else target
                yield Link(target=target, text=text, line=self.line(start), image=image)
                continue
            label = _LABEL.match(self.seen, bracket.end()) if image and not text else None
            if label and _key(label[1]) in defined:
                yield Link(target=defined[_key(label[1])], text="", line=self.line(start), image=True)

    def html_images(self) -> Iterator[Link]:
        """``<img src="target" alt="text">``."""
        for tag in _IMG.finditer(self.seen):
            found = {name.lower(): unescape(_bare(value)) for name, value in _ATTRIBUTE.findall(tag[1])}
            if "src" in found:
                text = " ".join(found.get("alt", "").split())
                yield Link(target=found["src"].strip(), text=text, line=self.line(tag.start()), image=True)


def _blocks(body: str, first_line: int) -> Iterator[_Block]:
    lines: list[tuple[int, str]] = []
    was_html = False
    for number, line, html in all_lines(body, first_line):
        empty = not line.strip(" \t>")
        if lines and (empty or html != was_html or (not html and _BEGINS.match(line))):
            yield _Block(lines, was_html)
            lines = []
        if not empty:
            lines.append((number, line))
            was_html = html
    if lines:
        yield _Block(lines, was_html)


def _blank(found: re.Match[str]) -> str:
    return "\n".join("\0" * len(line) for line in found[0].split("\n"))


def _bare(target: str) -> str:
    return target[1:-1] if target[:1] in ("<", '"', "'") and len(target) > 1 else target


def _key(label: str) -> str:
    return " ".join(label.lower().split())


def all_lines(body: str, first_line: int = 1) -> Iterator[tuple[int, str, bool]]:
    """The lines without code blocks and comments, numbered, and whether each is HTML that stays as it is.

    Where there was something that is passed over there is a blank line.
    """
    lines = body.split("\n")
    html_ends = _html_ends(lines) if _HTML.search(body) else {}
    fences = _Fences(lines) if "```" in body or "~~~" in body else None
    comment_ends = [n for n, line in enumerate(lines) if "-->" in line] if "<!--" in body else []
    # How far the lists, notes, tabs and footnotes that are open here are set in, in steps of four.
    holders: list[int] = []
    after_blank = True
    at = 0
    while at < len(lines):
        line, number = lines[at], first_line + at
        end = fences.end(at) if fences else None
        if end is not None:
            _close(holders, _level(line))
            after_blank = True
            yield number, "", False
            at = end + 1
            continue
        if at in html_ends:
            _close(holders, _level(line))
            after_blank = True
            for number in range(at, html_ends[at] + 1):
                yield first_line + number, lines[number], True
            at = html_ends[at] + 1
            continue
        at += 1
        if "<!--" in line:
            level = _level(line)
            line, end = _without_comments(lines, line, at - 1, comment_ends)
            if end is not None:
                # What stands behind the comment is a line of its own, with its own number.
                lines[end] = lines[end].partition("-->")[2]
                at = end
            if not line.strip(" \t>"):
                _close(holders, level)
        quoted = _QUOTE.match(line)
        inner = line[quoted.end() :] if quoted else line
        if not inner.strip():
            after_blank = True
            yield number, "", False
            continue
        level = _level(inner)
        holds = bool(_HOLDS_BLOCKS.match(inner))
        if after_blank or holds:
            _close(holders, level)
        if after_blank and level > (holders[-1] + 1 if holders else 0):
            yield number, "", False
            continue
        if holds:
            holders.append(level)
        after_blank = False
        yield number, line, False


def _html_ends(lines: list[str]) -> dict[int, int]:
    """Where HTML that begins a line has its end tag: line -> line."""
    ends: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        for tag in _HTML.finditer(line):
            name = tag[2].lower()
            if tag[1]:
                begun = opened[name].pop() if opened.get(name) else -1
                if begun >= 0:
                    ends[begun] = at
            elif not tag[3].endswith("/"):
                begins = not line[: tag.start()].strip() and tag.start() < 4
                opened.setdefault(name, []).append(at if begins and not _AS_MARKDOWN.search(tag[3]) else -1)
    return ends


def _level(line: str) -> int:
    if not line.startswith((" ", "\t")):
        return 0
    text = line.expandtabs(4)
    return (len(text) - len(text.lstrip(" "))) // 4


def _close(holders: list[int], level: int) -> None:
    """Leave the lists and notes that a line set in by ``level`` steps does not belong to."""
    while holders and level <= holders[-1]:
        holders.pop()


def _without_comments(lines: list[str], line: str, at: int, ends: list[int]) -> tuple[str, int | None]:
    """``line``, the one at ``at``, without comments, and the line on which one that is left open ends."""
    parts = []
    while (start := line.find("<!--")) >= 0 and (end := line.find("-->", start)) >= 0:
        parts.append(line[:start])
        line = line[end + 3 :]
    line = "".join(parts) + line
    before, opened, _ = _CODE.sub(_blank, line).partition("<!--")
    later = bisect_right(ends, at)
    if not opened or later == len(ends):
        return line, None
    # Behind other words, or set in, a comment ends with its paragraph.
    whole = not before.strip() and not before.startswith(("    ", "\t"))
    if not whole and not all(map(str.strip, lines[at + 1 : ends[later]])):
        return line, None
    return line[: len(before)], ends[later]


class _Fences:
    """Where fenced code ends: on a line with the same fence, set in like the first. Without one it is no code."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.bare: dict[tuple[int, int, str], list[int]] = {}
        for number, line in enumerate(lines):
            found = _FENCE.match(line)
            if found and not found["info"]:
                self.bare.setdefault(self._key(found), []).append(number)

    def end(self, at: int) -> int | None:
        """The last line of the fenced code that begins on the line ``at``, if one does."""
        found = _FENCE.match(self.lines[at])
        if found is None:
            return None
        candidates = self.bare.get(self._key(found), [])
        later = bisect_right(candidates, at)
        if later == len(candidates):
            return None
        end = candidates[later]
        before = found["before"]
        if before and any(line.strip() and not line.startswith(before) for line in self.lines[at:end]):
            return None
        return end

    @staticmethod
    def _key(found: re.Match[str]) -> tuple[int, int, str]:
        before = found["before"]
        quotes = before.count(">")
        return quotes, 0 if quotes else len(before.expandtabs(4)), found["mark"]
