"""A copy of a process that has loaded our programs does what a program does that is started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import program_forks
from tests.samples import NOW, ROOT, environment

TELLS = (
    "import os, sys; print(sys.argv[1:], os.getcwd(), os.environ.get('KC_X'), sys.stdin.read(), __name__);"
    " print('Größe', file=sys.stderr)"
)
CALLS: dict[str, list[str]] = {
    "code": ["-P", "-c", TELLS, "--one", "two"],
    "module": ["-m", "knowledge_center_cli", "--version"],
    "file": [str(ROOT / "scripts/status.py"), "--help"],
    "its own code": ["-c", "raise SystemExit(3)"],
    "none": ["-c", "import sys; sys.exit()"],
    "a sentence": ["-c", "raise SystemExit('It cannot be.')"],
    "an end without a word": ["-c", "import os; os._exit(7)"],
    "a signal": ["-c", "import os; os.kill(os.getpid(), 9)"],
    "what is done at the end": ["-c", "import atexit; atexit.register(print, 'bye'); print('work')"],
}


@pytest.mark.parametrize("call", CALLS)
def test_a_copy_does_what_a_start_does(tmp_path: Path, call: str) -> None:
    """The same words, the same exit code, in the same folder, with the same environment and the same typed line."""
    env = environment(NOW, KC_X="x")
    words = [sys.executable, *CALLS[call]]
    real = subprocess.run(
        words, cwd=tmp_path, env=env, input="typed", capture_output=True, text=True, check=False
    )
    copy = program_forks.run(words, cwd=tmp_path, env=env, typed="typed")
    assert (copy.returncode, copy.stdout, copy.stderr) == (real.returncode, real.stdout, real.stderr)


def test_a_crash_is_seen(tmp_path: Path) -> None:
    """As a traceback, which no test lets pass."""
    done = program_forks.run([sys.executable, "-c", "1 / 0"], cwd=tmp_path, env=dict(os.environ))
    assert done.returncode == 1 and "Traceback" in done.stderr and "ZeroDivisionError" in done.stderr


def test_none_knows_what_another_did(tmp_path: Path) -> None:
    """Each begins from what was loaded, whatever the one before it changed."""
    ask = "from knowledge_center_cli import build; print(hasattr(build, 'left')); build.left = 1"
    call = [sys.executable, "-c", ask]
    assert [program_forks.run(call, cwd=tmp_path, env=dict(os.environ)).stdout for _ in range(2)] == [
        "False\n"
    ] * 2
