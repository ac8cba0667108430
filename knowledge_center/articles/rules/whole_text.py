"""Rules about a text that is in one piece: merged, everything closed that was opened, no second block of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import replaced_words
from knowledge_center.markdown_text.model import Inline
from knowledge_center.problems import Edit
from knowledge_center.rules import Finding, RuleSet, breaks, only_with
from knowledge_center.text.merge_conflicts import CHOOSE, MESSAGE, conflicts

rule = RuleSet[[ArticleText]]("articles.whole")
# Those that hold of ordinary pages, too: what else stands there is their owner's.
of_pages = RuleSet[[ArticleText]]("articles.whole")

_FIELD = re.compile(r"[A-Za-z_][\w-]*:(?:\s|$)")
# Known to HTML; with any other name in it, what looks like a tag was meant to be read.
HTML_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym address article aside audio b bdi bdo big blockquote button canvas center cite "
        "code data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font "
        "footer form h1 h2 h3 h4 h5 h6 header hgroup i iframe ins kbd label legend li main map mark "
        "marquee math menu meter nav nobr noscript object ol optgroup option output p picture pre "
        "progress q rp rt ruby s samp script search section select slot small span strike strong style "
        "sub summary sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var "
        "video ",
    )
)
# One that closes nothing here closes a part of the page around the text.
_HOLDERS = frozenset(
    ["article", "aside", "body", "div", "footer", "form", "header", "main", "nav", "section"]
)


@of_pages
@rule
@breaks(text="Write to them.\n\n<<<<<<< HEAD\nOn the same day.\n=======\nOn the next day.\n>>>>>>> main")
@only_with("<<<<<<< ", ">>>>>>> ")
def has_no_conflict(article: ArticleText) -> Iterator[Finding]:
    """Readers would see both versions of what git could not merge, and git's marks."""
    code = _lines_of_code(article)
    lines = enumerate(article.text.lines, article.text.first_line)
    for number in conflicts((at, line) for at, line in lines if at not in code):
        yield Finding(line=number, message=MESSAGE, fix=CHOOSE)


@rule
@breaks(text="Write to them.\n\n<!-- A word to the editor.\n\nOn the same day.")
@only_with("<!--")
def closes_comments(article: ArticleText) -> Iterator[Finding]:
    """A comment without its end swallows the text below it."""
    for item in article.text.unclosed:
        if item.kind == "comment":
            line = f"{article.line(item.line).rstrip()} -->"
            yield Finding(
                line=item.line,
                message="A comment begins here with <!-- and never ends: what stands below is lost with it.",
                fix=line,
                edits=(Edit(item.line, item.line, (line,)),),
            )


@rule
@breaks(text="Write to them:\n\n```\nThank you.\n\nOn the same day.")
@only_with("```", "~~~")
def closes_code(article: ArticleText) -> Iterator[Finding]:
    """A block of code without its last line is none: its marks and its code run into the text."""
    for item in article.text.unclosed:
        if item.kind == "fence":
            yield Finding(
                line=item.line,
                message=f"A block of code begins here with {item.text} and never ends.",
                fix=f"Put a line with only {item.text} below the last line of the code.",
            )


@rule
@breaks(text='Write to them.\n\n<div class="tip">\n\nOn the same day.')
@only_with("<")
def closes_tags(article: ArticleText) -> Iterator[Finding]:
    """A tag that is not closed takes in all that follows, the form under the article too."""
    tags: dict[tuple[int, str], Inline] = {}
    if article.text.unclosed:
        for tag in article.text.of("tag"):
            tags.setdefault((tag.line, tag.label), tag)
    for item in article.text.unclosed:
        if item.kind != "tag":
            continue
        name = item.text.removeprefix("/")
        if name not in HTML_TAGS:
            if not item.text.startswith("/"):
                yield _words_in_angles(article, item.line, name, tags.get((item.line, name)))
        elif not item.text.startswith("/"):
            yield Finding(
                line=item.line,
                message=f"<{name}> is opened here and never closed: it takes in everything below it.",
                fix=f"Put </{name}> where it ends, or take <{name}> out.",
            )
        elif name in _HOLDERS:
            yield Finding(
                line=item.line,
                message=f"</{name}> closes nothing of the text, so it closes a part of the page around it.",
                fix=f"Take </{name}> out.",
            )


def _words_in_angles(article: ArticleText, line: int, name: str, tag: Inline | None) -> Finding:
    written = tag.text if tag else f"<{name}>"
    # A backslash before it would be printed, too.
    shown = f"&lt;{written[1:]}"
    raw = article.line(line)
    mended = raw
    if tag and tag.block.kind != "html":
        mended = replaced_words(article.text, line, written, shown)
    return Finding(
        line=line,
        message=f"Browsers take {written} for a tag and do not show it.",
        fix=mended if mended != raw else f"Write it as {shown}, or take it out.",
        edits=(Edit(line, line, (mended,)),) if mended != raw else (),
    )


@rule
@breaks(text="---\ntitle: Another title\ndate: 2026-11-20\n---\n\nWrite to them on the same day.")
def has_one_block_of_fields(article: ArticleText) -> Iterator[Finding]:
    """Only the fields at the top of a file are read; a second block of them is printed on the page."""
    body = article.text.body.lstrip()
    if not body.startswith("---") and not _FIELD.match(body):
        return
    lines = article.text.lines
    first = next(at for at, line in enumerate(lines) if line.strip())
    inner = first + (lines[first].strip() == "---")
    for at in range(inner, len(lines)):
        line = lines[at]
        if line.strip() == "---" and at > inner:
            number = article.text.first_line
            yield Finding(
                line=first + number,
                message="A second block of fields stands here; only the one at the top of the file is read.",
                fix=(
                    f"Put what holds of it into the fields at the top, and delete the lines {first + number} to "
                    f"{at + number}."
                ),
            )
            return
        if not _FIELD.match(line) and not (at > inner and line.startswith((" ", "-", "\t"))):
            return


def _lines_of_code(article: ArticleText) -> set[int]:
    code = (block for block in article.text.blocks if block.kind == "code")
    return {number for block in code for number in range(block.first, block.last + 1)}
