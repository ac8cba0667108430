"""An export of WordPress (WXR 1.0 to 1.2, RSS 2.0 with elements of its own), post by post.

https://wordpress.org/documentation/article/tools-export-screen/; the file is read twice, as a stream: what posts refer
to, attachments and authors, may stand behind them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from lxml import etree

from knowledge_center.tools.importer.exports.export_model import (
    Export,
    ExportEntry,
    ExportError,
    old_path,
)
from knowledge_center.tools.importer.exports.wordpress_text import Surroundings, post_html, reused_blocks
from knowledge_center.tools.importer.exports.xml_elements import children, elements, local
from knowledge_center.tools.importer.html_to_markdown import html_to_markdown
from knowledge_center.tools.importer.kept_aside import KeptAside

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_NO_TIME = "0000-00-00"


def read_export(file: Path, *, pages: bool) -> Export:
    """Read an export. Raises ExportError where it is broken, no export, or holds definitions of entities."""
    site_url, names, attachments, aside = "", {}, {}, Counter[str]()
    of_post: dict[str, list[str]] = {}
    blocks: dict[str, str] = {}
    reused: set[str] = set()
    entries = KeptAside[ExportEntry]()
    wanted = ("post", "page") if pages else ("post",)
    for element in elements(file, ("author", "base_blog_url", "item")):
        kind = local(element)
        if kind == "author" and local(element.getparent()) == "channel":
            names[_text(element, "author_login")] = _text(element, "author_display_name")
        elif kind == "base_blog_url":
            site_url = (element.text or "").strip()
        elif _text(element, "post_type") == "attachment":
            address, alt = (
                _text(element, "attachment_url"),
                _meta(element).get("_wp_attachment_image_alt", ""),
            )
            attachments[_text(element, "post_id")] = (address, alt)
            of_post.setdefault(_text(element, "post_parent"), []).append(_text(element, "post_id"))
        elif _text(element, "post_type") == "wp_block":
            blocks[_text(element, "post_id")] = _text(element, _CONTENT)
        else:
            reused.update(reused_blocks(_text(element, _CONTENT)))
        aside["comment"] += len(children(element, "comment"))
    for element in elements(file, ("item",)):
        kind = _text(element, "post_type")
        if kind in wanted:
            own = of_post.get(_text(element, "post_id"), [])
            entries.keep(_entry(element, kind, Surroundings(pictures=attachments, own=own, blocks=blocks)))
        elif kind != "wp_block" or _text(element, "post_id") not in reused:
            aside[kind] += 1
    if not entries and not aside.total():
        raise ExportError(
            f"{file} holds no posts: an export of WordPress, made with Tools > Export > All content, is expected."
        )
    return Export(
        site_url=site_url,
        entries=entries,
        author_names={login: name for login, name in names.items() if login and name},
        pictures=tuple(address for address, _ in attachments.values() if address),
        aside={kind: number for kind, number in sorted(aside.items()) if number},
        hint="--pages brings its pages.",
    )


def _entry(item: etree._Element, kind: str, around: Surroundings) -> ExportEntry:
    meta, number = _meta(item), _text(item, "post_id")
    gmt, written = _text(item, "post_date_gmt"), _text(item, "post_date")
    image, alt = around.pictures.get(meta.get("_thumbnail_id", ""), ("", ""))
    fields = {
        "title": _text(item, "title") or _text(item, "post_name") or f"Post {number}",
        "date": written if gmt.startswith(_NO_TIME) or not gmt else f"{gmt} +0000",
        "permalink": old_path(_text(item, "link")),
        "slug": _text(item, "post_name"),
        "author": _text(item, _CREATOR),
        "categories": _terms(item, "category"),
        "tags": _terms(item, "post_tag"),
        "excerpt": html_to_markdown(_text(item, "encoded", "excerpt")).strip(),
        "image": image,
        "image_alt": alt,
        "status": _text(item, "status"),
        "password": _text(item, "post_password"),
        "guid": _text(item, "guid"),
    }
    around = replace(around, footnotes=meta.get("footnotes", ""))
    text, notes = post_html(_text(item, _CONTENT), around)
    return ExportEntry(
        path=f"{kind}s/{number}/{_text(item, 'post_name') or f'post-{number}'}.md",
        fields=fields,
        html=text,
        notes=tuple(notes),
    )


def _terms(item: etree._Element, domain: str) -> list[str]:
    return [one.text or "" for one in children(item, "category") if one.get("domain") == domain and one.text]


def _meta(item: etree._Element) -> dict[str, str]:
    return {_text(one, "meta_key"): _text(one, "meta_value") for one in children(item, "postmeta")}


def _text(element: etree._Element, name: str, space: str = "") -> str:
    """The text of a child, by its name alone, since each version of the format has another namespace."""
    for one in element:
        same = one.tag == name if name.startswith("{") else local(one) == name
        if (
            same
            and (not space or space in str(one.tag).partition("}")[0])
            and not (not space and name == "encoded")
        ):
            return (one.text or "").strip()
    return ""
