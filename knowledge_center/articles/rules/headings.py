"""Advice about headings: readers look through them, screen readers jump from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.markdown_text.model import Block
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks, only_with
from knowledge_center.text.plurals import counted

rule = RuleSet[[ArticleText]]("articles.headings")

LONGEST = 120
_LONGEST_BOLD_LINE = 80
_BOLD_LINE = re.compile(r"\s*(\*\*|__)(?P<words>[^*_]{2,}?)(?P<colon>:?)\1(?P<after>:?)\s*")
_MARKS = re.compile(r"#+\s*")


@rule.advice
@breaks(text="## Before the interview\n\nRead the posting again.\n\n#### What to bring\n\nA pen and a pad.")
@only_with("###")
def go_down_one_level_at_a_time(article: ArticleText) -> Iterator[Finding]:
    """Headings are an outline: a level that is left out looks like a part that is missing."""
    # The levels as written and as they should be, from the title down to the heading at hand.
    above = [(1, 1)]
    wrong: list[tuple[Block, int]] = []
    for heading in _of_the_article(article):
        written = max(heading.level, 2)
        while above[-1][0] >= written:
            above.pop()
        level = above[-1][1] + 1
        above.append((written, level))
        if level < written:
            wrong.append((heading, level))
    if not wrong:
        return
    first, level = wrong[0]
    more = _more(len(wrong) - 1, "heading")
    yield Finding(
        line=first.first,
        message=(
            f"The heading {quoted(first.words)} leaves out a level: it has {first.level}, where {level} would be "
            f"next.{more}"
        ),
        fix=f"{'#' * level} {first.words}",
        edits=tuple(
            Edit(heading.first, heading.first, (f"{'#' * level} {heading.words}",))
            for heading, level in wrong
            if heading.mark.startswith("#")
        ),
    )


@rule.advice
@breaks(text="Write on the same day.\n\n**What to write**\n\nThree sentences are enough.")
@only_with("**", "__")
def are_no_bold_lines(article: ArticleText) -> Iterator[Finding]:
    """A bold line looks like a heading to who sees it; to all others, and in the outline, it is none."""
    found: list[tuple[Block, str, int]] = []
    level = 1
    blocks = article.text.root.children
    for at, block in enumerate(blocks):
        if block.kind == "heading":
            level = max(block.level, 2)
        elif words := _as_heading(block):
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            if after is not None and after.kind in ("paragraph", "list") and not _as_heading(after):
                found.append((block, words, min(level + 1, 6)))
    if not found:
        return
    first, words, level = found[0]
    more = _more(len(found) - 1, "line")
    yield Finding(
        line=first.first,
        message=f"The bold line {quoted(words)} stands where a heading would.{more}",
        fix=f"{'#' * level} {words}",
        edits=tuple(
            Edit(block.first, block.first, (f"{'#' * level} {words}",)) for block, words, level in found
        ),
    )


@rule.advice
@breaks(text="## Tips\n\nWrite on the same day.\n\n## Tips\n\nThree sentences are enough.")
def differ(article: ArticleText) -> Iterator[Finding]:
    """Of two equal headings nobody knows which is which, and a link to one leads to the other."""
    seen: dict[tuple[str, ...], int] = {}
    above: list[tuple[int, str]] = []
    for heading in _of_the_article(article):
        while above and above[-1][0] >= heading.level:
            above.pop()
        above.append((heading.level, heading.words.casefold()))
        path = tuple(words for _, words in above)
        if path in seen and path[-1]:
            message = f"The heading {quoted(heading.words)} stands on line {seen[path]} already."
            yield Finding(
                line=heading.first, message=message, fix="Say in the heading what is different here."
            )
        seen.setdefault(path, heading.first)


@rule.advice
@breaks(
    text="## Whoever writes a note on the day of the interview is remembered by the person they met, as we "
    "learned from very many of them over the years\n\nThree sentences are enough."
)
def are_no_paragraphs(article: ArticleText) -> Iterator[Finding]:
    """A heading is read in passing and stands in the table of contents: one line is what it has."""
    for heading in article.text.headings:
        if not heading.words:
            yield Finding(
                line=heading.first, message="The heading has no words.", fix="Write them, or delete the line."
            )
        # Somebody who means a heading underlines all of it.
        if (
            heading.mark[:1] == "-"
            and heading.words.endswith(".")
            and len(article.line(heading.last).strip(" >")) < 6
        ):
            yield Finding(
                line=heading.first,
                message="The hyphens right below this line make a heading of it.",
                fix="Put a blank line between the two; what is to be a heading has no full stop.",
                edits=(Edit(heading.last, heading.last - 1, ("",)),)
                if heading.parent is article.text.root
                else (),
            )
        if len(heading.lines[0][1]) <= LONGEST:
            continue
        words = re.sub(r"\]\([^()]*\)|[\[\]]|\{[^{}]*\}\s*$", "", heading.words)
        if len(words) > LONGEST:
            message = f"The heading has {len(words)} characters; more than {LONGEST} are a paragraph."
            yield Finding(
                line=heading.first,
                message=message,
                fix="Make a heading of a few words, and a paragraph of the rest.",
            )


def _more(count: int, what: str) -> str:
    return f" So {'does' if count == 1 else 'do'} {counted(count, f'more {what}')}." if count else ""


def _of_the_article(article: ArticleText) -> list[Block]:
    """The headings that divide the article, not those in a quotation, a note or a list."""
    return [block for block in article.text.root.children if block.kind == "heading"]


def _as_heading(block: Block) -> str:
    """The words of a bold line that stands as a heading, or nothing."""
    if block.kind != "paragraph" or len(block.lines) > 1:
        return ""
    line = block.lines[0][1]
    if line.lstrip()[:2] not in ("**", "__") or len(line) > _LONGEST_BOLD_LINE:
        return ""
    found = _BOLD_LINE.fullmatch(line)
    words = found["words"].strip() if found else ""
    return "" if words.endswith((".", "!", ",", ";", "…")) else words
