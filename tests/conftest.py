"""What many tests share: sites that are built once, a server for them, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests import sites
from tests.serving import Served, Server
from tests.sites import Built

NOT_RUN = "NOT RUN: no Chromium starts here."
INSTALL = "sudo apt-get install chromium   (or: .venv/bin/python -m playwright install --with-deps chromium)"

ServeFolder = Callable[[Path], Served]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own site."""
    return sites.once(tmp_path_factory, "own-site", sites.own)


@pytest.fixture(scope="session")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A small site in which everything there is happens once."""
    return sites.once(tmp_path_factory, "varied-site", sites.varied)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site whose titles, descriptions and names try to break out."""
    return sites.once(tmp_path_factory, "hostile-site", sites.hostile)


@pytest.fixture(scope="session", params=["built", "varied", "hostile"])
def site(request: pytest.FixtureRequest) -> Built:
    """Each of the three sites in turn."""
    found: Built = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[ServeFolder]:
    """Serves a folder on this machine, each once, until the tests are over."""
    servers: dict[Path, Server] = {}

    def serve(folder: Path) -> Served:
        if folder not in servers:
            servers[folder] = Server(folder)
        return servers[folder].served

    yield serve
    for server in servers.values():
        server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one in CHROMIUM, else the system's, else Playwright's own."""
    with sync_playwright() as playwright:
        started = _start(playwright)
        if started is None:
            message = f"{NOT_RUN} Install one with:  {INSTALL}"
            if os.environ.get("KC_BROWSER") == "required":
                pytest.fail(
                    f"{message}\nKC_BROWSER=required says that these tests have to run.", pytrace=False
                )
            pytest.skip(message)
        yield started
        started.close()


def _start(playwright: Playwright) -> Browser | None:
    flags = [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    system = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    # None at the end: Playwright's own.
    for path in [*filter(None, [os.environ.get("CHROMIUM"), *system]), None]:
        try:
            return playwright.chromium.launch(executable_path=path, args=flags)
        except PlaywrightError:
            continue
    return None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud when no browser looked at the site: a skipped test is easily overlooked."""
    skipped = terminalreporter.getreports("skipped")
    missed = [report for report in skipped if NOT_RUN in str(report.longrepr)]
    if missed:
        terminalreporter.section("browser", sep="=", red=True, bold=True)
        noun = "test" if len(missed) == 1 else "tests"
        terminalreporter.line(f"{len(missed)} browser {noun} {NOT_RUN} Install one with:")
        terminalreporter.line(f"  {INSTALL}")
