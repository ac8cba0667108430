"""Rules about the text of one article as it stands in its file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.markdown_text.model import Block
from knowledge_center.problems import Edit
from knowledge_center.rules import Finding, RuleSet, breaks

rule = RuleSet[[ArticleText]]("articles.body")

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u2028\u2029\u202d\u202e\ufffe\uffff]")
# What programs end a line or a page with, where Markdown knows no such thing: words are not to run together.
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\u2028\u2029]")
_RARE = "\u2028\u2029\u202d\u202e\ufffe\uffff"
_HEADING = re.compile(r"#(?P<blank>\s*)(?P<text>.*?)[\s#]*")


@rule
@breaks(text="")
def has_text(article: ArticleText) -> Iterator[Finding]:
    """An article without a text is a promise that its page does not keep."""
    if not article.document.body.strip():
        yield Finding(
            line=article.document.body_line - 1,
            message="The article has no text below its fields.",
            fix="Write it." if article.fields.draft else "Write it, or set draft: true",
        )


@rule
@breaks(text="Write to them\x07 on the same day.")
def has_no_invisible_characters(article: ArticleText) -> Iterator[Finding]:
    """Control characters come with text that was pasted; no feed and no parser takes them."""
    text = article.text
    if not _CONTROL.search(text.signs) and (text.body.isascii() or not any(map(text.holds, _RARE))):
        return
    if not text.body.strip():
        return
    for number, line in enumerate(text.lines, text.first_line):
        if _CONTROL.search(line):
            mended = _CONTROL.sub("", _BREAKS.sub(" ", line))
            yield Finding(
                line=number,
                message="This line holds an invisible control character.",
                fix=mended.strip() or "Delete the line.",
                edits=(Edit(number, number, (mended,)),),
                safe=True,
                # A separator of lines is shown as a blank, or not at all.
                advice=not _CONTROL.search(line.replace("\u2028", "").replace("\u2029", "")),
            )


@rule
@breaks(text="# Why it matters\n\nWrite to them on the same day.")
def leaves_the_first_level_to_the_title(article: ArticleText) -> Iterator[Finding]:
    """The title is the page's only heading of the first level: screen readers and search engines go by it."""
    message = "The text has a heading of the first level; that level belongs to the title."
    for tag in article.text.of("tag"):
        if tag.label == "h1":
            yield Finding(line=tag.line, message=message, fix="Write it as ## and the words of the heading.")
    merged = article.text.holds("\n>>>>>>> ") or article.text.holds("\n<<<<<<< ")
    for heading in article.text.headings:
        # Of a conflict's middle Markdown makes a heading; to write it as one would hide the conflict.
        if merged and heading.mark != "#" and heading.lines[-1][1].rstrip() == "=======":
            continue
        if heading.level == 1:
            yield _lower(heading, article, message)


def _lower(heading: Block, article: ArticleText, message: str) -> Finding:
    line = heading.lines[0][1]
    found = _HEADING.fullmatch(line)
    before = _before(heading, article)
    mended = ""
    if heading.mark != "#" or not found:
        mended = f"## {line.strip()}"
        fix = f"Write it as one line: {mended}"
    elif found["text"] == article.fields.title:
        fix = "Delete the line: the title says it already."
    else:
        # The generator makes a heading of "#1" too, its author a number.
        fix = mended = f"## {found['text']}" if found["blank"] or not found["text"] else f"\\{line.strip()}"
    edits: tuple[Edit, ...] = ()
    if before is not None:
        edits = (Edit(heading.first, heading.last, (before + mended,) if mended else ()),)
    return Finding(line=heading.first, message=message, fix=fix, edits=edits, safe=bool(mended))


def _before(heading: Block, article: ArticleText) -> str | None:
    """What stands before a heading on its line, where that can be told: the mark of a quote, blanks."""
    place = article.text.position(heading, 0)
    return article.text.lines[place[0] - article.text.first_line][: place[1]] if place else None
