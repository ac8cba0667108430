"""What a site sets, as readers see it: the masthead's groups, the footer, the links beside the signup."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.reading import Scheme, window
from tests.browser.test_reading import TOO_PALE, TOO_WIDE
from tests.conftest import ServeFolder
from tests.site.test_settings import PAGES, everything, with_settings
from tests.sites import Built, build


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with every setting that pages follow."""
    root = with_settings(tmp_path_factory.mktemp("shown") / "site", PAGES, everything)
    (root / "docs/assets/mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    return build(root)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (800, "dark"), (1440, "light")])
def test_what_is_set_fits_and_can_be_read(
    browser: Browser, changed: Built, serve_folder: ServeFolder, width: int, scheme: Scheme
) -> None:
    """On any screen, in light and dark, with a group of the masthead open: nothing too wide, nothing too pale."""
    served = serve_folder(changed.folder)
    with window(browser, served.url, width=width, scheme=scheme) as seen:
        for url in ("/about/", "/articles/one/"):
            seen.open(served.url + url)
            seen.page.locator(".menu summary").click()
            assert seen.page.locator(".menu details a").first.is_visible()
            assert seen.page.evaluate(TOO_WIDE) == []
            assert seen.page.evaluate(TOO_PALE)["pale"] == []
        assert seen.complaints == []
