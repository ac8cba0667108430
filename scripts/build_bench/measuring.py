"""Commands run to their end, measured from outside: seconds, processor seconds, memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# What is longer has hung.
LIMIT = 3 * 3600
_TIMED = Path(__file__).with_name("timed_command.py")
_SAMPLE_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished command: wall and CPU seconds, its children's too; the peak memory of its largest process
    in MiB; what it printed."""

    wall: float
    cpu: float
    memory: float
    printed: str = ""

    def __add__(self, after: Run) -> Run:
        """This command and then that one."""
        return Run(
            wall=self.wall + after.wall, cpu=self.cpu + after.cpu, memory=max(self.memory, after.memory)
        )


class CommandFailed(Exception):
    """A command that ended badly, with what it printed."""


def run(call: Sequence[str], folder: Path, environ: Mapping[str, str]) -> Run:
    """Run a command to its end. Raises CommandFailed."""
    with tempfile.TemporaryFile("w+") as out, tempfile.NamedTemporaryFile("r") as report:
        timed = [sys.executable, "-I", "-S", str(_TIMED), report.name, *call]
        child = start(timed, folder, environ, out.fileno())
        try:
            child.wait(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            raise CommandFailed(f"{' '.join(call)} did not end within {LIMIT} s.") from None
        finally:
            stop(child)
        out.seek(0)
        printed = out.read()
        if child.returncode:
            raise CommandFailed(f"{' '.join(call)} ended with {child.returncode}:\n{printed}")
        return Run(printed=printed, **json.load(report))


def start(call: Sequence[str], folder: Path, environ: Mapping[str, str], out: int) -> subprocess.Popen[bytes]:
    """Start a command as the head of a process group of its own, so that its children can be ended with it."""
    return subprocess.Popen(
        call,
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def stop(child: subprocess.Popen[bytes]) -> None:
    """End a command that ``start`` began, if it still runs, and all of its group."""
    if child.returncode is not None:
        return
    for how in (signal.SIGINT, signal.SIGKILL):
        try:
            os.killpg(child.pid, how)
            child.wait(timeout=10)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def peak_memory(call: Sequence[str], folder: Path, environ: Mapping[str, str]) -> float | None:
    """Run a command and look at its memory all the time, which slows it: no run to take seconds from.

    Returns MiB of all its processes together, what they share counted once; None where the system does not tell what
    a process shares (only Linux does). Raises CommandFailed.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    peak = 0.0
    with tempfile.TemporaryFile("w+") as out:
        child = start(call, folder, environ, out.fileno())
        try:
            begun = time.monotonic()
            while child.poll() is None and time.monotonic() - begun < LIMIT:
                peak = max(peak, memory_now(child.pid))
                time.sleep(_SAMPLE_SECONDS)
        finally:
            stop(child)
        out.seek(0)
        printed = out.read()
    if child.returncode:
        raise CommandFailed(f"{' '.join(call)} ended with {child.returncode}:\n{printed}")
    return peak


def memory_now(pid: int) -> float:
    """MiB that a process and all that descend from it hold at this moment."""
    held = 0.0
    for one in _with_descendants(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # it has ended meanwhile
        held += next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
    return held


def _with_descendants(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            for thread in os.listdir(f"/proc/{one}/task"):
                found += map(int, Path(f"/proc/{one}/task/{thread}/children").read_text().split())
        except OSError:
            continue  # it has ended meanwhile
    return found
