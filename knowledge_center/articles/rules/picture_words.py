"""Advice about the words that describe pictures to who cannot see them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import replaced
from knowledge_center.markdown_text.model import Block
from knowledge_center.pictures.measuring import TYPES
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks, only_with
from knowledge_center.text.word_lists import words_of

rule = RuleSet[[ArticleText]]("articles.picture_words")

LONGEST = 200
_SIZE = re.compile(r"\s*\|\s*\d+(?:x\d+)?\s*$")
_CAMERA = re.compile(
    r"(?:img|dsc[nf]?|pxl|p\d|wp|screen ?shot|bildschirmfoto|image|picture|photo|pic|foto|bild|untitled|scan|download)"
    r"[-_ ]?\d[\d\-_ .:()]*(?: ?(?:at|um) [\d.:]+(?: ?[ap]m)?)?"
    r"|image|picture|photo|img|alt(?: text)?|foto|bild|screenshot",
    re.IGNORECASE,
)


@rule.advice
@breaks(text="![IMG_2034.png](desk.png)", files={"docs/articles/posts/2026/desk.png": "png 1200x800"})
def are_no_file_name(article: ArticleText) -> Iterator[Finding]:
    """The name of a file says nothing of what a picture shows."""
    for picture in _described(article):
        line, words, target = picture[:3]
        ending = posixpath.splitext(words.strip())[1] if "." in words else ""
        is_own = words.casefold() in target.casefold() and _is_name_of(words, target)
        if (ending.lower() in TYPES and " " not in ending) or _CAMERA.fullmatch(words.strip()) or is_own:
            yield Finding(
                line=line,
                message=f"{quoted(words)} is the name of a file, and does not say what the picture shows.",
                fix="Say in a few words what is to be seen.",
            )


@rule.advice
@breaks(
    text="![Image of a desk by a window](desk.png)",
    files={"docs/articles/posts/2026/desk.png": "png 1200x800"},
)
def begin_with_what_is_seen(article: ArticleText) -> Iterator[Finding]:
    """Whoever hears the words is told before that it is a picture."""
    starts = words_of(article.settings.language).picture_of
    if not starts:
        return
    for picture in _described(article):
        words = picture.words
        start = next((start for start in starts if words.casefold().startswith(start)), "")
        rest = words[len(start) :].strip(" :")
        if start and rest and not words[len(start) : len(start) + 1].isalnum():
            better = rest[0].upper() + rest[1:]
            yield Finding(
                line=picture.line,
                message=f"The description of the picture begins with {quoted(words[: len(start)])}, which goes without "
                "saying.",
                fix=better,
                edits=picture.instead(article, better),
            )


@rule.advice
@breaks(fields=f"image_alt: {'A man at a desk holds his head in his hands, ' * 5}and waits")
def are_short(article: ArticleText) -> Iterator[Finding]:
    """A description is heard in one go: nobody can stop it, or go back in it."""
    for picture in _described(article):
        words = picture.words
        if len(words) > LONGEST:
            message = (
                f"The description of the picture has {len(words)} characters; up to {LONGEST} are heard well."
            )
            yield Finding(
                line=picture.line,
                message=message,
                fix="Say in it what matters, and the rest in the article’s text.",
            )


@rule.advice
@breaks(
    text="![A desk by a window|300](desk.png)", files={"docs/articles/posts/2026/desk.png": "png 1200x800"}
)
@only_with("|")
def hold_no_size(article: ArticleText) -> Iterator[Finding]:
    """A width behind a stroke is Obsidian's; here it is read aloud, and the page finds the right size itself."""
    for picture in _described(article):
        if found := _SIZE.search(picture.words):
            yield Finding(
                line=picture.line,
                message=f"{quoted(found[0])} at the end of the words is read aloud, and makes the picture no smaller.",
                fix=picture.words[: found.start()].rstrip(),
                edits=picture.instead(article, picture.words[: found.start()].rstrip()),
            )


def _is_name_of(words: str, target: str) -> bool:
    name = posixpath.splitext(posixpath.basename(target))[0]
    return words.casefold() == name.casefold() and bool(re.search(r"\d|[-_]", name))


class _Described(NamedTuple):
    """A picture's words: where they stand, of which file, and in which block, if not in a field."""

    line: int
    words: str
    target: str
    block: Block | None = None
    start: int = 0
    end: int = 0

    def instead(self, article: ArticleText, words: str) -> tuple[Edit, ...]:
        """Other words in their place; nothing where they are not written as they are read."""
        if self.block is None:
            return ()
        written = self.block.text[self.start : self.end]
        if written.count(self.words) != 1:
            return ()
        at = self.start + written.index(self.words)
        return replaced(article.text, self.block, at, at + len(self.words), words)


def _described(article: ArticleText) -> Iterator[_Described]:
    """Every picture that is described."""
    fields, text = article.fields, article.text
    if fields.image_alt:
        yield _Described(fields.lines.get("image_alt", 1), fields.image_alt, fields.image)
    if text.holds("!["):
        for picture in text.of("picture"):
            if picture.text:
                yield _Described(
                    picture.line, picture.text, picture.target, picture.block, picture.start, picture.end
                )
    if text.holds("<") and "<img" in text.lower:
        for tag in text.of("tag"):
            alt = tag.attributes.get("alt", "").strip() if tag.label == "img" else ""
            if alt:
                yield _Described(tag.line, alt, tag.attributes.get("src", ""), tag.block, tag.start, tag.end)
