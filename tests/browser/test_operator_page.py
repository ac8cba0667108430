"""The operator's page in a real browser, opened as the file it is, with a hostile title in it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from knowledge_center.signup.database import connect
from knowledge_center.signup.keys import load_keys
from tests.browser.reading import Scheme
from tests.samples import NOW, article_text, command, make_site
from tests.signup.people import deliver, subscribe


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a site with three subscribers, an issue and a build that was remembered."""
    root = make_site(
        tmp_path_factory.mktemp("operator") / "site",
        {
            "second-interview.md": article_text(
                '"<script>alert(1)</script> & a very-long-word-' + "x" * 80 + '"'
            )
        },
    )
    (root / "state").mkdir()
    keys = load_keys(root / "state")
    db = connect(root / "state/subscribers.sqlite3")
    for number in range(3):
        reader = subscribe(db, keys, f"reader{number}@example.com", now=NOW - timedelta(days=60))
        deliver(db, reader, "2026-W45", state="failed" if number else "sent")
    db.close()
    (root / ".cache").mkdir()
    line = (
        '{"at": "2026-11-20T08:00:00+00:00", "seconds": 2.5, "files": 90, "bytes": 7000000, "articles": 1}\n'
    )
    (root / ".cache/builds.jsonl").write_text(line * 3, "utf-8")
    done = command(root, "status", "--html", "page.html", KC_STATE=str(root / "state"))
    assert done.returncode == 0, done.stderr
    return root / "page.html"


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_asks_for_nothing(browser: Browser, page_file: Path, width: int, scheme: Scheme) -> None:
    """No sideways scrolling, no request, no complaint; words stand out from the ground they are on."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (asked, said) == ([page_file.as_uri()], [])
    assert page.get_by_role("img", name="3 subscribers").count() == 1
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 22, 20)"
    assert dark == (scheme == "dark")
    # Every plot's figures can be read without it.
    tables = page.locator("figure table").all()
    assert len(tables) == page.locator("figure > div > svg.plot").count() == 3
    assert "0.5" not in tables[0].inner_text() and "2026-W45" in tables[1].inner_text()
    page.close()


def test_it_is_printed_on_white(browser: Browser, page_file: Path) -> None:
    """Also for somebody who reads in the dark; what is told apart by colour has its pattern on paper too."""
    page = browser.new_page(color_scheme="dark")
    page.goto(page_file.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    fills = page.evaluate(
        "['solid', 'hatched', 'outline'].map(n => getComputedStyle(document.querySelector('.legend .' + n)).fill)"
    )
    assert len(set(fills)) == 3 and "hatch" in fills[1]
    page.close()
