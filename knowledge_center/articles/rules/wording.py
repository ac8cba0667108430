"""Advice about the words of an article: how it begins, how long its sentences are, and what is still to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet, breaks
from knowledge_center.text.word_lists import words_of

rule = RuleSet[[ArticleText]]("articles.wording")

# Words a sentence, on average; and how many sentences an average takes.
LONGEST_SENTENCE = 25
_FEWEST_SENTENCES = 5
_LONGEST_WORD = 100
_MARKS = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])|<[^<>]*>|[*_`\0]|\{[^{}]*\}")
_ENDS = re.compile(r"[.!?…:;](?=[\"”’»)\]]*(?:\s|$))")
_ITALICS = re.compile(r"\s*([*_])(?![*_ ])")


@rule.advice
@breaks(text="We asked TK of them what they had written, and when.")
def is_all_there(article: ArticleText) -> Iterator[Finding]:
    """What an editor marks as still to come is to come before readers do."""
    marks = words_of(article.settings.language).to_come
    fields = article.fields
    if not any(
        article.text.holds(mark) or mark in fields.title or mark in fields.description for mark in marks
    ):
        return
    shown = [
        (fields.lines.get(name, 1), text)
        for name, text in (("title", fields.title), ("description", fields.description))
    ]
    pattern = re.compile(
        rf"(?<![\w.@/\"“'‘-])(?:{'|'.join(sorted(marks, key=len, reverse=True))})(?![\w\"”'’@-]| Maxx)"
    )
    for line, text in (*shown, *article.text.prose_lines):
        found = pattern.search(text)
        # A line of capitals is no place to tell one of them.
        if found and not text.isupper():
            yield Finding(
                line=line,
                message=f"{quoted(found[0])} says that something is still to come here.",
                fix="Write what is missing.",
            )


@rule.advice
@breaks(text="In this article you learn what to write after an interview, and on which day.")
def begins_with_what_it_has_to_say(article: ArticleText) -> Iterator[Finding]:
    """The first words decide who reads on, and in lists and mails they are all there is."""
    starts = words_of(article.settings.language).weak_starts
    if not starts:
        return
    # Above the text there may be a note of its own, all in italics: where it was published first, who wrote it.
    paragraphs = (block for block in article.text.root.children if block.kind == "paragraph")
    first = next((block for block in paragraphs if not _ITALICS.match(block.text)), None)
    texts = [(article.fields.lines.get("description", 1), article.fields.description)]
    if first is not None:
        texts.append((first.first, first.text[:200]))
    for line, text in texts:
        shown = text if _is_plain(text) else _MARKS.sub(r"\1", text)
        shown = " ".join(shown.split())
        plain = shown.replace("’", "'").casefold()
        if not plain.startswith(starts):
            continue
        start = next((start for start in starts if plain.startswith(start)), "")
        if start and " originally " not in plain[:50] and not plain[len(start) : len(start) + 1].isalnum():
            yield Finding(
                line=line,
                message=f"It begins with {quoted(shown[: len(start)])}: words that say nothing yet.",
                fix="Begin with what the reader gets.",
            )


@rule.advice
@breaks(text=f"{'Write to each of them on the same day ' * 4}and not later. " * 5)
def has_sentences_of_a_breath(article: ArticleText) -> Iterator[Finding]:
    """Sentences of more than 25 words on average are read twice, or not to their end."""
    words = sentences = 0
    # Told by blanks and ends alone, which costs next to nothing: too few to make an average of, or short enough.
    body = article.text.body
    blanks = body.count(" ")
    if blanks < LONGEST_SENTENCE * _FEWEST_SENTENCES:
        return
    for end in (". ", ".\n", "? ", "?\n", "! ", "!\n"):
        blanks -= LONGEST_SENTENCE * body.count(end)
        if blanks < 0:
            return
    first = 0
    for block in article.text.root.children:
        if block.kind != "paragraph":
            continue
        text = _MARKS.sub(r"\1 ", block.text) if not _is_plain(block.text) else block.text
        count = len(text.split())
        words += count
        first = first or block.first
        sentences += len(_ENDS.findall(text)) or 1
    if sentences >= _FEWEST_SENTENCES and words > LONGEST_SENTENCE * sentences:
        yield Finding(
            line=first,
            message=f"Sentences have {ceil(words / sentences)} words on average; up to {LONGEST_SENTENCE} read well.",
            fix="Make two of the longest ones.",
        )


@rule.advice
@breaks(text="Soon.")
def is_an_article(article: ArticleText) -> Iterator[Finding]:
    """Who follows a link to an article expects to find one."""
    if article.fields.draft or len(article.text.body) > _LONGEST_WORD:
        return
    words = article.text.body.split()
    blocks = article.text.root.children
    if (
        len(words) == 1
        and [block.kind for block in blocks] == ["paragraph"]
        and not set(words[0]) & set("[<")
    ):
        yield Finding(
            line=blocks[0].first,
            message=f"The text is one word: {quoted(words[0])}.",
            fix="Write it, or set draft: true",
        )


def _is_plain(text: str) -> bool:
    return not ("[" in text or "<" in text or "*" in text or "_" in text or "`" in text or "{" in text)
