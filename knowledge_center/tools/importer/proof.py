"""The proof of an import: what readers saw of a source, beside what they see of the article made of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import lxml.html
from lxml.etree import ParserError, XPath
from markdown_it import MarkdownIt

from knowledge_center.text.markdown_dialect import MARKDOWN, MarkdownDialect
from knowledge_center.tools.importer.body.block_marks import replace_directives
from knowledge_center.tools.importer.body.template_literals import drop_comments, fence_highlights
from knowledge_center.tools.importer.code_spans import FILLER, without_code
from knowledge_center.tools.importer.html_tags import BLOCKS, VOID
from knowledge_center.tools.importer.source_text import Edit, SourceText
from knowledge_center.tools.importer.template_tokens import tokens

# What is compared: a name for the report, and the elements that are counted.
_PARTS = {
    "links": XPath("count(//a[@href])"),
    # The list of a gallery is how it is laid out.
    "list items": XPath("count(//li[not(contains(@class, 'gallery'))])"),
    "headings": XPath("count(//h1|//h2|//h3|//h4|//h5|//h6)"),
    "code blocks": XPath("count(//pre)"),
    "pictures": XPath("count(//img)"),
    "table cells": XPath("count(//td|//th)"),
}
_ADDRESSES = XPath("//a/@href|//a/@title|//img/@src|//img/@alt")
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
# Words, links to elsewhere, emphasis, code, a heading's, a quotation's or an item's mark as every dialect has them.
_IN_WORDS = r"[^\n*_`<>&\\|~{}\[\]:!^=+\ufdd0-\ufddf]++|\\[*_#]|[:!](?=[\s*_)”\"’?]|$)|[&=+](?= |$)"
_SEVERAL = rf"(?=[\w\"“‘(@\[])(?:{_IN_WORDS}|\n(?=[^\W\d_])|%s)++"
_CODE = r"(?<!`)`(?![#:`])[^`\n{}\\\]]+`(?!`)"
_MARKS = (r"\*\*", r"\*(?!\*)", "_")
_BOLD = "|".join(rf"{mark}{_SEVERAL % _CODE}(?<=\S){mark}" for mark in _MARKS)
_LINK = rf"\[{_SEVERAL % f'{_CODE}|{_BOLD}'}\]\((?:https?://|mailto:)[^\s()<>\"'\\*`{{}}]+\)"
_MARKED = "|".join((
    _LINK,
    _CODE,
    *(rf"(?<![^\s(\[“\"]){mark}{_SEVERAL % f'{_CODE}|{_LINK}'}(?<=\S){mark}(?=[\s.,;:!?)”\"]|$)" for mark in _MARKS),
))  # fmt: skip
_BEGINS = r"(?:[^\W\d_]|\d+(?![\d.)])|[\"'“‘(—–]|(?=[\[*`_](?![ *]))|(?=\*\*\w))"
_TEXT = rf"{_BEGINS}(?:{_IN_WORDS}|{_MARKED})*+"
_ITEM = rf" {{1,4}}{_TEXT}(?:\n *{_TEXT})*"
_ITEMS = rf"([-*+]){_ITEM}(?:\n\1{_ITEM})*|\d{{1,3}}\.{_ITEM}(?:\n\d{{1,3}}\.{_ITEM})*"
_LINES = rf"(?:> ?)*{_TEXT}(?:\n(?:> ?)*(?:{_TEXT}|(?<=> )|(?<=>)))*"
_PLAIN = re.compile(rf"(?:\#{{2,6}} (?:\d+\. )?)?{_LINES}|{_ITEMS}")
_MARK = re.compile(r"^(?:[-*+]|\d{1,3}\.) {1,4}", re.MULTILINE)
_ADDRESS = re.compile(r"\]\((?:https?://|mailto:)[^\s()]+\)")
_BLOCK_TAG = re.compile(rf"<(/?)(?:{'|'.join(sorted(BLOCKS - VOID))})\b", re.IGNORECASE)
_STAND_INS = re.compile(r"^zq\d+qz(?:\n+zq\d+qz)+$", re.MULTILINE)
_FOOTNOTE = re.compile(r"^( {0,3})\[\^([^\]\n]+)\]:", re.MULTILINE)
_IN_ADDRESS = re.compile(r"(?:\]\(\s*<?|=\s*[\"']?|\]:\s*<?)(?:\{\{[^}]*\}\})*$")
# Nobody closes these in an article: their text is the rest of the page, tags and all.
_TEXTS = re.compile(r"</?(?:title|textarea|xmp|plaintext|noframes|noembed)\b[^>]*>", re.IGNORECASE)
# The words of a paragraph, and how many of ``_PARTS`` it has.
_Paragraph = tuple[list[str], dict[str, int]]
# Code in colours has the same words, and takes longer.
_OURS = MarkdownDialect(settings={**MARKDOWN, "pymdownx.highlight": {"use_pygments": False}})
_UNSEEN = XPath("//script|//style|//template|//noscript|//comment()")
# Words end at all elements but those that stand in the middle of one.
_BETWEEN_WORDS = re.compile(
    r"(?=</?[a-z])(?!</?(?:a|abbr|b|cite|code|del|dfn|em|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|time"
    r"|tt|u|var|wbr)[\s/>])",
    re.IGNORECASE,
)


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
class Comparison:
    """One article compared: what it had, how much of that it has, and what is worth a line of its own."""

    before: Mapping[str, int]
    after: Mapping[str, int]
    difference: Difference | None = None


def _without_plain(was: str, new: str) -> tuple[str, str, dict[str, _Paragraph]]:
    """Both texts with a word in place of each paragraph that they share and that no dialect reads otherwise.

    Rendering is what a proof costs, and most of a blog is such paragraphs. By the word it shows where one is lost.
    """
    blocks = [re.split(r"(\n{2,})", text.strip("\n")) for text in (was, new)]
    both = set(blocks[0]) & set(blocks[1]) if all(map(_closes_its_tags, blocks)) else ()
    shared = {one for one in both if _PLAIN.fullmatch(one)}
    words = {block: f"zq{number}qz" for number, block in enumerate(sorted(shared))}
    # Items of a list hold what stands below them.
    stand_ins = {block: "".join([*_MARK.findall(block)[:1], word]) for block, word in words.items()}
    texts = ["".join(stand_ins.get(one, one) for one in text) for text in blocks]
    # Several in a row are rendered as one paragraph.
    texts = [_STAND_INS.sub(lambda found: found[0].replace("\n", " "), text) for text in texts]
    return texts[0], texts[1], {word: _paragraph(block) for block, word in words.items()}


def _paragraph(block: str) -> _Paragraph:
    shown, links = _ADDRESS.subn("]", block)
    shown, items = _MARK.subn("", shown)
    # The first is there as it is.
    more = max(items - 1, 0)
    return _words(shown), {"links": links, "headings": int(block.startswith("#")), "list items": more}


def _closes_its_tags(blocks: Sequence[str]) -> bool:
    """Whether no element reaches over an empty line, where some dialects would read no Markdown."""
    tags = (_BLOCK_TAG.findall(block) for block in blocks if "<" in block)
    return all(found.count("") == found.count("/") for found in tags)


def _plain_in_both(was: Seen, became: Seen, plain: Mapping[str, _Paragraph]) -> Counter[str]:
    """The words and parts of the paragraphs that both show; those that one lacks are put in place of their words."""
    shared = Counter[str]()
    for word, (words, parts) in plain.items():
        times = [seen.words.pop(word, 0) for seen in (was, became)]
        for name, number in (("words", len(words)), *parts.items()):
            shared[name] += number * min(times)
        for seen, more in zip((was, became), times, strict=True):
            for _ in range(more - min(times)):
                seen.words.update(words)
                seen.parts.update(parts)
    return shared


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
    if _SET_IN_TAG.search(text):
        shown = without_code(text)
        text = _SET_IN_TAG.sub(lambda found: found[0] if shown[found.end()] == FILLER else "", text)
    return rendered_html(_TEXTS.sub("", _commonmark().render(text)))


def rendered_here(text: str) -> Seen:
    """An article as this site shows it."""
    return rendered_html(_OURS.html(text))


@cache
def _commonmark() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def rendered_html(html: str) -> Seen:
    """A source that was HTML, as it is."""
    try:
        page = lxml.html.document_fromstring(f"<html><body>{_BETWEEN_WORDS.sub(' ', html)}</body></html>")
    except ParserError:
        return Seen(words=Counter(), parts=Counter(), addresses=Counter())
    for element in _UNSEEN(page):
        element.drop_tree()
    return Seen(
        words=Counter(_words(page.text_content())),
        parts=Counter({name: int(count(page)) for name, count in _PARTS.items()}),
        addresses=Counter(_words(" ".join(_ADDRESSES(page)))),
        titled=page.find(".//h1") is not None,
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What an article was, shown to readers by ``render``, and the Markdown that it is.

    Title and notes explain a difference.
    """

    source: str
    was: str
    new: str
    explained: Sequence[str] = ()
    render: Callable[[str], Seen] = rendered_as_commonmark


def compare(pair: Pair) -> Comparison:
    """Render both and compare them.

    Parts are compared whether a note explains them or not: a picture that was not found is one less.
    """
    was_text, new_text, plain = (
        (pair.was, pair.new, {}) if pair.render is rendered_html else _without_plain(pair.was, pair.new)
    )
    was = pair.render(was_text)
    became = rendered_here(new_text)
    shared = _plain_in_both(was, became, plain)
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
        before=Counter({"words": was.words.total(), **was.parts}) + shared,
        after=Counter({"words": was.words.total() - lost.total(), **(was.parts - parts)}) + shared,
        difference=Difference(source=pair.source, words=words, parts=+parts) if worth else None,
    )
