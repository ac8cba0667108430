#!/usr/bin/env python3
"""Called like Pagefind: makes the file that pages lead to, and indexes nothing."""

import sys
from pathlib import Path


def _option(name: str) -> str:
    words = sys.argv[1:]
    return words[words.index(name) + 1] if name in words else ""


folder = _option("--output-path") or str(Path(_option("--site")) / (_option("--output-subdir") or "pagefind"))
Path(folder).mkdir(parents=True, exist_ok=True)
(Path(folder) / "pagefind.js").touch()
