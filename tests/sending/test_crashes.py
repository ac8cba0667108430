"""Senders that are killed, alone and in pairs: nobody is mailed twice, nobody is left out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.samples import NOW, ROOT, environment

# With KC_LONG=1 many more.
SEEDS, PARTS = (800 if os.environ.get("KC_LONG") else 60), 2


def stories_of(place: str, first: int, last: int) -> list[dict[str, Any]]:
    """What came of these seeds."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.sending.crashes", place, str(first), str(last)],
        cwd=ROOT, env=environment(NOW), capture_output=True, text=True, timeout=1200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_kill_at_any_step_costs_nobody_anything(part: int, tmp_path: Path) -> None:
    """Whatever step one or two senders die at, and the ones after them: each reader has each article once, or is
    listed as unknown, and each kill leaves one unknown at most. Also where the issue is closed anew with an
    article more."""
    size = SEEDS // PARTS
    # Killing a process tries no disk: where files can be kept in memory, it goes quicker.
    memory = Path("/dev/shm")
    place = tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else tmp_path)
    try:
        stories = stories_of(place, part * size, (part + 1) * size)
    finally:
        shutil.rmtree(place)
    assert len(stories) == size
    for story in stories:
        assert story["unknown"] <= story["killed"], story
        for fault in (
            "twice", "left out", "said to be sent and not", "neither sent nor unknown", "left out in the end",
            "more than once and not unknown",
        ):  # fmt: skip
            assert story[fault] == [], story
        assert not story["last sender killed"]
    # The seeds are worth their time: most of them do kill somebody, and some leave a fate unknown.
    assert sum(story["killed"] > 0 for story in stories) > size / 2
    assert any(story["killed"] and story["closed anew"] for story in stories)
    assert any(story["unknown"] for story in stories)
