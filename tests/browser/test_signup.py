"""The signup form in a real browser, against a small service that notes what is posted to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from knowledge_center.signup.signup_form import signup_form
from tests.browser.reading import window
from tests.samples import article_text, make_site
from tests.serving import Served, Server
from tests.sites import Built, build

ADDRESS = "reader+test@example.org"
SIGNUP = "form.band__form"
ServeAfresh = Callable[[Path], Served]


@pytest.fixture
def serve_afresh() -> Iterator[ServeAfresh]:
    """A server of its own for each test, so that each sees only its own signups."""
    servers: list[Server] = []

    def serve(folder: Path) -> Served:
        servers.append(Server(folder))
        return servers[-1].served

    yield serve
    for server in servers:
        server.close()


def expected(site: Built, page: str, *digests: str) -> list[tuple[str, str]]:
    """The fields that signup/form.py says a reader of ``page`` posts who chose these digests."""
    form = signup_form(site.settings)
    chosen = [(choice.name, choice.value) for choice in form.digests if choice.value in digests]
    trap = [(form.honeypot, "")] if form.honeypot else []
    where = [(form.page, page)] if form.page else []
    return sorted([*form.hidden, *where, *chosen, (form.email, ADDRESS), *trap])


def by_mouse(page: Page) -> None:
    page.get_by_label("Your e").click()
    page.keyboard.type(ADDRESS)
    page.locator(SIGNUP).get_by_role("button", name="Subscribe").click()


def by_keyboard(page: Page) -> None:
    """From the top of the page, as somebody without a mouse: Tab to the field, type, Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator("input[type=email]:focus").count():
            break
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("submit", [by_mouse, by_keyboard])
def test_signing_up(
    browser: Browser,
    varied: Built,
    serve_afresh: ServeAfresh,
    submit: Callable[[Page], None],
    script: bool,
) -> None:
    """By mouse or keyboard, with JavaScript or without: the address is sent once, and the reader is thanked."""
    served = serve_afresh(varied.folder)
    with window(browser, served.url, width=390, script=script) as seen:
        for url in ("/", "/articles/neighbour/", "/subscribe/"):
            served.posted.clear()
            seen.open(served.url + url)
            submit(seen.page)
            seen.page.wait_for_url(f"{served.url}/thanks")
            assert seen.page.locator("h1").inner_text() == "Thank you"
            assert [sorted(fields) for fields in served.posted] == [expected(varied, url, "weekly")]
        assert seen.complaints == []


@pytest.mark.parametrize("typed", ["", "nobody", "a b@example.org"])
def test_what_is_no_address_is_not_sent(
    browser: Browser, varied: Built, serve_afresh: ServeAfresh, typed: str
) -> None:
    """The browser itself tells a reader who typed no address; nothing is posted."""
    served = serve_afresh(varied.folder)
    with window(browser, served.url, script=False) as seen:
        seen.open(f"{served.url}/subscribe/")
        field = seen.page.locator(f"{SIGNUP} input[type=email]")
        field.fill(typed)
        seen.page.locator(SIGNUP).get_by_role("button", name="Subscribe").click()
        field.fill(ADDRESS)
        seen.page.locator(SIGNUP).get_by_role("button", name="Subscribe").click()
        seen.page.wait_for_url(f"{served.url}/thanks")
        assert [dict(fields)["email"] for fields in served.posted] == [ADDRESS]


def test_people_never_meet_the_trap_for_robots(
    browser: Browser, varied: Built, serve_afresh: ServeAfresh
) -> None:
    """The field that only robots fill in cannot be seen, reached by Tab, or heard by a screen reader."""
    served = serve_afresh(varied.folder)
    trap = signup_form(varied.settings).honeypot
    assert trap
    with window(browser, served.url) as seen:
        seen.open(f"{served.url}/subscribe/")
        page = seen.page
        field = page.locator(f'{SIGNUP} input[name="{trap}"]')
        assert field.count() == 1
        shown = field.evaluate(
            "e => { const b = e.getBoundingClientRect();"
            " return document.elementsFromPoint(b.x + b.width / 2, b.y + b.height / 2).includes(e) }"
        )
        assert not shown
        assert field.get_attribute("tabindex") == "-1"
        assert "Leave this empty" not in page.locator(SIGNUP).aria_snapshot()
        assert "Your e" in page.locator(SIGNUP).aria_snapshot()
        page.locator(f"{SIGNUP} input[type=email]").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == "Subscribe"


@pytest.fixture(scope="module")
def services(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Built, Served, Served, Served, Served]]:
    """A site with two digests whose signups go to another host, which may send readers on to a third."""
    empty = tmp_path_factory.mktemp("services")
    servers = [Server(empty) for _ in range(3)]
    service, friend, stranger = (server.served for server in servers)
    digest: dict[str, Any] = {"description": "All of it.", "every": "week", "day": "monday", "time": "08:00"}
    root = make_site(
        tmp_path_factory.mktemp("elsewhere") / "site",
        {"one.md": article_text("One")},
        subscribe={
            "provider": "own", "service_url": service.url, "redirect_hosts": [friend.url], "consent": "Yes.",
            "consent_version": "7",
        },
        digests=[
            {"key": "weekly", "title": "Every week", **digest},
            {"key": "monthly", "title": "Every month", **digest, "every": "month", "day": 1},
        ],
    )  # fmt: skip
    site = build(root)
    servers.append(Server(site.folder))
    yield site, servers[-1].served, service, friend, stranger
    for server in servers:
        server.close()


Services = tuple[Built, Served, Served, Served, Served]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_signing_up_with_a_provider_on_another_host(
    browser: Browser, services: Services, script: bool
) -> None:
    """Where another host takes the signups, the page's own policy lets the form go there and on from there."""
    site, served, service, friend, _ = services
    for answer in ("", f"{friend.url}/thanks"):
        service.answer = answer
        service.posted.clear()
        with window(browser, served.url, service.url, friend.url, script=script) as seen:
            seen.open(f"{served.url}/articles/one/")
            by_mouse(seen.page)
            seen.page.wait_for_url(answer or f"{service.url}/thanks")
            assert [sorted(fields) for fields in service.posted] == [
                expected(site, "/articles/one/", "weekly")
            ]
            assert seen.complaints == []


def test_a_form_goes_nowhere_else(browser: Browser, services: Services) -> None:
    """A host that is not in the settings gets no reader, even where the service tries to send one there."""
    _, served, service, _, stranger = services
    service.answer = f"{stranger.url}/thanks"
    service.posted.clear()
    with window(browser, served.url, service.url, stranger.url) as seen:
        seen.open(f"{served.url}/articles/one/")
        with seen.page.expect_console_message(lambda message: "form-action" in message.text):
            by_mouse(seen.page)
        assert seen.page.url == f"{served.url}/articles/one/"


def test_readers_choose_their_digests(browser: Browser, services: Services) -> None:
    """With two digests on offer the first is ticked, and exactly what a reader ticks is posted."""
    site, served, service, _, _ = services
    service.answer = ""
    service.posted.clear()
    with window(browser, served.url, service.url, script=False) as seen:
        seen.open(f"{served.url}/subscribe/")
        boxes = seen.page.locator(f"{SIGNUP} input[type=checkbox]")
        assert [box.is_checked() for box in boxes.all()] == [True, False]
        for title in ("Every week", "Every month"):
            seen.page.locator(SIGNUP).get_by_text(title).click()
        by_mouse(seen.page)
        seen.page.wait_for_url(f"{service.url}/thanks")
        assert [sorted(fields) for fields in service.posted] == [expected(site, "/subscribe/", "monthly")]
