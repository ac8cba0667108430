"""What Hugo's ``_index.md`` files say: of authors, of topics and series, and of all articles below a folder.

https://gohugo.io/content-management/taxonomies/, https://gohugo.io/configuration/cascade/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from knowledge_center.tools.importer.decoding import decode
from knowledge_center.tools.importer.description import paragraphs
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.foreign_front_matter import ParsedFile, split
from knowledge_center.tools.importer.import_notes import Refused
from knowledge_center.tools.importer.old_site_settings import Scope
from knowledge_center.tools.importer.source_text import SourceText
from knowledge_center.tools.importer.stripped_text import plain_text

_AUTHORS = ("authors", "author")
_TOPICS = ("categories", "category", "tags", "tag", "topics", "topic")
_ABOUT = ("description", "bio", "summary", "about")


@dataclass(frozen=True, slots=True, kw_only=True)
class HugoPages:
    """By the names of their folders: names and details of authors and topics, and titles of series; and ``scopes``."""

    author_names: dict[str, str] = field(default_factory=dict)
    author_details: dict[str, dict[str, str]] = field(default_factory=dict)
    topics: dict[str, dict[str, str]] = field(default_factory=dict)
    series: dict[str, str] = field(default_factory=dict)
    scopes: list[Scope] = field(default_factory=list)


def is_section(source: str) -> bool:
    """Whether a file is the page of a section, in whatever language."""
    return re.fullmatch(r"_index(?:\.[\w-]+)?\.\w+", posixpath.basename(source)) is not None


def section_note(source: str, raw: bytes) -> str:
    """Why no article comes of the page of a section, and what readers saw on it."""
    why = "it is the page of a section (Hugo's _index), no article"
    kind = posixpath.basename(posixpath.dirname(posixpath.dirname(source)))
    if kind in (*_AUTHORS, *_TOPICS, "series"):
        return f"{why}; what it says goes where an article names {posixpath.basename(posixpath.dirname(source))}."
    words = _Page(raw).about
    return f"{why}; left out with it: “{words}”" if words else f"{why}."


def read_hugo_pages(sources: Iterable[str], read: Callable[[str], bytes], place: str) -> HugoPages:
    """Read all ``_index.md`` among ``sources``, which lie at ``place`` below the site's folder."""
    found = HugoPages()
    for source in sources:
        if posixpath.splitext(posixpath.basename(source))[0] != "_index":
            continue
        try:
            page = _Page(read(source))
        except Refused:
            continue
        folder = posixpath.dirname(source)
        kind, name = posixpath.basename(posixpath.dirname(folder)), posixpath.basename(folder)
        if kind in _AUTHORS:
            found.author_names[name] = page.title or name
            found.author_details[name] = page.details
        elif kind in _TOPICS and page.title:
            about = {"description": page.about} if page.about else {}
            found.topics[name] = {"name": page.title, **about}
        elif kind == "series" and page.title:
            found.series[name] = page.title
        cascade = page.fields.first("cascade")
        for group in (
            (cascade.value if isinstance(cascade.value, list) else [cascade.value]) if cascade else ()
        ):
            if isinstance(group, dict):
                own = group.get("params")
                scoped = {**group, **(own if isinstance(own, dict) else {})}
                scoped = {
                    key: value for key, value in scoped.items() if key not in ("_target", "target", "params")
                }
                found.scopes.append(Scope(path=f"{place}/{folder}".strip("/"), fields=scoped))
    return found


class _Page:
    """One page. Raises Refused where it cannot be read."""

    def __init__(self, raw: bytes) -> None:
        text = decode(raw)[0]
        parsed = split(text) or ParsedFile(fields={}, body=SourceText.unedited(text))
        self.fields = Fields(parsed)
        self.title = self.fields.text("name", "title")
        own = plain_text(self.fields.text(*_ABOUT))
        self.about = " ".join(
            [*([own] if own else ()), *(one for one in paragraphs(parsed.body.text) if one != own)]
        )

    @property
    def details(self) -> dict[str, str]:
        """What an author's entry here can hold."""
        url = self.fields.text("url", "website", "homepage")
        return {
            **({"role": role} if (role := self.fields.text("role", "position", "job")) else {}),
            **({"description": self.about} if self.about else {}),
            **({"url": url} if re.match(r"https?://", url) else {}),
        }
