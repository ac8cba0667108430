"""Who is alive."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

from knowledge_center.sending.process_lock import ProcessLock, is_alive
from tests.programs import keeps_modes
from tests.samples import ROOT

LIVE = """
import sys, time
from pathlib import Path
from knowledge_center.sending.process_lock import ProcessLock
print(ProcessLock.acquire(Path(sys.argv[1])).name, flush=True)
time.sleep(60)
"""


@keeps_modes
def test_a_sender_is_alive_until_it_leaves(tmp_path: Path) -> None:
    """Seen from the same process too; afterwards nothing of it is left."""
    one, other = ProcessLock.acquire(tmp_path / "senders"), ProcessLock.acquire(tmp_path / "senders")
    assert one.name != other.name
    assert stat.S_IMODE((tmp_path / "senders" / one.name).stat().st_mode) == 0o600
    assert is_alive(tmp_path / "senders", one.name) and is_alive(tmp_path / "senders", other.name)
    one.release()
    assert not is_alive(tmp_path / "senders", one.name)
    assert is_alive(tmp_path / "senders", other.name)
    other.release()
    assert os.listdir(tmp_path / "senders") == []


def test_nobody_is_no_sender(tmp_path: Path) -> None:
    """A name from another machine, an older database or nowhere belongs to nobody alive."""
    for name in ("", "0123456789abcdef", "../senders", "."):
        assert not is_alive(tmp_path, name)


def test_a_killed_sender_is_dead(tmp_path: Path) -> None:
    """kill -9 leaves no time to say goodbye, and none is needed; the next sender clears away what is left."""
    child = subprocess.Popen(
        [sys.executable, "-c", LIVE, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert child.stdout
        name = child.stdout.readline().strip()
        assert is_alive(tmp_path, name)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close() if child.stdout else None
    assert os.listdir(tmp_path) == [name]
    mine = ProcessLock.acquire(tmp_path)
    assert os.listdir(tmp_path) == [mine.name]
    assert not is_alive(tmp_path, name)
    mine.release()
