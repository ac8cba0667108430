"""One process at a time, on every system."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from knowledge_center.file_lock import delete_and_close, file_lock, folder_lock, try_lock
from tests.samples import ROOT

HOLD = """
import sys
from pathlib import Path
from knowledge_center.file_lock import file_lock
with file_lock(Path(sys.argv[1])) as alone:
    print(alone, flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_held_by_one_process_until_it_dies(tmp_path: Path) -> None:
    """Killed, it has no time to let go, and need not."""
    path = tmp_path / "lock"
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        assert child.stdout and child.stdout.readline() == "True\n"
        with file_lock(path) as alone:
            assert not alone
    finally:
        child.kill()
        child.communicate()
    with file_lock(path) as alone:
        assert alone


def test_whoever_waits_gets_the_lock_in_the_end(tmp_path: Path) -> None:
    """The other one has let go by then."""
    order: list[str] = []

    def second() -> None:
        with file_lock(tmp_path / "lock", wait=True) as alone:
            assert alone
            order.append("second")

    with file_lock(tmp_path / "lock") as alone:
        assert alone
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.1)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


def test_where_no_folder_can_be_opened_a_file_elsewhere_stands_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: the lock keeps others out, and leaves nothing that could be published or committed."""
    docs, temporary = tmp_path / "docs", tmp_path / "temporary"
    docs.mkdir()
    temporary.mkdir()
    real = os.open

    def as_on_windows(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, flags, mode)

    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(os, "open", as_on_windows)
    with folder_lock(docs) as locked:
        assert locked
        (stand_in,) = temporary.iterdir()
        with file_lock(stand_in) as alone:
            assert not alone
        with folder_lock(tmp_path):
            assert len(list(temporary.iterdir())) == 2
    assert list(docs.iterdir()) == []


def test_a_file_that_cannot_be_deleted_while_it_is_open_is_closed_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: what a dead sender left goes all the same."""
    path = tmp_path / "lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    real = Path.unlink

    def as_on_windows(self: Path, missing_ok: bool = False) -> None:
        try:
            os.fstat(handle)
        except OSError:
            real(self, missing_ok)
        else:
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(self))

    monkeypatch.setattr(Path, "unlink", as_on_windows)
    assert try_lock(handle)
    delete_and_close(path, handle)
    assert not path.exists()


def test_a_disk_that_knows_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that somebody relies on fails with the system's own words; the ledger's does without."""

    def none(handle: int, flags: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", none)
    with pytest.raises(OSError, match="No locks available"), file_lock(tmp_path / "lock"):
        pass
    with folder_lock(tmp_path) as locked:
        assert not locked
