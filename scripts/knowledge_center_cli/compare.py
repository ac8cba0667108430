"""What readers and subscribers get if one state of the site takes the place of another: before a merge, say.

BASE and HEAD are commits, branches or folders that hold a checkout; without HEAD it is this folder as it is, with what
is not committed yet. Nothing is built, and nothing here is changed. Exit code 0 when both could be read, whatever the
check says of them; 1 when they could not.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge_center.clock import read_clock
from knowledge_center.comparison.comparison_data import comparison_data
from knowledge_center.comparison.comparison_text import comparison_markdown, comparison_text, failure_markdown
from knowledge_center.comparison.site_comparison import compare
from knowledge_center.comparison.site_state import SiteState, site_state
from knowledge_center.problems import Unusable
from knowledge_center.settings.site_settings import read
from knowledge_center_cli.git_checkout import Git, RunStopped


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns the exit code."""
    about, _, more = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(description=about, epilog=more)
    parser.add_argument("base", metavar="BASE", help="the commit, branch or folder that is there now")
    parser.add_argument("head", metavar="HEAD", nargs="?", default=".", help="what takes its place")
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text",
        help="for a terminal, for a program, or as a comment",
    )  # fmt: skip
    options = parser.parse_args(argv)
    now = read_clock(os.environ)
    try:
        found = compare(_state(options.base, now), _state(options.head, now))
    except RunStopped as stopped:
        print(stopped, file=sys.stderr)
        if options.format == "markdown":
            print(failure_markdown(str(stopped)))
        return 1
    if options.format == "json":
        print(json.dumps(comparison_data(found), ensure_ascii=False, indent=1))
    else:
        print(comparison_markdown(found) if options.format == "markdown" else comparison_text(found))
    return 0


def _state(name: str, now: datetime) -> SiteState:
    """Raises RunStopped for what is no site, or one whose settings cannot be read."""
    with _folder(name) as root:
        try:
            return site_state(root, read(root / "mkdocs.yml"), now)
        except Unusable as unusable:
            shown = "this folder" if name == "." else name
            raise RunStopped(f"The site cannot be read as it is in {shown}:\n{unusable}") from None


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    """The folder of a state: one that is there, or a commit's files, laid out for a while."""
    if Path(name, "mkdocs.yml").is_file():
        yield Path(name)
        return
    git = Git(folder=Path(), environ=os.environ)
    try:
        commit = git.answer("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        top, here = git.answer("rev-parse", "--show-toplevel"), git.answer("rev-parse", "--show-prefix")
    except FileNotFoundError:
        raise RunStopped(
            "git is not installed here, or not on the PATH: only folders can be compared."
        ) from None
    if not commit:
        raise RunStopped(
            f"“{name}” is neither a folder with a mkdocs.yml nor a commit that is here. A checkout without its past "
            "lacks it: git fetch --unshallow"
        )
    with TemporaryDirectory(prefix="knowledge-center-") as folder:
        # By an index of its own: the checkout's is left alone, and files come out as a checkout has them.
        whole = Git(folder=Path(top), environ={**os.environ, "GIT_INDEX_FILE": f"{folder}/index"})
        whole("read-tree", commit)
        whole("checkout-index", "--all", "--quiet", f"--prefix={folder}/files/")
        root = Path(folder, "files", here)
        if not (root / "mkdocs.yml").is_file():
            raise RunStopped(f"There is no mkdocs.yml in {name}.")
        yield root
