"""A table with an article in each row (CSV), as HubSpot exports a blog: its text is HTML, templates in it are HubL.

HubSpot documents the fields of a post (https://developers.hubspot.com/docs/api/cms/blog-post), not the heads of its
tables: columns are known by the fields' names, as words or as one, whatever their order. Other programs' tables are
read as well, if they have a column for the title and one for the text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from knowledge_center.tools.importer.exports.export_model import (
    Export,
    ExportEntry,
    ExportError,
    pictures_of,
)
from knowledge_center.tools.importer.exports.feed_entries import address_name, site_of
from knowledge_center.tools.importer.field_lookup import squash
from knowledge_center.tools.importer.import_notes import ImportNote, changed, one_line
from knowledge_center.tools.importer.kept_aside import KeptAside

# What the import calls a field, and the columns that hold it, the surest first; marks and capitals do not count.
_COLUMNS = {
    "title": ("posttitle", "title", "name", "headline"),
    "html": ("postbody", "body", "posthtml", "html", "content", "bodyhtml", "contenthtml"),
    "permalink": ("posturl", "publishedurl", "url", "liveurl", "link", "permalink"),
    "slug": ("slug", "postslug", "urlslug"),
    "authors": ("author", "authorname", "authors", "blogauthor", "postauthor"),
    "tags": ("tags", "tagnames", "topics", "posttags", "categories"),
    "date": ("publishdate", "publisheddate", "publishedat", "publishdateutc", "date", "postdate"),
    "description": ("metadescription", "postmetadescription", "description"),
    "summary": ("postsummary", "summary", "excerpt"),
    "image": ("featuredimageurl", "featuredimage", "image", "imageurl"),
    "image_alt": ("featuredimagealttext", "featuredimagealt", "imagealt"),
    "guid": ("guid",),
}
_STATES = (
    "state",
    "status",
    "poststatus",
    "currentstate",
    "archived",
    "archivedindashboard",
    "publicaccessrulesenabled",
)
_SHOWN = re.compile(r"published(?:_\w+)?|scheduled(?:_\w+)?|publish|live|future|false|no|0", re.IGNORECASE)
# What says of a text nothing that readers saw: where it is kept, and when it was last touched.
_INSIDE = re.compile(
    r"(?:.*id|.*template.*|created.*|updated.*|lastmodified.*|lastupdated.*|.*views?|domain|blogname)"
)
_LARGEST = 10_000_000


def is_table(text: str) -> bool:
    """Whether a text begins with the head of such a table."""
    head = next(csv.reader([text.partition("\n")[0]], delimiter=_delimiter(text)), [])
    found = _columns(head)
    return "title" in found and "html" in found


def read_table(file: Path) -> Export:
    """Read a table. Raises ExportError where a row cannot be read."""
    entries = KeptAside(_entry(row, number) for number, row in enumerate(_rows(file), 1))
    if not entries:
        raise ExportError(f"{file} has a head and no rows: export it again, with its articles.")
    site_url = next((url for one in entries if (url := site_of(str(one.fields["permalink"])))), "")
    return Export(entries=entries, site_url=site_url, pictures=pictures_of(entries))


def _rows(file: Path) -> Iterator[Mapping[str, str]]:
    """Each row by the names of its columns, one after the other."""
    encoding = _encoding(file)
    csv.field_size_limit(_LARGEST)
    with file.open(encoding=encoding, newline="") as opened:
        first = opened.readline()
        opened.seek(0)
        reader = csv.reader(opened, delimiter=_delimiter(first), strict=True)
        try:
            head = [name.lstrip("\ufeff").strip() for name in next(reader)]
            for row in reader:
                if len(row) > len(head):
                    raise ExportError(
                        f"{file}:{reader.line_num}: the row that ends there has {len(row)} fields, its head "
                        f"{len(head)}; export it again, or put quotation marks around the text in that row."
                    )
                if any(text.strip() for text in row):
                    yield dict(zip(head, row, strict=False))
        except csv.Error as error:
            raise ExportError(
                f"{file}:{reader.line_num}: the table is broken there ({error}); export it again, or mend that line."
            ) from None


def _encoding(file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as opened:
            while opened.read(1_000_000):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _columns(head: list[str]) -> dict[str, str]:
    """Which column holds which field."""
    known = [squash(name.lstrip("\ufeff")) for name in head]
    return {
        field: next(name for name in names if name in known)
        for field, names in _COLUMNS.items()
        if any(name in known for name in names)
    }


def _entry(row: Mapping[str, str], number: int) -> ExportEntry:
    columns = _columns(list(row))
    row, names = {squash(name): text for name, text in row.items()}, {squash(name): name for name in row}
    held = {field: row.get(name, "").strip() for field, name in columns.items()}
    address = held.get("permalink", "")
    notes: list[ImportNote] = []
    hidden = [
        f"{names[name]} is “{one_line(row[name])}”" for name in _STATES if not _shown(row.get(name, ""))
    ]
    if hidden:
        notes.append(changed(f"its {hidden[0]}, so it waits as a draft; delete “draft: true” to publish it."))
    slug = held.get("slug", "").strip("/").rpartition("/")[2] or address_name(address)
    used = {*columns.values(), *_STATES}
    fields = {
        "title": held.get("title", ""),
        "date": _date(held.get("date", "")),
        "permalink": address if urlsplit(address).path.strip("/") else "",
        "slug": slug,
        "authors": held.get("authors", ""),
        "tags": [tag.strip() for tag in re.split(r"[;,|]", held.get("tags", "")) if tag.strip()],
        "excerpt": held.get("description", "") or _plain(held.get("summary", "")),
        "image": held.get("image", ""),
        "image_alt": held.get("image_alt", ""),
        "guid": held.get("guid", ""),
        "draft": "true" if hidden else "",
        **{
            names[name]: text
            for name, text in row.items()
            if name not in used and text.strip() and not _INSIDE.fullmatch(name)
        },
    }
    return ExportEntry(
        path=f"rows/{number}/{slug or 'article'}.md",
        fields=fields,
        html=held.get("html", ""),
        notes=tuple(notes),
        templates=True,
    )


def _shown(state: str) -> bool:
    return not state.strip() or _SHOWN.fullmatch(state.strip()) is not None


def _date(text: str) -> str:
    """A day as the table has it; HubSpot's API counts milliseconds since 1970."""
    if re.fullmatch(r"\d{12,13}", text):
        return f"{datetime.fromtimestamp(int(text) / 1000, UTC):%Y-%m-%d %H:%M:%S} +0000"
    return text


def _plain(html: str) -> str:
    return re.sub(r"<[^>]*>", " ", html)
