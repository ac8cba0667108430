"""Digests in the finished site: issues as pages, what they recall, the archive, and what stays out of it."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import lxml.html
import pytest

from tests.samples import article_text, make_site, picture, run
from tests.sites import Built, build, dead_links, plain_bytes

FIRST, SECOND = "/digests/weekly/2026-W45/", "/digests/weekly/2026-W46/"
WORD = "zwischenquo"  # stands in a draft alone
DIGEST: dict[str, Any] = {"description": "All of it.", "every": "week", "day": "monday", "time": "08:00"}


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two thin weekly issues that each recall an older article, a draft for the third, a digest without any."""
    root = make_site(
        tmp_path_factory.mktemp("digests") / "site",
        {
            "old-one.md": article_text("Old one", date="2025-01-10"),
            "old-two.md": article_text(
                "Old two", date="2025-02-10", image="old.png", image_alt="An old picture", authors="[employer-desk]"
            ),
        },
        digests=[
            {"key": "weekly", "title": "Every week", "evergreen_below": 2, "evergreen_months": 1, **DIGEST},
            {"key": "hiring", "title": "On hiring", "categories": ["hiring"], **DIGEST},
        ],
    )  # fmt: skip
    posts = root / "docs/articles/posts/2026"
    (posts / "old.png").write_bytes(picture())
    script(root, "--baseline", day=2)
    script(root, day=2)
    (posts / "first.md").write_text(article_text("The first", date="2026-11-04"), encoding="utf-8")
    script(root, day=9)
    (posts / "second.md").write_text(article_text("The second", date="2026-11-11"), encoding="utf-8")
    script(root, day=16)
    (posts / "third.md").write_text(article_text("The third", date="2026-11-18"), encoding="utf-8")
    script(root, "--draft", day=18)
    draft = root / "docs/digests/weekly/2026-W47.draft.md"
    words = draft.read_text(encoding="utf-8").replace("subject:", f"subject: {WORD}", 1)
    draft.write_text(f"{words}[{WORD}](../../articles/posts/2026/third.md)\n", encoding="utf-8")
    return build(root)


def script(root: Path, *arguments: str, day: int) -> None:
    done = run(root, "close_digest.py", "weekly", *arguments, now=at(day))
    assert done.returncode == 0, done.stdout + done.stderr


def headings(page: Any) -> list[tuple[str, str]]:
    found = page.xpath("//main//*[self::h2 or self::h3]")
    return [(str(h.tag), " ".join(h.text_content().split())) for h in found]


def test_an_issue_page_tells_the_old_from_the_new(site: Built) -> None:
    """Below what is new stands one older article under a heading that says so, and it is not counted."""
    for url, new, old in ((FIRST, "The first", "Old one"), (SECOND, "The second", "Old two")):
        page = site.page(url)
        assert headings(page)[:3] == [("h2", new), ("h2", "Worth re-reading"), ("h3", old)]
        assert "1 article" in page.xpath("string(//main//header)")
        (section,) = page.xpath('//section[@aria-labelledby="worth-rereading"]')
        name = old.lower().replace(" ", "-")
        assert [urljoin(url, a) for a in section.xpath(".//a/@href")] == [f"/articles/{name}/"]
    assert dead_links(site) == []


def test_an_issue_does_not_lead_to_what_was_removed(tmp_path: Path) -> None:
    """Its page tells of the article, with the picture the mail shows, and says that it is no longer published."""
    first = article_text("The first", date="2026-11-04", image="first.png", image_alt="One")
    root = make_site(
        tmp_path / "site", {"first.md": first}, digests=[{"key": "weekly", "title": "W", **DIGEST}]
    )
    posts = root / "docs/articles/posts/2026"
    (posts / "first.png").write_bytes(picture())
    script(root, "--baseline", day=2)
    script(root, day=9)
    (posts / "first.md").unlink()
    gone = "first:\n  date: 2026-11-10\n  reason: no longer true\n"
    (root / "docs/articles/.gone.yml").write_text(gone, encoding="utf-8")
    made = build(root)
    (entry,) = made.page(FIRST).xpath('//article[contains(@class, "entry")]')
    assert "The first" in entry.text_content() and "no longer published" in entry.text_content()
    assert entry.xpath(".//a") == []
    assert made.has(urljoin(FIRST, entry.xpath("string(.//img/@src)")))


def test_the_mail_and_the_feed_tell_them_apart_too(site: Built) -> None:
    """HTML, text and the item for mail services have the old one last, under the same heading."""
    mail = site.page(f"{SECOND}email.html")
    assert headings_of_mail(mail) == ["The second", "Worth re-reading", "Old two"]
    assert "1 article" in mail.text_content()
    text = site.text(f"{SECOND}email.txt")
    assert text.index("* The second") < text.index("Worth re-reading") < text.index("* Old two")
    item = feedparser.parse(site.file("/digests/weekly.xml").read_bytes()).entries[0]
    body = lxml.html.fragment_fromstring(item.content[0].value, create_parent="div")
    assert [(h.tag, h.text_content()) for h in body.xpath(".//h2 | .//h3")] == [
        ("h2", "The second"), ("h2", "Worth re-reading"), ("h3", "Old two"),
    ]  # fmt: skip
    (image,) = body.xpath(".//img/@src")
    assert site.has(image.removeprefix(site.settings.site_url))
    _logo, shown = mail.xpath("//img/@src")
    assert site.has(shown.removeprefix(site.settings.site_url))


def headings_of_mail(page: Any) -> list[str]:
    return [" ".join(h.text_content().split()) for h in page.xpath("//h2 | //h3")]


def test_issues_lead_to_their_neighbours(site: Built) -> None:
    """From each issue one gets to the one before and the one after, and from the archive to both."""
    there = site.page(FIRST).xpath('//main//a[@rel="next"]/@href')
    back = site.page(SECOND).xpath('//main//a[@rel="prev"]/@href')
    assert [urljoin(FIRST, link) for link in there] == [SECOND]
    assert [urljoin(SECOND, link) for link in back] == [FIRST]
    archive = "/digests/weekly/"
    lines = site.page(archive).xpath('//main//*[contains(@class, "issue-line")]//h2/a/@href')
    assert [urljoin(archive, link) for link in lines] == [SECOND, FIRST]


def test_the_subscribe_page_shows_the_last_issue(site: Built) -> None:
    """Whoever thinks about subscribing can see what comes: the newest issue, and the archive of every digest."""
    links = {urljoin("/subscribe/", link) for link in site.page("/subscribe/").xpath("//main//a/@href")}
    assert SECOND in links
    assert {"/digests/weekly/", "/digests/hiring/"} <= links


def test_the_archive_is_not_in_the_search(site: Built) -> None:
    """Who searches finds articles, each once, and not the issues that announced them."""
    files = [gzip.decompress(path.read_bytes()) for path in (site.folder / "search-index/index").iterdir()]
    found = [json.loads(data)["url"] for data in files if data.startswith(b'{"url"')]
    assert sorted(found) == [f"articles/{a.name}/" for a in sorted(site.public, key=lambda a: a.name)]
    for url in ("/digests/", "/digests/weekly/", FIRST):
        assert site.page(url).xpath("//*[@data-pagefind-body]") == []


def test_search_engines_may_find_an_issue(site: Built) -> None:
    """An issue is a page like others: in the sitemap, with the day it closed."""
    (day,) = re.findall(
        rf"<loc>https://knowledge.example.com{FIRST}</loc>\s*<lastmod>([^<]*)<", site.text("/sitemap.xml")
    )
    assert day == "2026-11-09"


def test_a_digest_without_an_issue_is_whole(site: Built) -> None:
    """Its page says that nothing was sent yet, its feed is valid and empty, and the build names its close."""
    assert "The first issue has not been sent yet." in site.page("/digests/hiring/").text_content()
    read = feedparser.parse(site.file("/digests/hiring.xml").read_bytes())
    assert (read.bozo, read.version, len(read.entries)) == (False, "rss20", 0)
    lines = site.said.strip().splitlines()[-3:-1]
    assert lines[0] == "weekly closes next on Monday, November 23, 08:00. 1 article is waiting for it."
    assert lines[1].startswith(
        "hiring is due since Monday, November 16, 08:00, nothing new: knowledge-center close"
    )


def test_a_draft_of_an_issue_is_nowhere_in_the_site(site: Built) -> None:
    """The words for the next issue are read by nobody before it closes."""
    files = [path for path in site.folder.rglob("*") if path.is_file()]
    assert [path for path in files if WORD.encode() in plain_bytes(path) or "draft" in path.name] == []
    assert not site.has("/digests/weekly/2026-W47/")
    assert (site.root / "docs/digests/weekly/2026-W47.draft.md").is_file()
