"""Tools are used once in a site's life or by hand; the rest works without them, and their commands say so."""

from __future__ import annotations

import sys

TOOLS = "knowledge_center.tools"


# What an extra of this package brings, by its name.
_EXTRAS = {"import": ("ijson", "markdown_it", "markdownify", "bs4", "mammoth")}


def missing_tool(error: ModuleNotFoundError, name: str) -> int:
    """Say that a tool, or what it needs, is not installed, and return the exit code.

    Raises ``error`` if something else is missing.
    """
    for extra, modules in _EXTRAS.items():
        if (error.name or "").partition(".")[0] in modules:
            print(
                f"For {name} more packages are needed. Install them first:\n"
                f'  python -m pip install "knowledge-center[{extra}]"',
                file=sys.stderr,
            )
            return 1
    if f"{error.name}.".startswith(f"{TOOLS}."):
        print(f"This installation has no {TOOLS}: {name} is not in it.", file=sys.stderr)
        return 1
    raise error
