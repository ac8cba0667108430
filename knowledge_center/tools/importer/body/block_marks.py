"""Marks around words that say what these are: a note, a quotation, words that unfold, a button.

They have many dialects, shortcodes and tags of templates, lines of colons, fences with a name in braces, and GitHub's
alerts; here each is HTML around the same words, in which Markdown is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import fences, without_code
from knowledge_center.tools.importer.html_tags import escape_value
from knowledge_center.tools.importer.import_notes import ImportNote, left_out
from knowledge_center.tools.importer.source_text import Edit, SourceText
from knowledge_center.tools.importer.template_tokens import Argument, arguments, named

# What other generators call a note -> what our styles do.
_KINDS = {
    "note": "note", "tip": "tip", "info": "info", "warning": "warning", "danger": "danger", "important": "important",
    "caution": "caution", "hint": "hint", "error": "error", "attention": "attention", "success": "success",
    "warn": "warning", "alert": "note", "notice": "note", "callout": "note", "admonition": "note", "message": "note",
    "seealso": "seealso",
}  # fmt: skip
_QUOTES = ("quote", "blockquote", "pullquote", "epigraph")
_FOLDS = ("details", "expand", "collapse", "spoiler", "toggle", "accordion", "dropdown", "fold")
_LABELS = ("tab", "tabitem", "tab-item", "step", "accordion-item")
BUTTONS = ("button", "btn", "link", "cta", "linkbutton")
_TITLES = ("title", "header", "heading", "summary", "label", "name")
_ADDRESSES = ("href", "url", "link", "relref", "cite")

_COLONS = re.compile(
    r"^(?P<indent>[ \t]*)(?P<mark>:{3,})[ \t]*(?P<words>\{?[.]?[\w-]+\}?[^\n]*)?$", re.MULTILINE
)
_NAME = re.compile(r"\{?[.]?(?P<name>[\w-]+)[^}\[\s]*\}?\s*(?P<title>.*)")
_ALERT = re.compile(
    r"^(?P<head>[ \t]*(?:>[ \t]?)+)\[!(?P<name>[A-Za-z]+)\][+-]?[ \t]*(?P<title>.*)$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before and after the words of a block; ``block`` where these are paragraphs."""

    before: str
    after: str
    block: bool = True


def around(name: str, rest: str) -> Around | None:
    """What a pair of marks puts around the words between them; None where nobody knows it."""
    name, words = name.casefold(), arguments(rest)
    plain = [word.value for word in words if not word.name]
    if name in _KINDS:
        own = [value.casefold() for value in (*plain, named(words, "type", "kind", "level", "color"))]
        kind = next((value for value in own if value in _KINDS), name)
        said = [value for value in plain if value.casefold() != kind and " " in value]
        return _note(kind, named(words, *_TITLES) or " ".join(said))
    if name in _QUOTES:
        return _quote(rest, words)
    if name in _FOLDS:
        return _fold(named(words, *_TITLES) or " ".join(plain))
    if name in _LABELS:
        label = named(words, *_TITLES) or " ".join(plain)
        return Around(f"**{label}**", "") if label else None
    address = named(words, *_ADDRESSES)
    return Around("[", f"]({address})", block=False) if name in BUTTONS and address else None


def _note(kind: str, title: str) -> Around:
    title = title.strip() or kind.capitalize()
    opening = f'<div class="admonition {_KINDS[kind]}" markdown="1">\n<p class="admonition-title">{title}</p>'
    return Around(opening, "</div>")


def _fold(title: str) -> Around:
    return Around(f'<details markdown="1">\n<summary>{title.strip() or "Details"}</summary>', "</details>")


def _quote(rest: str, words: Sequence[Argument]) -> Around:
    """Octopress and Hexo write who, where and an address one after the other."""
    who = ", ".join(
        filter(
            None, (named(words, "author", "by", "attribution", "caption"), named(words, "source", "title"))
        )
    )
    address = named(words, *_ADDRESSES)
    if not any(word.name for word in words):
        found = re.fullmatch(r"(?P<who>.*?)\s*(?:(?P<url>https?://\S+)\s*(?P<title>.*))?", rest.strip())
        who, address = (found["who"].strip("\"' "), found["url"] or "") if found else ("", "")
        if found and found["title"]:
            who = f"{who} [{found['title']}]({address})" if who else f"[{found['title']}]({address})"
            address = ""
        who = "" if who in ("left", "right", "center") else who
    if address:
        who = f"[{who or address}]({address})"
    said = f"— {who}\n\n" if who else ""
    return Around('<blockquote markdown="1">', f"{said}</blockquote>")


def replace_directives(source_text: SourceText) -> Step:
    """Lines of colons (Docusaurus, VuePress, pandoc, MyST), fences of MyST, and GitHub's alerts."""
    text, notes = source_text.text, list[ImportNote]()
    if ":::" not in text and "[!" not in text and "{" not in text:
        return source_text, notes
    edits = [
        Edit(
            found.start("head") + len(found["head"]),
            found.end(),
            f"**{found['title'] or found['name'].capitalize()}**  ",
        )
        for found in _ALERT.finditer(without_code(text))
        if found["name"].casefold() in _KINDS
    ]
    for fence in fences(text):
        named_one = re.match(r"\{(?P<name>[\w-]+)\}\s*(?P<title>.*)", fence.info.strip())
        what = _directive(named_one["name"], named_one["title"]) if named_one else None
        if what is not None and fence.closed and not fence.head.strip():
            last = text.rfind("\n", 0, fence.end) + 1
            edits += [
                Edit(fence.start, fence.info_start + len(fence.info), f"{fence.head}{what.before}\n"),
                Edit(last, fence.end, f"\n{what.after}"),
            ]
    opened: list[tuple[re.Match[str], Around | None]] = []
    for found in _COLONS.finditer(without_code(text)):
        words = _NAME.match(text[found.start("words") : found.end("words")]) if found["words"] else None
        if words is not None:
            opened.append((found, _directive(words["name"], words["title"])))
        elif opened:
            opening, what = opened.pop()
            line = source_text.line(opening.start())
            if what is None:
                notes.append(left_out(f"the marks {opening[0].strip()} and ::: were left out.", line))
            margin = opening["indent"]
            before, after = (what.before, what.after) if what is not None else ("", "")
            edits += [
                Edit(
                    opening.start(), opening.end(), "\n" + margin + before.replace("\n", f"\n{margin}") + "\n"
                ),
                Edit(found.start(), found.end(), f"\n{margin}{after}"),
            ]
    return source_text.edited(edits), notes


def _directive(name: str, title: str) -> Around | None:
    """A name and all that stands behind it as its title."""
    title, name = title.strip().strip("[]").strip(), name.casefold().removeprefix("callout-")
    if name in _KINDS:
        return _note(name, title)
    if name in _FOLDS:
        return _fold(title)
    return _quote(title, ()) if name in _QUOTES else None


def button(words: Sequence[Argument]) -> str | None:
    """A link that an include or a shortcode without an end shows, where words and address are among its own."""
    label, address = named(words, "text", "label", "title", "content"), named(words, *_ADDRESSES)
    if not label or not re.match(r"(?:https?:/|mailto:|#)?/|mailto:|#", address):
        return None
    return f'<a href="{escape_value(address)}">{label}</a>'
