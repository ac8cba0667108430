"""Any file that somebody has, read as what it is; a folder of saved pages, as all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from knowledge_center.tools.importer.exports.export_model import Export, ExportEntry, ExportError, pictures_of
from knowledge_center.tools.importer.exports.feed_entries import site_of
from knowledge_center.tools.importer.exports.ghost_export import read_ghost
from knowledge_center.tools.importer.exports.json_feed import read_json_feed
from knowledge_center.tools.importer.exports.saved_page import read_saved_page
from knowledge_center.tools.importer.exports.source_kinds import SourceKind, kind_of
from knowledge_center.tools.importer.exports.table_export import read_table
from knowledge_center.tools.importer.exports.text_page import read_text_page
from knowledge_center.tools.importer.exports.wordpress_export import read_export
from knowledge_center.tools.importer.exports.xml_feed import read_xml_feed
from knowledge_center.tools.importer.import_notes import Refused
from knowledge_center.tools.importer.kept_aside import KeptAside
from knowledge_center.tools.importer.unread_files import way_to_bring_over

_EXPECTED = (
    "expected is a folder of articles in Markdown or of saved pages, an export of WordPress, Ghost or HubSpot, a feed, "
    "a saved page or a text."
)
_LARGEST_PAGE = 20_000_000


def read_file(file: Path, *, pages: bool = False) -> Export:
    """Read a file, whatever it is called. Raises ExportError for what cannot be read, with a way where there is one."""
    match kind_of(file):
        case SourceKind.WORDPRESS:
            return read_export(file, pages=pages)
        case SourceKind.XML_FEED:
            return read_xml_feed(file, pages=pages)
        case SourceKind.JSON_FEED:
            return read_json_feed(file)
        case SourceKind.GHOST:
            return read_ghost(file, pages=pages)
        case SourceKind.TABLE:
            return read_table(file)
        case SourceKind.PAGE | SourceKind.TEXT:
            return _one(file)
    with file.open("rb") as opened:
        way = way_to_bring_over(file.name, opened.read(4000))
    raise ExportError(f"{file} is not read here: {way or _EXPECTED}")


def read_pages(files: Mapping[str, Path]) -> Export:
    """Read saved pages and texts, by what the report calls them; what is none of them stands in ``refused``."""
    entries = KeptAside[ExportEntry]()
    refused = {}
    for path, file in files.items():
        try:
            entries.keep(_page(path, file))
        except Refused as found:
            refused[path] = found.note
    sites = Counter(site_of(str(entry.fields.get("permalink", ""))) for entry in entries)
    del sites[""]
    return Export(
        entries=entries,
        site_url=sites.most_common(1)[0][0] if sites else "",
        pictures=pictures_of(entries),
        refused=refused,
    )


def _page(path: str, file: Path) -> ExportEntry:
    size = file.stat().st_size
    if size > _LARGEST_PAGE:
        raise Refused(
            f"it has {size // 1_000_000} MB, and no article has more than {_LARGEST_PAGE // 1_000_000}."
        )
    raw = file.read_bytes()
    return (read_text_page if kind_of(file) is SourceKind.TEXT else read_saved_page)(path, raw)


def _one(file: Path) -> Export:
    export = read_pages({file.name: file})
    for note in export.refused.values():
        raise ExportError(f"{file}: {note.message}")
    return export
