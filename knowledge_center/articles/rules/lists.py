"""Advice about lists that are none on the page, or other ones than their writer sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import prefix
from knowledge_center.markdown_text.model import Block
from knowledge_center.markdown_text.parsed_text import MarkdownText
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks
from knowledge_center.text.plurals import counted

rule = RuleSet[[ArticleText]]("articles.lists")

_BULLET = re.compile(r" {0,3}[-*+] +\S")
_FIRST = re.compile(r" {0,3}1\. +\S")
_SECOND = re.compile(r" {0,3}2\. +\S")
_FIELD = re.compile(r"[a-z_]+:(?:\s|$)")
# The last ones are letters of the faces that Word has its bullets from.
_BULLETS = "•●▪◦‣∙⁃·■□➢➤\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
# Those that say something stay in the item.
_SIGNS_KEPT = "☐☑✓✔✗✘✅❌❎➡→👉🔹🔸⭐📌①②③④⑤⑥⑦⑧⑨"
_SIGN = re.compile(
    rf"\s*(?:(?P<mark>[{_BULLETS}]|[o§](?=\t|   ))\s*|(?P<check>[{_SIGNS_KEPT}]\ufe0f?)\s*"
    r"|(?P<dash>[–—]|\\[-*+])\s+)(?=\S)"
)
_FIXED_BLANKS = "\xa0\u2007\u202f\u3000"
_FIXED_BLANK = re.compile(rf" {{0,3}}(?P<mark>[-*+]|\d+\.)[{_FIXED_BLANKS}]\s*(?=\S)")
# Numbers such as 1.5 and -5 are none.
_NO_BLANK = re.compile(r" {0,3}(?P<mark>-|\d{1,2}\.)(?=[^\W\d_])")


@rule.advice
@breaks(text="You need:\n- a pen\n- a pad")
def begin_after_a_blank_line(article: ArticleText) -> Iterator[Finding]:
    """Right below a line of text a list is no list on the page, but goes on in that line."""
    for block in _paragraphs(article):
        lines = block.lines
        if len(lines) < 2 or block.inside("item") or _is_of_fields(block):
            continue
        bullets = [
            at for at, (_, line) in enumerate(lines) if line.lstrip(" ")[:1] in _MARKS and _is_item(line)
        ]
        if not bullets or bullets[0] == 0:
            continue
        at = bullets[0]
        number, line = lines[at]
        numbered = line.lstrip()[0] == "1"
        goes_on = any(_SECOND.match(later) for _, later in lines[at + 1 :]) if numbered else len(bullets) > 1
        if not goes_on and not lines[at - 1][1].rstrip().endswith(":"):
            continue
        before = prefix(article.text, block, number)
        yield Finding(
            line=number,
            message="The list has no blank line before it, so its lines go on in the sentence above.",
            fix="Put a blank line above it.",
            edits=(Edit(number, number - 1, (before.rstrip(),)),) if before is not None else (),
            safe=True,
        )


@rule.advice
@breaks(text="You need:\n\n• a pen\n• a pad")
def begin_with_hyphens(article: ArticleText) -> Iterator[Finding]:
    """A bullet that was typed or pasted makes no list: on the page the lines run into one another."""
    text = article.text
    signs = "" if text.body.isascii() else f"{_BULLETS}{_SIGNS_KEPT}–—§"
    if not any(map(text.holds, ("o\t", "\\-", "\\*", "\\+", *signs))) and "o   " not in text.body:
        return
    for block in _paragraphs(article):
        found = [(number, line, sign) for number, line in block.lines if (sign := _SIGN.match(line))]
        # A lone dash may begin what somebody says, a lone ✓ a sentence; a lone \\- was meant as it stands.
        if not found or (not found[0][2]["mark"] and len(found) < max(2, len(block.lines) - 1)):
            continue
        number, line, sign = found[0]
        yield Finding(
            line=number,
            message=f"The sign {quoted(sign[0].strip())} makes no list; its lines run into one another.",
            fix=f"- {sign['check'] or ''}{' ' if sign['check'] else ''}{line[sign.end() :]}",
            edits=_as_list(article.text, block, _SIGN, number),
            safe=not sign["dash"],
        )


@rule.advice
@breaks(text="You need:\n\n-\xa0a pen\n-\xa0a pad")
def have_a_blank_behind_the_mark(article: ArticleText) -> Iterator[Finding]:
    """A blank that does not break looks like one and is none to Markdown: the list stays a paragraph."""
    if article.text.body.isascii() or not any(article.text.holds(blank) for blank in _FIXED_BLANKS):
        return
    for block in _paragraphs(article):
        found = ((number, blank) for number, line in block.lines if (blank := _FIXED_BLANK.match(line)))
        for number, blank in islice(found, 1):
            yield Finding(
                line=number,
                message="Behind the mark of the list stands a blank that does not break, so it is no list.",
                fix=f"{blank['mark']} {block.line_of(number)[blank.end() :]}",
                edits=_as_list(article.text, block, _FIXED_BLANK, number),
                safe=True,
            )


@rule.advice
@breaks(text="You need:\n\n-a pen\n-a pad")
def have_a_blank(article: ArticleText) -> Iterator[Finding]:
    """Without a blank behind its marks a list is a paragraph: on the page the lines run into one another."""
    for block in _paragraphs(article):
        if len(block.lines) < 2:
            continue
        number, line = block.lines[0]
        first = _NO_BLANK.match(line)
        if first and first["mark"] in ("-", "1.") and all(_NO_BLANK.match(other) for _, other in block.lines):
            yield Finding(
                line=number,
                message="Behind the marks of the list no blank stands, so it is no list.",
                fix=f"{first['mark']} {line[first.end() :]}",
                edits=_as_list(article.text, block, _NO_BLANK, number),
                safe=True,
            )


@rule.advice
@breaks(text="1. Write.\n2. Send.\n\n- a pen\n- a pad")
def keep_to_numbers_or_bullets(article: ArticleText) -> Iterator[Finding]:
    """A list that goes on with another mark goes on as it began: bullets become numbers, numbers bullets."""
    text = article.text
    for block in text.blocks_of("list"):
        if len(block.children) < 2 or block.mark == ":":
            continue
        numbered = block.children[0].mark[:1].isdigit()
        for item in block.children[1:]:
            if not item.mark or item.mark[:1].isdigit() == numbered:
                continue
            # What is set in, but not far enough, is told by the next rule.
            if _margin(text, item.first) <= _margin(text, block.first) or block.parent is not text.root:
                yield _other_list(text, block, item, numbered)
                break


@rule.advice
@breaks(text="You need:\n\n- a pen\n  - a blue one\n- a pad")
def set_in_by_four(article: ArticleText) -> Iterator[Finding]:
    """A list within a list is set in by four blanks; with fewer it is no deeper than the one around it."""
    text = article.text
    for block in text.blocks_of("list"):
        if block.parent is not text.root or len(block.children) < 2 or block.mark == ":":
            continue
        numbered, margin = block.mark[:1].isdigit(), _margin(text, block.first)
        # A step's number takes three places; with fewer blanks the next one is only sloppy.
        inner = next(
            (
                one
                for one in block.children[1:]
                if one.mark
                and _margin(text, one.first) - margin >= (3 if numbered and one.mark[:1].isdigit() else 2)
            ),
            None,
        )
        if inner is not None:
            step = _margin(text, inner.first) - margin
            lines = [
                (number, text.lines[number - text.first_line])
                for number in range(inner.first, block.last + 1)
            ]
            mended = [(number, line, _set_in(line, margin, step)) for number, line in lines]
            yield Finding(
                line=inner.first,
                message=f"With {counted(step, 'blank')} before it this line is no deeper than the list above it.",
                fix=_set_in(lines[0][1], margin, step),
                edits=tuple(Edit(number, number, (new,)) for number, line, new in mended if new != line),
                safe=True,
            )


def _margin(text: MarkdownText, number: int) -> int:
    line = text.lines[number - text.first_line]
    return len(line) - len(line.lstrip(" "))


def _set_in(line: str, margin: int, step: int) -> str:
    """A line with four blanks for each ``step`` of them before it."""
    blanks = len(line) - len(line.lstrip(" ")) - margin
    if blanks < step or not line.strip():
        return line
    return " " * (margin + blanks // step * 4 + blanks % step) + line.lstrip(" ")


def _other_list(text: MarkdownText, block: Block, item: Block, numbered: bool) -> Finding:
    what, other = ("numbers", "bullets") if numbered else ("bullets", "numbers")
    apart = not text.lines[item.first - 1 - text.first_line].strip()
    return Finding(
        line=item.first,
        message=f"The list begins with {what} and goes on with {other}; on the page all of it has {what}.",
        fix=(
            "Write a sentence between the two lists, or this line with a blank one above and below:\n<!-- -->"
            if apart
            else "If it belongs to the item above, set it in by four blanks; else use the same mark."
        ),
        edits=(
            (Edit(item.first, item.first - 1, ("<!-- -->", "")),)
            if apart and block.parent is text.root
            else ()
        ),
    )


_MARKS = frozenset("-*+1")
_KEPT = tuple("-*+0123456789")


def _is_item(line: str) -> bool:
    return bool(_BULLET.match(line) or _FIRST.match(line))


def _paragraphs(article: ArticleText) -> list[Block]:
    return article.text.blocks_of("paragraph")


def _is_of_fields(block: Block) -> bool:
    """Whether a paragraph is a second block of fields, which another rule tells."""
    if block.parent is None or not _FIELD.match(block.lines[0][1]):
        return False
    around = block.parent.children
    at = around.index(block)
    return at > 0 and around[at - 1].kind == "ruler"


def _as_list(text: MarkdownText, block: Block, mark: re.Pattern[str], first: int) -> tuple[Edit, ...]:
    """The lines of a paragraph with a proper mark, and a blank line above the first, if text stands there."""
    edits = []
    for number, line in block.lines:
        before = prefix(text, block, number)
        if before is None and block.parent is text.root:
            before, line = "", text.lines[number - text.first_line]
        if before is None:
            return ()
        found = mark.match(line)
        if found:
            parts = found.groupdict()
            mark_there = parts["mark"] or ""
            sign = mark_there if mark_there[:1] in _KEPT else f"- {parts.get('check') or ''}".rstrip()
            blank = (before.rstrip(),) if number == first and number != block.lines[0][0] else ()
            edits.append(Edit(number, number, (*blank, f"{before}{sign} {line[found.end() :]}")))
    return tuple(edits)
