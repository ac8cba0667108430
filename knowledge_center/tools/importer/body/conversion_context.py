"""What the steps of a conversion know about the article they work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge_center.tools.importer.asset_index import ArticleAssets
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.import_notes import ImportNote
from knowledge_center.tools.importer.link_index import Entry, LinkIndex
from knowledge_center.tools.importer.old_addresses import OldSite
from knowledge_center.tools.importer.source_text import SourceText

Step = tuple[SourceText, list[ImportNote]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionContext:
    """The article itself (``entry``, ``fields``, ``title``) and what it may refer to.

    ``name_of`` says what the person behind an author's key is called.
    """

    title: str
    entry: Entry
    fields: Fields
    site: OldSite
    link_index: LinkIndex
    assets: ArticleAssets
    name_of: Callable[[str], str]
