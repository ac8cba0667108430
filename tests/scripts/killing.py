"""Runs knowledge-center close again and again, each time in a process that is killed after a moment.

    python -m tests.scripts.killing SEED KILLS FOLDER...

In every folder the command is killed up to KILLS times, each at a moment that SEED decides, and then left to
run to its end. Prints a line for each run: the folder, and the exit code or “killed”. A child is forked for
each run, so that nearly all of its short life is the command and not Python's start.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from knowledge_center_cli.close_digest import main

PATIENCE = 30


def start(folder: Path) -> int:
    """The command in a process of its own; returns its number."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.chdir(folder)
        silent = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(silent, stream)
        code = main(["--all"])
    finally:
        os._exit(code)


def finish(child: int) -> str:
    """How it ended: its exit code, or “killed”."""
    return ended(os.waitpid(child, 0)[1])


def ended(status: int) -> str:
    """A process's end in a word."""
    return "killed" if os.WIFSIGNALED(status) else str(os.waitstatus_to_exitcode(status))


def killed(folder: Path, seconds: float) -> str:
    """Start the command and kill it after so many seconds, unless it is done before."""
    child = start(folder)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return finish(child)


def killed_at_work(folder: Path, seconds: float) -> str:
    """Kill it so many seconds after it has begun to write: most of its time it only reads."""
    before = names(folder)
    child = start(folder)
    last = time.monotonic() + PATIENCE
    while names(folder) == before and time.monotonic() < last:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return ended(status)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return finish(child)


def names(folder: Path) -> set[str]:
    """All files of the ledgers, unfinished ones too."""
    return {path.as_posix() for path in (folder / "docs/digests").glob("*/*")}


def run(seed: int, kills: int, folders: list[Path]) -> None:
    """All folders, one after the other."""
    chance = random.Random(seed)
    longest = 0.05
    for folder in folders:
        for kill in range(kills):
            if kill % 3:
                print(folder.name, killed_at_work(folder, chance.uniform(0, 0.02)), flush=True)
            else:
                print(folder.name, killed(folder, chance.uniform(0, longest * 1.2)), flush=True)
        begun = time.perf_counter()
        signal.alarm(PATIENCE)
        print(folder.name, finish(start(folder)), flush=True)
        signal.alarm(0)
        longest = max(0.005, time.perf_counter() - begun)


if __name__ == "__main__":
    run(int(sys.argv[1]), int(sys.argv[2]), [Path(name).absolute() for name in sys.argv[3:]])
