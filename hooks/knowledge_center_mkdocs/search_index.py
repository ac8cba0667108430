"""The adapter to Pagefind: a search index of the finished pages, read by the browser piece by piece."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.exceptions import PluginError

FOLDER = "pagefind"
# Interfaces of Pagefind's own, half a megabyte; our page has its own and asks for the index alone.
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")


@contextmanager
def indexing(site: Path, language: str) -> Iterator[None]:
    """Index every page that has a ``data-pagefind-body`` into ``pagefind/`` of ``site``, while the block runs.

    The index is whole after the block. The block may read the site, but not write to it.
    """
    call = [sys.executable, "-m", "pagefind", "--site", str(site), "--force-language", language, "--quiet"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield
            said, _ = process.communicate()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise PluginError(f"The search index could not be made:\n{said}")
    for unused in _UNUSED:
        for file in (site / FOLDER).glob(unused):
            file.unlink()
