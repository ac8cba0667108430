"""Advice about what links say, and about what was meant to be one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet, breaks, only_with
from knowledge_center.text.slugs import slug
from knowledge_center.text.word_lists import words_of

rule = RuleSet[[ArticleText]]("articles.link_words")

_WIKI = re.compile(r"(?<![!\[\\])\[\[(?P<page>[^\[\]|\n\0]+)(?:\|(?P<text>[^\[\]|\n\0]+))?\]\](?![\[(:])")


@rule.advice
@breaks(text="What the law says stands [here](https://www.example.org/law/).")
@only_with("](", "]:")
def say_where_they_lead(article: ArticleText) -> Iterator[Finding]:
    """Who looks through a page by its links, or hears them read out, is told nothing by “here”."""
    empty = words_of(article.settings.language).empty_links
    if not empty:
        return
    for link in article.text.of("link"):
        words = link.text.strip(" .,:;!?…»›→>*_").casefold()
        if words in empty:
            yield Finding(
                line=link.line,
                message=f"The link’s text {quoted(link.text)} does not say where it leads.",
                fix="Make a link of the words that name what is there.",
            )


@rule.advice
@breaks(text="What to write stands in [[thank-you note]].")
@only_with("[[")
def are_no_wiki_links(article: ArticleText) -> Iterator[Finding]:
    """Double brackets are links in other programs; here readers see the brackets."""
    text = article.text
    for block in text.blocks:
        if block.kind not in ("paragraph", "heading", "table") or "[[" not in block.text:
            continue
        for found in _WIKI.finditer(block.seen):
            page = found["page"].partition("#")[0].strip().removesuffix(".md")
            words = (found["text"] or page).strip()
            yield Finding(
                line=block.line(found.start()),
                message=f"{quoted(found[0])} is no link here; readers see the brackets.",
                fix=f"[{words}]({slug(page)}.md), by the name of the article’s file",
            )
