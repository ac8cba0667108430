"""An export of Ghost (Settings > Export, versions 0.11 to 6), post by post.

https://docs.ghost.org/migration/custom, and the tables in Ghost's schema; the file is read as a stream, once for each
table, since what posts refer to may stand behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge_center.tools.importer.exports.export_model import (
    Export,
    ExportEntry,
    ExportError,
    pictures_of,
)
from knowledge_center.tools.importer.exports.ghost_cards import plain_cards
from knowledge_center.tools.importer.exports.json_values import has_key, values
from knowledge_center.tools.importer.import_notes import ImportNote, changed
from knowledge_center.tools.importer.kept_aside import KeptAside

Row = Mapping[str, Any]
# Stands in an export for the address of the site.
_SITE = "__GHOST_URL__"


def read_ghost(file: Path, *, pages: bool) -> Export:
    """Read an export. Raises ExportError where it is broken or holds no posts."""
    data = "db.item.data" if has_key(file, "db", "data") == "db" else "data"

    def table(name: str) -> Iterable[Row]:
        return (row for row in values(file, f"{data}.{name}.item") if isinstance(row, Mapping))

    users = {_text(row, "id"): (_text(row, "slug"), _text(row, "name")) for row in table("users")}
    # A tag that begins with # is one for the theme, which readers never saw.
    tags = {
        _text(row, "id"): _text(row, "name")
        for row in table("tags")
        if not _text(row, "name").startswith("#")
    }
    of_post = _related(table("posts_tags"), "tag_id")
    by_post = _related(table("posts_authors"), "author_id")
    meta = {_text(row, "post_id"): row for row in table("posts_meta")}
    entries, aside = KeptAside[ExportEntry](), Counter[str]()
    for row in table("posts"):
        page = _text(row, "type") == "page" or _text(row, "page") in ("1", "True")
        if page and not pages:
            aside["page"] += 1
            continue
        number = _text(row, "id")
        authors = by_post.get(number) or [_text(row, "author_id")]
        entries.keep(
            _entry(
                row,
                meta.get(number, {}),
                authors=[users[one][0] or users[one][1] for one in authors if one in users],
                tags=[tags[one] for one in of_post.get(number, ()) if one in tags],
            )
        )
    if not entries and not aside:
        raise ExportError(
            f"{file} holds no posts: an export of Ghost, made with Settings > Export, is expected."
        )
    return Export(
        entries=entries,
        author_names={slug: name for slug, name in users.values() if slug and name},
        pictures=pictures_of(entries),
        aside=dict(aside),
        hint="--pages brings its pages.",
        # Ghost's own, unless its routes.yaml says something else.
        permalink="/:slug/",
    )


def _entry(row: Row, meta: Row, *, authors: list[str], tags: list[str]) -> ExportEntry:
    notes: list[ImportNote] = []
    html = _text(row, "html").replace(_SITE, "")
    if html:
        html, cards = plain_cards(html)
        notes += cards
    elif text := _text(row, "plaintext") or _text(row, "markdown"):
        kept = "mobiledoc" if row.get("mobiledoc") else "lexical" if row.get("lexical") else "markdown"
        html = "".join(f"<p>{_escaped(part)}</p>\n" for part in text.split("\n\n"))
        notes.append(
            changed(
                f"the export has no HTML of it, only {kept}; its plain words are here, and it waits as a draft."
            )
        )
    elif row.get("mobiledoc") or row.get("lexical"):
        kept = "mobiledoc" if row.get("mobiledoc") else "lexical"
        notes.append(
            changed(
                f"the export has its text only in {kept}, which is not read: save it in Ghost, and export again."
            )
        )
    whole = bool(_text(row, "html"))
    slug = _text(row, "slug")
    fields = {
        "title": _text(row, "title"),
        "date": _date(row.get("published_at")) or _date(row.get("created_at")),
        "slug": slug,
        "authors": authors,
        "tags": tags,
        "excerpt": _text(row, "custom_excerpt")
        or _text(meta, "meta_description")
        or _text(row, "meta_description"),
        "image": (_text(row, "feature_image") or _text(row, "image")).replace(_SITE, ""),
        "image_alt": _text(meta, "feature_image_alt"),
        "image_caption": _text(meta, "feature_image_caption"),
        # What went out as a mail alone, readers of the site never saw.
        "status": "draft"
        if _text(row, "status") == "sent" or meta.get("email_only")
        else _text(row, "status"),
        "visibility": _text(row, "visibility"),
        "canonical_url": _text(row, "canonical_url"),
        "guid": _text(row, "id"),
        "draft": "" if whole else "true",
    }
    return ExportEntry(
        path=f"posts/{slug or _text(row, 'id')}.md", fields=fields, html=html, notes=tuple(notes)
    )


def _related(rows: Iterable[Row], name: str) -> dict[str, list[str]]:
    """What belongs to each post, in order."""
    found: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        found.setdefault(_text(row, "post_id"), []).append(
            (int(row.get("sort_order") or 0), _text(row, name))
        )
    return {post: [one for _, one in sorted(held, key=lambda pair: pair[0])] for post, held in found.items()}


def _date(value: object) -> str:
    """A day in UTC: as text, or in old exports milliseconds since 1970."""
    if isinstance(value, (int, float)) and value:
        return f"{datetime.fromtimestamp(value / 1000, UTC):%Y-%m-%d %H:%M:%S} +0000"
    text = str(value or "")
    return text if not text or text.endswith("Z") else f"{text} +0000"


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
