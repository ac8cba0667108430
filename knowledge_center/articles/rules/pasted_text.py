"""Advice about what comes along when a text is pasted from another program."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks
from knowledge_center.text.plurals import counted

rule = RuleSet[[ArticleText]]("articles.pasted")

_MARKS = re.compile(
    r"</?(?:[owv]|st1|ac|ri):[a-z]+\b|\bmso-[a-z-]+\s*:|\bclass\s*=\s*[\"']?Mso\w+|docs-internal-guid|<!--\[if\b"
    r"|<!\[endif|\bclass\s*=\s*[\"']?Apple-(?:converted|style|tab)|</?(?:font|center|marquee|blink)\b",
    re.IGNORECASE,
)
# What is in every mark: to look for a text is a hundred times quicker than to try a pattern.
_MARK_SIGNS = (
    "<o:", "</o:", "<w:", "<v:", "<st1:", "<ac:", "<ri:", "mso", "docs-internal", "[if", "apple-", "<font", "<center",
    "<marquee", "<blink",
)  # fmt: skip
# Words that a program left, each with a sign that stands in them, where they come from, and what to do; nothing where
# they can go without a thought.
_CHAT = "a chat with a language model"
_LEFT = (
    ("oaicite", r":?contentReference\[oaicite:\d+\](?:\{index=\d+\})?", _CHAT, ""),
    ("†", r" ?【[^【】\n]*†[^【】\n]*】", _CHAT, ""),
    ("turn", " ?[\ue200-\ue202]?cite(?:[\ue200-\ue202]?turn\\d+[a-z]+\\d+)+[\ue200-\ue202]?", _CHAT, ""),
    (
        "language model", r"(?<![\"'“‘„«])\bAs an? (?:large |AI )+language model\b", _CHAT,
        "Say it in your own words, or take the sentence out.",
    ),
    (
        "! Here", r"^(?:Sure|Certainly|Of course|Absolutely)! Here(?:[’']s| is| are)\b", _CHAT,
        "Take the sentence out: it is said to you, and not to readers.",
    ),
    (
        "Error! ", r"Error! (?:Reference source|Bookmark|Hyperlink reference|No text of) [a-z ]+\.?", "Word",
        "Write what it refers to, as in [the second part](#the-second-part).",
    ),
    ("HYPERLINK", r"\bHYPERLINK \"[^\"\n]*\"", "Word", "Make a link of it: [the words](the address)"),
)  # fmt: skip
_JOINED = re.compile("[\ufb00-\ufb06]")


@rule.advice
@breaks(text="<p class=MsoNormal>Write to them on the same day.<o:p></o:p></p>")
def leaves_no_marks_of_its_program(article: ArticleText) -> Iterator[Finding]:
    """Marks of Word and Google Docs are of no use here, and bring looks and sizes that fit nothing around them."""
    lower = article.text.lower
    if "<" not in lower or not any(mark in lower for mark in _MARK_SIGNS):
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


@rule.advice
@breaks(text="Write to them on the same day【4†source】.")
def leaves_no_words_of_its_program(article: ArticleText) -> Iterator[Finding]:
    """Where a source or a reference stood, other programs leave words that mean something to them alone."""
    text = article.text
    for sign, pattern, program, fix in _LEFT:
        if not text.holds(sign):
            continue
        for number, line in text.prose_lines:
            found = re.search(pattern, line) if sign in line else None
            if found is None:
                continue
            raw = text.lines[number - text.first_line]
            edits = () if fix or found[0] not in raw else (Edit(number, number, (re.sub(pattern, "", raw),)),)
            yield Finding(
                line=number,
                message=f"{quoted(found[0].strip())} was left here by {program}; readers see it as it stands.",
                fix=fix or f"Take it out: {edits[0].lines[0].strip() if edits else ''}",
                edits=edits,
                safe=bool(edits),
            )


@rule.advice
@breaks(text="Write to them on the ﬁrst day.")
def has_no_joined_letters(article: ArticleText) -> Iterator[Finding]:
    """Out of a PDF come signs that are two letters in one: no search finds a word with one, and many faces lack it."""
    text = article.text
    if text.body.isascii() or not _JOINED.search(text.body):
        return
    for number, line in text.prose_lines:
        if found := _JOINED.search(line):
            raw = text.lines[number - text.first_line]
            mended = _JOINED.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), raw)
            yield Finding(
                line=number,
                message=f"{quoted(found[0])} is one sign, where several letters are meant.",
                fix=mended.strip(),
                edits=(Edit(number, number, (mended,)),),
                safe=True,
            )


def _lines(article: ArticleText) -> Iterator[tuple[int, str]]:
    """The lines outside of code, comments included: that is where a word processor hides what it has to say."""
    for block in article.text.blocks:
        if block.kind == "comment":
            yield from block.lines
    yield from article.text.prose_lines
