"""The mail of an issue as mail programs show it: on every width, with its style sheets and without them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from knowledge_center.content.content_reader import read_content
from knowledge_center.digests.issue import SnapshotImage
from knowledge_center.mail.issue_mail import issue_composer
from knowledge_center.mail.model import web_links
from knowledge_center.signup.transactional_mail import TransactionalMail
from knowledge_center.signup.transactional_mail import compose as compose_transactional
from knowledge_center.words.catalogues import read_words
from tests.digests.samples import entry, issue
from tests.samples import NOW, article_text, make_docs, picture, settings
from tests.words.spoken import pseudo, spoken
from tests.words.test_catalogues import used

LONG = "Why you're not getting a second interview, and what they write down on the other side of the table"
WORD = "Rindfleischetikettierungsüberwachungsaufgabe"
INTRO = """
See [interviews](https://www.example.com/) and https://www.example.com/a/very/long/address/that/goes/on/and/on.

- one
- two

> A quotation.

| What | Who pays for it | When |
|---|---|---|
| Travel | the company that invites you | on the day, and not after it |

!!! tip "In short"
    Ask before you go.

```
code that is wider than any telephone: aaaaaaaaaaaaaaaaaaaa
```
"""
_STYLES = re.compile(r"<style\b.*?</style>", re.DOTALL)


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A mail with all there is: a portrait and wide pictures, long titles and words, an introduction, a logo."""
    root = tmp_path_factory.mktemp("mail")
    shapes = {"a": (1000, 1500), "b": (1500, 1000), "c": (1500, 500)}
    files: dict[str, str | bytes] = {
        f"{name}.md": article_text(LONG, image=f"{name}.png", image_alt="A desk") for name in shapes
    }
    make_docs(root, files | {f"{name}.png": picture(size=size) for name, size in shapes.items()})
    (root / "docs/assets").mkdir()
    (root / "docs/assets/logo.png").write_bytes(picture(size=(400, 100)))
    pictures = {
        name: SnapshotImage(path=f"articles/{name}/{name}.png", alt="A desk", width=size[0], height=size[1])
        for name, size in shapes.items()
    }
    composer = issue_composer(root, settings(), read_content(root, settings(), NOW), NOW)
    found = issue(
        entry("a", title=LONG, image=pictures["a"]),
        entry("b", title="Pay", image=pictures["b"], summary=f"{LONG}. {LONG}."),
        entry("f", title=LONG, image=pictures["b"]),
        entry("c", title=WORD, image=pictures["c"]),
        entry("d", title=LONG),
        intro=INTRO,
        evergreen=entry("e", title=LONG, image=pictures["b"]),
    )
    return composer.compose(found, web_links(found, settings())).html


def signup_mail() -> str:
    """The mail that asks for a confirmation: the same frame, one button and one long address."""
    queued = TransactionalMail(
        number=1,
        kind="confirm",
        to="ana@example.com",
        subscriber="aaaaaaaaaa",
        digests=("weekly",),
        asked=NOW,
    )
    return compose_transactional(queued, settings(), f"https://knowledge.example.com/confirm/{'a' * 60}").html


def show(browser: Browser, html: str, width: int, scheme: str = "light") -> Page:
    """The mail in a window of that width; it loads nothing."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.route("https://**", lambda route: route.abort())
    page.set_content(html, wait_until="domcontentloaded")
    return page


@pytest.mark.parametrize("width", [320, 375, 600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("styled", [True, False])
def test_a_mail_is_no_wider_than_its_window(
    browser: Browser, mail: str, width: int, scheme: str, styled: bool
) -> None:
    """Nobody scrolls sideways, also in the programs that drop style sheets (Gmail's, with other accounts)."""
    for html in (mail, signup_mail()):
        page = show(browser, html if styled else _STYLES.sub("", html), width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        rows = page.locator(".thumb").evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())")
        words = page.locator(".words").evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())")
        for picture_box, words_box in zip(rows, words, strict=True):
            beside = words_box["top"] < picture_box["bottom"] - 12
            assert beside == (styled or width == 600), (picture_box, words_box)
        page.close()


def test_long_words_and_words_from_the_right_fit_a_small_telephone(browser: Browser) -> None:
    """Mails, letters and the service's pages, in words longer by two fifths and in Arabic."""
    page = show(browser, "", 320)
    for words in (pseudo(used()), read_words("ar")):
        for name, html in spoken(words).pages.items():
            page.set_content(html, wait_until="domcontentloaded")
            wide = "[document.documentElement.scrollWidth, document.body.scrollWidth]"
            assert page.evaluate(wide) == [320, 320], (words.made_of, name)
    page.close()


def test_words_beside_a_picture_stay_beside_it(browser: Browser, mail: str) -> None:
    """At 320 pixels a second story's title and byline keep their column; the summary takes the whole width."""
    page = show(browser, mail, 320)

    def line(which: str) -> list[float]:
        """Where the words themselves begin, line by line."""
        found: list[float] = page.locator(which).first.evaluate(
            "e => { const r = document.createRange(); r.selectNodeContents(e);"
            " return [...r.getClientRects()].map(b => b.left) }"
        )
        return found

    box = page.locator(".thumb").first.bounding_box()
    assert box is not None
    beside = box["x"] + box["width"]
    assert min(line(".story-title")) >= beside
    assert min(line(".under")) >= beside
    assert min(line(".summary")) < beside
    page.close()


@pytest.mark.parametrize("styled", [True, False])
def test_the_button_is_made_by_its_cell(browser: Browser, mail: str, styled: bool) -> None:
    """Outlook for Windows knows no padding on a link: the cell has it, and the link has none."""
    for html in (mail, signup_mail()):
        page = show(browser, html if styled else _STYLES.sub("", html), 375)
        cell, link = page.locator("td.button").bounding_box(), page.locator("td.button a").bounding_box()
        assert cell is not None and link is not None
        assert link["y"] - cell["y"] >= 12 and link["x"] - cell["x"] >= 24
        assert link["height"] >= 24
        assert page.locator("td.button a").evaluate("e => getComputedStyle(e).padding") == "0px"
        page.close()


def test_the_logo_stands_beside_the_name(mail: str) -> None:
    """A picture without words: the name of the site is the next thing that is read."""
    assert 'src="https://knowledge.example.com/assets/logo.mail.png" width="144" height="36" alt=""' in mail
