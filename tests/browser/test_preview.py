"""The preview of a digest in a real browser, opened as the file it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.samples import run
from tests.sites import Built, copy_of


@pytest.fixture(scope="module")
def preview(varied: Built, hostile: Built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The previews of two sites: one with everything in it, one that tries to break out."""
    found = {}
    for name, site in (("varied", varied), ("hostile", hostile)):
        root = copy_of(site, tmp_path_factory.mktemp("preview") / name)
        done = run(root, "preview_digest.py", "--no-open")
        assert done.returncode == 0, done.stderr
        found[name] = root / ".build/preview/weekly.html"
    return found


@pytest.fixture(params=["varied", "hostile"])
def opened(request: pytest.FixtureRequest, browser: Browser, preview: dict[str, Path]) -> Iterator[Page]:
    """The page, and a promise that nothing was asked of the network and nothing complained."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    address = preview[request.param].as_uri()
    page.goto(address)
    yield page
    page.close()
    assert asked == [address]
    assert said == []


def background(page: Page, frame: str, selector: str = ".paper") -> str:
    color: str = (
        page.frame_locator(f'iframe[title="{frame}"]')
        .locator(selector)
        .first.evaluate("element => getComputedStyle(element).backgroundColor")
    )
    return color


def test_each_frame_shows_the_mail_in_its_own_look(opened: Page) -> None:
    """The dark frames are dark and the light ones light, on a light system and on a dark one."""
    grounds = set()
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        opened.emulate_media(color_scheme=scheme)
        # A brand has grounds of its own.
        for look, is_light in (("", True), (", dark", False)):
            ground = background(opened, f"Desk{look}")
            assert ground == background(opened, f"Telephone{look}")
            brightness = sum(map(int, re.findall(r"\d+", ground))) / 3
            assert brightness > 230 if is_light else brightness < 50
        grounds.add(opened.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2


def test_the_pictures_are_shown_but_where_they_are_off(opened: Page) -> None:
    """Every picture of the mail has pixels in the frames; without pictures, its description stands there."""
    loaded = "images => images.map(image => image.naturalWidth)"
    on = opened.frame_locator('iframe[title="Desk"]').locator("img").evaluate_all(loaded)
    off = opened.frame_locator('iframe[title="Pictures off"]').locator("img").evaluate_all(loaded)
    assert on and all(on)
    assert len(off) == len(on) and not any(off)


def test_a_frame_grows_to_the_whole_mail_when_asked_to(opened: Page) -> None:
    """By default a mail scrolls in its frame as it does in a mail program; a box shows all of it."""
    frame = opened.locator('iframe[title="Telephone"]')
    height = "frame => [frame.clientHeight, frame.contentDocument.documentElement.scrollHeight]"
    shown, long = frame.evaluate(height)
    assert shown == 760 < long
    opened.get_by_label("Whole length").check()
    shown, long = frame.evaluate(height)
    assert shown >= long
    opened.get_by_label("Whole length").uncheck()
    assert frame.evaluate(height)[0] == 760


@pytest.mark.parametrize("width", [320, 800, 1440, 1920])
def test_nothing_runs_out_of_the_window(opened: Page, width: int) -> None:
    """The page fits telephones and wide screens; a frame that is too wide scrolls by itself."""
    opened.set_viewport_size({"width": width, "height": 900})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_wide_screen_the_two_desks_stand_side_by_side(opened: Page) -> None:
    """At 1440 pixels light and dark can be compared without scrolling."""
    first, second = (
        opened.locator(f'iframe[title="{name}"]').bounding_box() for name in ("Desk", "Desk, dark")
    )
    assert first and second
    assert first["y"] == second["y"] and first["x"] < second["x"]


def test_no_words_of_an_article_run(opened: Page) -> None:
    """Titles that are scripts stay titles, in the page and in its frames."""
    for frame in opened.frames:
        assert frame.evaluate("window.pwned") is None


def test_it_is_of_use_without_script(browser: Browser, preview: dict[str, Path]) -> None:
    """Without script every frame is there and scrolls; the box that needs script is not."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(preview["varied"].as_uri())
        assert page.locator("iframe").count() == 6
        assert not page.locator(".switch").is_visible()
