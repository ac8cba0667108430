"""Rules about words that were to be replaced before anybody reads them: in articles and in the draft of an issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge_center.markdown_text.parsed_text import MarkdownText
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet, breaks
from knowledge_center.text.leftovers import Kind, leftovers

# Words for readers, each with its line: fields as they are, and text without its code.
rule = RuleSet[[Sequence[tuple[int, str]]]]("articles.leftovers")

Words = Sequence[tuple[int, str]]


def words_of(fields: Sequence[tuple[int, str]], text: MarkdownText) -> Words:
    """What the rules look at: those of these fields, and of a Markdown text's lines, that have anything left.

    Code is left out, and so is what stands behind a backslash: both are meant to be read as they are.
    """
    lines = text.prose_lines if _any_left(text.body) else ()
    return [line for line in (*fields, *lines) if _any_left(line[1])]


def _any_left(text: str) -> bool:
    return next(leftovers(text), None) is not None


@rule
@breaks(text="Write to them. TODO: say until when.")
def notes(words: Words) -> Iterator[Finding]:
    """A note to oneself is not for readers."""
    # In a table the word may be one of the answers: done, or still to do.
    prose = [(line, text) for line, text in words if not text.lstrip(" >").startswith("|")]
    for line, text, _ in _found("note", prose):
        yield Finding(
            line=line,
            message=f"A note to yourself is left in the text: {quoted(text)}.",
            fix=f"Do what it says and delete it; if readers are to see it, write `{text}` or “{text}”.",
        )


@rule
@breaks(text="Lorem ipsum dolor sit amet.")
def filling_text(words: Words) -> Iterator[Finding]:
    """Filling text stands where an editor wanted to write something."""
    for line, text, _ in _found("filling", words):
        yield Finding(
            line=line,
            message=f"Filling text is left: {quoted(text)}.",
            fix=f"Write what belongs there; if readers are to see it, write “{text}”.",
        )


@rule
@breaks(text="Dear [First Name],")
def placeholders(words: Words) -> Iterator[Finding]:
    """A placeholder is replaced by nobody: every reader would get it as it stands."""
    for line, text, _ in _found("placeholder", words):
        shown = f"\\{text}" if text.startswith("[") else f"`{text}`"
        yield Finding(
            line=line,
            message=f"The placeholder {quoted(text)} is left in the text; nothing replaces it.",
            fix=f"Write what belongs there; in a text that readers are to see it in, write {shown}",
        )


@rule
@breaks(text="You donâ€™t have to wait.")
def damaged_letters(words: Words) -> Iterator[Finding]:
    """Letters that went through a program with another encoding are read by nobody."""
    for line, text, meant in _found("damage", words):
        what = (
            f"{quoted(text)}, where “{meant}” was meant"
            if meant
            else f"{quoted(text)}, a letter that is lost"
        )
        yield Finding(
            line=line,
            message=f"The text went through a program that damaged its letters: {what}.",
            fix=f"Write “{meant}”, here and wherever it is damaged." if meant else "Type the letter anew.",
        )


def _found(kind: Kind, words: Words) -> Iterator[tuple[int, str, str]]:
    for line, text in words:
        for found in leftovers(text):
            if found.kind == kind:
                yield line, found.text, found.meant
