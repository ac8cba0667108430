"""A small old site to import from, and how to read what came out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from knowledge_center.tools.importer.asset_index import ArticleAssets, AssetIndex, Picture
from knowledge_center.tools.importer.body.conversion_context import ConversionContext
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.foreign_front_matter import ParsedFile
from knowledge_center.tools.importer.import_model import FileSystem, ImportOptions, Plan, Source, TargetSite
from knowledge_center.tools.importer.import_notes import ImportNote
from knowledge_center.tools.importer.import_plan import make_plan
from knowledge_center.tools.importer.link_index import Entry, LinkIndex
from knowledge_center.tools.importer.old_addresses import DEFAULT_PERMALINK, OldSite
from knowledge_center.tools.importer.source_authors import Authors
from knowledge_center.tools.importer.source_post import ReadOptions, SourcePost, read_source_post
from knowledge_center.tools.importer.source_text import SourceText

OLD = "https://old.example.org"
TEXT = "Most cover letters say the same three things. This one says what the reader came to find out.\n"

# Every picture can be shown, and two are the same if their files have one name.
FILE_SYSTEM = FileSystem(fingerprint=lambda file: file, usable=lambda file: "broken" not in file)


def post(title: str = "A fair offer", *lines: str, body: str = TEXT) -> str:
    """An article of the old site with further lines of front matter."""
    return "\n".join(["---", f"title: {title}", *lines, "---", body])


def read_options(site: str = "", permalink: str = DEFAULT_PERMALINK, zone: str = "UTC") -> ReadOptions:
    return ReadOptions(site=OldSite.at(site), permalink=permalink, zone=ZoneInfo(zone))


def source_post(text: str, source: str = "_posts/2019-05-06-a-fair-offer.md", site: str = "") -> SourcePost:
    return read_source_post(source, text.encode(), read_options(site))


def fields(**values: Any) -> Fields:
    """Front matter as the import looks it up."""
    return Fields(ParsedFile(fields=values, body=SourceText.unedited(""), lines=dict.fromkeys(values, 3)))


@dataclass(frozen=True)
class Written:
    """One article that the import would write."""

    path: str
    text: str

    @property
    def front(self) -> dict[str, Any]:
        return dict(yaml.safe_load(self.text.split("---\n")[1]))

    @property
    def body(self) -> str:
        return self.text.split("---\n", 2)[2].lstrip("\n")


def imported(
    files: Mapping[str, str | bytes],
    *,
    site: str = "",
    target_site: TargetSite | None = None,
    pictures: Iterable[str] = (),
    author_names: Mapping[str, str] | None = None,
    author: str = "Editorial Desk",
    by_tag: Mapping[str, Sequence[str]] | None = None,
    permalink: str = DEFAULT_PERMALINK,
    zone: str = "UTC",
) -> Plan:
    """What an import of ``files`` would do."""
    source = Source(
        files={path: text.encode() if isinstance(text, str) else text for path, text in files.items()},
        pictures=[Picture(file=f"/pictures/{path}", path=path) for path in pictures],
        author_names=author_names or {},
    )
    options = ImportOptions(
        reading=read_options(site, permalink, zone), author=author, category="Imported", by_tag=by_tag or {}
    )
    return make_plan(source, target_site or TargetSite(), options, FILE_SYSTEM)


def articles(plan: Plan) -> dict[str, Written]:
    """The articles by name."""
    found = {}
    for path, text in plan.texts.items():
        if path.endswith(".md"):
            found[path.rpartition("/")[2].removesuffix(".md")] = Written(path, text)
    return found


def only(plan: Plan) -> Written:
    """The one article there is."""
    (article,) = articles(plan).values()
    return article


def report_messages(plan: Plan) -> list[str]:
    """Everything the report says about single files."""
    return [note.message for outcome in plan.report.outcomes for note in outcome.notes]


def messages(notes: Iterable[ImportNote]) -> list[str]:
    return [note.message for note in notes]


def entry(name: str = "own", year: str = "2019", *, public: bool = True, path: str = "") -> Entry:
    return Entry(name=name, year=year, public=public, path=path or f"/{year}/05/06/{name}/")


def context(
    *,
    site: str = "",
    pictures: Iterable[str] = (),
    others: Iterable[Entry] = (),
    own: Entry | None = None,
    **values: Any,
) -> ConversionContext:
    """What a conversion knows of an article called “own”, published 2019, old path /2019/05/06/own/."""
    own = own or entry()
    link_index = LinkIndex()
    for one in (own, *others):
        link_index.add(one, paths=[one.path], source=f"_posts/{one.year}-05-06-{one.name}.md")
    assets = ArticleAssets(
        index=AssetIndex([Picture(file=f"/pictures/{path}", path=path) for path in pictures]),
        year=own.year,
        article=own.name,
        beside="_posts",
        names_taken={},
        fingerprint=FILE_SYSTEM.fingerprint,
        usable=FILE_SYSTEM.usable,
    )
    return ConversionContext(
        title="A fair offer",
        entry=own,
        fields=fields(**values),
        site=OldSite.at(site),
        link_index=link_index,
        assets=assets,
        name_of=Authors(known={"jo": "Jo Ito"}).name_of,
    )
