"""A built site with a series and articles in several languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.samples import article_text, make_site, run
from tests.sites import Built, build

HREFLANG = '//head/link[@rel="alternate"][@hreflang]'


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Three parts of a series, the second of them in German and Arabic too, and one article in German alone."""
    series = {n: f"{{name: First days, part: {n}}}" for n in (1, 2, 3)}
    articles: dict[str, str | bytes] = {
        "one.md": article_text("Part one", date="2026-11-10", series=series[1]),
        "two.md": article_text("Part two", date="2026-11-11", series=series[2]),
        "three.md": article_text("Part three", date="2026-11-12", series=series[3]),
        "zwei.md": article_text(
            "Teil zwei", date="2026-11-13", language="de", translation_of="two", aliases="[deux]"
        ),
        "ithnan.md": article_text("اثنان", date="2026-11-13", language="ar", translation_of="two"),
        "nur.md": article_text("Nur auf Deutsch", date="2026-11-14", language="de"),
    }
    german = {"key": "german", "title": "Auf Deutsch", "every": "day", "time": "08:00", "language": "de"}
    weekly = {"key": "weekly", "title": "Weekly", "every": "week", "day": "monday", "time": "08:00"}
    root = make_site(tmp_path_factory.mktemp("several") / "site", articles, digests=[weekly, german])
    for key in ("weekly", "german"):
        done = run(root, "close_digest.py", key, "--accept")
        assert done.returncode == 0, done.stdout + done.stderr
    return build(root)


def test_who_only_translates_has_a_page(tmp_path: Path) -> None:
    """And feeds: with the translations, as has a topic that no original has. Other lists have each work once."""
    articles: dict[str, str | bytes] = {
        "one.md": article_text("Part one", date="2026-11-10", authors="[careers-desk]", categories="[hiring]"),
        "eins.md": article_text(
            "Teil eins", date="2026-11-11", authors="[employer-desk, careers-desk]", categories="[interviews]",
            language="de", translation_of="one",
        ),
    }  # fmt: skip
    site = build(make_site(tmp_path / "site", articles))
    expected = {
        "author/employer-desk": ["Teil eins"], "category/interviews": ["Teil eins"],
        "author/careers-desk": ["Part one"], "category/hiring": ["Part one"],
    }  # fmt: skip
    for scope, titles in expected.items():
        page = site.page(f"/articles/{scope}/")
        assert page.xpath("//*[contains(@class, 'card__title')]/a/text()") == titles, scope
        items = json.loads(site.text(f"/articles/{scope}/feed.json"))["items"]
        assert [item["title"] for item in items] == titles, scope
    assert site.page("/articles/author/").xpath("//a[contains(@href, 'employer-desk')]")
    assert site.page("/topics/").xpath("//a[contains(@href, 'category/interviews')]")


def mails(site: Built, digest: str) -> list[str]:
    """The text parts of a digest's mails."""
    return [url for url in site.urls("*.txt") if url.startswith(f"/digests/{digest}/")]


def test_a_part_leads_to_the_others(several: Built) -> None:
    """It says which it is; all parts stand below the text, the one before and the next at the end."""
    page = several.page("/articles/two/")
    assert page.xpath("normalize-space(//p[contains(@class, 'story__part')])") == "Part 2 of 3: First days"
    assert page.xpath("//nav[@class='parts']//a/@href") == ["../series/first-days/", "../one/", "../three/"]
    assert page.xpath("//nav[@class='parts']//*[@aria-current='page']/text()") == ["Part two"]
    assert page.xpath("//nav[@class='turn']/a/@href") == ["../one/", "../three/"]
    titles = several.page("/articles/series/first-days/").xpath("//h3/a/text()")
    assert titles == ["Part one", "Part two", "Part three"]
    assert not several.page("/articles/nur/").xpath("//nav[@class='parts']")


def test_feeds_and_mail_say_the_series(several: Built) -> None:
    """As a category of the entry; in the mail beside the author."""
    items = json.loads(several.text("/feed.json"))["items"]
    assert {item["title"]: item["tags"] for item in items}["Part one"] == ["Interviews", "First days"]
    [issue] = mails(several, "weekly")
    assert "First days, part 2 · By Careers Desk" in " ".join(several.text(issue).split())


def test_versions_lead_to_each_other(several: Built) -> None:
    """For readers as links in their own words, for search engines in the head, on each of them the same."""
    expected = [("en", "two"), ("x-default", "two"), ("ar", "ithnan"), ("de", "zwei")]
    for name in ("two", "zwei", "ithnan"):
        page = several.page(f"/articles/{name}/")
        found = [(link.get("hreflang"), link.get("href")) for link in page.xpath(HREFLANG)]
        assert found == [(tag, several.settings.absolute(f"articles/{other}/")) for tag, other in expected]
        others = {link.get("hreflang") for link in page.xpath("//p[contains(@class, 'versions')]/a")}
        assert others == {"en", "ar", "de"} - {
            page.xpath("//h1/@lang")[0] if page.xpath("//h1/@lang") else "en"
        }
    assert several.page("/articles/ithnan/").xpath("//*[contains(@class, 'prose')]/@dir") == ["rtl"]
    assert not several.page("/articles/nur/").xpath(HREFLANG)
    assert "/articles/deux/" in several.redirects


def test_lists_and_feeds_have_each_article_in_one_language(several: Built) -> None:
    """Everybody's have that of the site, else the one there is; those of a language have all in it."""

    def titles(url: str) -> list[str]:
        return [item["title"] for item in json.loads(several.text(url))["items"]]

    everybody = ["Nur auf Deutsch", "Part three", "Part two", "Part one"]
    german = ["Nur auf Deutsch", "Teil zwei"]
    assert titles("/feed.json") == everybody
    assert titles("/articles/language/de/feed.json") == german
    orphan = json.loads(several.text("/feed.json"))["items"][0]
    assert orphan["language"] == "de" and 'xml:lang="de"' in several.text("/atom.xml")
    assert json.loads(several.text("/articles/language/de/feed.json"))["language"] == "de"
    for url, expected in (("/articles/", everybody), ("/articles/language/de/", german)):
        cards = several.page(url).xpath(
            "//article[contains(@class, 'card')]//*[contains(@class, 'card__title')]/a/text()"
        )
        assert cards == expected, url
    for digest, carried in (("weekly", set(everybody)), ("german", set(german))):
        [mail] = mails(several, digest)
        assert {title for title in (*everybody, *german) if title in several.text(mail)} == carried


@pytest.mark.parametrize(
    "url",
    [
        "/", "/articles/", "/articles/nur/", "/articles/category/interviews/", "/digests/weekly/",
        "/digests/weekly/2026-W46/", "/digests/weekly/2026-W46/email.html",
    ],
)  # fmt: skip
def test_a_title_in_another_language_says_so(several: Built, url: str) -> None:
    """Wherever it stands: a voice reads it as what it is, and it stays on its side of the line."""
    told = several.page(url).xpath("//body//text()[normalize-space()='Nur auf Deutsch']")
    assert told and all(text.getparent().xpath("ancestor-or-self::*/@lang")[-1] == "de" for text in told)


def test_a_digest_in_another_language_says_so(several: Built) -> None:
    """Its name wherever it stands on pages in the site's language."""
    for url in (
        "/",
        "/subscribe/",
        "/digests/",
        "/digests/german/",
        mails(several, "german")[0].removesuffix("email.txt"),
    ):
        told = several.page(url).xpath("//body//text()[normalize-space()='Auf Deutsch']")
        assert told and all(text.getparent().xpath("ancestor-or-self::*/@lang")[-1] == "de" for text in told)


def test_a_title_with_letters_that_no_font_has_is_told(several: Built) -> None:
    """The card for shared links says the site's name, and the build says so, and what would help."""
    [line] = [line for line in several.said.splitlines() if "Cards for shared links" in line]
    assert "say the site's name" in line and "“اثنان”" in line
    assert "font: assets/fonts/ours.woff2" in several.said


def test_a_mail_address_is_typed_from_the_left(several: Built) -> None:
    """Also on a page that is read from the right, where a sign behind a name would jump before it."""
    assert several.page("/").xpath("//input[@type='email']/@dir") == ["ltr"]
