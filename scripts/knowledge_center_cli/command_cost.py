"""What a command has cost: seconds since it began, and memory."""

from __future__ import annotations

import sys
import time

_BEGUN = time.monotonic() - time.process_time()


def cost() -> str:
    """Seconds and megabytes, for the last line of a command; the memory where the system tells it."""
    seconds = f"{time.monotonic() - _BEGUN:.1f} s"
    try:
        import resource
    except ImportError:
        return seconds
    # Kibibytes, on macOS bytes.
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return f"{seconds}, {most / 1e6:.0f} MB"
