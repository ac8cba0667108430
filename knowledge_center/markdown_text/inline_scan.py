"""What stands within the lines of a block: links, pictures, code, tags, footnotes, bold, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledge_center.markdown_text.model import Block, Inline, InlineKind

# Possessive (++, *+) and atomic throughout: no line of an editor's may take a second. A group that repeats
# is atomic, not possessive: Python before 3.11.5 matches those wrongly (cpython #106052).
_TARGET = re.compile(
    r"""\(\s*+(?:<(?P<bare>[^<>]*+)>|(?P<free>(?>(?:[^()\s]|\((?>(?:[^()]|\([^()]*+\))*)\)|\s(?!\s*+["')]))*)))"""
    r"""(?:\s*+(?P<quote>["'])(?>(?:(?!(?P=quote)\s*+\)).){0,1000})(?P=quote))?\s*+\)""",
    re.DOTALL,
)
# One with a quotation mark in it that begins no title: {{ "/" | url }}
_ODD_TARGET = re.compile(r"""\(\s*+(?P<free>[^()<"']*+["'](?>(?:[^()]|\([^()]*+\)){0,1000}))\)""")
_LABEL = re.compile(r"\s?\[([^\[\]]*+)\]")
_BRACKET = re.compile(r"[\[\]]")
_CODE = re.compile(r"(?<![\\`])(`++)(?>(?:[^`]|(?!(?<!`)\1(?!`))`)*)(?<!`)\1(?!`)")
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])(.{1,1000}?)(?<=\S)\1", re.DOTALL)
_TAG = re.compile(r"""<(/?[a-zA-Z][\w:-]*+)((?>(?:[^<>"']|"[^"<>]*+"|'[^'<>]*+'|["'])*))>""")
_AUTOLINK = re.compile(r"<((?:[Ff]|[Hh][Tt])[Tt][Pp][Ss]?://[^<>]*+|[^<> !@]++@[^@<> ]++)>")
_ADDRESS = re.compile(r"<[^\s<>@\"']+@")
_BARE = re.compile(
    r"(?<![\w/.@:\"'=])(?:https?://|www\.)[^\s<>\[\]\"|\0）］】」』》〉、。，！？；：]++", re.IGNORECASE
)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*+>((?>(?:[^<]|<(?!/\1\b))*))", re.IGNORECASE)
# What ends a sentence, no address.
_ENDS = ".,;:!?*_~'”’"
# Kinds of blocks whose lines are read for what is in them.
WITH_WORDS = frozenset(["paragraph", "heading", "table", "note", "tab"])


def inlines(block: Block, defined: Mapping[str, str]) -> Iterator[Inline]:
    """Everything within one block's own lines, in no order. ``defined`` are the targets by their labels."""
    text = block.text
    if block.kind == "html":
        scripts = [found.span(2) for found in _SCRIPT.finditer(text)] if "<s" in text.lower() else []
        yield from _tags(block, without(without(text, scripts), _comments(text)))
        return
    if block.kind not in WITH_WORDS:
        return
    seen = block.seen
    if "`" in text:
        for found in _CODE.finditer(text):
            mark = len(found[1])
            yield _inline("code", block, *found.span(), found[0][mark:-mark].strip())
    covered: list[tuple[int, int]] = []
    targets: list[tuple[int, int]] = []
    if "]" in seen:
        for inline in _bracketed(block, seen, defined, targets):
            covered.append((inline.start, inline.end))
            yield inline
    if "<" in seen:
        # <a b.png> behind a link's text is its target.
        outside = without(seen, targets) if targets else seen
        for found in _AUTOLINK.finditer(outside):
            target = found[1] if "//" in found[1] else f"mailto:{found[1]}"
            yield _inline("autolink", block, *found.span(), found[1], target=target)
        yield from _tags(block, without(outside, _comments(outside)))
    if "**" in seen or "__" in seen:
        for found in _BOLD.finditer(seen):
            yield _inline("bold", block, *found.span(), text[slice(*found.span(2))])
    if "://" in seen or "www." in seen:
        covered += (found.span() for pattern in (_TAG, _AUTOLINK) for found in pattern.finditer(seen))
        for found in _BARE.finditer(without(seen, covered)):
            address = found[0].rstrip(_ENDS)
            while address.endswith(")") and address.count(")") > address.count("("):
                address = address[:-1].rstrip(_ENDS)
            start = found.start()
            yield _inline("bare", block, start, start + len(address), address, target=address)


def _inline(
    kind: InlineKind, block: Block, start: int, end: int, text: str, *, target: str = "", label: str = ""
) -> Inline:
    return Inline(kind, block.line(start), text, target, label, block, start, end)


def _comments(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (stop := text.find("-->", start)) >= 0:
        end = stop + 3
        found.append((start, end))
    return found


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these parts blanked by NULs."""
    kept, at = [], 0
    for start, end in sorted(spans):
        start = max(start, at)
        if end > start:
            kept += [text[at:start], "\0" * (end - start)]
            at = end
    return "".join([*kept, text[at:]])


def _tags(block: Block, seen: str) -> Iterator[Inline]:
    for found in _TAG.finditer(seen):
        start, end = found.span()
        # <https://…> and <name@example.org> are no tags.
        if ":/" not in found[0][:9] and not _ADDRESS.match(found[0]):
            yield _inline("tag", block, start, end, block.text[start:end], label=found[1].lower())


def _bracketed(
    block: Block, seen: str, defined: Mapping[str, str], targets: list[tuple[int, int]]
) -> Iterator[Inline]:
    """``[text](target)``, ``![alt](target)``, both by a label that is defined elsewhere, and ``[^footnote]``.

    Where targets stand is added to ``targets``.
    """
    text = block.text
    opened: list[int] = []
    after = 0
    for bracket in _BRACKET.finditer(seen):
        at = bracket.start()
        if bracket[0] == "[":
            opened.append(at)
            continue
        if not opened:
            continue
        start = opened.pop()
        picture = seen[start - 1 : start] == "!" if start else False
        begin = start - picture
        words = " ".join(text[start + 1 : at].split())
        kind: InlineKind = "picture" if picture else "link"
        found = _TARGET.match(seen, at + 1) if seen[at + 1 : at + 2] == "(" else None
        in_angles = found is not None and found["bare"] is not None
        if found is None and seen[at + 1 : at + 2] == "(":
            found = _ODD_TARGET.match(seen, at + 1)
        if found:
            span = found.span("bare" if in_angles else "free")
            target = text[slice(*span)].strip()
            target = re.sub(r"\\(.)", r"\1", target) if "\\" in target else target
            targets.append((at + 1, found.end()))
            yield _inline(kind, block, begin, found.end(), words, target=target)
            after = found.end()
            continue
        if start < after and picture is False and seen[after - 1] == "]":
            # The label of the one before.
            continue
        if words.startswith("^") and not picture:
            yield _inline("footnote", block, start, at + 1, words, label=words[1:])
            continue
        label = _LABEL.match(seen, at + 1)
        if label and not label[1].startswith("^"):
            name = label[1] or words
            target = defined.get(key(name), "")
            after = label.end()
            kind = kind if target else "reference"
            yield _inline(kind, block, begin, label.end(), words, target=target, label=" ".join(name.split()))
        elif key(words) in defined:
            yield _inline(kind, block, begin, at + 1, words, target=defined[key(words)], label=words)


def key(label: str) -> str:
    """A label as it is looked for: letter case and blanks do not count."""
    return " ".join(label.lower().split())
