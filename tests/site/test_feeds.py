"""The feeds of a finished site, read as a feed reader reads them."""

from __future__ import annotations

import json
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import feedparser
import lxml.html
from lxml import etree
from PIL import Image

from knowledge_center.articles.model import Article
from tests.sites import DRAFT_WORD, LATER_WORD, OVER_WORD, PUBLIC_WORD, Built, targets

ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(site: Built, url: str) -> Any:
    return feedparser.parse(site.file(url).read_bytes(), sanitize_html=False, resolve_relative_uris=False)


def xml_feeds(site: Built) -> list[str]:
    """Every RSS and Atom feed, the digests' included."""
    return [url for url in site.urls("*.xml") if url != "/sitemap.xml"]


def items(site: Built, url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(site.text(url))["items"]
    return found


def moment(parts: Any) -> datetime:
    return datetime.fromtimestamp(timegm(parts), UTC)


def words(detail: Any) -> str:
    """A title or summary of Atom as a reader shows it: plain text, or HTML read as HTML."""
    html = detail.type == "text/html"
    return str(lxml.html.fromstring(f"<p>{detail.value}</p>").text if html else detail.value)


def in_scope(site: Built, folder: str) -> list[Article]:
    """The articles a feed of that folder has to hold, newest first."""
    _, kind, key = folder.strip("/").split("/") if folder != "/" else ("", "", "")
    return [
        article
        for article in site.public
        if not kind
        or (kind == "category" and key in [category.slug for category in article.categories])
        or (kind == "author" and key in [author.key for author in article.authors])
    ][: site.settings.feeds.entries]


def folders(site: Built) -> list[str]:
    return [url.removesuffix("atom.xml") for url in site.urls("atom.xml")]


def test_every_feed_reads_without_a_complaint(site: Built) -> None:
    """A feed reader takes every feed as it is."""
    feeds = xml_feeds(site)
    assert len(feeds) >= 2 * 3 + 1
    complaints = {url: str(read.bozo_exception) for url in feeds if (read := parsed(site, url)).bozo}
    assert complaints == {}
    versions = {parsed(site, url).version for url in feeds}
    assert versions == {"rss20", "atom10"}
    for url in site.urls("feed.json"):
        assert json.loads(site.text(url))["version"] == "https://jsonfeed.org/version/1.1"


def test_feeds_hold_the_public_articles_newest_first(site: Built) -> None:
    """Every feed holds exactly its own public articles: ids, titles, dates, authors, addresses as written."""
    assert len(folders(site)) >= 3
    for folder in folders(site):
        expected = in_scope(site, folder)
        assert expected, folder
        told = [
            (
                a.id,
                a.title,
                a.published.astimezone(UTC),
                site.settings.absolute(a.url),
                [w.name for w in a.authors],
            )
            for a in expected
        ]
        atom = parsed(site, f"{folder}atom.xml").entries
        assert [
            (e.id, words(e.title_detail), moment(e.published_parsed), e.link, [a["name"] for a in e.authors])
            for e in atom
        ] == told
        rss = etree.fromstring(site.file(f"{folder}feed.xml").read_bytes()).findall("channel/item")
        read = parsed(site, f"{folder}feed.xml").entries
        creators = [[c.text for c in i.findall("{http://purl.org/dc/elements/1.1/}creator")] for i in rss]
        assert [
            (e.id, item.findtext("title"), moment(e.published_parsed), e.link, names)
            for e, item, names in zip(read, rss, creators, strict=True)
        ] == told
        assert [
            (
                i["id"], i["title"], datetime.fromisoformat(i["date_published"]).astimezone(UTC), i["url"],
                [a["name"] for a in i["authors"]],
            )
            for i in items(site, f"{folder}feed.json")
        ] == told  # fmt: skip


def test_descriptions_are_read_as_they_were_written(site: Built) -> None:
    """What an editor wrote as description is what a reader reads, whatever characters are in it."""
    expected = [article.summary for article in in_scope(site, "/")]
    assert [item["summary"] for item in items(site, "/feed.json")] == expected
    assert [words(entry.summary_detail) for entry in parsed(site, "/atom.xml").entries] == expected
    rss = etree.fromstring(site.file("/feed.xml").read_bytes()).findall("channel/item/description")
    # Readers take the description of RSS for HTML, so it is escaped once more than XML asks for.
    assert [unescape(item.text or "") for item in rss] == expected
    assert [lxml.html.fromstring(f"<p>{item.text}</p>").text_content() for item in rss] == expected


def contents(site: Built) -> Iterator[tuple[str, str, str]]:
    """Every full text in any feed: the feed, the entry's id, the HTML."""
    for url in xml_feeds(site):
        for entry in parsed(site, url).entries:
            for content in entry.get("content", []):
                yield url, entry.id, content.value
    for url in site.urls("feed.json"):
        for item in items(site, url):
            yield url, item["id"], item["content_html"]


def test_entries_carry_the_full_text(varied: Built) -> None:
    """A reader can read the whole article in the feed, pictures, tables and code included."""
    for url in ("/feed.xml", "/atom.xml", "/feed.json"):
        found = {identity: html for feed, identity, html in contents(varied) if feed == url}
        assert len(found) == 16
        html = found["tag:knowledge.example.com,2026:article/kitchen-sink"]
        tree = lxml.html.fromstring(html)
        assert PUBLIC_WORD in html and "The end." in html
        assert len(tree.xpath("//table")) == 1
        assert "second, third, fourth, fifth, sixth):\n    return" in tree.xpath("string(//pre)")
        images = [(i.get("src"), i.get("alt"), i.get("width"), i.get("height")) for i in tree.xpath("//img")]
        assert images == [
            ("https://knowledge.example.com/articles/kitchen-sink/inside.png", "Three boxes in a row", "640", "480"),
            ("https://knowledge.example.com/articles/neighbour/shared.png", "The same picture elsewhere", "660", "440"),
        ]  # fmt: skip
        links = [a.get("href") for a in tree.xpath("//a")]
        assert links[:2] == [
            "https://knowledge.example.com/articles/kitchen-sink/#numbers",
            "https://knowledge.example.com/articles/plain-03/#a-section",
        ]


def test_addresses_in_feeds_are_absolute_and_lead_somewhere(site: Built) -> None:
    """Every link and picture inside an entry is absolute, and ours are there."""
    wrong = []
    for feed, identity, html in contents(site):
        for tag, target in targets(lxml.html.fragment_fromstring(html, create_parent="div")):
            if not target.startswith(("https://", "http://", "mailto:")):
                wrong.append(f"{feed} {identity}: <{tag}> {target}")
            own = target.partition("#")[0].removeprefix(site.settings.site_url)
            if target.startswith(site.settings.site_url) and not site.has("/" + own):
                wrong.append(f"{feed} {identity}: <{tag}> {target} is not there")
    assert sorted(set(wrong)) == []


def test_links_and_pictures_of_entries_are_there(site: Built) -> None:
    """The page an entry leads to exists, and its picture has the type and the length that are told."""
    wrong = []
    for url in xml_feeds(site):
        for entry in parsed(site, url).entries:
            if not site.has("/" + entry.link.removeprefix(site.settings.site_url)):
                wrong.append(f"{url}: {entry.link}")
            for enclosure in entry.get("enclosures", []):
                file = site.file("/" + enclosure.href.removeprefix(site.settings.site_url))
                if not file.is_file() or file.stat().st_size != int(enclosure.length):
                    wrong.append(f"{url}: {enclosure.href}")
    assert wrong == []


def test_feeds_know_their_own_address_and_their_page(site: Built) -> None:
    """A reader that was handed a file finds the feed's address in it, and the page it belongs to."""
    wrong = []
    for url in xml_feeds(site):
        feed = parsed(site, url).feed
        own = [link.href for link in feed.links if link.rel == "self"]
        # What is only a further address of the feed says which one lasts.
        copy = url.removeprefix("/") in site.settings.feeds.aliases
        if own != [site.settings.absolute("/feed.xml" if copy else url)]:
            wrong.append(f"{url}: self is {own}")
        page = feed.link.removeprefix(site.settings.site_url)
        if not feed.link.startswith(site.settings.site_url) or not site.has("/" + page):
            wrong.append(f"{url}: its page is {feed.link}")
        if url.endswith(("feed.xml", "atom.xml")) and f"/{page}" != url.rpartition("/")[0] + "/":
            wrong.append(f"{url}: its page is {feed.link}")
    for url in site.urls("feed.json"):
        told = json.loads(site.text(url))
        expected = (site.settings.absolute(url), site.settings.absolute(url.removesuffix("feed.json")))
        if (told["feed_url"], told["home_page_url"]) != expected:
            wrong.append(f"{url}: {told['feed_url']}, {told['home_page_url']}")
    assert wrong == []


def test_no_feed_holds_what_is_not_public(varied: Built) -> None:
    """Drafts, scheduled and expired articles are in no feed, nor in the list of feeds."""
    leaks = [
        f"{url}: {word}"
        for url in (*varied.urls("*.xml"), *varied.urls("*.json"), *varied.urls("*.opml"))
        for word in (DRAFT_WORD, LATER_WORD, OVER_WORD, "unwritten", "articles/later", "articles/over")
        if word in varied.text(url)
    ]
    assert leaks == []


def test_no_feed_is_dated_later_than_the_articles_in_it(site: Built) -> None:
    """The date of a feed is that of its newest change, not of the build."""
    for folder in folders(site):
        newest = max(article.modified for article in in_scope(site, folder)).astimezone(UTC)
        for name in ("feed.xml", "atom.xml"):
            assert moment(parsed(site, folder + name).feed.updated_parsed) == newest


def test_the_digest_feed_holds_the_closed_issues(varied: Built) -> None:
    """The digest's feed has one item an issue, with the page of the issue and every article in it."""
    entries = parsed(varied, "/digests/weekly.xml").entries
    assert [(e.id, e.link) for e in entries] == [
        (
            "tag:knowledge.example.com,2026:digest/weekly/2026-W46",
            "https://knowledge.example.com/digests/weekly/2026-W46/",
        )
    ]
    html = entries[0].content[0].value
    assert [article.name for article in varied.public if f"/{article.url}" not in html] == []
    assert "unsubscribe" not in html.lower()


def test_a_digest_without_issues_has_an_empty_feed(built: Built) -> None:
    """Every digest has a valid feed, also before its first issue, and one item for each closed one."""
    for digest in built.settings.digests:
        folder = built.root / "docs/digests" / digest.key
        issues = sorted((p.stem for p in folder.glob("*.md")), reverse=True)
        read = parsed(built, f"/digests/{digest.key}.xml")
        assert not read.bozo
        assert [e.link.rstrip("/").rpartition("/")[2] for e in read.entries] == issues


def test_the_list_of_feeds_names_every_feed_once(site: Built) -> None:
    """A reader that imports the list of feeds follows each feed once."""
    outlines = etree.fromstring(site.file("/feeds.opml").read_bytes()).findall(".//outline[@xmlUrl]")
    listed = [outline.get("xmlUrl") for outline in outlines]
    assert len(listed) == len(set(listed))
    assert [url for url in listed if not site.has("/" + url.removeprefix(site.settings.site_url))] == []
    rss = {site.settings.absolute(f"{folder}feed.xml") for folder in folders(site)}
    assert rss <= set(listed)


def test_addresses_that_readers_try_hold_the_feed(built: Built) -> None:
    """/rss.xml, /index.xml and /feed.rss are the feed itself; /feed/ is a page that names the feeds."""
    feed = built.file("/feed.xml").read_bytes()
    assert {name: built.file(f"/{name}").read_bytes() for name in ("rss.xml", "index.xml", "feed.rss")} == {
        "rss.xml": feed,
        "index.xml": feed,
        "feed.rss": feed,
    }
    page = built.page("/feed/")
    assert "https://knowledge.example.com/feed.xml" in page.xpath('//link[@rel="alternate"]/@href')


def test_a_service_gets_pictures_of_the_size_it_is_told(built: Built) -> None:
    """Every picture of /email.xml is there, 600 pixels wide, with its true sizes, and no enclosure."""
    parsed_feed = parsed(built, "/email.xml")
    assert len(parsed_feed.entries) == len(built.public)
    for entry in parsed_feed.entries:
        (media,) = entry.media_content
        file = built.file("/" + media["url"].removeprefix(built.settings.site_url))
        with Image.open(file) as picture:
            assert (str(picture.width), str(picture.height)) == (media["width"], media["height"])
            assert (picture.width, picture.format) == (600, "JPEG")
        assert not entry.enclosures
