"""A preview on this machine: it follows your edits, and shows drafts and scheduled articles."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Serve the folder with mkdocs.yml until Ctrl-C. Returns 1 where it cannot begin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="the port on this machine (8000)")
    options = parser.parse_args(argv)
    if not Path("mkdocs.yml").is_file():
        print(
            "There is no mkdocs.yml here. Go to the folder that holds it and call the command again.",
            file=sys.stderr,
        )
        return 1
    # Before the engine is imported: its theme greets with a notice about another engine.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.__main__ import cli

    words = ["serve", "--livereload", "--watch-theme", "--dev-addr", f"127.0.0.1:{options.port}"]
    code: int = cli.main(words, prog_name="knowledge-center", standalone_mode=True) or 0
    return code
