"""Advice about numbered lists: on the page they are counted anew, from 1, whatever numbers stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import prefix
from knowledge_center.markdown_text.model import Block, BlockKind
from knowledge_center.markdown_text.parsed_text import MarkdownText
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks

rule = RuleSet[[ArticleText]]("articles.list_numbers")

_BRACKET = re.compile(r" {0,3}\(?(?P<mark>\d{1,2}|[a-zA-Z])(?:[)）]|\\\.)\s+(?=\S)")
# A first one, looked for by its bracket: of letters a text has many.
_LIKE_BRACKET = re.compile(r"\)(?<=[1aA]\))\s")
# What is the same thing when it is set in below a step.
_SET_IN: tuple[BlockKind, ...] = ("paragraph", "code", "quote", "note", "table")


@rule.advice
@breaks(text="Do this:\n\n1) Write to them.\n2) Wait for a day.")
def end_in_a_full_stop(article: ArticleText) -> Iterator[Finding]:
    """Behind a number with a bracket or a backslash there is no list: on the page its lines run into one another."""
    whole = article.text
    if not _LIKE_BRACKET.search(whole.body) and not whole.holds("）") and not whole.holds("\\."):
        return
    for block in article.text.blocks_of("paragraph"):
        found = [(at, line, mark) for at, line in block.lines if (mark := _BRACKET.match(line))]
        if len(found) < 2 or found[0][0] != block.first or found[0][2]["mark"] not in ("1", "a", "A"):
            continue
        number, line, first = found[0]
        edits = []
        for at, text, mark in found:
            before = prefix(article.text, block, at)
            if before is None and block.parent is article.text.root:
                before = ""
            if before is not None:
                edits.append(Edit(at, at, (before + _item(text, mark),)))
        yield Finding(
            line=number,
            message=f"{quoted(line[: first.end()].strip())} makes no list; its lines run into one another.",
            fix=_item(line, first),
            edits=tuple(edits) if len(edits) == len(found) else (),
            safe=True,
        )


def _item(line: str, mark: re.Match[str]) -> str:
    """The line as one of a list; letters, which Markdown does not count with, stay in a list of bullets."""
    text = line[mark.end() :]
    return f"{mark['mark']}. {text}" if mark["mark"].isdigit() else f"- {mark[0].strip()} {text}"


@rule.advice
@breaks(text="1. Write to them.\n\nOn the same day.\n\n2. Wait for a day.")
def begin_at_one(article: ArticleText) -> Iterator[Finding]:
    """A list is counted from 1 on the page: another first number, of a day, a year or a later step, is lost."""
    if article.settings.lists_keep_numbers:
        return
    for block in article.text.blocks_of("list"):
        number = block.mark.removesuffix(".")
        if not number.isdecimal() or int(number) < 2 or block.parent is None:
            continue
        around = block.parent.children
        at = around.index(block)
        before = _steps_before(around[:at], int(number))
        if before is not None:
            yield _going_on(article.text, block, around[before + 1 : at])
        else:
            yield _first_number(article.text, block)


def _steps_before(blocks: list[Block], number: int) -> int | None:
    """Which of the blocks is the list that ends before ``number``, where no heading stands between."""
    for at in reversed(range(len(blocks))):
        if blocks[at].kind == "heading":
            return None
        if blocks[at].kind == "list" and blocks[at].mark[:-1].isdecimal():
            return at if int(blocks[at].mark[:-1]) + len(blocks[at].children) == number else None
    return None


def _going_on(text: MarkdownText, block: Block, between: list[Block]) -> Finding:
    edits: list[Edit] = []
    if block.parent is text.root and between and all(one.kind in _SET_IN for one in between):
        lines = range(between[0].first, block.first)
        raw = [text.lines[number - text.first_line] for number in lines]
        edits = [
            Edit(number, number, (f"    {line}",))
            for number, line in zip(lines, raw, strict=True)
            if line.strip()
        ]
    return Finding(
        line=block.first,
        message=f"The step {block.mark} begins a new list, which is counted from 1 on the page.",
        fix="Set in by four blanks what stands between it and the step before, so that it belongs to that step.",
        edits=tuple(edits),
    )


def _first_number(text: MarkdownText, block: Block) -> Finding:
    raw = text.lines[block.first - text.first_line]
    mended = raw.replace(block.mark, f"{block.mark[:-1]}\\.", 1)
    alone = len(block.children) == 1
    return Finding(
        line=block.first,
        message=f"A list begins here with {block.mark} and is counted from 1 on the page: {block.mark[:-1]} becomes 1.",
        fix=mended.strip()
        if alone
        else f"Count it from 1; or write each as a paragraph of its own, {mended.strip()}",
        edits=(Edit(block.first, block.first, (mended,)),) if alone else (),
        safe=alone,
    )
