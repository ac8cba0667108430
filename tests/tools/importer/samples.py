"""A small old site to import from, and how to read what came out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from knowledge_center.tools.importer.asset_index import Album, Picture, Shelf
from knowledge_center.tools.importer.body.conversion_context import Facts
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.foreign_front_matter import Matter
from knowledge_center.tools.importer.import_notes import Note
from knowledge_center.tools.importer.import_plan import Hands, Home, Plan, Source, Wishes, make_plan
from knowledge_center.tools.importer.link_index import Directory, Entry
from knowledge_center.tools.importer.old_addresses import DEFAULT_PERMALINK, OldSite
from knowledge_center.tools.importer.source_authors import People
from knowledge_center.tools.importer.source_post import Candidate, Rules, read_candidate
from knowledge_center.tools.importer.source_text import Manuscript

OLD = "https://old.example.org"
TEXT = "Most cover letters say the same three things. This one says what the reader came to find out.\n"

# Every picture can be shown, and two are the same if their files have one name.
HANDS = Hands(fingerprint=lambda file: file, usable=lambda file: "broken" not in file)


def post(title: str = "A fair offer", *lines: str, body: str = TEXT) -> str:
    """An article of the old site with further lines of front matter."""
    return "\n".join(["---", f"title: {title}", *lines, "---", body])


def rules(site: str = "", permalink: str = DEFAULT_PERMALINK, zone: str = "UTC") -> Rules:
    return Rules(site=OldSite.at(site), permalink=permalink, zone=ZoneInfo(zone))


def candidate(text: str, source: str = "_posts/2019-05-06-a-fair-offer.md", site: str = "") -> Candidate:
    return read_candidate(source, text.encode(), rules(site))


def fields(**values: Any) -> Fields:
    """Front matter as the import looks it up."""
    return Fields(Matter(fields=values, body=Manuscript.fresh(""), lines=dict.fromkeys(values, 3)))


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
    home: Home | None = None,
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
    wishes = Wishes(
        rules=rules(site, permalink, zone), author=author, category="Imported", by_tag=by_tag or {}
    )
    return make_plan(source, home or Home(), wishes, HANDS)


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


def said(plan: Plan) -> list[str]:
    """Everything the report says about single files."""
    return [note.message for outcome in plan.report.outcomes for note in outcome.notes]


def messages(notes: Iterable[Note]) -> list[str]:
    return [note.message for note in notes]


def entry(name: str = "own", year: str = "2019", *, public: bool = True, path: str = "") -> Entry:
    return Entry(name=name, year=year, public=public, path=path or f"/{year}/05/06/{name}/")


def facts(
    *,
    site: str = "",
    pictures: Iterable[str] = (),
    others: Iterable[Entry] = (),
    own: Entry | None = None,
    **values: Any,
) -> Facts:
    """The world around an article called “own”, published 2019, old path /2019/05/06/own/."""
    own = own or entry()
    directory = Directory()
    for one in (own, *others):
        directory.add(one, paths=[one.path], source=f"_posts/{one.year}-05-06-{one.name}.md")
    album = Album(
        shelf=Shelf([Picture(file=f"/pictures/{path}", path=path) for path in pictures]),
        year=own.year,
        article=own.name,
        beside="_posts",
        placed={},
        fingerprint=HANDS.fingerprint,
        usable=HANDS.usable,
    )
    return Facts(
        title="A fair offer",
        source="_posts/2019-05-06-own.md",
        entry=own,
        fields=fields(**values),
        site=OldSite.at(site),
        directory=directory,
        album=album,
        name_of=People(known={"jo": "Jo Ito"}).name_of,
    )
