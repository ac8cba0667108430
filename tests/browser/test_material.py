"""Material's look in a browser: its switch and its search work on our pages, and no title runs there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.reading import window
from tests.conftest import ServeFolder
from tests.sites import HOSTILE, Built, search_word

PAGES = ("/articles/", "/articles/kitchen-sink/", "/topics/", "/subscribe/", "/digests/weekly/2026-W46/")


@pytest.mark.parametrize("width", [320, 800, 1440])
def test_our_pages_fit_every_window(
    browser: Browser, material: Built, serve_folder: ServeFolder, width: int
) -> None:
    """Nothing is wider than the window, nothing fails, and no page of ours asks for a sitemap."""
    served = serve_folder(material.folder)
    with window(browser, served.url, width=width) as seen:
        for url in PAGES:
            seen.open(served.url + url)
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, url
            assert seen.page.locator("h1").is_visible()
        assert [url for url in seen.requests if "sitemap" in url] == []
        assert seen.complaints == []


def test_the_switch_makes_our_pages_dark(
    browser: Browser, material: Built, serve_folder: ServeFolder
) -> None:
    """The choice of a reader holds for our cards as for the rest of the site."""
    served = serve_folder(material.folder)
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/articles/")
        colour = "getComputedStyle(document.querySelector('.card__title a')).color"
        light = seen.page.evaluate(colour)
        seen.page.locator("label[title=Dark]").click()
        seen.page.wait_for_selector("body[data-md-color-scheme=slate]")
        assert seen.page.evaluate(colour) != light
        assert seen.complaints == []


@pytest.mark.parametrize("name", ["script", "image", "quotes"])
def test_titles_in_materials_search_are_words(
    browser: Browser, hostile_material: Built, serve_folder: ServeFolder, name: str
) -> None:
    """Its search shows a title as HTML: it finds the article, and nothing of the title runs."""
    served = serve_folder(hostile_material.folder)
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/articles/{name}/")
        seen.page.locator(".md-search__input").click()
        seen.page.keyboard.type(search_word(name), delay=5)
        # What the first letters find stands there before it, for a moment.
        expect(seen.page.locator(".md-search-result__item h1").first).to_have_text(HOSTILE[name])
        assert seen.page.evaluate("window.pwned") is None
        assert seen.complaints == []
