"""Advice about bold text that is none on the page: its asterisks stand there for everybody to see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import mended_line, replaced
from knowledge_center.markdown_text.inline_scan import without
from knowledge_center.markdown_text.model import Block
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet, breaks, only_with

rule = RuleSet[[ArticleText]]("articles.bold")

_WITH_BLANKS = re.compile(
    r"\*\*(?P<before>[ \t]*)(?P<words>[^\s*\0](?:[^*\n\0]*[^\s*\0])?)(?P<after>[ \t]*)\*\*(?!\*)"
)
# As far as it is looked around a place: a message quotes less.
_NEAR = 1000
_ESCAPED = re.compile(r"\\\*\\\*(?=\S)([^*\n]+?)(?<=\S)\\\*\\\*")
_OPENED = re.compile(r"(?<![\w*\0\\])\*\*(?=[^\s*\0])")


@rule.advice
@breaks(text="Write ** on the same day ** to each of them.")
@only_with("**")
def has_no_blanks_inside(article: ArticleText) -> Iterator[Finding]:
    """With a blank behind its first asterisks, or before its last, a text is not bold."""
    for block, rest in _not_bold(article):
        for found in _WITH_BLANKS.finditer(rest):
            start, end = found.span()
            power = (
                rest[max(0, start - _NEAR) : start].rstrip()[-1:].isdigit() and found["words"][0].isdigit()
            )
            if (found["before"] or found["after"]) and not power:
                bold = f"**{found['words']}**"
                yield Finding(
                    line=block.line(found.start()),
                    message=f"The blank keeps {quoted(found[0])} from being bold; its asterisks are shown.",
                    fix=bold,
                    edits=replaced(
                        article.text, block, start, end,
                        _kept(found["before"], rest[:start][-1:]) + bold + _kept(found["after"], rest[end : end + 1]),
                    ),
                    safe=True,
                )  # fmt: skip


@rule.advice
@breaks(text="Write **on the same day to each of them.\n\nThree sentences are enough.")
@only_with("**")
def is_closed(article: ArticleText) -> Iterator[Finding]:
    """Bold that is begun and not ended in the same paragraph is not bold; its asterisks are shown."""
    for block, rest in _not_bold(article):
        for opened in _OPENED.finditer(_WITH_BLANKS.sub(lambda found: "\0" * len(found[0]), rest)):
            words = " ".join(block.text[opened.end() : opened.end() + _NEAR].split()[:4])
            yield Finding(
                line=block.line(opened.start()),
                message=f"The bold that begins at {quoted(words)} is not ended in its paragraph.",
                fix="Put ** behind the last word that is to be bold, or delete the two asterisks.",
            )


@rule.advice
@breaks(text=r"Write \*\*on the same day\*\* to each of them.")
@only_with("\\*\\*")
def is_not_escaped(article: ArticleText) -> Iterator[Finding]:
    """Programs that export a text put a backslash before asterisks that somebody typed: they are shown."""
    text = article.text
    for number, _ in text.prose_lines:
        line = article.line(number)
        if found := _ESCAPED.search(line):
            mended = _ESCAPED.sub(r"**\1**", line)
            message = f"The backslashes keep {quoted(found[1])} from being bold; its asterisks are shown."
            yield mended_line(number, message, mended, safe=False)


def _not_bold(article: ArticleText) -> Iterator[tuple[Block, str]]:
    """Each block that has asterisks left besides those of bold text, and its text without that, of the same length."""
    text = article.text
    bold: dict[int, list[tuple[int, int]]] = {}
    for inline in text.of("bold"):
        bold.setdefault(id(inline.block), []).append((inline.start, inline.end))
    for block in text.blocks:
        if block.kind not in ("paragraph", "heading", "table") or "**" not in block.text:
            continue
        rest = block.seen
        if id(block) in bold:
            rest = without(rest, bold[id(block)])
        if "**" in rest:
            yield block, rest


def _kept(blank: str, outside: str) -> str:
    """The blank that stood inside, where none stands outside."""
    return blank[:1] if blank and outside and not outside.isspace() else ""
