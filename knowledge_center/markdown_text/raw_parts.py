"""Fenced code, HTML and comments: what Markdown takes out of a text before it looks at its blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

# Stands in a line for a part that was taken out: its number between two characters that no text may hold.
MARK = re.compile("\x02(\\d+)\x03")

_CODE = re.compile(r"(?<![\\`])(`++)(?>(?:[^`]|(?!(?<!`)\1(?!`))`)*)(?<!`)\1(?!`)")
_FENCE = re.compile(
    r"(?P<before>[ \t>]*+)(?P<mark>`{3,}+|~{3,}+)(?P<info>(?:[ \t]*+\.?[\w#.+-]++(?=[ \t]|$))?"
    r"(?:[ \t]*+\{.*\}|(?>(?:[ \t]*+[a-zA-Z]\w*+(?:=(?:\"[^\"]*+\"|'[^']*+'))?(?=[ \t]|$))+))?)[ \t]*+$"
)
# What Markdown leaves alone where it begins a line, up to its end tag.
_HTML = re.compile(
    r"<(/?)(address|article|aside|blockquote|canvas|center|dd|details|div|dl|fieldset|figcaption|figure|footer|"
    r"form|h[1-6]|header|iframe|main|math|nav|noscript|object|ol|p|pre|script|section|select|style|svg|table|"
    r"template|textarea|ul|video|audio)\b([^<>]*+)",
    re.IGNORECASE,
)
_AS_MARKDOWN = re.compile(r"\smarkdown(?:\s*=\s*[\"']?(?:1|block|span))?(?=[\s\"'/]|$)", re.IGNORECASE)


class RawPart(NamedTuple):
    """Lines that were taken out; ``mark`` is the fence of code."""

    kind: Literal["code", "html", "comment"]
    lines: list[tuple[int, str]]
    mark: str = ""


def take_out(body: str, lines: list[str], first_line: int) -> tuple[list[tuple[int, str]], list[RawPart]]:
    """The lines of a text with their numbers, and the parts for which marks stand in them now.

    ``lines`` are those of ``body``, and stay as they are.
    """
    marked = "\x02" in body or "\x03" in body
    # Looking for one sign takes next to nothing.
    fenced = ("`" in body and "```" in body) or ("~" in body and "~~~" in body)
    if not fenced and not marked and "<" not in body:
        return list(enumerate(lines, first_line)), []
    body = body.replace("\x02", " ").replace("\x03", " ") if marked else body
    lines = body.split("\n")
    html_ends = _html_ends(lines) if "<" in body and _HTML.search(body) else {}
    fences = _Fences(lines) if fenced else None
    comment_ends = [n for n, line in enumerate(lines) if "-->" in line] if "<!--" in body else []
    kept: list[tuple[int, str]] = []
    parts: list[RawPart] = []

    def numbered(start: int, end: int) -> list[tuple[int, str]]:
        return [(first_line + at, lines[at]) for at in range(start, end + 1)]

    at = 0
    while at < len(lines):
        line, number = lines[at], first_line + at
        end = fences.end(at) if fences else None
        if end is not None:
            found = _FENCE.match(line)
            before, mark = (found["before"], found["mark"]) if found else ("", "")
            kept.append((number, f"{before}\x02{len(parts)}\x03"))
            parts.append(RawPart("code", numbered(at, end), mark))
            at = end + 1
            continue
        if at in html_ends:
            end = html_ends[at]
            kept += [(number, ""), (number, f"\x02{len(parts)}\x03"), (first_line + end, "")]
            parts.append(RawPart("html", numbered(at, end)))
            at = end + 1
            continue
        at += 1
        if comment_ends and "<!--" in line:
            was = line
            line, end = _without_comments(lines, line, at - 1, comment_ends)
            last = at - 1 if end is None else end
            if not line.strip(" \t>"):
                set_in = was[: len(was) - len(was.lstrip(" \t>"))]
                kept += [(number, ""), (number, f"{set_in}\x02{len(parts)}\x03"), (number, "")]
                parts.append(RawPart("comment", numbered(at - 1, last)))
            else:
                kept.append((number, line))
            if end is not None:
                # What stands behind the comment is a line of its own, with its own number.
                lines[end] = lines[end].partition("-->")[2]
                at = end
            continue
        kept.append((number, line))
    return kept, parts


def fence_of(line: str) -> str:
    """The fence on a line that would begin fenced code, if it is one."""
    found = _FENCE.match(line)
    return found["mark"] if found else ""


def _html_ends(lines: list[str]) -> dict[int, int]:
    """Where HTML that begins a line has its end tag: line -> line."""
    ends: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if "<" not in line:
            continue
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


def _without_comments(lines: list[str], line: str, at: int, ends: list[int]) -> tuple[str, int | None]:
    """``line``, the one at ``at``, without comments, and the line on which one that is left open ends."""
    parts = []
    while (start := line.find("<!--")) >= 0 and (end := line.find("-->", start)) >= 0:
        parts.append(line[:start])
        line = line[end + 3 :]
    line = "".join(parts) + line
    before, opened, _ = _CODE.sub(lambda found: "\0" * len(found[0]), line).partition("<!--")
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
        # As Markdown has them: a tab is as wide as the blanks that it stands for.
        self.lines = [line.expandtabs(4) if "\t" in line else line for line in lines]
        self.bare: dict[tuple[int, int, str], list[int]] = {}
        for number, line in enumerate(self.lines):
            found = _FENCE.match(line)
            if found and not found["info"]:
                self.bare.setdefault(self._key(found), []).append(number)

    def end(self, at: int) -> int | None:
        """The last line of the fenced code that begins on the line ``at``, if one does."""
        line = self.lines[at]
        found = _FENCE.match(line) if "```" in line or "~~~" in line else None
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
