"""What kind of file somebody has: told by what stands in it, not by its name."""

from __future__ import annotations

import posixpath
import re
from enum import StrEnum
from pathlib import Path

from knowledge_center.tools.importer.exports.json_values import has_key
from knowledge_center.tools.importer.exports.table_export import is_table
from knowledge_center.tools.importer.exports.text_page import looks_like_text

_BEFORE_ROOT = re.compile(
    r"^(?:\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>[]*(?:\[.*?\])?\s*>))*\s*", re.DOTALL | re.IGNORECASE
)
# Names of files that come with any folder.
NO_ARTICLE = frozenset(("readme", "license", "licence", "copying", "changelog", "robots", "humans", "security",
                        "ads", "requirements", "notice", "contributors", "cname", "cmakelists", "llms"))  # fmt: skip
# As much of a file as is looked at.
BEGINNING = 64_000


class SourceKind(StrEnum):
    """Kinds of files that articles can be read from."""

    WORDPRESS = "an export of WordPress"
    XML_FEED = "a feed"
    JSON_FEED = "a JSON feed"
    GHOST = "an export of Ghost"
    TABLE = "a table of articles"
    PAGE = "a saved page"
    TEXT = "a text"


def kind_of(file: Path) -> SourceKind | None:
    """The kind of a file; None for one that is not read here."""
    with file.open("rb") as opened:
        beginning = opened.read(BEGINNING)
    if _is_json(beginning):
        key = has_key(file, "items", "db", "data")
        return SourceKind.JSON_FEED if key == "items" else SourceKind.GHOST if key else None
    return likely_kind(beginning)


def likely_kind(beginning: bytes) -> SourceKind | None:
    """The kind of a file by its beginning alone."""
    text = _decoded(beginning)
    if _is_json(beginning):
        if "jsonfeed.org/version" in text:
            return SourceKind.JSON_FEED
        return (
            SourceKind.GHOST
            if re.match(r'\s*\{\s*"(?:db"\s*:\s*\[|meta"\s*:.*"data")', text, re.DOTALL)
            else None
        )
    head = re.sub(_BEFORE_ROOT, "", text)
    root = re.match(r"<(?:\w+:)?(\w+)", head)
    name = root[1].casefold() if root else ""
    if name in ("rss", "feed", "rdf"):
        return SourceKind.WORDPRESS if "wordpress.org/export/" in text else SourceKind.XML_FEED
    if text.lstrip().startswith(("---\n", "---\r\n", "+++", "#!")):
        # Fields of a generator, or a program.
        return None
    if re.search(r"<!doctype html|<(?:html|body|article|main)[\s>]", text, re.IGNORECASE):
        return SourceKind.PAGE
    if is_table(text):
        return SourceKind.TABLE
    return SourceKind.TEXT if "\0" not in text and looks_like_text(text) else None


def may_be_page(path: str, beginning: bytes) -> bool:
    """Whether a file among others is a page or a text to read: not by its name, but programs are texts, too."""
    name, ending = posixpath.splitext(posixpath.basename(path))
    if name.casefold() in NO_ARTICLE or ending.lower() not in (
        "",
        ".html",
        ".htm",
        ".xhtml",
        ".txt",
        ".text",
    ):
        return False
    # What a browser puts beside a page that it saves is part of that page.
    if any(folder.endswith(("_files", "-files", "_assets")) for folder in path.split("/")[:-1]):
        return False
    return likely_kind(beginning) in (SourceKind.PAGE, SourceKind.TEXT)


def _is_json(beginning: bytes) -> bool:
    return _decoded(beginning[:100]).lstrip().startswith("{")


def _decoded(beginning: bytes) -> str:
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return beginning.decode("utf-16", "replace")
    return beginning.decode("utf-8-sig", "replace")
