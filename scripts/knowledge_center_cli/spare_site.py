"""A copy of a first site, by hard links, where later ones find the site before the last."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from knowledge_center_cli.build_folders import SPARE
from knowledge_center_mkdocs.workers import end_with

_COPY = "import os, shutil, sys; shutil.copytree(sys.argv[1], sys.argv[2], copy_function=os.link)"


class SpareSite:
    """The copy of ``current``, which a process of its own begins to make where there is none.

    No copy of this process: that one would hold all of a build's memory that changes meanwhile.
    """

    def __init__(self, current: Path) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        if SPARE.exists():
            return
        # Where no process can be started, or there are no such links, the next build makes all files anew.
        with suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _COPY, str(current), str(SPARE)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                preexec_fn=partial(end_with, os.getpid()) if sys.platform == "linux" else None,
            )

    def wait(self) -> None:
        """Let it become whole."""
        if self._process:
            self._process.wait()
