"""Advice about sentences that a blank margin makes code of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.problems import Edit
from knowledge_center.rules import Finding, RuleSet, breaks

rule = RuleSet[[ArticleText]]("articles.set_in")

_SENTENCE = re.compile(r"[\"“„«'(]?[^\W\d_].*[.!?:…][\"”“»')]?")
_OF_CODE = re.compile(r"[{}<>=|\\;$#`~]|[a-z]_[a-z]|\w\(|://")
_FEWEST_WORDS = 6


@rule.advice
@breaks(text="First you write.\n\n\tThen you wait for a day before you ask how they came to it.")
def is_no_sentence(article: ArticleText) -> Iterator[Finding]:
    """What begins with a tab or four blanks is code: one long line, in the letters of a typewriter."""
    text = article.text
    for block in text.blocks_of("code"):
        if block.mark or block.parent is not text.root:
            continue
        lines = [line.strip() for _, line in block.lines]
        if all(_SENTENCE.fullmatch(line) and len(line.split()) >= _FEWEST_WORDS for line in lines) and not (
            _OF_CODE.search(block.text)
        ):
            edits = [
                Edit(number, number, (text.lines[number - text.first_line].lstrip(),))
                for number, _ in block.lines
            ]
            yield Finding(
                line=block.first,
                message="The blanks or the tab before this line make code of it, which readers see on one long line.",
                fix=lines[0],
                edits=tuple(edits),
            )
