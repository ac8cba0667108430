"""Advice about what comes along when a text is pasted from a word processor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet, breaks
from knowledge_center.text.plurals import counted

rule = RuleSet[[ArticleText]]("articles.pasted")

_MARKS = re.compile(
    r"</?[owv]:[a-z]+\b|\bmso-[a-z-]+\s*:|\bclass\s*=\s*[\"']?Mso\w+|docs-internal-guid|<!--\[if\b|<!\[endif"
    r"|\bclass\s*=\s*[\"']?Apple-(?:converted|style|tab)|</?(?:font|center|marquee|blink)\b",
    re.IGNORECASE,
)


@rule.advice
@breaks(text="<p class=MsoNormal>Write to them on the same day.<o:p></o:p></p>")
def leaves_no_marks_of_its_program(article: ArticleText) -> Iterator[Finding]:
    """Marks of Word and Google Docs are of no use here, and bring looks and sizes that fit nothing around them."""
    lower = article.text.lower
    if "<" not in lower or not any(
        mark in lower
        for mark in (
            "<o:",
            "</o:",
            "<w:",
            "<v:",
            "mso",
            "docs-internal",
            "[if",
            "apple-",
            "<font",
            "<center",
            "<marquee",
            "<blink",
        )
    ):
        return
    lines = [(number, found[0]) for number, line in _lines(article) if (found := _MARKS.search(line))]
    if lines:
        number, mark = lines[0]
        more = f", and on {counted(len(lines) - 1, 'more line')}" if len(lines) > 1 else ""
        yield Finding(
            line=number,
            message=f"Here is a mark of the program that this was copied from{more}: {quoted(mark)}.",
            fix="Paste it anew without its looks (Ctrl+Shift+V, or “Paste as text”).",
        )


def _lines(article: ArticleText) -> Iterator[tuple[int, str]]:
    """The lines outside of code, comments included: that is where a word processor hides what it has to say."""
    for block in article.text.blocks:
        if block.kind == "comment":
            yield from block.lines
    yield from article.text.prose_lines
