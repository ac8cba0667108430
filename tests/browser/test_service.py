"""The newcomer's circle in a real browser: sign up, open the mail, click, choose, leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from knowledge_center.signup import subscribers
from knowledge_center.signup.email_addresses import read_address
from tests.browser.reading import Scheme, Window, window
from tests.service.running import Running
from tests.sites import Built

FORM = "form.band__form"
ANA = "ana@example.org"
both = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@pytest.fixture
def hosted(varied: Built, tmp_path: Path) -> Iterator[Running]:
    """The built site with the service, as knowledge-center host serves it."""
    found = Running(tmp_path / "state", site=varied.folder, ours=varied.settings)
    yield found
    found.stop()


def state(service: Running) -> tuple[str, tuple[str, ...]]:
    db = service.database()
    found = subscribers.find_address(db, read_address(ANA))
    db.close()
    return (found.state, found.digests) if found else ("nobody", ())


def submit(page: Page, address: str = ANA) -> None:
    page.locator(f"{FORM} input[type=email]").fill(address)
    page.locator(FORM).get_by_role("button", name="Subscribe").click()


def fits(page: Page) -> bool:
    """Whether nothing reaches over the edge of the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def refused(seen: Window) -> list[str]:
    """Complaints but for the answer that a slip of the pen gets."""
    return [line for line in seen.complaints if "422" not in line]


# That the form is the same on every page, and with and without JavaScript, test_signup.py shows.
@pytest.mark.parametrize(
    ("path", "script"),
    [("/", True), ("/articles/neighbour/", True), ("/articles/neighbour/", False), ("/subscribe/", False)],
)
def test_the_circle(browser: Browser, hosted: Running, path: str, script: bool) -> None:
    """With JavaScript or without: from the form to the mail, to subscribed, to the preferences, and out."""
    with window(browser, hosted.url, width=390, script=script) as seen:
        page = seen.page
        seen.open(hosted.url + path)
        submit(page)
        if script:
            done = page.locator(".band__done")
            expect(done).to_contain_text("Check your inbox")
            assert page.evaluate("document.activeElement.className") == "band__form band__done"
            assert page.url == hosted.url + path
        else:
            page.wait_for_url(f"{hosted.url}/subscribe/thanks")
            expect(page.locator("h1")).to_have_text("Check your inbox")
        hosted.settled()
        [mail] = hosted.mails()
        assert state(hosted) == ("pending", ())
        seen.open(hosted.url + hosted.path_in(mail))
        assert state(hosted) == ("pending", ())
        page.get_by_role("button", name="Yes, subscribe me").click()
        expect(page.locator("h1")).to_have_text("You are subscribed")
        assert state(hosted) == ("active", ("weekly",))
        page.get_by_role("link", name="Choose what you get").click()
        expect(page.get_by_role("checkbox")).to_be_checked()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_contain_text("Saved.")
        page.get_by_role("button", name="Leave all").click()
        expect(page.locator("h1")).to_have_text("You are unsubscribed")
        assert state(hosted) == ("left", ())
        page.get_by_role("link", name="Subscribe again").click()
        page.wait_for_url(f"{hosted.url}/subscribe/")
        assert seen.complaints == []
    assert hosted.one("SELECT page FROM consent ORDER BY id LIMIT 1") == path


def test_leaving_by_the_link_of_a_mail(browser: Browser, hosted: Running) -> None:
    """Opening the link changes nothing; the one button does."""
    subscriber = hosted.subscribed()
    with window(browser, hosted.url, script=False) as seen:
        seen.open(hosted.setup.links.unsubscribe(subscriber))
        assert state(hosted)[0] == "active"
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_selector("text=You are unsubscribed")
        assert state(hosted) == ("left", ())
        assert seen.complaints == []


def test_a_slip_is_said_beside_the_field(browser: Browser, hosted: Running) -> None:
    """What the browser lets through and no mail could reach: the reason, in place, and the reader is in the field."""
    with window(browser, hosted.url, width=390) as seen:
        page = seen.page
        seen.open(f"{hosted.url}/articles/neighbour/")
        submit(page, "ana@example")
        field = page.locator(f"{FORM} input[type=email]")
        page.locator("[data-error]").wait_for()
        assert field.get_attribute("aria-invalid") == "true"
        assert field.evaluate("e => e === document.activeElement")
        assert "does not look like an email address" in page.locator(FORM).aria_snapshot()
        described = field.evaluate(
            "e => document.getElementById(e.getAttribute('aria-describedby').split(' ')[0]).textContent"
        )
        assert described.startswith("This does not look like an email address")
        page.keyboard.type(".org")
        assert field.get_attribute("aria-invalid") is None
        assert not page.locator("[data-error]").is_visible()
        page.keyboard.press("Enter")
        page.locator(".band__done").wait_for()
        hosted.settled()
        assert [mail["To"] for mail in hosted.mails()] == [ANA]
        assert refused(seen) == []


def test_a_choice_that_is_missing_is_said_at_the_choice(
    browser: Browser, varied: Built, tmp_path: Path
) -> None:
    """Where there are several digests and none is ticked, the reader is led to the first box, which says why."""
    weekly = varied.settings.digests[0]
    ours = replace(varied.settings, digests=(weekly, replace(weekly, key="monthly")))
    service = Running(tmp_path / "state", site=varied.folder, ours=ours)
    with window(browser, service.url) as seen:
        seen.open(f"{service.url}/subscribe/")
        box = seen.page.locator(f"{FORM} input[name=digest]")
        box.evaluate("e => { e.type = 'checkbox' }")
        submit(seen.page)
        message = seen.page.locator("[data-error]")
        message.wait_for()
        assert message.inner_text() == "Please choose at least one."
        assert box.evaluate("e => e === document.activeElement")
        assert box.get_attribute("aria-describedby") == message.get_attribute("id")
        seen.page.keyboard.press("Space")
        submit(seen.page)
        seen.page.locator(".band__done").wait_for()
        assert refused(seen) == []
    service.stop()


def test_a_refusal_is_said_in_place(browser: Browser, hosted: Running) -> None:
    """Whatever keeps the service from taking a signup: its own words, beside the form that is still there."""
    hosted.change(lambda db: db.execute("ALTER TABLE request RENAME TO elsewhere"))
    with window(browser, hosted.url) as seen:
        seen.open(f"{hosted.url}/subscribe/")
        submit(seen.page)
        message = seen.page.locator("[data-error]")
        message.wait_for()
        assert message.inner_text().startswith("Please try again in a minute.")
        assert seen.page.locator(f"{FORM} input[type=email]").input_value() == ANA
    hosted.change(lambda db: db.execute("ALTER TABLE elsewhere RENAME TO request"))


def test_a_slip_without_javascript(browser: Browser, hosted: Running) -> None:
    """The form comes back with what was typed and the reason; it is mended there and sent again."""
    with window(browser, hosted.url, width=390, script=False) as seen:
        page = seen.page
        seen.open(f"{hosted.url}/articles/neighbour/")
        submit(page, "ana@example")
        page.wait_for_url(f"{hosted.url}/subscribe")
        field = page.get_by_label("Your email address")
        assert field.input_value() == "ana@example"
        assert field.get_attribute("aria-invalid") == "true"
        assert field.evaluate("e => e === document.activeElement")
        assert fits(page)
        field.fill(ANA)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{hosted.url}/subscribe/thanks")
        hosted.settled()
        assert [mail["To"] for mail in hosted.mails()] == [ANA]
        assert hosted.one("SELECT page FROM consent") == "/articles/neighbour/"
        assert refused(seen) == []


def test_a_double_click_is_one_signup(browser: Browser, hosted: Running) -> None:
    """Impatient fingers do no harm."""
    with window(browser, hosted.url) as seen:
        seen.open(f"{hosted.url}/subscribe/")
        seen.page.locator(f"{FORM} input[type=email]").fill(ANA)
        seen.page.locator(FORM).get_by_role("button", name="Subscribe").dblclick()
        seen.page.locator(".band__done").wait_for()
        hosted.settled()
    assert hosted.one("SELECT count(*) FROM request") == 1


def test_when_the_script_cannot_reach_the_service(browser: Browser, hosted: Running) -> None:
    """Where something keeps the script from asking, the form is sent as an ordinary form."""
    with window(browser, hosted.url) as seen:
        seen.page.route("**/subscribe", lambda route: (
            route.abort() if route.request.resource_type == "fetch" else route.continue_()
        ))  # fmt: skip
        seen.open(f"{hosted.url}/articles/neighbour/")
        submit(seen.page)
        seen.page.wait_for_url(f"{hosted.url}/subscribe/thanks")
        hosted.settled()
    assert len(hosted.mails()) == 1


@pytest.mark.parametrize("width", [320, 800, 1440])
def test_the_services_pages_fit_and_look_like_the_site(browser: Browser, hosted: Running, width: int) -> None:
    """At every width nothing is cut off; fonts and colours are the site's, nothing is blocked or missing."""
    subscriber = hosted.subscribed()
    links = hosted.setup.links
    confirm = hosted.path_in(hosted.mails()[0])
    pages = [
        "/subscribe/thanks",
        confirm,
        "/confirm/x",
        links.unsubscribe(subscriber),
        links.preferences(subscriber),
    ]
    with window(browser, hosted.url, width=width) as seen:
        seen.open(f"{hosted.url}/subscribe/")
        of_the_site = in_both_schemes(seen.page)
        for address in pages:
            seen.open(hosted.url + address.removeprefix(hosted.url))
            assert fits(seen.page)
            assert in_both_schemes(seen.page) == of_the_site
            assert seen.page.evaluate(
                "document.fonts.ready.then(() => document.fonts.check('1em \"Public Sans\"'))"
            )
        assert [line for line in seen.complaints if "404" not in line] == []


def in_both_schemes(page: Page) -> list[tuple[str, str]]:
    """How a page looks in light and in dark."""
    found = []
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        found.append(looks(page))
    return found


def looks(page: Page) -> tuple[str, str]:
    """The ground of a page, and the first face of its text."""
    ground, faces = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).fontFamily]"
    )
    return str(ground), str(faces).split(",")[0]
