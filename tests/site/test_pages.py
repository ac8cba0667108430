"""The finished site, file by file: what has to be there, what must not, and how every page is made."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from PIL import Image

from knowledge_center.articles.model import Article
from tests.samples import article_text, make_site, picture
from tests.sites import (
    DRAFT_WORD,
    HALF_WORD,
    LATER_WORD,
    OVER_WORD,
    PUBLIC_WORD,
    STRAY_WORD,
    Built,
    build,
    dead_links,
    plain_bytes,
    targets,
)  # fmt: skip

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg")
FEEDS = {
    "application/rss+xml": "feed.xml",
    "application/atom+xml": "atom.xml",
    "application/feed+json": "feed.json",
}
SIGNUP = "Subscribe to our Knowledge Center"


def listed(site: Built, url: str) -> list[str]:
    """The articles whose cards stand on a page, in their order."""
    links = site.page(url).xpath('//main//article//*[contains(@class, "card__title")]/a/@href')
    return [name_of(urljoin(url, link)) for link in links]


def name_of(url: str) -> str:
    found = re.fullmatch(r"/articles/([a-z0-9-]+)/", url)
    assert found, f"{url} is no article"
    return found[1]


def names(articles: tuple[Article, ...] | list[Article]) -> list[str]:
    return [article.name for article in articles]


def sitemap(site: Built) -> dict[str, str]:
    """Paths with their last change, empty where none is told."""
    root = ElementTree.fromstring(site.file("/sitemap.xml").read_bytes())
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    return {
        str(url.findtext("s:loc", "", space)).removeprefix(site.settings.site_url.rstrip("/")): str(
            url.findtext("s:lastmod", "", space)
        )
        for url in root.findall("s:url", space)
    }


def test_every_promised_address_exists(varied: Built) -> None:
    """Every address we promised to readers is there."""
    promised = [
        "/", "/articles/", "/articles/page/1/", "/articles/page/2/", "/articles/page/3/",
        "/articles/kitchen-sink/", "/articles/plain-01/",
        "/articles/category/interviews/", "/articles/category/interviews/page/1/", "/articles/category/hiring/",
        "/articles/archive/", "/articles/archive/2025/", "/articles/archive/2026/", "/articles/author/",
        "/articles/author/careers-desk/", "/articles/author/careers-desk/page/1/",
        "/articles/author/employer-desk/", "/articles/former-name/", "/blog/2019/old-path/", "/old.html",
        "/deep/down/old.htm", "/feed.xml", "/atom.xml", "/feed.json", "/feeds.opml",
        *(f"/articles/{view}/{name}" for view in ("category/interviews", "category/hiring",
          "author/careers-desk", "author/employer-desk") for name in FEEDS.values()),
        "/digests/", "/digests/weekly/", "/digests/weekly.xml", "/digests/weekly/2026-W46/",
        "/digests/weekly/2026-W46/email.html", "/digests/weekly/2026-W46/email.txt",
        "/subscribe/", "/topics/", "/search/", "/404.html", "/robots.txt", "/sitemap.xml",
        "/articles/kitchen-sink/sink.jpg", "/articles/kitchen-sink/inside.png",
    ]  # fmt: skip
    assert [url for url in promised if not varied.has(url)] == []


def test_every_page_has_a_picture_where_it_is_shared(varied: Built) -> None:
    """The article's own, or a card; each at its promised size, and lists on several pages share theirs."""
    found = {}
    for url in varied.pages:
        shared = varied.page(url).xpath("//meta[@property='og:image']/@content")
        assert len(shared) == 1, url
        found[url] = shared[0].removeprefix(varied.settings.site_url.rstrip("/"))
    assert found["/articles/kitchen-sink/"] == "/articles/kitchen-sink/sink.jpg"
    assert found["/articles/plain-01/"] == "/articles/plain-01/share-card.png"
    assert found["/articles/page/1/"] == found["/articles/"] == "/articles/share-card.png"
    assert found["/digests/weekly/2026-W46/"] == "/digests/weekly/2026-W46/share-card.png"
    assert found["/"] == found["/subscribe/"] == "/share-card.png"
    for card in {path for path in found.values() if path.endswith("share-card.png")}:
        with Image.open(varied.file(card)) as opened:
            assert opened.size == (1200, 630)


def test_our_own_site_has_a_page_for_everything_it_holds(built: Built) -> None:
    """Each of our articles, topics, authors and years has its page and its feeds."""
    zone = built.settings.zone
    expected = {"/", "/articles/", "/subscribe/", "/topics/", "/search/", "/digests/", "/404.html"}
    expected |= {"/articles/author/", "/articles/archive/"}
    for article in built.public:
        expected.add(f"/articles/{article.name}/")
        expected.add(f"/articles/archive/{article.published.astimezone(zone).year}/")
        for scope in (
            *(f"category/{category.slug}" for category in article.categories),
            *(f"author/{author.key}" for author in article.authors),
        ):
            expected |= {f"/articles/{scope}/", *(f"/articles/{scope}/{feed}" for feed in FEEDS.values())}
    for digest in built.settings.digests:
        expected |= {f"/digests/{digest.key}/", f"/digests/{digest.key}.xml"}
    assert len(built.public) >= 8
    assert sorted(url for url in expected if not built.has(url)) == []


def test_listings_hold_every_article_once_newest_first(varied: Built) -> None:
    """A listing shows each article once, the newest first, the oldest six on page 1."""
    content = names(varied.public)
    assert len(content) == 16
    assert content[1:4] == ["renamed", "a-twin", "neighbour"]
    first, second = listed(varied, "/articles/"), listed(varied, "/articles/page/1/")
    assert (first, second) == (content[:10], content[10:])
    in_topic = [a.name for a in varied.public if any(c.slug == "interviews" for c in a.categories)]
    topic = "/articles/category/interviews/"
    assert listed(varied, topic) + listed(varied, f"{topic}page/1/") == in_topic
    for year in (2025, 2026):
        of_year = [a.name for a in varied.public if a.published.astimezone(varied.settings.zone).year == year]
        own, behind = f"/articles/archive/{year}/", f"/articles/archive/{year}/page/1/"
        assert listed(varied, own) + (listed(varied, behind) if varied.has(behind) else []) == of_year
    desk = "/articles/author/careers-desk/"
    by_desk = [a.name for a in varied.public if any(author.key == "careers-desk" for author in a.authors)]
    assert listed(varied, desk) + listed(varied, f"{desk}page/1/") == by_desk
    assert listed(varied, "/") == content[:7]


def test_a_listing_of_one_page_has_no_second(varied: Built) -> None:
    """There is no empty page behind the last one, and an address for every six articles of each listing."""
    pages = [url for url in varied.urls() if "/page/" in url]
    assert [url for url in pages if url in varied.pages] == [
        "/articles/archive/2025/page/1/",
        "/articles/author/careers-desk/page/1/",
        "/articles/author/employer-desk/page/1/",
        "/articles/category/interviews/page/1/",
        "/articles/page/1/",
    ]
    assert [url for url in pages if url not in varied.pages] == [
        "/articles/archive/2025/page/2/",
        "/articles/author/careers-desk/page/2/",
        "/articles/author/careers-desk/page/3/",
        "/articles/author/employer-desk/page/2/",
        "/articles/category/interviews/page/2/",
        "/articles/category/interviews/page/3/",
        "/articles/page/2/",
        "/articles/page/3/",
    ]


def test_pages_of_a_listing_lead_to_each_other(varied: Built) -> None:
    """From the second page of a listing one gets back to the first, and the other way round."""
    first, second = "/articles/category/interviews/", "/articles/category/interviews/page/1/"
    ahead = varied.page(first).xpath('//main//a[@rel="next"]/@href')
    back = varied.page(second).xpath('//main//a[@rel="prev"]/@href')
    assert [urljoin(first, link) for link in ahead] == [second]
    assert [urljoin(second, link) for link in back] == [first]


@pytest.mark.parametrize(
    "url", ["/articles/former-name/", "/blog/2019/old-path/", "/old.html", "/deep/down/old.htm"]
)
def test_former_addresses_lead_to_the_article(varied: Built, url: str) -> None:
    """An old name or path sends the reader on to the article, wherever the site is served."""
    page = varied.page(url)
    content = page.xpath('//meta[@http-equiv="refresh"]/@content')
    links = page.xpath("//body//a/@href")
    assert len(content) == len(links) == 1
    delay, _, target = content[0].partition("; url=")
    assert delay == "0"
    for relative in (target, links[0]):
        assert urljoin(f"https://example.com/sub/folder{url}", relative) == (
            "https://example.com/sub/folder/articles/renamed/"
        )
    assert page.xpath('//link[@rel="canonical"]/@href') == ["https://knowledge.example.com/articles/renamed/"]
    assert page.xpath('//meta[@name="robots"]/@content') == ["noindex"]


def test_moving_an_article_to_another_year_changes_no_address_and_no_feed(tmp_path: Path) -> None:
    """An editor may tidy year folders: pages, pictures and feeds stay byte for byte what they were."""
    text = article_text("On the move", "![Inside](inside.png)\n", image="front.png", image_alt="A front")
    pictures = {"front.png": picture("blue"), "inside.png": picture("green")}

    def year(folder: str) -> Built:
        posts = f"articles/posts/{folder}"
        files: dict[str, str | bytes] = {f"{posts}/moved.md": text}
        files |= {f"{posts}/{name}": data for name, data in pictures.items()}
        return build(make_site(tmp_path / folder, files))

    one, other = year("2026"), year("2024")
    for name, data in pictures.items():
        assert other.file(f"/articles/moved/{name}").read_bytes() == data
    content = {p.relative_to(one.folder) for p in one.folder.rglob("*") if p.is_file()}
    assert content == {p.relative_to(other.folder) for p in other.folder.rglob("*") if p.is_file()}
    changed = [p for p in content if (one.folder / p).read_bytes() != (other.folder / p).read_bytes()]
    assert changed == []


def test_only_pictures_that_a_public_article_uses_are_published(varied: Built) -> None:
    """No draft's picture, no unused one, no document that lies beside the articles; only copies for mails."""
    kinds = (".html", ".htm", ".xml", ".json", ".md")
    found = {
        path.relative_to(varied.folder).as_posix()
        for path in (varied.folder / "articles").rglob("*")
        if path.is_file() and path.suffix not in kinds and path.name != "share-card.png"
    }
    assert found == {
        "articles/kitchen-sink/sink.jpg",
        *(f"articles/kitchen-sink/sink.jpg.{width}.avif" for width in (400, 800, 1200)),
        "articles/kitchen-sink/sink.jpg.800.jpg",
        "articles/kitchen-sink/sink.jpg.800.webp",
        "articles/kitchen-sink/sink.w600.jpg",
        "articles/kitchen-sink/sink.w1200.jpg",
        "articles/kitchen-sink/inside.png",
        "articles/kitchen-sink/inside.w600.jpg",
        "articles/neighbour/shared.png",
        "articles/neighbour/shared.w600.jpg",
        "articles/over/over.png",
    }
    kept = {picture(color) for color in ("red", "pink", "purple", "lime")}
    assert [path for path in varied.folder.rglob("*") if path.is_file() and path.read_bytes() in kept] == []


def test_what_is_not_public_is_nowhere_in_the_site(varied: Built) -> None:
    """Not a word, a title or a name of a draft or a scheduled article is in any file, packed or not."""
    secrets = (DRAFT_WORD, HALF_WORD, LATER_WORD, STRAY_WORD, "Not written yet", "Coming soon", "unwritten")
    leaks = [
        f"{path.relative_to(varied.folder)}: {secret}"
        for path in varied.folder.rglob("*")
        for secret in secrets
        if path.is_file()
        if secret.encode() in plain_bytes(path) or secret in path.relative_to(varied.folder).as_posix()
    ]
    assert leaks == []
    public = [
        path
        for path in varied.folder.rglob("*")
        if path.is_file() and PUBLIC_WORD.encode() in plain_bytes(path)
    ]
    # What the test above relies on: words do show in the search index and the feeds.
    assert {path.suffix for path in public} >= {".html", ".xml", ".json", ".bin"}


def test_an_expired_article_keeps_its_page_and_nothing_else(varied: Built) -> None:
    """Its page stays, says so and asks search engines to forget it; no list, feed or search knows it."""
    url = "/articles/over/"
    page = varied.page(url)
    notice = page.xpath('string(//*[contains(@class, "notice")])')
    assert "No longer current" in notice and "October 31, 2026" in notice
    assert page.xpath('//meta[@name="robots"]/@content') == ["noindex"]
    assert page.xpath("//*[@data-pagefind-body]") == []
    assert OVER_WORD in varied.text(url)
    elsewhere = [
        path.relative_to(varied.folder).as_posix()
        for path in varied.folder.rglob("*")
        if path.is_file() and path != varied.file(url)
        if any(
            word in plain_bytes(path) for word in (OVER_WORD.encode(), b"Over and done", b"articles/over/")
        )
    ]
    assert elsewhere == []


def test_only_the_expired_article_carries_a_notice(varied: Built) -> None:
    """No notice stands on an article that is current."""
    noticed = [url for url in varied.pages if varied.page(url).xpath('//*[contains(@class, "notice")]')]
    assert noticed == ["/articles/over/"]


def test_one_signup_form_under_one_name(site: Built) -> None:
    """Home, /subscribe/ and every article ask for the address once, under the same name, by a plain POST."""
    with_form = ["/", "/subscribe/", *(f"/articles/{article.name}/" for article in site.public)]
    wrong = []
    for url in site.pages:
        page = site.page(url)
        forms = page.xpath('//form[translate(@method, "POST", "post") = "post"]')
        headings = [h for h in page.xpath("//h1 | //h2 | //h3") if h.text_content().strip() == SIGNUP]
        if url in with_form and not (len(forms) == len(headings) == 1):
            wrong.append(f"{url}: {len(forms)} forms, {len(headings)} headings")
        if len(forms) > 1 or len(forms) != len(headings):
            wrong.append(f"{url}: {len(forms)} forms, {len(headings)} headings")
        for form in forms:
            fields = [(name, form.get(name)) for name in ("action", "method")]
            if fields != [("action", "/subscribe"), ("method", "post")]:
                wrong.append(f"{url}: {fields}")
            if len(form.xpath('.//input[@type="email"][@required][@id = ../..//label/@for]')) != 1:
                wrong.append(f"{url}: no field for the address with a label")
    assert wrong == []


def test_the_word_loading_is_in_no_page(site: Built) -> None:
    """The page this project began with said “Loading” for ever. Ours never do."""
    said = [url for url in site.urls() if re.search(r"\bLoading\b", site.text(url))]
    assert said == []


def test_one_h1_on_each_page(site: Built) -> None:
    """Every page has exactly one main heading, and it is not empty."""
    headings = {url: [h.text_content().strip() for h in site.page(url).xpath("//h1")] for url in site.pages}
    assert {url: found for url, found in headings.items() if len(found) != 1 or not found[0]} == {}


def test_headings_leave_no_level_out(site: Built) -> None:
    """Somebody who reads by headings never falls from the second level to the fourth."""
    wrong = []
    for url in site.pages:
        levels = [int(h.tag[1]) for h in site.page(url).xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
        wrong += [f"{url}: {levels}" for a, b in pairwise(levels) if b > a + 1]
    assert wrong == []


def test_every_link_and_picture_leads_somewhere(site: Built) -> None:
    """No link, picture, style or script of any page is dead, and every # place is there."""
    assert dead_links(site) == []


def test_links_also_hold_below_a_folder(tmp_path: Path) -> None:
    """A site at https://example.com/knowledge/ works as well as one at the root of its host."""
    articles: dict[str, str | bytes] = {
        "old.md": article_text("Old", aliases="[older, /blog/oldest/]", image="p.png", image_alt="A picture"),
        "new.md": article_text("New", "[Old](old.md)\n", date="2026-11-18"),
        "p.png": picture(),
    }
    root = make_site(tmp_path / "site", articles)
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    moved = text.replace(
        "site_url: https://knowledge.example.com/", "site_url: https://example.com/knowledge/"
    )
    assert moved != text
    config.write_text(moved, encoding="utf-8")
    site = build(root)
    assert dead_links(site, "/knowledge/") == []
    assert sorted(site.redirects) == ["/articles/older/", "/blog/oldest/", "/feed/"]


def test_no_page_asks_anything_of_another_host(site: Built) -> None:
    """Opening a page sends no request anywhere else: styles, scripts, fonts and pictures are our own."""
    foreign = []
    for url in site.urls():
        page = site.page(url)
        tags = ("link", "script", "img", "iframe", "source", "video", "audio", "object", "embed", "track")
        for element in page.iter(*tags):
            known = element.tag == "link" and element.get("rel") in ("canonical", "alternate")
            mail = url.endswith("/email.html") and element.tag == "img"
            for _, target in targets(element):
                absolute = target.startswith(("http:", "https:", "//"))
                if absolute and not ((known or mail) and target.startswith(site.settings.site_url)):
                    foreign.append(f"{url}: <{element.tag}> {target}")
        sheets = page.xpath("//style/text()") + page.xpath("//@style")
        foreign += [f"{url}: {sheet}" for sheet in sheets if re.search(r"url\(|@import", sheet)]
        for sheet in page.xpath('//link[@rel="stylesheet"]/@href'):
            css = site.text(urljoin(url, sheet))
            foreign += [
                f"{sheet}: {found}"
                for found in re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)\s]*", css)
            ]
    assert sorted(set(foreign)) == []


def test_every_page_offers_the_feeds(site: Built) -> None:
    """A feed reader finds RSS, Atom and JSON from the address of any page."""
    wrong = []
    for url in site.pages:
        offered = alternates(site, url)
        for kind, name in FEEDS.items():
            if offered.count((kind, site.settings.absolute(name))) != 1:
                wrong.append(f"{url}: {kind}")
        wrong += [
            f"{url}: {href}"
            for _, href in offered
            if not site.has("/" + href.removeprefix(site.settings.site_url))
        ]
    assert wrong == []


def test_topics_authors_and_digests_offer_their_own_feeds_first(varied: Built) -> None:
    """On the page of a topic, an author or a digest, the first feed a reader is offered is that one's."""
    for view in (
        "category/interviews",
        "category/hiring",
        "category/interviews/page/1",
        "author/careers-desk",
    ):
        own = f"articles/{view.removesuffix('/page/1')}/"
        expected = [(kind, varied.settings.absolute(own + name)) for kind, name in FEEDS.items()]
        assert alternates(varied, f"/articles/{view}/")[:3] == expected
    weekly = ("application/rss+xml", varied.settings.absolute("digests/weekly.xml"))
    for url in ("/digests/weekly/", "/digests/weekly/2026-W46/"):
        assert alternates(varied, url)[0] == weekly


def alternates(site: Built, url: str) -> list[tuple[str, str]]:
    links = site.page(url).xpath('/html/head/link[@rel="alternate"]')
    return [(link.get("type"), link.get("href")) for link in links]


def test_ids_are_unique_and_the_language_is_told(site: Built) -> None:
    """Every id stands once on its page, every page says which language it is in."""
    wrong = []
    for url in site.urls():
        page = site.page(url)
        wrong += [f"{url}: {name}" for name, count in Counter(page.xpath("//@id")).items() if count > 1]
        if page.get("lang") != site.settings.language:
            wrong.append(f"{url}: lang is {page.get('lang')}")
    assert wrong == []


def test_what_labels_something_is_there(site: Built) -> None:
    """Every label, description and heading that another element names by its id exists on the page."""
    wrong = []
    for url in site.pages:
        page = site.page(url)
        ids = set(page.xpath("//@id"))
        named = page.xpath("//@aria-labelledby | //@aria-describedby | //@aria-controls | //label/@for")
        wrong += [f"{url}: {name}" for value in named for name in value.split() if name not in ids]
    assert wrong == []


def test_pictures_have_alt_and_size(site: Built) -> None:
    """Every picture has an alternative text, if an empty one, and the size it needs, so that nothing jumps."""
    wrong = [
        f"{url}: {image.get('src')} has no {name}"
        for url in site.urls()
        for image in site.page(url).xpath("//img")
        for name in ("alt", "width", "height")
        if image.get(name) is None or (name != "alt" and not image.get(name).isdigit())
    ]
    assert wrong == []


def test_a_picture_is_described_where_it_tells_something(varied: Built) -> None:
    """The picture of an article and those in its text carry the words their editor wrote."""
    images = {
        i.get("src"): i for i in varied.page("/articles/kitchen-sink/").xpath("//main/div[1]//article//img")
    }
    told = {src: (i.get("alt"), i.get("width"), i.get("height")) for src, i in images.items()}
    assert told == {
        "sink.jpg": ("A sink full of plates", "1200", "800"),
        "inside.png": ("Three boxes in a row", "640", "480"),
        "../neighbour/shared.png": ("The same picture elsewhere", "660", "440"),
    }


def test_the_sitemap_holds_what_search_engines_may_keep(site: Built) -> None:
    """Every page that may be found is in the sitemap by its own address, and nothing else is."""
    findable = {
        url
        for url in site.pages
        if site.page(url).xpath('//meta[@name="robots"][contains(@content, "noindex")]') == []
    }
    assert set(sitemap(site)) == findable
    assert {f"/articles/{article.name}/" for article in site.public} <= findable
    for url in findable:
        canonical = site.page(url).xpath('/html/head/link[@rel="canonical"]/@href')
        assert canonical == [site.settings.absolute(url)]


def test_every_listing_is_described_in_words_of_its_own(varied: Built) -> None:
    """No two pages that search engines show say the same of themselves."""
    articles = {f"/articles/{article.name}/" for article in varied.public}
    said = {
        url: varied.page(url).xpath('string(//meta[@name="description"]/@content)')
        for url in set(sitemap(varied)) - articles
    }
    assert len(set(said.values())) == len(said) and all(said.values())


def test_the_sitemap_tells_when_an_article_really_changed(varied: Built) -> None:
    """Last changes in the sitemap are the articles' own dates, never the day of the build."""
    told = sitemap(varied)
    zone = varied.settings.zone

    def day(moment: datetime) -> str:
        return moment.astimezone(zone).date().isoformat()

    for article in varied.public:
        assert told[f"/articles/{article.name}/"] == day(article.modified)
    assert told["/articles/kitchen-sink/"] == "2026-11-19"
    newest = max(article.modified for article in varied.public)
    assert told["/"] == told["/articles/"] == day(newest)
    assert told["/articles/archive/2025/"] == "2025-12-10"
    # A topic of one article, with no words of its own, says less than that article.
    assert varied.has("/articles/category/hiring/") and "/articles/category/hiring/" not in told
    assert told["/subscribe/"] == ""
    assert "/search/" not in told
    assert "2026-11-20" not in [day for url, day in told.items() if not url.startswith("/digests/")]


def test_robots_txt_names_the_sitemap(varied: Built) -> None:
    """Search engines are let in and told where the sitemap is."""
    lines = varied.text("/robots.txt").splitlines()
    assert "User-agent: *" in lines
    assert f"Sitemap: {varied.settings.site_url}sitemap.xml" in lines
    assert [line for line in lines if line.startswith("Disallow")] == []


def test_the_page_for_what_is_not_there_works_at_any_depth(varied: Built) -> None:
    """A wrong address far down still shows a page whose links and styles work, and no search engine keeps it."""
    page = varied.page("/404.html")
    relative = [target for _, target in targets(page) if not target.startswith(("/", "#", "http", "mailto:"))]
    assert relative == []
    assert page.xpath('//meta[@name="robots"]/@content') == ["noindex"]


def test_articles_carry_what_a_reader_needs_around_the_text(site: Built) -> None:
    """Byline, date, reading time, the house's own words, a way back, and what to read next: on every article."""
    wrong = []
    for article in site.public:
        url = f"/articles/{article.name}/"
        page = site.page(url)
        words = " ".join(page.xpath("string(//main)").split())
        for author in article.authors:
            if author.name not in " ".join(page.xpath('string(//*[contains(@class, "byline")])').split()):
                wrong.append(f"{url}: {author.name} is not in the byline")
        date = page.xpath('//*[contains(@class, "byline")]//time/@datetime')
        if not date or datetime.fromisoformat(date[0]) != article.published:
            wrong.append(f"{url}: the byline's date is {date}")
        for expected in (f"{article.minutes} min read", site.settings.organization.about):
            if expected not in words:
                wrong.append(f"{url}: “{expected}” is missing")
        if not page.xpath('//main//*[@class="back"]/a'):
            wrong.append(f"{url}: no way back")
        at = site.public.index(article)
        around = {
            rel: [urljoin(url, href) for href in page.xpath(f'//main//a[@rel="{rel}"]/@href')]
            for rel in ("prev", "next")
        }
        older, newer = site.public[at + 1 : at + 2], site.public[:at][-1:]
        if around != {"prev": [f"/{a.url}" for a in older], "next": [f"/{a.url}" for a in newer]}:
            wrong.append(f"{url}: the neighbours are {around}")
    assert wrong == []
