"""Where no browser starts, the tests that need one say so, and the build machine does not let that pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import ROOT

ONE = "tests/browser/test_reading.py::test_skipping_leads_to_the_text"
# It answers on Playwright's pipe (3 in, 4 out, a zero after each message) until it is asked for a context.
SHORT_LIVED = f"""exec {sys.executable} -c '
import json, os
line = b""
while letter := os.read(3, 1):
    line += letter
    if letter != b"\\0":
        continue
    asked, line = json.loads(line[:-1]), b""
    if asked["method"] == "Target.createBrowserContext":
        break
    version = dict(protocolVersion="1.3", product="Chrome/140", revision="", userAgent="", jsVersion="")
    os.write(4, json.dumps(dict(id=asked["id"], result=version)).encode() + b"\\0")
'"""


def without_a_browser(tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """One browser test on a machine without any Chromium."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "KC_"))}
    environ |= {"PATH": str(tmp_path), "CHROMIUM": "", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), **more}
    call = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--basetemp={tmp_path}/base", ONE]
    return subprocess.run(
        call, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=120
    )


def program(path: Path, script: str) -> str:
    """A program of two lines."""
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_without_a_browser_the_run_ends_well_and_says_what_was_not_run(tmp_path: Path) -> None:
    """On a machine without Chromium nothing fails, but the last lines name what to install."""
    done = without_a_browser(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 browser test NOT RUN: no Chromium starts here." in done.stdout
    assert "apt-get install chromium" in done.stdout and "playwright install" in done.stdout


def test_where_a_browser_is_required_its_absence_is_a_failure(tmp_path: Path) -> None:
    """With KC_BROWSER=required, as the build machine sets it, tests that could not run are failures."""
    done = without_a_browser(tmp_path, KC_BROWSER="required")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "KC_BROWSER=required" in done.stdout
    assert "apt-get install chromium" in done.stdout


def test_a_chromium_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    """A wrong CHROMIUM is not the end: the next one on the list is tried, and none is no crash."""
    program(tmp_path / "chromium", "exit 1")
    done = without_a_browser(tmp_path, CHROMIUM=str(tmp_path / "no-such-file"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "NOT RUN" in done.stdout


@pytest.mark.parametrize("part", ["CHROMIUM", "PLAYWRIGHT_NODEJS_PATH"], ids=["browser", "driver"])
def test_a_missing_library_is_named(tmp_path: Path, part: str) -> None:
    """Where the browser, or what drives it, lacks a library, the tests are not run and say what installs it."""
    lost = "error while loading shared libraries: libatomic.so.1: cannot open shared object file"
    cannot = program(tmp_path / "part", f'echo "$0: {lost}: No such file or directory" >&2; exit 127')
    done = without_a_browser(tmp_path, **{part: cannot})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 browser test NOT RUN: no Chromium starts here." in done.stdout
    assert "playwright install --with-deps chromium" in done.stdout
    assert "libatomic.so.1 is missing:  sudo apt-get install libatomic1" in done.stdout


def test_a_browser_that_ends_at_its_first_page_is_no_browser(tmp_path: Path) -> None:
    """One that starts, answers, and is gone when a page is asked for is passed over like one that never started."""
    done = without_a_browser(tmp_path, CHROMIUM=program(tmp_path / "short-lived", SHORT_LIVED))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 browser test NOT RUN: no Chromium starts here." in done.stdout
