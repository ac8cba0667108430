"""Foreign programs that some tests try our files with; nobody's desk needs them all, CI does."""

from __future__ import annotations

import os
import shutil

import pytest

# Program -> Debian's package. What .ci/run installs: with KC_TOOLS=required a test without it fails.
IN_CI = {
    "caddy": "caddy", "exim4": "exim4-daemon-light", "newsboat": "newsboat", "nginx": "nginx-light",
    "openssl": "openssl", "shellcheck": "shellcheck",
}  # fmt: skip

# Windows has no root, and keeps no rights of owner, group and others.
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
keeps_modes = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")


def tool(name: str) -> str:
    """Where a program is. Where it is missing the test is skipped with a reason, or fails in CI."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found:
        return found
    message = f"NOT RUN: {name} is not installed (sudo apt-get install {IN_CI.get(name, name)})."
    if os.environ.get("KC_TOOLS") == "required" and name in IN_CI:
        pytest.fail(f"{message} KC_TOOLS=required says that this test has to run.", pytrace=False)
    pytest.skip(message)
