"""Following the site by feed: every address on one page, copied at a press, and links without a script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.reading import Window, window
from tests.browser.test_reading import FOCUS, TOO_PALE, TOO_WIDE, WIDTHS
from tests.conftest import ServeFolder
from tests.sites import Built

# What a browser does that has no clipboard for pages, or refuses it: plain http, a permission denied.
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
NO_OLD_WAY = "document.execCommand = () => false"


@contextmanager
def subscribing(
    browser: Browser, served: str, *, width: int = 1280, script: bool = True, before: str = ""
) -> Iterator[Window]:
    """A window on /subscribe/ with all feeds in sight, that may use the clipboard.

    ``before`` runs before the page's own script.
    """
    with window(browser, served, width=width, script=script) as seen:
        seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served)
        if before:
            seen.page.add_init_script(before)
        seen.open(f"{served}/subscribe/")
        for group in seen.page.locator(".feeds summary").all():
            group.click()
        yield seen


def feeds_of(site: Built) -> set[str]:
    """The addresses of all feeds of a site, archive pages and second names of a feed apart."""
    found = {*site.urls("*.xml"), *site.urls("feed.json"), "/feeds.opml"}
    second = {f"/{alias}" for alias in site.settings.feeds.aliases} | {"/sitemap.xml"}
    return {url for url in found - second if not url.startswith("/feed/archive/")}


def buttons(seen: Window) -> Locator:
    return seen.page.locator("main button[data-copy]")


def copied(seen: Window) -> str:
    return str(seen.page.evaluate("navigator.clipboard.readText()"))


def test_every_feed_is_listed_with_a_button_that_copies_it(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """All feeds, digests and authors too: beside each link a button that copies its whole public address."""
    served = serve_folder(varied.folder)
    home = varied.settings.site_url.removesuffix("/")
    with subscribing(browser, served.url) as seen:
        listed = seen.page.locator(".feeds a").evaluate_all("all => all.map(a => new URL(a.href).pathname)")
        assert set(listed) == feeds_of(varied)
        assert len(listed) == len(set(listed)) == buttons(seen).count()
        for url, button in zip(listed, buttons(seen).all(), strict=True):
            button.click()
            expect(seen.page.locator(".feeds").get_by_role("status")).to_have_text(f"Copied: {home}{url}")
            assert copied(seen) == home + url
        assert seen.complaints == []


def test_feeds_of_single_topics_take_one_line_until_somebody_asks(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """So that the page of all ways ends within two screens of a telephone; a press shows them, with no script too."""
    served = serve_folder(varied.folder)
    with window(browser, served.url, width=390, script=False) as seen:
        seen.open(f"{served.url}/subscribe/")
        end = seen.page.locator(".follow").evaluate("e => e.getBoundingClientRect().bottom")
        assert end <= 2 * 844
        topic = seen.page.get_by_role("link", name="RSS: Interviews", exact=True)
        expect(topic).to_be_hidden()
        seen.page.get_by_role("heading", name="One topic").click()
        expect(topic).to_be_visible()


def test_a_button_touches_no_link_in_a_readers_own_colours(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """There it has an edge, which would stand on the last letter."""
    served = serve_folder(varied.folder)
    with subscribing(browser, served.url, width=320) as seen:
        seen.page.emulate_media(forced_colors="active")
        near = seen.page.locator(".feed__ways li").evaluate_all(
            "all => all.map(li => li.lastElementChild.getBoundingClientRect().left"
            " - li.firstElementChild.getBoundingClientRect().right)"
        )
        assert near and min(near) >= 4
        assert seen.page.evaluate(TOO_WIDE) == []


def test_the_keyboard_copies_and_stays_where_it_is(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """Tab reaches each button after its link, Enter and Space copy, and the focus is seen and not lost."""
    served = serve_folder(varied.folder)
    with subscribing(browser, served.url) as seen:
        page = seen.page
        page.get_by_role("link", name="RSS: All articles", exact=True).focus()
        for key in ("Enter", "Space"):
            page.keyboard.press("Tab")
            button = page.evaluate("document.activeElement.dataset.copy")
            page.keyboard.press(key)
            expect(page.locator(".feeds").get_by_role("status")).to_have_text(f"Copied: {button}")
            assert copied(seen) == button
            assert page.evaluate("document.activeElement.dataset.copy") == button
            place = page.evaluate(FOCUS)
            assert place["ring"] and place["inside"]
            page.keyboard.press("Tab")
        assert seen.complaints == []


def test_what_was_copied_last_is_marked_and_only_that(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """One mark at a time says what the clipboard holds, in the row one has pressed."""
    served = serve_folder(varied.folder)
    with subscribing(browser, served.url) as seen:
        rows = seen.page.locator(".feed")
        for at in (0, 2):
            rows.nth(at).get_by_role("button").first.click()
            expect(rows.nth(at).get_by_text("Copied", exact=True)).to_be_visible()
            expect(seen.page.get_by_text("Copied", exact=True)).to_have_count(1)
            expect(seen.page.locator(".copy--done")).to_have_count(1)


def test_copying_works_where_a_page_has_no_clipboard(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """Over plain http browsers give a page no clipboard; the address is copied the old way, the focus kept."""
    served = serve_folder(varied.folder)
    spy = "document.addEventListener('copy', () => { window.was = String(document.activeElement.value); });"
    with subscribing(browser, served.url, before=f"{NO_CLIPBOARD}; {spy}") as seen:
        first = buttons(seen).first
        first.press("Enter")
        expect(seen.page.locator(".feeds").get_by_role("status")).to_have_text(
            "Copied: https://knowledge.example.com/feed.xml"
        )
        assert seen.page.evaluate("window.was") == "https://knowledge.example.com/feed.xml"
        assert first.evaluate("button => document.activeElement === button")
        assert seen.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_an_address_that_cannot_be_copied_is_shown(
    browser: Browser, varied: Built, serve_folder: ServeFolder, width: int
) -> None:
    """A browser that refuses to copy leaves nobody alone: the address stands there, and fits a phone."""
    served = serve_folder(varied.folder)
    before = f"{NO_CLIPBOARD}; {NO_OLD_WAY}"
    with subscribing(browser, served.url, width=width, before=before) as seen:
        address = "https://knowledge.example.com/articles/category/interviews/feed.json"
        seen.page.get_by_role("button", name="Copy the address, JSON: Interviews").click()
        expect(seen.page.get_by_text(address, exact=True)).to_be_visible()
        expect(seen.page.locator(".feeds").get_by_role("status")).to_contain_text(address)
        assert seen.page.evaluate(TOO_WIDE) == []
        assert seen.page.evaluate(TOO_PALE)["pale"] == []


@pytest.mark.parametrize("script", [True, False])
def test_feeds_can_be_hit_with_a_thumb(
    browser: Browser, varied: Built, serve_folder: ServeFolder, script: bool
) -> None:
    """Every link and button of the list is at least 44 pixels wide and high, with and without a script."""
    served = serve_folder(varied.folder)
    with subscribing(browser, served.url, script=script) as seen:
        for width in WIDTHS:
            seen.page.set_viewport_size({"width": width, "height": 844})
            targets = [t for t in seen.page.locator(".feeds :is(a, button)").all() if t.is_visible()]
            assert len(targets) == len(feeds_of(varied)) * (2 if script else 1)
            boxes = {target.get_attribute("aria-label"): target.bounding_box() for target in targets}
            small = {n: box for n, box in boxes.items() if not box or box["width"] < 44 or box["height"] < 44}
            assert small == {}, width


def test_without_a_script_there_are_links_and_no_buttons(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """With JavaScript off no button is shown that would do nothing, and each link leads to its feed."""
    served = serve_folder(varied.folder)
    with subscribing(browser, served.url, width=320, script=False) as seen:
        links = seen.page.locator(".feeds a")
        assert links.count() == len(feeds_of(varied))
        assert buttons(seen).count() and not any(button.is_visible() for button in buttons(seen).all())
        assert "Copied" not in seen.page.locator("main").inner_text()
        for url in links.evaluate_all("all => all.map(a => a.href)"):
            answer = seen.page.request.get(url)
            assert answer.ok, url
        assert seen.complaints == []


def test_only_pages_that_copy_load_the_script(
    browser: Browser, varied: Built, serve_folder: ServeFolder
) -> None:
    """Where there is no address to copy, nothing is loaded for it."""
    served = serve_folder(varied.folder)
    with subscribing(browser, served.url) as seen:
        assert [url for url in seen.requests if "/assets/hashed/copy." in url]
        assert seen.complaints == []
    with window(browser, served.url) as seen:
        for url in ("/", "/articles/", "/topics/"):
            seen.open(served.url + url)
        assert [url for url in seen.requests if "/assets/hashed/site." in url]
        assert [url for url in seen.requests if "copy." in url] == []
