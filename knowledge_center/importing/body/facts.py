"""What the steps know about the article they work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge_center.importing.addresses import OldSite
from knowledge_center.importing.directory import Directory, Entry
from knowledge_center.importing.manuscript import Manuscript
from knowledge_center.importing.notes import Note
from knowledge_center.importing.shelf import Album
from knowledge_center.importing.values import Fields

Step = tuple[Manuscript, list[Note]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The article itself (``entry``, ``fields``, ``title``, ``source``) and the world around it.

    ``name_of`` says what the person behind an author's key is called.
    """

    title: str
    source: str
    entry: Entry
    fields: Fields
    site: OldSite
    directory: Directory
    album: Album
    name_of: Callable[[str], str]
