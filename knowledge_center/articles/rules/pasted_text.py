"""Advice about what comes along when a text is pasted from another program."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import mended_line
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks, only_with
from knowledge_center.text.plurals import counted

rule = RuleSet[[ArticleText]]("articles.pasted")

_MARKS = re.compile(
    r"</?(?:[owv]|st1|ac|ri):[a-z]+\b|\bmso-[a-z-]+\s*:|\bclass\s*=\s*[\"']?Mso\w+|docs-internal-guid|<!--\[if\b"
    r"|<!\[endif|\bclass\s*=\s*[\"']?Apple-(?:converted|style|tab)|</?(?:font|center|marquee|blink)\b"
    r"|<(?:span|p|b|li|h\d)\b[^<>]*?\bstyle\s*=\s*[\"'][^\"']*\b(?:font-(?:family|weight)|line-height|white-space)\s*:",
    re.IGNORECASE,
)
# What is in every mark: to look for a text is a hundred times quicker than to try a pattern.
_MARK_SIGNS = (
    "<o:", "</o:", "<w:", "<v:", "<st1:", "<ac:", "<ri:", "mso", "docs-internal", "[if", "apple-", "<font", "<center",
    "<marquee", "<blink", "style=",
)  # fmt: skip
# Words that a program left, each with a sign that stands in them, where they come from, and what to do; nothing where
# they can go without a thought.
_CHAT = "a chat with a language model"
_YES = "(?:Sure|Certainly|Of course|Absolutely|Gerne|Natürlich|Klar|Selbstverständlich|Bien sûr|Certainement)"
_REFERRED = "Write what it refers to, as in [the second part](#the-second-part)."
_SAID_TO_YOU = "Take the sentence out: it is said to you, and not to readers."
_LEFT = (
    ("[oaicite", r":?contentReference\[oaicite:\d+\](?:\{index=\d+\})?", _CHAT, ""),
    ("†", r" ?【[^【】\n]*†[^【】\n]*】", _CHAT, ""),
    ("turn", " ?[\ue200-\ue202]?cite(?:[\ue200-\ue202]?turn\\d+[a-z]+\\d+)+[\ue200-\ue202]?", _CHAT, ""),
    (
        "language model", r"(?<![\"'“‘„«])\bAs an? (?:large |AI )+language model\b", _CHAT,
        "Say it in your own words, or take the sentence out.",
    ),
    ("! Here", rf"^{_YES}! Here(?:[’']s| is| are)\b", _CHAT, _SAID_TO_YOU),
    ("! Below", rf"^{_YES}! Below\b", _CHAT, _SAID_TO_YOU),
    ("! Hier", rf"^{_YES}! Hier (?:ist|sind|kommt)\b", _CHAT, _SAID_TO_YOU),
    ("! Voici", rf"^{_YES}[ \xa0\u202f]?! Voici\b", _CHAT, _SAID_TO_YOU),
    (
        "Error! ", r"Error! (?:Reference source|Bookmark|Hyperlink reference|No text of) [a-z ]+\.?", "Word",
        _REFERRED,
    ),
    (
        "Fehler! ", r"Fehler! (?:Verweisquelle|Textmarke|Linkreferenz|Es wurde kein)[ \w]*\.?", "Word", _REFERRED,
    ),
    *(
        (f"Erreur{blank}! ", rf"Erreur{blank}! (?:Source du renvoi|Signet|Référence)[ \w]*\.?", "Word", _REFERRED)
        for blank in " \xa0\u202f"
    ),
    ("]: ", r"^Commented \[[A-Z]{1,3}\d+\]: .*", "Word", "Do what the remark says, and take it out."),
    ("Page ", r"^Page \d+(?: (?:of|/|sur) \d+)?$", "the foot of a printed page", "Take the line out."),
    ("Seite ", r"^Seite \d+(?: (?:von|/) \d+)?$", "the foot of a printed page", "Take the line out."),
    (
        "[", r"^\[(?!x\])[a-z]{1,2}\](?![(\[:{\s])(?!.*\[/).+", "Google Docs",
        "Do what the remark says, and take it out, with the mark of it in the text.",
    ),
    ("%%", r"%%[^%\n]* [^%\n]*%%", "Obsidian", "Take the remark out, or hide it so: <!-- a remark -->"),
    (
        "]{", r"(?<![\]:])\[[^\[\]\n]+\]\{(?:[.#]|custom-style=)[^{}\n]*\}", "Pandoc",
        "Write its words without the brackets.",
    ),
    ("{", r"\{(?:\+\+|--|~~|>>).+?(?:\+\+|--|~~|<<)\}", "a program that keeps remarks", "Choose what holds."),
    ("import ", r"^import .+ from [\"'].+[\"'];?$", "a site of another generator", "Write what it stood for."),
    ("\ufffc", "\ufffc", "a program that had a picture here", "Put the picture here, or take the sign out."),
    ("hope this helps", r"^(?:I )?hope this helps\b.*", _CHAT, _SAID_TO_YOU),
    (
        "Let me know if you",
        r"\bLet me know if you(?:[’']d| would| want|[’']re) "
        r".*\b(?:adjust|tone|revis|shorter|longer|rewrit|rephras|version)\w*.*",
        _CHAT, _SAID_TO_YOU,
    ),
    ("Would you like me to", r"^Would you like me to\b.*\?.*", _CHAT, _SAID_TO_YOU),
    ("HYPERLINK", r"\bHYPERLINK \"[^\"\n]*\"", "Word", "Make a link of it: [the words](the address)"),
)  # fmt: skip
_LEFT_SIGNS = tuple(sign for sign, *_ in _LEFT)
_LIKE_REMARK = re.compile(r"\[[a-z]{1,2}\]")
# Not the half of a pair: short- and long-term.
_DIVIDED = re.compile(
    r"[^\W\d_]?[a-zà-ÿ]+-\n(?!(?:and|or|to|und|oder|bis|bzw|et|ou|y|o|e|en|of|och)\b)[a-zà-ÿ]+"
)
_JOINED = re.compile("[\ufb00-\ufb06]")


@rule.advice
@breaks(text="<p class=MsoNormal>Write to them on the same day.<o:p></o:p></p>")
@only_with("<")
def leaves_no_marks_of_its_program(article: ArticleText) -> Iterator[Finding]:
    """Marks of Word and Google Docs are of no use here, and bring looks and sizes that fit nothing around them."""
    lower = article.text.lower
    if not any(mark in lower for mark in _MARK_SIGNS):
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
    there = text.those_of(_LEFT_SIGNS)
    if "[" in there and not _LIKE_REMARK.search(text.body):
        there.remove("[")
    for sign, pattern, program, fix in _LEFT:
        if sign not in there:
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
            message = f"{quoted(found[0])} is one sign, where several letters are meant."
            yield mended_line(number, message, mended)


@rule.advice
@breaks(text="Write to them on the same day, and not after the next inter-\nview.")
@only_with("-\n")
def has_no_words_in_two(article: ArticleText) -> Iterator[Finding]:
    """A word that a page of paper divided is two words here: at the end of a line stands a blank."""
    for block in article.text.blocks_of("paragraph"):
        for number, line in block.lines[:-1]:
            divided = _DIVIDED.search(f"{line.rstrip()}\n{block.line_of(number + 1)}")
            if divided:
                yield Finding(
                    line=number,
                    message=f"Readers see a blank behind the hyphen of {quoted(divided[0].replace(chr(10), ' '))}.",
                    fix="Write the word on one line, without the hyphen if it has none.",
                )


@rule.advice
@breaks(text="```markdown\nWrite to them **on the same day**, in three sentences.\n```")
@only_with("```", "~~~")
def is_no_block_of_code(article: ArticleText) -> Iterator[Finding]:
    """A chat hands a text over as code: readers would get it with its marks, in the letters of a typewriter."""
    blocks = article.text.root.children
    if len(blocks) != 1 or blocks[0].kind != "code" or not blocks[0].mark:
        return
    first, last = blocks[0].first, blocks[0].last
    if re.fullmatch(r"[`~]{3,}\s*(?:markdown|md)\s*", article.line(first)):
        yield Finding(
            line=first,
            message="All of the text is a block of code: readers see its marks as they stand.",
            fix=f"Delete this line, and line {last}.",
            edits=(Edit(first, first), Edit(last, last)),
        )


def _lines(article: ArticleText) -> Iterator[tuple[int, str]]:
    """The lines outside of code, comments included: that is where a word processor hides what it has to say."""
    for block in article.text.blocks:
        if block.kind == "comment":
            yield from block.lines
    yield from article.text.prose_lines
