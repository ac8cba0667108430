"""Rules about links, notes and pictures that name something: what they name is there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import replaced, replaced_words
from knowledge_center.markdown_text.inline_scan import WITH_WORDS, key
from knowledge_center.markdown_text.model import Block, Inline
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks, only_with

rule = RuleSet[[ArticleText]]("articles.references")

_FILE = r"[\w./-]+\.(?:md(?:#[\w-]+)?|png|jpe?g|webp|avif|gif|svg)"
_APART = re.compile(rf"(?<![\\!\w])(!?\[[^\[\]\n]+\]) +\(((?:https?://|mailto:)[^\s()]+|{_FILE})\)")
_LEADS = rf"(?:https?://(?:[^\s()\[\]<>]|\([^\s()\[\]<>]*\))+|mailto:[^\s()\[\]<>]+|{_FILE})"
_REVERSED = re.compile(rf"(?<![\w\])])\((?P<words>[^()\[\]\n]+)\)\[(?P<target>{_LEADS})\]")
_NOT_CLOSED = re.compile(rf"(?<![\\!\w])\[(?P<words>[^\[\]]+)\]\((?P<target>{_LEADS})(?=[.,;:!?]*(?:\s|$))")
_ON_TWO_LINES = re.compile(rf"(?<![\\!\w])\[(?P<words>[^\[\]]+)\][ \t]*\n[ \t]*\((?P<target>{_LEADS})\)")
_START = itemgetter(0)
_SENTENCE_ENDS = ".,;:!?"
_WIKI_PICTURE = re.compile(r"!\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|webp|avif|gif|svg|heic|bmp|tiff?)$", re.IGNORECASE)


@rule
@breaks(text="Write to [them][team] on the same day.")
@only_with("][")
def labels_are_defined(article: ArticleText) -> Iterator[Finding]:
    """A link by a label that is defined nowhere is printed with its brackets."""
    for inline in undefined(article):
        label = inline.label
        yield Finding(
            line=inline.line,
            message=f"The link {quoted(inline.source)} goes by the label “{label}”, which is defined nowhere.",
            fix=(
                f"Write [{inline.text}](the address), or define the label once, on a line of its own below the "
                f"text: [{label}]: the address"
            ),
        )


def undefined(article: ArticleText) -> Iterator[Inline]:
    """The links and pictures by a label that is defined nowhere."""
    for inline in article.text.of("reference") if article.text.holds("][") else ():
        before = inline.block.text[inline.start - 1 : inline.start] if inline.start else ""
        # Words in brackets, one behind the other, are somebody's own, and numbers are sources.
        both_numbers = inline.text.isdigit() and inline.label.isdigit()
        if inline.label and "][" in inline.source and not before.isalnum() and not both_numbers:
            yield inline


@rule
@breaks(text="Write to them on the same day.[^1]")
@only_with("[^")
def footnotes_are_written(article: ArticleText) -> Iterator[Finding]:
    """A footnote that is not there leaves its mark in the text as it was typed."""
    marks = article.text.of("footnote")
    written = {block.mark for block in article.text.blocks if block.kind == "footnote"} if marks else set()
    for mark in marks:
        if mark.label not in written:
            yield Finding(
                line=mark.line,
                message=f"There is no footnote {mark.source}: readers would see the mark as it was typed.",
                fix=(
                    f"Take {mark.source} out, or put the note below the text, on a line of its own that begins with "
                    f"{mark.source}: and a space."
                ),
            )


@rule
@breaks(text="Write to them on the same day.\n\n[^1]: Within 24 hours.")
@only_with("[^")
def footnotes_are_called(article: ArticleText) -> Iterator[Finding]:
    """A footnote that no mark in the text calls leads its readers back to nothing."""
    notes = article.text.blocks_of("footnote")
    called = {mark.label for mark in article.text.of("footnote")} if notes else set()
    for note in notes:
        if note.mark not in called:
            yield Finding(
                line=note.first,
                message=f"No place in the text calls the footnote [^{note.mark}].",
                fix=f"Write [^{note.mark}] where it belongs to, or take the footnote out.",
            )


@rule
@breaks(text="Write to them.[^1]\n\n[^1]: The same day.\n\n[^1]: Or the next one.")
@only_with("]:")
def names_are_given_once(article: ArticleText) -> Iterator[Finding]:
    """Of two footnotes or addresses of one name the first is lost without a word."""
    given: dict[tuple[str, str], Block] = {}
    for block in (*article.text.blocks_of("footnote"), *article.text.blocks_of("reference")):
        name = block.mark if block.kind == "footnote" else key(block.mark)
        first = given.setdefault((block.kind, name), block)
        if first is block or (block.target and block.target == first.target):
            continue
        mark = f"[^{block.mark}]" if block.kind == "footnote" else f"[{block.mark}]"
        yield Finding(
            line=block.first,
            message=f"{mark} stands here a second time; the one on line {first.first} is lost.",
            fix="Give one of the two another name, here and where it is called.",
        )


@rule
@breaks(text="Write to [them]() on the same day.")
@only_with("](", "<a")
def targets_are_named(article: ArticleText) -> Iterator[Finding]:
    """A link without an address leads to the page it stands on."""
    for inline in article.text.of("link", "picture"):
        if not inline.target and not inline.label:
            what = "picture" if inline.kind == "picture" else "link"
            keep = (
                "or take it out."
                if what == "picture"
                else f"or take out the link and keep its text: {inline.text}"
            )
            yield Finding(
                line=inline.line,
                message=f"The {what} {quoted(inline.source)} has no address between its brackets.",
                fix=f"Write the address there, {keep}",
            )
    for tag in article.text.of("tag") if article.text.holds("<a") else ():
        if tag.label == "a" and re.search(r"\shref\s*=\s*([\"'])\s*\1", tag.text, re.IGNORECASE):
            yield Finding(
                line=tag.line,
                message="The link <a> has an empty address.",
                fix="Write the address into href, or take out the link and keep its text.",
            )


@rule
@breaks(text="Write to [them] (https://www.example.com/) on the same day.")
@only_with("] (")
def brackets_stand_together(article: ArticleText) -> Iterator[Finding]:
    """With a blank between its two brackets a link is none, and its address is printed."""
    for line, text in article.text.prose_lines:
        for found in _APART.finditer(text):
            raw = article.line(line)
            mended = replaced_words(article.text, line, found[0], f"{found[1]}({found[2]})")
            yield Finding(
                line=line,
                message=f"A blank stands between the brackets of the link {quoted(found[0])}, so it is none.",
                fix=f"{found[1]}({found[2]})",
                edits=(Edit(line, line, (mended,)),) if mended != raw else (),
                safe=mended != raw,
            )


@rule
@breaks(text="Write to [them](https://www.example.com/ on the same day.")
@only_with("](", ")[", "]\n")
def brackets_make_a_link(article: ArticleText) -> Iterator[Finding]:
    """A link that lacks a bracket, or has its two brackets the other way round, is none: its address is printed."""
    text = article.text
    links = [inline for inline in text.of("link", "picture") if not inline.label]
    # Where each ]( is one of a link that is one, there is nothing to look for.
    every = text.signs.count("](") <= len(links) or text.body.count("](") <= len(links)
    if every and not text.holds(")[") and not text.holds("]\n"):
        return
    spans: dict[int, list[tuple[int, int]]] = {}
    for inline in sorted(links, key=lambda inline: inline.start):
        known = spans.setdefault(id(inline.block), [])
        # One in another, a picture in a link, reaches no further.
        if not known or inline.end > known[-1][1]:
            known.append((inline.start, inline.end))
    for block in text.blocks:
        if block.kind not in WITH_WORDS or "]" not in block.seen:
            continue
        within = spans.get(id(block), [])
        for pattern, what in (
            (_REVERSED, "has its round brackets first"),
            (_NOT_CLOSED, "lacks the bracket behind its address"),
            (_ON_TWO_LINES, "has its two brackets on two lines"),
        ):
            for found in pattern.finditer(block.seen):
                before = bisect_right(within, found.start(), key=_START) - 1
                if before >= 0 and found.start() < within[before][1]:
                    continue
                words = " ".join(block.text[slice(*found.span("words"))].split())
                target = found["target"].rstrip(_SENTENCE_ENDS)
                end = found.start("target") + len(target) if pattern is _NOT_CLOSED else found.end()
                link = f"[{words}]({target})"
                yield Finding(
                    line=block.line(found.start()),
                    message=f"The link {quoted(link)} {what}, so it is none.",
                    fix=link,
                    edits=replaced(text, block, found.start(), end, link),
                )


@rule
@breaks(text="Write to them on the same day.\n\n![[desk.png]]")
@only_with("![[")
def pictures_are_no_wiki_links(article: ArticleText) -> Iterator[Finding]:
    """Obsidian's way of showing a picture is printed as it stands."""
    for line, text in article.text.prose_lines:
        for found in _WIKI_PICTURE.finditer(text):
            name, words = found[1].strip(), (found[2] or "").strip()
            if not _PICTURE_FILE.search(name):
                fix = f"Link to it: [{words or 'its title'}]({name}.md)"
            else:
                alt = "" if words.isdigit() else words
                target = f"<{name}>" if " " in name else name
                fix = f"![{alt or '…'}]({target})"
                fix += "" if alt else "\nIn the place of … say what it shows."
            yield Finding(
                line=line,
                message=f"{quoted(found[0])} shows a picture in Obsidian only; here readers get it as it stands.",
                fix=fix,
            )
