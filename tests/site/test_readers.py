"""Real feed readers subscribe to every feed: each article arrives once, whatever happens to it afterwards.

newsboat (Debian: apt-get install newsboat) is what people read with; ``reader`` keeps entries as many others do.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import lxml.html
import pytest

from tests.programs import tool
from tests.samples import NOW, article_text, make_site, run
from tests.serving import Server
from tests.sites import Built, build

# A feed's address below the server -> identifier -> what the reader holds of that entry.
Held = Mapping[str, Mapping[str, "Entry"]]

LITERAL = (
    "How to use <select> well",
    "R&D at AT&T",
    "Say &amp; or &lt;b&gt;",
    "<b>Bold</b> & <script>x</script>",
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry as a reader has stored it; ``title`` is what it shows, ``changed`` what it compares."""

    title: str
    address: str
    text: str
    changed: object = None


class Newsboat:
    """The terminal reader, run without its terminal.

    It knows an article by its identifier alone, in whatever feed it was, so each feed has a cache of its own.
    """

    def __init__(self, folder: Path, feeds: list[str]) -> None:
        # It reads JSON Feed in later versions only; RSS and Atom are in all.
        xml = [feed for feed in feeds if feed.endswith(".xml")]
        self.folders = {feed: folder / str(number) for number, feed in enumerate(xml)}
        for feed, own in self.folders.items():
            own.mkdir(parents=True)
            (own / "urls").write_text(f"{feed}\n", encoding="utf-8")
            (own / "config").write_text("", encoding="utf-8")

    def fetch(self) -> None:
        for own in self.folders.values():
            home = {name: str(own) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
            files = ["-u", "urls", "-c", "cache.db", "-C", "config"]
            done = subprocess.run(
                [tool("newsboat"), *files, "-x", "reload"], cwd=own, env=os.environ | home, timeout=120,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def held(self) -> Held:
        found: dict[str, dict[str, Entry]] = {}
        for feed, own in self.folders.items():
            with closing(sqlite3.connect(own / "cache.db")) as cache:
                rows = cache.execute("select guid, title, url, content from rss_item").fetchall()
            found[feed] = {
                guid: Entry(title=title, address=url, text=content) for guid, title, url, content in rows
            }
            assert len(found[feed]) == len(rows), feed
        return found


class Articles:
    """The ``reader`` package, which many build their own reader on."""

    def __init__(self, folder: Path, feeds: list[str]) -> None:
        import reader

        self.reader = reader.make_reader(str(folder))
        self.feeds = feeds
        for feed in feeds:
            self.reader.add_feed(feed)

    def fetch(self) -> None:
        for updated in self.reader.update_feeds_iter(scheduled=False):
            assert not isinstance(updated.value, Exception), (updated.url, updated.value)

    def held(self) -> Held:
        found: dict[str, dict[str, Entry]] = {feed: {} for feed in self.feeds}
        for entry in self.reader.get_entries():
            content = "".join(part.value for part in entry.content)
            title = entry.title or ""
            if entry.feed_url.endswith("atom.xml"):
                # It gives a title of Atom out as HTML where the feed says so; its own pages show the words.
                title = str(lxml.html.fromstring(f"<p>{title}</p>").text) if "&" in title else title
            found[entry.feed_url][entry.id] = Entry(
                title=title, address=entry.link or "", text=content, changed=entry.updated
            )
        return found


Reader = Newsboat | Articles
Subscribe = Callable[[str], Reader]


@pytest.fixture(params=["newsboat", "reader"])
def subscribe(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Subscribe:
    """Each reader in turn, subscribed to all feeds of a server."""
    newsboat = request.param == "newsboat"
    if newsboat:
        tool("newsboat")  # before a site is built for it
    else:
        import feedparser_sgmllib

        # The parser inside ``reader`` asks for this by the name it had before.
        monkeypatch.setitem(sys.modules, "sgmllib", feedparser_sgmllib)

    def start(home: str) -> Reader:
        feeds = [home + path for path in FEEDS]
        return Newsboat(tmp_path / "reader", feeds) if newsboat else Articles(tmp_path / "reader.db", feeds)

    return start


FEEDS = (
    "feed.xml", "atom.xml", "feed.json", "email.xml",
    "articles/category/interviews/feed.xml", "articles/category/interviews/atom.xml",
    "articles/category/interviews/feed.json",
    "articles/author/careers-desk/feed.xml", "articles/author/careers-desk/atom.xml",
    "articles/author/careers-desk/feed.json",
    "digests/weekly.xml",
)  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Built, str]]:
    """A site of its own that can be rebuilt, and the address it is served at."""
    root = tmp_path / "site-sources"
    posts: dict[str, str | bytes] = {
        f"literal-{n}.md": article_text(yaml_text(title), date=f"2026-11-{10 + n}")
        for n, title in enumerate(LITERAL)
    }
    posts |= {
        "twin-1.md": article_text("One twin", date="2026-11-02 08:00"),
        "twin-2.md": article_text("Another twin", date="2026-11-02 08:00"),
        "moving.md": article_text("On the move", "It will move.\n", date="2026-11-03"),
    }
    make_site(root, posts)
    closed = run(root, "close_digest.py", "weekly", "--accept")
    assert closed.returncode == 0, closed.stderr
    built = deploy(root, 0)
    # The address may change its files: a build swaps site/ for a new folder.
    server = Server(root / "site")
    yield built, f"{server.served.url}/"
    server.close()


def deploy(root: Path, minute: int, now: datetime = NOW) -> Built:
    """Build, and date the files by the minute: a server tells readers of changes by whole seconds, and two of
    these builds fit into one."""
    built = build(root, now=now)
    moment = (NOW + timedelta(minutes=minute)).timestamp()
    for path in built.folder.rglob("*.*"):
        os.utime(path, (moment, moment))
    return built


def yaml_text(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def write(site: Built, name: str, text: str) -> None:
    (site.root / "docs/articles/posts/2026" / name).write_text(text, encoding="utf-8")


def news(before: Held, after: Held) -> dict[str, tuple[list[str], list[str]]]:
    """Of each feed that brought anything: the identifiers that are new, and those whose entry was changed."""
    found = {}
    for feed, entries in after.items():
        new = sorted(set(entries) - set(before[feed]))
        changed = sorted(id for id in entries if id in before[feed] and entries[id] != before[feed][id])
        if new or changed:
            found[feed] = (new, changed)
    return found


def test_each_article_arrives_once_and_only_news_is_news(
    site: tuple[Built, str], subscribe: Subscribe
) -> None:
    """Subscribe, rebuild, correct, add, rename: no change, one update, one new entry, and nothing new."""
    built, home = site
    reader = subscribe(home)
    reader.fetch()
    first = reader.held()
    article = "tag:knowledge.example.com,2026:article/"
    full = [feed for feed in first if "digests/" not in feed]
    known = {article + name for name in ("twin-1", "twin-2", "moving", *(f"literal-{n}" for n in range(4)))}
    assert {feed: set(first[feed]) for feed in full} == {feed: known for feed in full}
    assert [len(first[feed]) for feed in first if feed not in full] == [1]
    # newsboat is not asked for JSON.
    assert len(first) == (11 if isinstance(reader, Articles) else 8)

    again = deploy(built.root, 1, now=NOW + timedelta(hours=5))
    reader.fetch()
    assert news(first, reader.held()) == {}, again.said

    corrected = article_text(
        "On the move", "It will move, corrected.\n", date="2026-11-03", updated="2026-11-19"
    )
    write(built, "moving.md", corrected)
    deploy(built.root, 2)
    reader.fetch()
    second = reader.held()
    assert news(first, second) == {feed: ([], [f"{article}moving"]) for feed in full}
    assert all("corrected" in second[feed][f"{article}moving"].text for feed in full)

    write(built, "brand-new.md", article_text("Brand new", date="2026-11-20"))
    deploy(built.root, 3)
    reader.fetch()
    third = reader.held()
    assert news(second, third) == {feed: ([f"{article}brand-new"], []) for feed in full}

    (built.root / "docs/articles/posts/2026/moving.md").unlink()
    renamed = corrected.replace("updated: 2026-11-19\n", "updated: 2026-11-19\naliases: [moving]\n")
    write(built, "moved.md", renamed)
    deploy(built.root, 4)
    reader.fetch()
    fourth = reader.held()
    assert {feed: new for feed, (new, _) in news(third, fourth).items() if new} == {}
    assert {feed: len(entries) for feed, entries in fourth.items()} == {
        feed: len(entries) for feed, entries in third.items()
    }


def test_titles_are_shown_as_they_were_typed(site: tuple[Built, str], subscribe: Subscribe) -> None:
    """An article about <select> is called so, in every feed, and so are those with & and &lt; in their names."""
    _, home = site
    reader = subscribe(home)
    reader.fetch()
    held = reader.held()
    for feed in (feed for feed in held if "digests/" not in feed):
        shown = {id: entry.title for id, entry in held[feed].items()}
        assert [shown[f"tag:knowledge.example.com,2026:article/literal-{n}"] for n in range(4)] == list(
            LITERAL
        ), feed
