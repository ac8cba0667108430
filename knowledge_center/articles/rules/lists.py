"""Advice about lists that are none on the page, or other ones than their writer sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import prefix
from knowledge_center.markdown_text.model import Block
from knowledge_center.markdown_text.parsed_text import MarkdownText
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks

rule = RuleSet[[ArticleText]]("articles.lists")

_BULLET = re.compile(r" {0,3}[-*+] +\S")
_FIRST = re.compile(r" {0,3}1\. +\S")
_SECOND = re.compile(r" {0,3}2\. +\S")
_FIELD = re.compile(r"[a-z_]+:(?:\s|$)")
_SIGN = re.compile(r"\s*(?P<mark>[•●▪◦‣∙⁃])\s*(?=\S)")
_FIXED_BLANK = re.compile(r" {0,3}(?P<mark>[-*+]|\d+\.)[\xa0\u2007\u202f]\s*(?=\S)")
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
    if article.text.body.isascii() or not any(article.text.holds(sign) for sign in "•●▪◦‣∙⁃"):
        return
    for block in _paragraphs(article):
        found = [(number, _SIGN.match(line)) for number, line in block.lines]
        first = next(((number, sign) for number, sign in found if sign), None)
        if first and first[1]:
            yield Finding(
                line=first[0],
                message=f"The sign {quoted(first[1]['mark'])} makes no list; its lines run into one another.",
                fix=f"- {block.line_of(first[0])[first[1].end() :]}",
                edits=_as_list(article.text, block, _SIGN, first[0]),
                safe=True,
            )


@rule.advice
@breaks(text="You need:\n\n-\xa0a pen\n-\xa0a pad")
def have_a_blank_behind_the_mark(article: ArticleText) -> Iterator[Finding]:
    """A blank that does not break looks like one and is none to Markdown: the list stays a paragraph."""
    if article.text.body.isascii() or not any(article.text.holds(blank) for blank in "\xa0\u2007\u202f"):
        return
    for block in _paragraphs(article):
        found = [(number, _FIXED_BLANK.match(line)) for number, line in block.lines]
        first = next(((number, blank) for number, blank in found if blank), None)
        if first and first[1]:
            yield Finding(
                line=first[0],
                message="Behind the mark of the list stands a blank that does not break, so it is no list.",
                fix=f"{first[1]['mark']} {block.line_of(first[0])[first[1].end() :]}",
                edits=_as_list(article.text, block, _FIXED_BLANK, first[0]),
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
            if item.mark and item.mark[:1].isdigit() != numbered:
                yield _other_list(text, block, item, numbered)
                break


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
            sign = found["mark"] if found["mark"][0] in "-*+0123456789" else "-"
            blank = (before.rstrip(),) if number == first and number != block.lines[0][0] else ()
            edits.append(Edit(number, number, (*blank, f"{before}{sign} {line[found.end() :]}")))
    return tuple(edits)
