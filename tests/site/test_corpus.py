"""A real blog of ten years, four dialects of front matter: imported, checked, built, and read from its feeds.

Runs where KC_CORPUS names the folder that holds it, with every third article of each year, or with KC_LONG=1 all of
them; that all are imported well, tests/tools/importer says. Small articles of our own cover the same shapes always
(tests/importing).
"""

from __future__ import annotations

import json
import os
import re
import shutil
from calendar import timegm
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import lxml.html
import pytest
import yaml
from playwright.sync_api import Browser

from knowledge_center.front_matter.parser import parse
from tests.browser.reading import window
from tests.conftest import ServeFolder
from tests.samples import NOW, make_site, run

CORPUS = Path(os.environ.get("KC_CORPUS", "")) / "18f"
UNREADABLE = 1
EACH = 1 if os.environ.get("KC_LONG") else 3

pytestmark = pytest.mark.skipif(
    not os.environ.get("KC_CORPUS"), reason="KC_CORPUS names no folder of real articles"
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site made of the corpus, built."""
    root = tmp_path_factory.mktemp("corpus") / "site"
    posts = root.with_name("posts")
    posts.mkdir()
    for path in source_files():
        shutil.copy(path, posts)
    feeds = {"tag_authority": "knowledge.example.com,2026", "entries": 5000, "full_text": True}
    make_site(root, {}, feeds=feeds)
    for name in (".authors.yml", ".categories.yml"):
        (root / "docs/articles" / name).unlink()
    came = run(
        root, "import_articles.py", str(posts), "--into", "docs", "--site-url", "https://old.example.org"
    )
    assert "Traceback" not in came.stdout + came.stderr
    checked = run(root, "check.py")
    assert checked.returncode == 0, checked.stdout[-3000:]
    built = run(root, "build.py")
    assert built.returncode == 0, built.stderr[-3000:]
    return root


def source_files() -> list[Path]:
    """What is imported; the names begin with the day."""
    return sorted(CORPUS.glob("*.md"))[::EACH]


def sources() -> dict[str, dict[str, Any]]:
    """The source files that the plain YAML parser can read, by file name, with their fields."""
    found = {}
    for path in source_files():
        head = path.read_text(encoding="utf-8").split("---", 2)[1]
        try:
            found[path.name] = yaml.safe_load(head)
        except yaml.YAMLError:
            continue
    return found


def articles(root: Path) -> dict[str, tuple[str, str]]:
    """Title and identifier of every imported article, by its name."""
    found = {}
    for path in sorted((root / "docs/articles/posts").rglob("*.md")):
        fields = parse(path.read_text(encoding="utf-8"), str(path)).fields
        found[path.stem] = (str(fields["title"].value), str(fields["guid"].value))
    return found


def test_nearly_every_file_is_imported(imported: Path) -> None:
    """What can be read becomes an article; of this corpus at most one file cannot."""
    assert len(articles(imported)) >= len(source_files()) - UNREADABLE


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_each_article_is_one_entry(imported: Path, name: str) -> None:
    """A feed reader finds every article once, with its title, its authors and an identifier that is its own."""
    feed = feedparser.parse((imported / "site" / name).read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    expected = sorted(guid for _, guid in articles(imported).values())
    assert sorted(entry.id for entry in feed.entries) == expected
    titles = {guid: title for title, guid in articles(imported).values()}
    assert {entry.id: entry.title for entry in feed.entries} == titles
    assert all(
        entry.author and entry.link.startswith("https://knowledge.example.com/articles/")
        for entry in feed.entries
    )
    assert all(entry.content[0].value for entry in feed.entries)


def test_titles_dates_and_authors_are_those_of_the_source(imported: Path) -> None:
    """What the old site said of title, day and number of authors, the feed says too."""
    feed = json.loads((imported / "site/feed.json").read_text(encoding="utf-8"))
    # The identifier is the old address, which ends in day and name: /2024/01/12/name/.
    entries = {"/".join(item["id"].rstrip("/").split("/")[-4:]): item for item in feed["items"]}
    compared = 0
    for file, fields in sources().items():
        stem = re.sub(r"^\d{4}-\d\d-\d\d-", "", file).removesuffix(".md")
        day = str(fields.get("date") or file)[:10]
        item = entries.get(f"{day.replace('-', '/')}/{stem}")
        if item is None:
            continue
        compared += 1
        title = lxml.html.fromstring(f"<p>{fields['title']}</p>").text_content()
        assert item["title"].split() == title.split(), file
        assert item["date_published"][:10] == day, file
        authors = fields.get("authors") or []
        authors = authors if isinstance(authors, list) else [authors]
        if authors:
            assert len(item["authors"]) == len({str(author) for author in authors}), file
    assert compared > 0.88 * len(source_files())


def test_no_template_mark_is_left(imported: Path) -> None:
    """No {% … %} of the old generator stands on a page, except where an article shows it as code."""
    for item in json.loads((imported / "site/feed.json").read_text(encoding="utf-8"))["items"]:
        prose = re.sub(r"<(pre|code)\b.*?</\1>", "", item["content_html"], flags=re.DOTALL)
        assert "{%" not in prose, item["url"]


def test_the_feeds_are_true_to_the_clock(imported: Path) -> None:
    """No entry is dated in the future, and the newest is first."""
    feed = feedparser.parse((imported / "site/feed.xml").read_bytes())
    moments = [datetime.fromtimestamp(timegm(entry.published_parsed), UTC) for entry in feed.entries]
    assert moments == sorted(moments, reverse=True)
    assert moments[0] <= NOW


def test_whoever_wants_to_subscribe_is_not_buried(
    imported: Path, browser: Browser, serve_folder: ServeFolder
) -> None:
    """With hundreds of authors, the page of all feeds weighs under 30 KB and takes two screens of a telephone."""
    page = imported / "site/subscribe/index.html"
    assert page.stat().st_size < 30_000
    served = serve_folder(imported / "site")
    with window(browser, served.url, width=390) as seen:
        seen.open(f"{served.url}/subscribe/")
        assert seen.page.locator(".follow").evaluate("e => e.getBoundingClientRect().bottom") <= 2 * 844


def test_what_to_read_next_is_spread_over_the_articles(imported: Path) -> None:
    """By what they are about: four of five are recommended somewhere, none has over a fiftieth of the places."""
    places: Counter[str] = Counter()
    pages = sorted((imported / "site/articles").glob("*/index.html"))
    for file in pages:
        found = lxml.html.parse(str(file)).xpath("//*[@aria-labelledby='next']//h3//a/@href")
        places.update(str(link).strip("./") for link in found)
        assert len(set(found)) == len(found), file
    count = len(articles(imported))
    assert places.total() >= 3 * count
    assert len(places) >= 0.8 * count
    assert max(places.values()) <= places.total() / 50
