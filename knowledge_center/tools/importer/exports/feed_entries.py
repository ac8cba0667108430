"""What the entries of all feed formats have in common: whole texts told from summaries, and their fields."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from knowledge_center.tools.importer.article_names import slug
from knowledge_center.tools.importer.exports.export_model import (
    ExportEntry,
    attachment_html,
    made_absolute,
    old_path,
    parsed,
)
from knowledge_center.tools.importer.html_to_markdown import html_to_markdown
from knowledge_center.tools.importer.import_notes import ImportNote, changed, left_out, one_line

# How a text ends that goes on elsewhere.
_CUT = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\]|(?:read|keep reading|read the) (?:more|full (?:post|article|story))"
    r"|continue reading|weiterlesen|lire la suite|leer más|leggi tutto|lees meer|läs mer)[\s.»>→]*$",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?:p|div|br|ul|ol|h[1-6]|blockquote|pre|table|figure)\b", re.IGNORECASE)
# A text of one paragraph is whole if it has as many words; one that ends like a cut one is not below as many.
_SHORT, _LONG = 100, 200
# What WordPress puts below each text in a feed.
_APPEARED = re.compile(
    r"<p>\s*The post\s+<a\b(?:(?!</p>).)*appeared first on\s+<a\b(?:(?!</p>).)*</p>\s*$", re.DOTALL
)
_TITLE_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An entry as its format has it: addresses as they stand, relative to ``base``; texts in HTML.

    ``is_content``: the format says that ``content`` is all of the text.
    """

    title: str = ""
    address: str = ""
    base: str = ""
    guid: str = ""
    date: str = ""
    updated: str = ""
    authors: Sequence[str] = ()
    tags: Sequence[str] = ()
    content: str = ""
    is_content: bool = True
    summary: str = ""
    image: str = ""
    image_alt: str = ""
    attachments: Sequence[str] = ()
    draft: bool = False


def export_entry(found: FeedEntry, number: int) -> ExportEntry:
    """An entry of a feed, the ``number``-th in it, as an entry of an export."""
    notes: list[ImportNote] = []
    html = _APPEARED.sub("", found.content)
    if html != found.content:
        notes.append(left_out("“The post … appeared first on …” below the text was left out."))
    whole = bool(html.strip()) and not is_cut(html, is_content=found.is_content)
    if not whole:
        html = html or found.summary
        where = f"; the text is at {found.address}" if found.address else ""
        notes.append(
            changed(f"the feed holds only a summary of it{where}. It waits as a draft for its text.")
        )
    # The beginning of the text says nothing of its own.
    own_summary = bool(found.summary) and not is_cut(found.summary, is_content=True)
    title = one_line(found.title)
    if not title:
        words = _words(html or found.summary)
        title = " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")
        notes.append(changed("it has no title; its first words stand in for one. Write one."))
    html = made_absolute(html + attachment_html(found.attachments, html), found.base or found.address)
    fields = {
        "title": title,
        "date": found.date,
        "updated": found.updated,
        "permalink": found.address if old_path(found.address) else "",
        "authors": found.authors,
        "tags": found.tags,
        "excerpt": html_to_markdown(found.summary).strip() if whole and own_summary else "",
        "image": found.image,
        "image_alt": found.image_alt,
        "guid": found.guid,
        "draft": "true" if found.draft or not whole else "",
    }
    return ExportEntry(
        path=f"entries/{number}/{address_name(found.address) or slug(title) or 'entry'}.md",
        fields=fields,
        html=html,
        notes=tuple(notes),
    )


def is_cut(html: str, *, is_content: bool) -> bool:
    """Whether a text is only the beginning of one, or one sentence about it."""
    words = _words(html)
    if _CUT.search(" ".join(words)) and len(words) < _LONG:
        return True
    return not is_content and not _BLOCK.search(html) and len(words) < _SHORT


def _words(html: str) -> list[str]:
    page = parsed(html)
    return " ".join(page.itertext()).split() if page is not None else []


def address_name(address: str) -> str:
    """The last part of an address, without an ending; empty where a query says which page it is."""
    last = posixpath.basename(unquote(old_path(address)).rstrip("/"))
    return slug(re.sub(r"\.(?:html?|php|aspx?)$", "", last))


def site_of(address: str) -> str:
    """The scheme and host of a web address; empty for another."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""
