"""The git program, as a schedule calls it: nobody is there to type a password, and it says itself what is wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MISSING = (
    "git is not installed here, or not on the PATH. A scheduled run follows a git repository and pushes to it.\n"
    "Install it (https://git-scm.com/downloads), or publish without it:  knowledge-center build"
)


class RunStopped(Exception):
    """A run cannot go on; the message is the sentence to end with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """git in one folder. ``environ`` is what it and every other program of the run is given."""

    folder: Path
    environ: Mapping[str, str]

    def __call__(self, *arguments: str, stdin: str = "", **environ: str) -> str:
        """What git answers, without the end of its last line. Raises RunStopped when it fails: it has said why."""
        done = self._run(arguments, stdin, environ)
        if done.returncode:
            raise RunStopped(f"git {arguments[0]} failed; git says why above.")
        return done.stdout.rstrip("\n")

    def succeeds(self, *arguments: str) -> bool:
        """Whether git ends well. What it complains of is shown."""
        return self._run(arguments, "", {}).returncode == 0

    def answer(self, *arguments: str) -> str:
        """What git answers, or nothing when it fails, in silence."""
        done = self._run(arguments, "", {}, quiet=True)
        return "" if done.returncode else done.stdout.rstrip("\n")

    def _run(
        self, arguments: tuple[str, ...], stdin: str, environ: Mapping[str, str], *, quiet: bool = False
    ) -> subprocess.CompletedProcess[str]:
        sys.stdout.flush()
        return subprocess.run(
            # Names of files as they are, not with every other letter as a number.
            ["git", "-c", "core.quotePath=false", *arguments],
            cwd=self.folder, env={**self.environ, **environ}, input=stdin, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL if quiet else None,
            encoding="utf-8", errors="surrogateescape",
        )  # fmt: skip


def open_checkout(folder: Path, environ: Mapping[str, str]) -> Git:
    """git in a checkout, with a name for its commits where none is set. Raises RunStopped."""
    if shutil.which("git", path=environ.get("PATH", os.defpath)) is None:
        raise RunStopped(MISSING)
    environ = {**environ, "GIT_TERMINAL_PROMPT": "0"}
    git = Git(folder=folder, environ=environ)
    if not git.succeeds("rev-parse", "--show-toplevel"):
        raise RunStopped(
            "This is no git checkout to work in, and the ledger lives in git; git says why above."
        )
    if not git.answer("config", "user.email"):
        for who in ("AUTHOR", "COMMITTER"):
            environ.setdefault(f"GIT_{who}_NAME", "Scheduled run")
            environ.setdefault(f"GIT_{who}_EMAIL", "scheduled-run@localhost")
    return git
