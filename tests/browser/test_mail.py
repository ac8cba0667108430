"""The mail of an issue as a narrow phone shows it."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.sites import Built


def test_words_beside_a_picture_stay_beside_it(browser: Browser, built: Built) -> None:
    """At 320 pixels a second story's title and byline keep their column; the summary takes the whole width."""
    page = browser.new_page(viewport={"width": 320, "height": 800})
    try:
        page.route("https://**", lambda route: route.abort())
        page.set_content(built.text("digests/weekly/2026-W46/email.html"), wait_until="domcontentloaded")

        def line(which: str) -> list[float]:
            """Where the words themselves begin, line by line."""
            found: list[float] = page.locator(which).first.evaluate(
                "e => { const r = document.createRange(); r.selectNodeContents(e);"
                " return [...r.getClientRects()].map(b => b.left) }"
            )
            return found

        picture = page.locator(".thumb").first.bounding_box()
        assert picture is not None
        beside = picture["x"] + picture["width"]
        assert min(line(".story-title")) >= beside
        assert min(line(".under")) >= beside
        assert min(line(".summary")) < beside
    finally:
        page.close()
