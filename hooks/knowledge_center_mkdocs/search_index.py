"""The adapter to Pagefind: a search index of the finished pages, read by the browser piece by piece."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mkdocs.exceptions import PluginError


def index(site: Path, language: str) -> None:
    """Index every page that has a ``data-pagefind-body`` and write ``pagefind/`` into ``site``."""
    call = [sys.executable, "-m", "pagefind", "--site", str(site), "--force-language", language, "--quiet"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PluginError(f"The search index could not be made:\n{done.stdout}{done.stderr}")
    # Interfaces of Pagefind's own, half a megabyte; our page has its own and asks for the index alone.
    for unused in ("pagefind-*ui.*", "pagefind-highlight.js"):
        for file in (site / "pagefind").glob(unused):
            file.unlink()
