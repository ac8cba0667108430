"""Tools are used once in a site's life or by hand; the rest works without them, and their commands say so."""

from __future__ import annotations

import sys

TOOLS = "knowledge_center.tools"


def missing_tool(error: ModuleNotFoundError, name: str) -> int:
    """Say that a tool is not installed, and return the exit code. Raises ``error`` if something else is missing."""
    if f"{error.name}.".startswith(f"{TOOLS}."):
        print(f"This installation has no {TOOLS}: {name} is not in it.", file=sys.stderr)
        return 1
    raise error
