"""Advice about marks that other programs and keyboards know, and our Markdown does not: they are printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import mended_line, prefix
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.markdown_text.model import BlockKind
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks, only_with
from knowledge_center.text.plurals import counted

rule = RuleSet[[ArticleText]]("articles.foreign_marks")

# Signs that programs which export Markdown put a backslash before, and ours knows none of.
_ESCAPE = re.compile(r"(?P<code>`+[^`]*`+)|(?<!\\)\\(?P<sign>[=&<@%])")
_MATHS = re.compile(r"\$|\\[()\[\]]")
# In brackets with a backslash is a formula what holds a power, an index, a command or an equation.
_TEX = re.compile(
    r"\\(?:\((?=[^()\n]*(?:[\^_={]|\\[a-z]))[^\n]+?\\\)|\[(?=[^\n]*?(?:[\^_={]|\\[a-z]))[^\n]+?\\\])|^\\\[$"
    r"|\\(?:newpage|pagebreak|begin|end|textbf|textit|emph|section|frac|href)\b"
)
# As Google Docs exports what somebody typed.
_ESCAPED_HEADING = re.compile(r"\\(?P<mark>#{2,6}) +(?P<words>\S.*)")
# A formula on a line of its own, or the mark above it.
_DOLLARS = re.compile(r"\s*\$\$(?:[^$\n]+\$\$)?\s*")
_ALERT = re.compile(r"\[!(?P<kind>[A-Za-z]+)\](?P<fold>[+-]?)[ \t]*(?P<title>.*)")
_CONTAINER = re.compile(r":{3,} ?(?P<kind>[a-z]+)(?:\[(?P<label>[^\]]*)\]|\s+(?P<title>\S.*))?\s*")
_PROSE: tuple[BlockKind, ...] = ("paragraph", "heading", "table")
_NOTES = {"important": 'warning "Important"', "caution": 'danger "Caution"'}
_WIDE = re.compile(
    r"^(?P<heading>＃{1,6}\s*)(?=\S)"
    r"|^(?P<item>[－＊＋]\s+|\d{1,2}．\s*|[０-９]{1,2}[.．]\s*)(?=\S)"
    r"|(?P<picture>[!！]?)(?P<text>[\[［][^\[\]［］\n]+[\]］])(?P<target>[(（][^\s()（）]*[./#][^\s()（）]*[)）])"
    r"|(?P<bold>＊＊[^＊\n]+＊＊)"
)
# Each of those has one, and few texts have any.
_A_WIDE_SIGN = re.compile("[！-～]")


@rule.advice
@breaks(text=r"Ask for 5 \= 5, and \<today\>.")
@only_with("\\")
def are_no_needless_backslashes(article: ArticleText) -> Iterator[Finding]:
    """Other programs write a backslash before signs that mean nothing here: readers see it."""
    text = article.text
    for number, line in (
        (at, line) for block in text.blocks if block.kind in _PROSE for at, line in block.lines
    ):
        if heading := _ESCAPED_HEADING.fullmatch(line):
            raw = text.lines[number - text.first_line]
            mended = raw.replace(f"\\{heading['mark']} ", f"{heading['mark']} ", 1)
            message = (
                f"The backslash keeps {quoted(heading['words'])} from being a heading; readers see its marks."
            )
            yield mended_line(number, message, mended, safe=False)
            continue
        found = next((one for one in _ESCAPE.finditer(line) if one["sign"]), None) if "\\" in line else None
        if found and not _MATHS.search(line):
            raw = text.lines[number - text.first_line]
            mended = _ESCAPE.sub(_bare, raw)
            message = f"Readers see the backslash of {quoted(found[0])}: that sign needs none."
            yield mended_line(number, message, mended)


def _bare(found: re.Match[str]) -> str:
    return found["code"] or found["sign"].replace("<", "&lt;")


@rule.advice
@breaks(text=r"The raise is \(x^2\) of what you earn.")
@only_with("\\", "$$")
def are_no_formulas(article: ArticleText) -> Iterator[Finding]:
    """Formulas and commands of TeX are printed as they stand, or without their backslashes."""
    text = article.text
    if article.settings.formulas:
        return
    for block in text.blocks:
        told = False
        for number, line in block.lines if block.kind in _PROSE else ():
            plain = re.sub(r"`[^`]*`", "", line) if "\\" in line or "$$" in line else ""
            found = _TEX.search(plain) if "$" not in plain else _DOLLARS.fullmatch(plain)
            # What ends a formula of several lines has been told with its beginning.
            if found and not (told and "$" in plain):
                told = "$" in plain
                yield Finding(
                    line=number,
                    message=f"{quoted(found[0])} is of TeX, which is not read here.",
                    fix="Write it in words or signs: x², ½, a · b; of commands, their meaning in Markdown.",
                )


@rule.advice
@breaks(text="Dear Ms Hill,\\\nthank you for the call.")
@only_with("\\\n")
def break_lines_with_blanks(article: ArticleText) -> Iterator[Finding]:
    """A backslash at the end of a line breaks it in other programs; here it is printed."""
    text = article.text
    for block in text.blocks_of("paragraph"):
        broken = [number for number, line in block.lines[:-1] if re.search(r"(?<!\\)\\$", line)]
        if broken:
            edits = []
            for number in broken:
                raw = text.lines[number - text.first_line]
                edits.append(Edit(number, number, (f"{raw.rstrip()[:-1].rstrip()}<br>",)))
            more = f", and {counted(len(broken) - 1, 'more below it')}" if len(broken) > 1 else ""
            yield Finding(
                line=broken[0],
                message=f"The backslash at the end of this line{more} breaks no line; readers see it.",
                fix=edits[0].lines[0],
                edits=tuple(edits),
                safe=True,
            )


@rule.advice
@breaks(text="> [!TIP]\n> Write to them on the same day.")
@only_with("[!", ":::")
def have_notes_of_our_own(article: ArticleText) -> Iterator[Finding]:
    """The notes of GitHub and of other site generators are printed with their marks."""
    text = article.text
    if text.holds("[!"):
        for block in text.blocks_of("quote"):
            raw = [text.lines[number - text.first_line] for number in range(block.first, block.last + 1)]
            inner = [re.sub(r"^ {0,3}> ?", "", line) for line in raw]
            found = _ALERT.fullmatch(inner[0])
            if found and block.parent is text.root:
                kind = found["kind"].lower()
                lines = _note(kind, found["title"].strip(), inner[1:], found["fold"])
                yield Finding(
                    line=block.first,
                    message=f"{quoted(found[0].strip())} makes a note elsewhere; here readers see it as it stands.",
                    fix="\n".join(lines),
                    edits=(Edit(block.first, block.last, lines),) if len(inner) > 1 else (),
                    safe=True,
                )
    if text.holds(":::"):
        yield from _containers(text.lines, text.first_line, {number for number, _ in text.prose_lines})


def _containers(lines: list[str], first: int, prose: set[int]) -> Iterator[Finding]:
    opened: tuple[int, re.Match[str]] | None = None
    for number, line in enumerate(lines, first):
        if not line.startswith(":::") or number not in prose:
            continue
        found = _CONTAINER.fullmatch(line)
        if found:
            opened = number, found
        elif opened:
            start, mark = opened
            made = _note(
                mark["kind"], mark["label"] or mark["title"] or "", lines[start - first + 1 : number - first]
            )
            yield Finding(
                line=start,
                message=f"{quoted(mark[0].strip())} makes a note elsewhere; here readers see it as it stands.",
                fix="\n".join(made),
                edits=(Edit(start, number, made),),
                safe=True,
            )
            opened = None


def _note(kind: str, title: str, lines: list[str], fold: str = "") -> tuple[str, ...]:
    """A note as our guides describe it; ``fold``: one that opens (``-``) or closes (``+``) when it is clicked."""
    name = f"{kind} {double_quoted(title)}" if title else _NOTES.get(kind, kind)
    mark = {"": "!!!", "-": "???", "+": "???+"}[fold]
    inner = "\n".join(lines).strip("\n").split("\n")
    return (f"{mark} {name}", *(f"    {line}" if line.strip() else "" for line in inner))


@rule.advice
@breaks(text="＃＃ On the day\n\nWrite to them.")
def are_no_wide_signs(article: ArticleText) -> Iterator[Finding]:
    """The wide signs of a Japanese, Chinese or Korean keyboard are letters: they make no heading, list or link."""
    text = article.text
    if not _A_WIDE_SIGN.search(text.body):
        return
    for block in text.blocks_of("paragraph"):
        for number, line in block.lines:
            found = next((one for one in _WIDE.finditer(line) if _is_wide(one)), None)
            if found is None:
                continue
            before = prefix(text, block, number)
            mended = _WIDE.sub(_narrow, line)
            yield Finding(
                line=number,
                message=f"{quoted(found[0].strip())} is written with wide signs, which mean nothing here.",
                fix=mended,
                edits=(Edit(number, number, (before + mended,)),) if before is not None else (),
                safe=True,
            )


def _is_wide(found: re.Match[str]) -> bool:
    text, target = found["text"], found["target"]
    return not text or not f"{text[0]}{text[-1]}{target[0]}{target[-1]}".isascii()


def _narrow(found: re.Match[str]) -> str:
    if found["heading"]:
        return "#" * found["heading"].count("＃") + " "
    if found["item"]:
        return unicodedata.normalize("NFKC", found["item"]).strip() + " "
    if found["bold"]:
        return f"**{found['bold'][2:-2]}**"
    if not _is_wide(found):
        return found[0]
    picture = "!" if found["picture"] else ""
    target = unicodedata.normalize("NFKC", found["target"][1:-1])
    return f"{picture}[{found['text'][1:-1]}]({target})"
