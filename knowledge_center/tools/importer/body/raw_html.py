"""Raw HTML that has no place on a page that asks no other site for anything and runs no foreign script."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import visible_tags
from knowledge_center.tools.importer.html_tags import (
    Element,
    Part,
    Tag,
    elements,
    escape_value,
    html_blocks,
    inside,
    write_tag,
)
from knowledge_center.tools.importer.import_notes import ImportNote, left_out, one_line
from knowledge_center.tools.importer.source_text import Edit, SourceText

_GONE = ("script", "style", "form", "noscript", "template", "applet", "canvas", "dialog", "select", "button")
_GONE_TAGS = ("link", "meta", "base", "input", "label")
_PLAYERS = ("iframe", "embed", "object", "video", "audio")
_TEASER = re.compile(
    r"\s*(more|read-?more|excerpt|end-?excerpt|excerpt-end|break|truncate)\s*", re.IGNORECASE
)


def drop_scripts(source_text: SourceText) -> Step:
    """Leave out scripts, styles and forms with what they hold; say so."""
    found = visible_tags(source_text.text)
    edits: list[Edit] = []
    notes: list[ImportNote] = []
    done = 0
    for element in elements(found, (*_GONE, *_GONE_TAGS)):
        start = element.open.start
        if start < done:
            continue
        whole = element.open.name in _GONE
        done = element.end if whole else element.open.end
        edits.append(Edit(start, done))
        if not whole and element.close is not None:
            edits.append(Edit(element.close.start, element.close.end))
        source = element.open.get("src") or element.open.get("action") or element.open.get("href") or ""
        which = f" ({one_line(source)})" if source else ""
        notes.append(left_out(f"a <{element.open.name}>{which} was left out.", source_text.line(start)))
    for tag in found:
        if tag.part is Part.COMMENT and _TEASER.fullmatch(tag.name):
            edits.append(Edit(tag.start, tag.end))
        elif tag.part is Part.COMMENT and tag.name.strip():
            # On a line of its own it parts lists, whatever it says.
            line = source_text.text[source_text.text.rfind("\n", 0, tag.start) + 1 :].partition("\n")[0]
            written = source_text.text[tag.start : tag.end]
            own_line = line.strip() == written
            edits.append(Edit(tag.start, tag.end, "<!-- -->" if own_line else ""))
            words = one_line(written.removeprefix("<!--").removesuffix("-->"))
            message = f"a comment in HTML was left out: “{words}”."
            notes.append(left_out(message, source_text.line(tag.start)))
    return source_text.edited(edits), notes


def clean_attributes(source_text: SourceText) -> Step:
    """Leave out attributes that run a script or fetch a picture for decoration."""
    edits: list[Edit] = []
    notes: list[ImportNote] = []
    for tag in visible_tags(source_text.text):
        if tag.part is not Part.OPEN:
            continue
        bad = [
            name
            for name, value in tag.attributes
            if re.fullmatch(r"on[a-z]+", name)
            or (name == "style" and re.search(r"url\(|expression\(", value or "", re.IGNORECASE))
            or (name == "background" and tag.name in ("body", "table", "td", "th", "tr"))
        ]
        if not bad:
            continue
        kept = tuple(pair for pair in tag.attributes if pair[0] not in bad)
        edits.append(Edit(tag.start, tag.end, write_tag(tag.name, kept)))
        message = f"{', '.join(bad)} of a <{tag.name}> was left out."
        notes.append(left_out(message, source_text.line(tag.start)))
    return source_text.edited(edits), notes


def link_players(source_text: SourceText) -> Step:
    """Turn frames, videos and sound of other sites into links to them."""
    text = source_text.text
    found = visible_tags(text)
    blocks = html_blocks(text, found)
    edits: list[Edit] = []
    notes: list[ImportNote] = []
    done = 0
    for element in elements(found, _PLAYERS):
        start = element.open.start
        if start < done:
            continue
        done = element.end
        line = source_text.line(start)
        address = _address(element, found)
        title = " ".join((element.open.get("title") or element.open.get("aria-label") or "").split())
        if not address:
            notes.append(left_out(f"a <{element.open.name}> without an address was left out.", line))
            edits.append(Edit(start, done))
            continue
        html = inside([(a, b) for a, b in blocks if a < start], start)
        edits.append(Edit(start, done, _link(address, title, html=html)))
        what = f"“{one_line(title)}” " if title else ""
        message = (
            f"a <{element.open.name}> {what}was left out; a link to {one_line(address)} stands in its place."
        )
        notes.append(left_out(message, line))
    return source_text.edited(edits), notes


def _address(element: Element, found: list[Tag]) -> str:
    for name in ("src", "data", "data-src"):
        address = (element.open.get(name) or "").strip()
        if address and not address.startswith(("data:", "about:")):
            return f"https:{address}" if address.startswith("//") else address
    inner = [t for t in found if t.part is Part.OPEN and element.open.end <= t.start < element.end]
    for tag in inner:
        if tag.name in ("source", "embed") and tag.get("src"):
            return _address(Element(open=tag, close=None), [])
    return ""


def _link(address: str, title: str, *, html: bool) -> str:
    if html:
        return f'<a href="{escape_value(address)}">{escape_value(title or address)}</a>'
    if title:
        return f"[{escape_text(title)}]({as_target(address)})"
    absolute = re.match(r"https?://\S+$", address)
    return f"<{address}>" if absolute else f"[{escape_text(address)}]({as_target(address)})"


def escape_text(text: str) -> str:
    """Plain text as Markdown that shows it as it is inside a link or an image's alt text."""
    text = re.sub(r"([\\\[\]`*_])", r"\\\1", text)
    return text.replace("<", "&lt;")


def as_target(address: str) -> str:
    """An address as the target of a Markdown link, spaces and brackets made harmless."""
    address = address.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    depth = 0
    for character in address:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            break
    return address if depth == 0 else address.replace("(", "%28").replace(")", "%29")
