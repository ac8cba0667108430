"""Markdown, HTML and template marks taken off a text: the words a reader would hear."""

from __future__ import annotations

import html
import re

from knowledge_center.text.raised_characters import lowered, raised_words
from knowledge_center.tools.importer.code_spans import inline_code
from knowledge_center.tools.importer.html_tags import Part, tags
from knowledge_center.tools.importer.markdown_spans import definitions, spans
from knowledge_center.tools.importer.source_text import Edit, SourceText

# Tags that stand between two words rather than inside one.
_BREAKS = frozenset((
    "br", "p", "div", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
    "figcaption", "dd", "dt", "hr",
))  # fmt: skip
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~:\"'$%&,/;=?@^])")
_GUARD = "\ufdd6"

_EMPHASIS = (
    re.compile(r"(\*\*\*|\*\*|~~)(?=\S)(.+?)(?<=\S)\1", re.DOTALL),
    re.compile(r"(?<!\w)(___|__)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL),
    re.compile(r"(?<![\w*])(\*)(?=[^\s*])(.+?)(?<=[^\s*])\1(?![\w*])", re.DOTALL),
    re.compile(r"(?<!\w)(_)(?=[^\s_])(.+?)(?<=[^\s_])\1(?!\w)", re.DOTALL),
)


def plain_text(text: str) -> str:
    """The words of a piece of Markdown or HTML on one line, without any marks."""
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL)
    text = _without_links(text)
    code: list[str] = []
    text = _keep_code(text, code)
    text = _without_tags(_with_raised(text))
    text = re.sub(
        r"^[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|[-*+][ \t]+|\d{1,9}[.)][ \t]+)+", "", text, flags=re.MULTILINE
    )
    text = re.sub(r"[ \t]+#+[ \t]*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[\^[^\]\s]+\]", "", text)
    text = re.sub(r"\{:?[ ]*[.#:][^}\n]*\}", "", text)
    kept: list[str] = []
    text = _ESCAPED.sub(lambda found: _guarded(found[1], kept), text)
    for mark in _EMPHASIS:
        text = mark.sub(r"\2", text)
    text = html.unescape(text)
    text = re.sub(f"{_GUARD}e(\\d+){_GUARD}", lambda found: kept[int(found[1])], text)
    text = re.sub(f"{_GUARD}c(\\d+){_GUARD}", lambda found: code[int(found[1])], text)
    return " ".join(re.sub("[\x00-\x1f\x7f\ufdd0-\ufdef]", " ", text).split())


# What a title may hold for looks; any other “tag” in it, like <label>, is what the title is about.
_LOOKS = frozenset((
    "em", "strong", "i", "b", "u", "s", "br", "wbr", "span", "small", "sup", "sub", "code", "a", "cite",
    "mark", "abbr", "del", "ins",
))  # fmt: skip


def plain_title(text: str) -> str:
    """A title without HTML. Markdown's marks stay: C* and snake_case are names, titles show no emphasis."""
    text = _with_raised(text)
    edits = [
        Edit(tag.start, tag.end, " " if tag.name == "br" else "") for tag in tags(text) if tag.name in _LOOKS
    ]
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", SourceText.unedited(text).edited(edits).text)
    return " ".join(html.unescape(text).split())


_RAISED = re.compile(r"<(sup|sub)\b[^<>]*>([^<>]{1,40})</\1\s*>", re.IGNORECASE)


def _with_raised(text: str) -> str:
    """Raised and lowered signs as characters: without its tags x² would read x2."""
    return _RAISED.sub(lambda found: (raised_words if found[1].lower() == "sup" else lowered)(found[2]), text)


def _guarded(character: str, kept: list[str]) -> str:
    kept.append(character)
    return f"{_GUARD}e{len(kept) - 1}{_GUARD}"


def _without_links(text: str) -> str:
    """Links become their text, images nothing; links hold images, so this takes more than one turn."""
    for _ in range(4 if "[" in text else 0):
        edits = [Edit(one.start, one.end) for one in definitions(text)]
        for span in spans(text):
            edits.append(
                Edit(span.start, span.end, "" if span.image else text[span.text_start : span.text_end])
            )
        # Inner ones first: an edit around another one would swallow it.
        inner = [one for one in edits if not any(one is not other and _holds(one, other) for other in edits)]
        if not inner:
            return text
        text = SourceText.unedited(text).edited(inner).text
    return text


def _holds(outer: Edit, inner: Edit) -> bool:
    same = (outer.start, outer.end) == (inner.start, inner.end)
    return outer.start <= inner.start and inner.end <= outer.end and not same


def _keep_code(text: str, code: list[str]) -> str:
    edits = []
    for start, end in inline_code(text):
        code.append(" ".join(text[start:end].strip("`").split()))
        edits.append(Edit(start, end, f"{_GUARD}c{len(code) - 1}{_GUARD}"))
    return SourceText.unedited(text).edited(edits).text


def _without_tags(text: str) -> str:
    edits = []
    for tag in tags(text):
        address = re.match(r"<((?:https?|mailto):[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>$", text[tag.start : tag.end])
        if tag.part is Part.COMMENT:
            edits.append(Edit(tag.start, tag.end))
        elif address:
            edits.append(Edit(tag.start, tag.end, address[1]))
        else:
            edits.append(Edit(tag.start, tag.end, " " if tag.name in _BREAKS else ""))
    return SourceText.unedited(text).edited(edits).text
