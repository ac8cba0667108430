"""The proof of an import: what readers saw of a source, beside what they see of the article made of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import lxml.html
from lxml.etree import ParserError
from markdown_it import MarkdownIt

from knowledge_center.text.markdown_dialect import MarkdownDialect
from knowledge_center.tools.importer.body.block_marks import replace_directives
from knowledge_center.tools.importer.body.template_literals import drop_comments, fence_highlights
from knowledge_center.tools.importer.code_spans import FILLER, without_code
from knowledge_center.tools.importer.source_text import Edit, SourceText
from knowledge_center.tools.importer.template_tokens import tokens

# What is compared: a name for the report, and the elements that are counted.
_PARTS = {
    "links": "//a[@href]",
    # The list of a gallery is how it is laid out.
    "list items": "//li[not(contains(@class, 'gallery'))]",
    "headings": "//h1|//h2|//h3|//h4|//h5|//h6",
    "code blocks": "//pre",
    "pictures": "//img",
    "table cells": "//td|//th",
}
# What hardly a note tells of: links and pictures have one each where they are lost.
_STRUCTURE = ("list items", "headings", "code blocks", "table cells")
# More words, or pieces of structure, than these are worth a line about one article.
TOLERATED = 3

_ATTRIBUTES = re.compile(r"\{:?\s*[.#][^{}\n]*\}|\{:[^{}\n]*\}|\{\s*(?:width|height)\s*=[^{}\n]*\}")
# So does whoever sets paragraphs in between the tags of a quotation.
_QUOTATION = re.compile(r"<blockquote\b(?:(?!<pre|```)[\s\S])*?</blockquote>", re.IGNORECASE)
_SET_IN_WORDS = re.compile(r"^[ \t]+(?=[^\W\d_]|\u200b)", re.MULTILINE)
# A box to tick, as GFM has them.
_BOX = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[ xX]\][ \t]", re.MULTILINE)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
# Generators go on with HTML where CommonMark sees code set in.
_SET_IN_TAG = re.compile(
    r"^[ \t]+(?=</?(?:a|img|p|div|figure|figcaption|blockquote|table|t[rdh]|ul|ol|li)\b)",
    re.MULTILINE | re.IGNORECASE,
)
# Letters, digits and marks that mean nothing, from the margin on; no line begins a list or underlines another.
_LINE = r"(?:[^\W\d_]|[\"'“‘(])[^\n*_`<>&\\|~{}\[\]#^:\ufdd0-\ufddf]*"
_PLAIN = re.compile(rf"{_LINE}(?:\n{_LINE})*")
_FOOTNOTE = re.compile(r"^( {0,3})\[\^([^\]\n]+)\]:", re.MULTILINE)
_IN_ADDRESS = re.compile(r"(?:\]\(\s*<?|=\s*[\"']?|\]:\s*<?)(?:\{\{[^}]*\}\})*$")
# Nobody closes these in an article: their text is the rest of the page, tags and all.
_TEXTS = re.compile(r"</?(?:title|textarea|xmp|plaintext|noframes|noembed)\b[^>]*>", re.IGNORECASE)
_HIDDEN = ("script", "style", "template", "noscript")
# Elements in the middle of a word; between all others words end.
_INLINE = frozenset((
    "a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "label", "mark", "q", "s", "samp",
    "small", "span", "strike", "strong", "time", "tt", "u", "var", "wbr",
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The words of a rendered text, how often each, and how many of each of ``_PARTS`` it has.

    ``addresses`` are the words in the addresses and titles of its links and pictures, ``titled`` whether it has a
    heading of the first level.
    """

    words: Counter[str]
    parts: Counter[str]
    addresses: Counter[str]
    titled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one article has less of than its source had; ``words`` as often as they are missing."""

    source: str
    words: tuple[str, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        lost = [f"{number} {name}" for name, number in self.parts.items()]
        if self.words:
            lost.insert(0, f"{len(self.words)} words ({', '.join(self.words)})")
        return f"{self.source} lacks {'; '.join(lost)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What an article was, Markdown or ``html``, and the Markdown that it is; title and notes explain a difference."""

    source: str
    was: str
    new: str
    explained: Sequence[str] = ()
    html: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One article compared: what it had, how much of that it has, and what is worth a line of its own."""

    before: Mapping[str, int]
    after: Mapping[str, int]
    difference: Difference | None = None


def compare(pair: Pair) -> Comparison:
    """Render both and compare them.

    Parts are compared whether a note explains them or not: a picture that was not found is one less.
    """
    was_text, new_text, plain = (pair.was, pair.new, {}) if pair.html else _without_plain(pair.was, pair.new)
    rendered = rendered_html(was_text) if pair.html else rendered_as_commonmark(was_text)
    was, became = (_with_plain(seen, plain) for seen in (rendered, rendered_here(new_text)))
    told = Counter(_words(" ".join(pair.explained)))
    lost = was.words - became.words - told
    parts = was.parts - became.parts
    if was.titled and parts["headings"]:
        # It is the title of the page now.
        parts["headings"] -= 1
    if became.parts["links"] > was.parts["links"]:
        # A link that was broken, and stood there as words, is one now.
        lost -= became.addresses
    if became.parts["list items"] > was.parts["list items"]:
        # The numbers of a list that stood there as words are marks now.
        lost = Counter({word: number for word, number in lost.items() if not word.isdecimal()})
    words = tuple(sorted(lost.elements())) if lost.total() > TOLERATED else ()
    worth = words or sum(parts[name] for name in _STRUCTURE) > TOLERATED
    return Comparison(
        before={"words": was.words.total(), **was.parts},
        after={"words": was.words.total() - lost.total(), **(was.parts - parts)},
        difference=Difference(source=pair.source, words=words, parts=+parts) if worth else None,
    )


def _without_plain(was: str, new: str) -> tuple[str, str, dict[str, str]]:
    """Both texts with a word in place of each paragraph that they share and that no dialect reads otherwise.

    Rendering is what a proof costs, and most of a blog is such paragraphs. By the word it shows where one is lost.
    """
    blocks = [re.split(r"(\n{2,})", text) for text in (was, new)]
    shared = {one for one in set(blocks[0]) & set(blocks[1]) if _PLAIN.fullmatch(one)}
    words = {block: f"zq{number}qz" for number, block in enumerate(sorted(shared))}
    texts = ["".join(words.get(one, one) for one in text) for text in blocks]
    return texts[0], texts[1], {word: block for block, word in words.items()}


def _with_plain(seen: Seen, plain: Mapping[str, str]) -> Seen:
    for word, block in plain.items():
        number = seen.words.pop(word, 0)
        for one in _words(block) if number else ():
            seen.words[one] += number
    return seen


@dataclass(slots=True)
class Proof:
    """A comparison of all articles; ``before`` and ``after`` count what sources and articles have."""

    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def add(self, compared: Comparison) -> None:
        """Count one article in."""
        self.before.update(compared.before)
        self.after.update(compared.after)
        if compared.difference is not None:
            self.differences.append(compared.difference)

    def largest_first(self) -> list[Difference]:
        """The articles that lost words nobody was told of, or lists, headings, code and tables."""
        return sorted(
            self.differences, key=lambda one: (-len(one.words), -sum(one.parts.values()), one.source)
        )

    def summary(self) -> str:
        """One line: how much of each kind came along."""
        shares = []
        for name in ("words", *_PARTS):
            if self.before[name]:
                # Cut, not rounded: 100.0 % is said of nothing that lost a part.
                share = self.after[name] * 1000 // self.before[name] / 10
                shares.append(f"{name} {share:.1f} %")
        return ", ".join(shares)


def rendered_as_commonmark(text: str) -> Seen:
    """A source as its generator showed it: CommonMark with tables and struck words; template marks show nothing."""
    for show in (drop_comments, fence_highlights, replace_directives):
        text = show(SourceText.unedited(text))[0].text
    edits = [
        Edit(one.start, one.end, "#" if _IN_ADDRESS.search(text[max(0, one.start - 300) : one.start]) else "")
        for one in tokens(text, without_code(text))
    ]
    text = _RAW.sub("", SourceText.unedited(text).edited(edits).text)
    text = _FOOTNOTE.sub(r"\1", _BOX.sub(r"\1", _ATTRIBUTES.sub("", text)))
    text = _QUOTATION.sub(lambda found: _SET_IN_WORDS.sub("", found[0]), text)
    shown = without_code(text)
    text = _SET_IN_TAG.sub(lambda found: found[0] if shown[found.end()] == FILLER else "", text)
    return rendered_html(_TEXTS.sub("", _commonmark().render(text)))


def rendered_here(text: str) -> Seen:
    """An article as this site shows it."""
    return rendered_html(MarkdownDialect().html(text))


def _commonmark() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def rendered_html(html: str) -> Seen:
    """A source that was HTML, as it is."""
    try:
        page = lxml.html.document_fromstring(f"<html><body>{html}</body></html>")
    except ParserError:
        return Seen(words=Counter(), parts=Counter(), addresses=Counter())
    for element in page.xpath("|".join(f"//{name}" for name in _HIDDEN) + "|//comment()"):
        element.drop_tree()
    for element in page.iterdescendants():
        if element.tag not in _INLINE:
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"
    return Seen(
        words=Counter(_words(page.text_content())),
        parts=Counter({name: len(page.xpath(path)) for name, path in _PARTS.items()}),
        addresses=Counter(_words(" ".join(page.xpath("//a/@href|//a/@title|//img/@src|//img/@alt")))),
        titled=bool(page.xpath("//h1")),
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
