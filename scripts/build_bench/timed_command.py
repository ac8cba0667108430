"""A program: ``timed_command.py REPORT COMMAND …`` runs a command and writes its seconds and memory as JSON.

It stands between because a command's peak memory counts what its starter had held, and the benchmark holds much.
"""

from __future__ import annotations

import json
import os
import sys
import time


def main() -> int:
    """Returns what the command returned."""
    report, *call = sys.argv[1:]
    begun = time.perf_counter()
    child = os.posix_spawnp(call[0], call, os.environ)
    _, status, usage = os.wait4(child, 0)
    found = {
        "wall": time.perf_counter() - begun,
        "cpu": usage.ru_utime + usage.ru_stime,
        # Kibibytes on Linux, bytes on macOS.
        "memory": usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024),
    }
    with open(report, "w", encoding="utf-8") as file:
        json.dump(found, file)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
