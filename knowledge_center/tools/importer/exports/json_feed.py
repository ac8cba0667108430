"""JSON Feed 1.0 and 1.1, item by item. https://www.jsonfeed.org/version/1.1/"""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge_center.tools.importer.exports.export_model import Export, ExportError, pictures_of
from knowledge_center.tools.importer.exports.feed_entries import FeedEntry, export_entry, site_of
from knowledge_center.tools.importer.exports.json_values import values
from knowledge_center.tools.importer.kept_aside import KeptAside

Item = Mapping[str, Any]


def read_json_feed(file: Path) -> Export:
    """Read a feed. Raises ExportError where it is broken or holds no items."""
    home = next((one for one in values(file, "home_page_url") if isinstance(one, str)), "")
    authors = [one for path in ("authors.item.name", "author.name") for one in values(file, path) if one]
    found = KeptAside(_item(one, authors) for one in values(file, "items.item") if isinstance(one, Mapping))
    if not found:
        raise ExportError(f"{file} is a feed without entries: ask the old site for one with its articles.")
    entries = KeptAside(export_entry(one, number) for number, one in enumerate(found, 1))
    return Export(
        entries=entries,
        site_url=site_of(home) or site_of(found[0].address),
        pictures=pictures_of(entries),
    )


def _item(item: Item, authors: list[str]) -> FeedEntry:
    plain = html.escape(_text(item, "content_text"), quote=False)
    persons = [
        *_groups(item, "authors"),
        *([item["author"]] if isinstance(item.get("author"), Mapping) else []),
    ]
    named = [name for one in persons if (name := _text(one, "name"))] or authors
    return FeedEntry(
        title=_text(item, "title"),
        address=_text(item, "url"),
        guid=_text(item, "id"),
        date=_text(item, "date_published") or _text(item, "date_modified"),
        updated=_text(item, "date_modified") if item.get("date_published") else "",
        authors=list(dict.fromkeys(named)),
        tags=[one for one in item.get("tags") or () if isinstance(one, str)],
        content=_text(item, "content_html")
        or "".join(f"<p>{part}</p>\n" for part in plain.split("\n\n") if part),
        summary=html.escape(_text(item, "summary"), quote=False),
        image=_text(item, "image") or _text(item, "banner_image"),
        attachments=[
            *(_text(one, "url") for one in _groups(item, "attachments")),
            _text(item, "external_url"),
        ],
    )


def _groups(item: Item, name: str) -> list[Item]:
    found = item.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _text(item: Item, name: str) -> str:
    """A text among the fields; a number as an identifier is one (JSON Feed 1.1, id)."""
    value = item.get(name)
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
