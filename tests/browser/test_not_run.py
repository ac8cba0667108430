"""Where no browser starts, the tests that need one say so, and the build machine does not let that pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.samples import ROOT

ONE = "tests/browser/test_reading.py::test_skipping_leads_to_the_text"


def without_a_browser(tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """One browser test on a machine without any Chromium."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "KC_"))}
    environ |= {"PATH": str(tmp_path), "CHROMIUM": "", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), **more}
    call = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--basetemp={tmp_path}/base", ONE]
    return subprocess.run(
        call, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=120
    )


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
    (tmp_path / "chromium").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "chromium").chmod(0o755)
    done = without_a_browser(tmp_path, CHROMIUM=str(tmp_path / "no-such-file"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "NOT RUN" in done.stdout
