"""The archive feed of a built site: from the feed back to the first article, on pages that stay."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.samples import article_text, make_docs, make_site, run
from tests.sites import Built, build, hashes

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = {"tag_authority": "knowledge.example.com,2026", "entries": 4, "full_text": True}


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site of ten articles whose feed holds four, with its archive closed and built."""
    root = tmp_path_factory.mktemp("archived") / "site"
    posts: dict[str, str | bytes] = {
        f"a-{n:02}.md": article_text(f"Article {n}", date=f"2025-{n:02}-10") for n in range(1, 11)
    }
    make_site(root, posts, feeds=FEEDS)
    assert not (build(root).folder / "feed/archive").exists()
    assert run(root, "close_archive.py").returncode == 0
    return build(root)


def chain(site: Built, url: str = "/atom.xml") -> list[list[str]]:
    """The titles of a feed, then of each page its prev-archive links lead to."""
    found, home = [], site.settings.site_url.removesuffix("/")
    while url:
        root = etree.fromstring(site.file(url).read_bytes())
        found.append([entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry")])
        before = [
            link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "prev-archive"
        ]
        url = (before[0] or "").removeprefix(home) if before else ""
    return found


def test_a_reader_gets_back_to_the_first_article(archived: Built) -> None:
    """Feed and pages together hold every article, newest first, and strict readers find nothing wrong."""
    assert chain(archived) == [
        [f"Article {n}" for n in (10, 9, 8, 7)],
        [f"Article {n}" for n in (8, 7, 6, 5)],
        [f"Article {n}" for n in (4, 3, 2, 1)],
    ]
    done = run(archived.root, "check.py", "--feeds", now=archived.now)
    assert done.returncode == 0, done.stdout


def test_pages_stay_byte_for_byte_when_articles_come_and_go(archived: Built) -> None:
    """An article dated back and one that left the feed: the pages are the same files, until the next are closed."""
    before = hashes(archived.folder / "feed/archive")
    make_docs(archived.root, {"old.md": article_text("Found again", date="2024-05-05")})
    (archived.root / "docs/articles/posts/2026/a-10.md").unlink()
    built = build(archived.root)
    assert hashes(built.folder / "feed/archive") == before
    assert "on no page of the archive yet" in built.said
    assert run(archived.root, "close_archive.py").returncode == 0
    built = build(archived.root)
    after = hashes(built.folder / "feed/archive")
    assert sorted(after) == ["1.xml", "2.xml", "3.xml"]
    assert {name: after[name] for name in before} == before
    assert chain(built)[1] == ["Article 9", "Found again"]
