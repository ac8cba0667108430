"""What a preview says on its pages, in a real browser: problems with a fix to copy, the bar, the list, the marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from knowledge_center_mkdocs.preview_notes import PROBLEMS_PATH
from tests.samples import article_text
from tests.site.test_serve import Preview, previewing, sample
from tests.sites import Built, in_material

BAD = "docs/articles/posts/2026/bad.md"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A running preview: a good article, a draft, one with next to nothing, a scheduled one, a bad one."""
    with previewing(sample(tmp_path_factory.mktemp("preview"))) as found:
        yield found


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """A page, and a promise that nothing was asked of another host and nothing complained."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert [url for url in asked if not url.startswith(preview.url)] == []
    assert said == []


def test_an_article_with_a_mistake_shows_it_above_its_text(page: Page, preview: Preview) -> None:
    """The check's words with line and fix; a button copies the fix, with the keyboard too, and says that it has."""
    page.goto(f"{preview.url}/articles/bad/")
    panel = page.get_by_role("region", name="1 problem on this page")
    expect(panel).to_contain_text(f"{BAD}:3")
    expect(panel).to_contain_text(
        "The field “date” says “30 February”, but a day as year-month-day is expected"
    )
    fix = panel.locator("code").inner_text()
    assert f"Fix:  {fix}\n" in preview.said
    panel.get_by_role("button", name="Copy the fix for line 3").press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == fix
    expect(page.get_by_role("heading", level=1)).to_have_text("A bad one")


def test_a_fix_is_copied_without_the_clipboard_of_today(page: Page, preview: Preview) -> None:
    """Where a browser gives a page no clipboard the old way copies; where that fails too, the fix is selected."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.add_init_script(
        "window.copied = [];"
        "document.addEventListener('copy', () => copied.push(document.activeElement.value))"
    )
    page.goto(f"{preview.url}/articles/bad/")
    button = page.get_by_role("button", name="Copy the fix for line 3")
    button.click()
    expect(page.get_by_role("status").first).to_have_text("Copied.")
    assert page.evaluate("copied") == [page.locator("#kc-preview code").first.inner_text()]
    page.evaluate("document.execCommand = () => false")
    button = page.locator("#kc-preview .fix button").first
    button.click()
    expect(page.get_by_role("status").first).to_have_text("The fix is selected: copy it with your keyboard.")


def test_the_bar_leads_to_the_list_and_the_list_to_each_page(page: Page, preview: Preview) -> None:
    """Every page counts as the terminal does; the list has it by file, and leads to the page of each."""
    count = re.findall(r"^(\d+ problems? and \d+ pieces? of advice)\.$", preview.said, re.MULTILINE)[-1]
    for path in ("/", "/articles/", "/subscribe/", "/articles/good/", "/nowhere/"):
        page.goto(preview.url + path)
        link = page.get_by_role("complementary", name="Preview").get_by_role("link")
        expect(link).to_have_text(count)
    link.click()
    assert page.url == preview.url + PROBLEMS_PATH
    expect(page.get_by_role("heading", level=1)).to_have_text(count)
    headings = page.get_by_role("heading", level=2)
    expect(headings).to_have_text([BAD, "docs/articles/posts/2026/half.md"])
    page.get_by_role("link", name=f"See its page for {BAD}").click()
    assert page.url == f"{preview.url}/articles/bad/"


def test_what_readers_do_not_see_yet_is_marked_where_it_is_listed(page: Page, preview: Preview) -> None:
    """A draft as one, a scheduled article with the day and the hour of the site's zone, and nothing else."""
    preview.write("hour.md", article_text("At an hour", date="2026-12-24 18:30"))
    preview.until("/articles/hour/", lambda status, _: status == 200)
    for path in ("/articles/", "/articles/category/interviews/"):
        page.goto(preview.url + path)
        # The page is loaded anew when the rest of the site is there: each of these waits for it.
        cards = page.locator("article.card")
        expect(cards.get_by_role("heading")).to_have_text(
            ["At an hour", "A later one", "A draft", "A good one"]
        )
        expect(cards.locator("[data-kc-waiting]")).to_have_text(
            ["Scheduled: December 24, 2026, 18:30", "Scheduled: December 1, 2026, 00:00", "Draft"]
        )
        expect(cards.last.locator("[data-kc-waiting]")).to_have_count(0)
    (preview.posts / "hour.md").unlink()
    preview.until("/articles/hour/", lambda status, _: status == 404)


def test_the_page_that_is_looked_at_follows_each_save(page: Page, preview: Preview) -> None:
    """Its mistake comes and goes with the save, without a hand on the browser; its last good text stays meanwhile."""
    page.goto(f"{preview.url}/articles/good/")
    preview.write("good.md", article_text('"A good one', "Written with a mistake.\n"))
    panel = page.get_by_role("region", name="1 problem on this page")
    expect(panel).to_contain_text("You see the page as it was before.", timeout=20_000)
    expect(page.locator("article.story")).to_contain_text("Words of the good one.")
    preview.write("good.md", article_text("A good one", "Words of the good one.\n\nAnd mended.\n"))
    expect(page.locator("article.story")).to_contain_text("And mended.", timeout=20_000)
    expect(panel).to_have_count(0)


@pytest.mark.parametrize("path", ["/articles/bad/", "/articles/half/", PROBLEMS_PATH])
def test_nothing_runs_out_of_the_window(page: Page, preview: Preview, path: str) -> None:
    """The bar, the problems and the list fit every screen."""
    page.goto(preview.url + path)
    for width in (320, 390, 800, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_in_materials_look_each_page_has_its_own_bar(browser: Browser, tmp_path: Path) -> None:
    """Also where its navigation puts the next page's parts into the page that is open."""
    site = in_material(sample(tmp_path))
    odd = article_text("An odd one", "TODO: all of it.\n")
    (site / "docs/articles/posts/2026/odd.md").write_text(odd, encoding="utf-8")
    file = site / "mkdocs.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "- navigation.tabs\n", "- navigation.tabs\n  - navigation.instant\n"
        ),
        encoding="utf-8",
    )
    with previewing(site) as found, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{found.url}/articles/")
        bars = page.get_by_role("complementary", name="Preview")
        own = page.get_by_role("region", name=re.compile("on this page"))
        for name, problems in (("An odd one", 1), ("A good one", 0), ("An odd one", 1)):
            page.get_by_role("article").get_by_role("link", name=name).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(name)
            expect(own).to_have_count(problems)
            expect(bars).to_have_count(1)
            page.get_by_role("link", name="Journal").first.click()
            expect(own).to_have_count(0)
        bars.get_by_role("link").click()
        assert page.url == found.url + PROBLEMS_PATH


def test_a_built_site_has_nothing_of_it(built: Built, material: Built) -> None:
    """No page, script or style that is published knows of a preview."""
    for site in (built, material):
        for path in Path(site.folder).rglob("*"):
            if path.suffix in (".html", ".css", ".js", ".xml", ".json", ".txt"):
                text = path.read_text(encoding="utf-8", errors="replace")
                assert not any(
                    word in text for word in ("kc-preview", "kcWaiting", "kc-waiting", "/.preview/")
                ), path
