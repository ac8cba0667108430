"""Titles, descriptions and names that try to break out of the page: shown as they were written, and never run."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, Page

from tests.browser.reading import window
from tests.conftest import ServeFolder
from tests.sites import HOSTILE, Built, description

LISTINGS = (
    "/", "/articles/", "/articles/category/interviews/", "/articles/archive/2026/", "/articles/author/careers-desk/",
    "/digests/weekly/2026-W46/", "/digests/weekly/2026-W46/email.html",
)  # fmt: skip


def texts(page: Page, selector: str) -> list[str]:
    """What stands in elements, in one line each."""
    return [" ".join(text.split()) for text in page.locator(selector).all_text_contents()]


def metas(page: Page, *names: str) -> list[str | None]:
    return [
        page.locator(f'meta[name="{name}"], meta[property="{name}"]').get_attribute("content")
        for name in names
    ]


def test_an_article_shows_its_title_and_description_as_written(
    browser: Browser, hostile: Built, serve_folder: ServeFolder
) -> None:
    """The headline, the line below it, the tab, shared links and search engines all get the literal words."""
    served = serve_folder(hostile.folder)
    with window(browser, served.url) as seen:
        for name, title in HOSTILE.items():
            summary = description(title)
            seen.open(f"{served.url}/articles/{name}/")
            page = seen.page
            assert texts(page, "h1") == [title]
            assert page.locator("h1").is_visible()
            assert texts(page, ".deck") == [summary]
            assert page.title() == f"{title} – Knowledge Center"
            assert metas(page, "description", "og:description") == [summary, summary]
            assert metas(page, "og:title", "og:image:alt", "article:section") == [
                title,
                title,
                HOSTILE["image"],
            ]
            assert page.locator(".story__image img").get_attribute("alt") == title
            assert texts(page, ".byline a[rel=author]") == [HOSTILE["image"]]
            assert texts(page, ".story__label") == [HOSTILE["image"]]
            about, trail = json.loads(
                page.locator('script[type="application/ld+json"]').text_content() or ""
            )["@graph"]
            assert (about["headline"], about["description"]) == (title, summary)
            assert about["articleSection"] == [HOSTILE["image"]]
            assert [step["name"] for step in trail["itemListElement"]][1:] == [HOSTILE["image"], title]
            assert page.evaluate("window.pwned") is None
        assert seen.complaints == []


def test_listings_issues_and_mails_show_titles_and_descriptions_as_written(
    browser: Browser, hostile: Built, serve_folder: ServeFolder
) -> None:
    """Wherever articles are listed, every title and every description reads as its editor wrote it."""
    served = serve_folder(hostile.folder)
    # A mail fetches its pictures from the public address of the site.
    public = hostile.settings.site_url.rstrip("/")
    with window(browser, served.url, public) as seen:
        seen.page.route(f"{public}/**", lambda route: route.fulfill(body=b"", content_type="image/png"))
        for url in LISTINGS:
            seen.open(served.url + url)
            words = texts(seen.page, "body")[0]
            whole = {" ".join(text.split()) for text in seen.page.locator("body *").all_text_contents()}
            assert [title for title in HOSTILE.values() if title not in whole] == [], url
            assert [title for title in HOSTILE.values() if description(title) not in words] == [], url
            # All of them can be seen, and no element was made of them.
            visible = " ".join(seen.page.locator("body").inner_text().split())
            assert [title for title in HOSTILE.values() if title not in visible] == [], url
            assert seen.page.locator('b, i, img[src="x"], a[href="u"], [onerror]').count() == 0, url
            assert [t for t in texts(seen.page, "body script:not([src])") if "pwned" in t] == []
            assert seen.page.evaluate("window.pwned") is None
        assert seen.complaints == []


def test_names_of_topics_and_titles_in_short_lists_are_as_written(
    browser: Browser, hostile: Built, serve_folder: ServeFolder
) -> None:
    """The name of a topic is shown literally in menus, tables and lists, and nothing of it runs."""
    served = serve_folder(hostile.folder)
    with window(browser, served.url) as seen:
        for url in ("/topics/", "/digests/weekly/", "/search/", "/subscribe/"):
            seen.open(served.url + url)
            visible = " ".join(seen.page.locator("body").inner_text().split())
            assert HOSTILE["image"] in visible, url
            if url in ("/topics/", "/digests/weekly/"):
                assert [title for title in list(HOSTILE.values())[-3:] if title not in visible] == [], url
            assert seen.page.locator('b, i, img[src="x"], a[href="u"], [onerror]').count() == 0, url
            assert seen.page.evaluate("window.pwned") is None
        assert seen.complaints == []


def test_a_redirect_names_its_article_as_written(
    browser: Browser, hostile: Built, serve_folder: ServeFolder
) -> None:
    """The page at a former address says where to go with the literal title, and runs nothing of it."""
    served = serve_folder(hostile.folder)
    with window(browser, served.url) as seen:
        for name, title in HOSTILE.items():
            page = hostile.page(f"/articles/former-{name}/")
            assert " ".join(page.xpath("string(//body//a)").split()) == title
            seen.page.goto(f"{served.url}/articles/former-{name}/", wait_until="commit")
            seen.page.wait_for_url(f"{served.url}/articles/{name}/")
            assert seen.page.evaluate("window.pwned") is None
        assert seen.complaints == []
