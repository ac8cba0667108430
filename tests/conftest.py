"""What many tests share: sites that are built once, a server for them, and a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests import made_once, sites
from tests.programs import IS_ROOT
from tests.serving import Served, Server
from tests.sites import Built

NOT_RUN = "NOT RUN: no Chromium starts here."
INSTALL = "sudo apt-get install chromium   (or: python -m playwright install --with-deps chromium)"
MISSING_LIBRARY = re.compile(r"error while loading shared libraries: ([\w.+-]+):")

# The list below the address bar, two pages of Chromium's own for every window: half of the time of all browser tests.
NO_SUGGESTIONS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
# What Playwright 1.6x turns off (its chromiumSwitches.ts), for of two such lists Chromium takes the last alone.
NOT_IN_TESTS = (
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "TcpPortRandomizationWin", "ThirdPartyStoragePartitioning",
)  # fmt: skip

# How long one example takes depends on what else the machine does.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")

ServeFolder = Callable[[Path], Served]


# What a program that is started, or a port that is opened, is known by (docs.python.org: Audit events table).
STARTS = ("subprocess.Popen", "os.fork", "os.posix_spawn", "socket.bind")


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "skip each test at the moment it starts a program or opens a port"
    parser.addoption("--quick", action="store_true", help=text)


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--quick"):
        sys.addaudithook(_only_quick)


def _only_quick(event: str, _: object) -> None:
    # pytest sets the variable while a test runs: what starts pytest's own workers is no matter.
    if event in STARTS and "PYTEST_CURRENT_TEST" in os.environ:
        pytest.skip("It starts a program or opens a port; make test runs it.")


@pytest.fixture(scope="session", autouse=True)
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No template is compiled twice in a test run, no card drawn twice."""
    made_once.share(sites.shared_folder(tmp_path_factory) / "made-once")


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


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The varied site in Material's look, with pages of its own."""
    return sites.once(tmp_path_factory, "material-site", lambda root: sites.in_material(sites.varied(root)))


@pytest.fixture(scope="session")
def hostile_material(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The hostile site in Material's look."""
    return sites.once(
        tmp_path_factory, "hostile-material-site", lambda root: sites.in_material(sites.hostile(root))
    )


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
    """Chromium: the one in CHROMIUM, else the system's, without windows if it has that, else Playwright's own."""
    try:
        playwright = sync_playwright().start()
    except Exception:  # That its driver ended at once, Playwright tells as a plain Exception.
        asked = [sys.executable, "-m", "playwright", "--version"]
        _not_run(subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60).stderr)
    try:
        started = _start(playwright)
        yield started
        started.close()
    finally:
        playwright.stop()


def _start(playwright: Playwright) -> Browser:
    """The first Chromium that starts and opens a page."""
    flags = ["--disable-gpu", f"--disable-features={','.join((*NO_SUGGESTIONS, *NOT_IN_TESTS))}"]
    if IS_ROOT:
        flags.append("--no-sandbox")
    # The first is the same engine without windows: the tests take half the time with it.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    system = [shutil.which(name) for name in names]
    errors = ""
    # None at the end: Playwright's own.
    for path in [*filter(None, [os.environ.get("CHROMIUM"), *system]), None]:
        try:
            started = playwright.chromium.launch(executable_path=path, args=flags)
            started.new_page().close()  # Some end only when they are asked for their first page.
            return started
        except PlaywrightError as error:
            errors += f"{error}\n"
    _not_run(errors)


def _not_run(errors: str) -> NoReturn:
    """Skip what needs a browser, or fail where one is required; names the libraries that ``errors`` miss."""
    message = f"{NOT_RUN} Install one with:  {INSTALL}"
    for library in sorted(set(MISSING_LIBRARY.findall(errors))):
        # Debian's rule for the package of a library: libatomic.so.1 is in libatomic1.
        message += f"\nThe library {library} is missing:  sudo apt-get install {library.replace('.so.', '')}"
    if os.environ.get("KC_BROWSER") == "required":
        pytest.fail(f"{message}\nKC_BROWSER=required says that these tests have to run.", pytrace=False)
    pytest.skip(message)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud when no browser looked at the site: a skipped test is easily overlooked."""
    skipped = [str(report.longrepr[2]) for report in terminalreporter.getreports("skipped")
               if isinstance(report.longrepr, tuple)]  # fmt: skip
    for reason in sorted({reason for reason in skipped if "NOT RUN: the editing program" in reason}):
        terminalreporter.section("editing in a browser", sep="=", red=True, bold=True)
        terminalreporter.line(reason.removeprefix("Skipped: "))
    reasons = [str(report.longrepr[2]) for report in terminalreporter.getreports("skipped")
               if isinstance(report.longrepr, tuple) and NOT_RUN in report.longrepr[2]]  # fmt: skip
    if reasons:
        terminalreporter.section("browser", sep="=", red=True, bold=True)
        noun = "test" if len(reasons) == 1 else "tests"
        terminalreporter.line(f"{len(reasons)} browser {noun} {reasons[0].removeprefix('Skipped: ')}")
