"""Entries, issues and ledgers to test with."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from knowledge_center.articles.model import SeriesPart
from knowledge_center.articles.rules.claims import Claim
from knowledge_center.digests.issue import Entry, Issue, SnapshotImage
from knowledge_center.pictures.model import CENTER
from knowledge_center.settings.model import DigestSettings
from tests.samples import settings

ZONE = ZoneInfo("America/Detroit")
WEEKLY: DigestSettings = settings().digests[0]
MONDAY = datetime(2026, 11, 16, 8, tzinfo=ZONE)

# What breaks YAML, headers, HTML or a line, besides every other character.
HOSTILE = [
    "---", "...", "null", "~", "yes", "2026-11-16", "1:30", "0x1F", "1e3", ".inf", "=", "<<", "- a", "? a",
    "a: b", "a:", "a #b", "#a", "&a", "*a", "!a", "%a", "@a", "`a`", "'a", '"a"', "[a]", "{a}", "|", ">", "a\nb",
    "a\r\nb", "\ta", " a ", "a\x00b", "\x85", "a\u2028b", "\ufeffa", "\u202ea", "a\u00a0b", "a\\b", "a\\",
    "<script>", "]]>", "&amp;", "👩\u200d💻", "שלום", "x" * 300, "\ufffe", "\U0010ffff", "a\tb", "é", "e\u0301",
]  # fmt: skip
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(HOSTILE)
visible_text = any_text.filter(lambda text: bool(text.strip()))
_names = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
_offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=_offsets).map(
    lambda moment: moment.replace(microsecond=0)
)
images = st.builds(
    SnapshotImage,
    path=_names.map(lambda name: f"articles/{name}/{name}.png"),
    alt=any_text,
    width=st.integers(0, 9999),
    height=st.integers(0, 9999),
    focus=st.just(CENTER) | st.tuples(st.integers(0, 100), st.integers(0, 100)),
)


def entries(ids: st.SearchStrategy[str] = visible_text) -> st.SearchStrategy[Entry]:
    """Entries with any text that a ledger may have to hold."""
    return st.builds(
        Entry,
        id=ids,
        url=_names.map(lambda name: f"articles/{name}/"),
        title=visible_text,
        summary=any_text,
        authors=st.lists(visible_text, max_size=3).map(tuple),
        published=moments,
        image=st.none() | images,
        language=st.sampled_from(["", "de", "no"]),
        series=st.none() | st.builds(SeriesPart, name=visible_text, part=st.integers(0, 999)),
    )


def entry(identity: str = "second-interview", **changes: Any) -> Entry:
    """An entry as a close makes it."""
    values: dict[str, Any] = {
        "id": identity,
        "url": f"articles/{identity}/",
        "title": identity.replace("-", " ").capitalize(),
        "summary": "A sentence about it.",
        "authors": ("Careers Desk",),
        "published": datetime(2026, 11, 12, tzinfo=ZONE),
    }
    return Entry(**(values | changes))


def issue(*found: Entry, **changes: Any) -> Issue:
    """The weekly issue of Monday, November 16, 2026."""
    values: dict[str, Any] = {
        "digest": "weekly",
        "key": "2026-W46",
        "boundary": MONDAY,
        "closed_at": MONDAY + timedelta(minutes=3),
        "entries": found or (entry(),),
        "source": "docs/digests/weekly/2026-W46.md",
    }
    return Issue(**(values | changes))


def claim(name: str, *aliases: str, guid: str = "", draft: bool = False) -> Claim:
    """What an article file of that name claims, its aliases from line 10 on and its identifier in line 99."""
    lines = (*range(10, 10 + len(aliases)), 99)
    path = f"docs/articles/posts/2026/{name}.md"
    return Claim(display_path=path, name=name, aliases=aliases, guid=guid, lines=lines, draft=draft)


def write(docs: Path, name: str, text: str) -> Path:
    """A file of the weekly ledger, as an editor or a merge may leave it."""
    path = docs / "digests/weekly" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
