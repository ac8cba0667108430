from __future__ import annotations

import importlib.util
import os
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.ledger_text import issue_text
from knowledge_center.digests.ledger_writing import ledger_lock, write_issue, write_state
from tests.digests.samples import MONDAY, entry, issue
from tests.programs import keeps_modes


def files(docs: Path) -> list[str]:
    return sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file())


def test_an_issue_is_created_once_and_then_left_alone(tmp_path: Path) -> None:
    """The loser of two closers changes nothing, not a byte."""
    assert write_issue(tmp_path, issue(entry("a")))
    assert not write_issue(tmp_path, issue(entry("b")))
    assert (tmp_path / "digests/weekly/2026-W46.md").read_text(encoding="utf-8") == issue_text(
        issue(entry("a"))
    )
    assert files(tmp_path) == ["digests/weekly/2026-W46.md"]


def test_one_of_many_closers_wins(tmp_path: Path) -> None:
    """Eight at once: one says it wrote the file, and the file is whole and that one's."""
    start = threading.Barrier(8)
    won: list[str] = []

    def run(name: str) -> None:
        start.wait()
        if write_issue(tmp_path, issue(entry(name), intro="x" * 100_000)):
            won.append(name)

    threads = [threading.Thread(target=run, args=(f"closer-{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    text = (tmp_path / "digests/weekly/2026-W46.md").read_text(encoding="utf-8")
    assert text == issue_text(issue(entry(won[0]), intro="x" * 100_000))


def test_no_reader_sees_half_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk gives up in the middle, neither the issue nor a remainder is there."""

    def full(handle: int) -> None:
        assert not (tmp_path / "digests/weekly/2026-W46.md").exists()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_issue(tmp_path, issue())
    assert files(tmp_path) == []


def test_a_disk_without_hard_links_serves_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a USB stick or a shared folder the file is still created once."""

    def no_links(source: object, target: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    assert write_issue(tmp_path, issue(entry("a")))
    assert not write_issue(tmp_path, issue(entry("b")))
    assert (tmp_path / "digests/weekly/2026-W46.md").read_text(encoding="utf-8") == issue_text(
        issue(entry("a"))
    )
    assert files(tmp_path) == ["digests/weekly/2026-W46.md"]


def test_the_record_is_replaced_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the new record is written the old one stands; after it nothing else is left over."""
    source, baseline = "docs/digests/weekly", frozenset(["a"])
    ledger = Ledger(digest="weekly", source=source, processed=MONDAY, baseline=baseline)
    write_state(tmp_path, ledger)
    path = tmp_path / "digests/weekly/.ledger.yml"
    later = replace(ledger, processed=MONDAY + timedelta(days=7))
    old = path.read_text(encoding="utf-8")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            write_state(tmp_path, replace(later, baseline=frozenset()))
    assert path.read_text(encoding="utf-8") == old
    with path.open(encoding="utf-8") as reader:
        write_state(tmp_path, later)
        assert reader.read() == old
    assert "processed: 2026-11-23 08:00" in path.read_text(encoding="utf-8")
    assert files(tmp_path) == ["digests/weekly/.ledger.yml"]


@keeps_modes
def test_files_can_be_read_by_whoever_may_read_the_folder(tmp_path: Path) -> None:
    """The build may run as another user than the closer: the usual permissions hold."""
    old = os.umask(0o022)
    try:
        write_issue(tmp_path, issue())
        write_state(tmp_path, Ledger(digest="weekly", source="docs/digests/weekly", processed=MONDAY))
    finally:
        os.umask(old)
    modes = {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "digests/weekly").iterdir()}
    assert modes == {"0o644"}


@pytest.mark.skipif(importlib.util.find_spec("fcntl") is None, reason="no advisory locks on this system")
def test_a_second_closer_waits_for_the_first(tmp_path: Path) -> None:
    """What the first one does between reading and writing is done before the second one reads."""
    order: list[str] = []
    inside = threading.Event()

    def second() -> None:
        inside.wait()
        with ledger_lock(tmp_path):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with ledger_lock(tmp_path):
        inside.set()
        thread.join(0.2)
        assert thread.is_alive()
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


def test_what_a_killed_closer_left_is_tidied_up(tmp_path: Path) -> None:
    """An unfinished file of last week is gone after the next close, and no issue with it."""
    write_issue(tmp_path, issue())
    (tmp_path / "articles").mkdir()
    for left_over in (
        "digests/weekly/.unfinished-2026-W45.md-0a1b2c3d",
        "articles/.unfinished-.archive.yml-0a1b2c3d",
        ".unfinished-.published.yml-0a1b2c3d",
    ):
        (tmp_path / left_over).write_text("half")
    with ledger_lock(tmp_path):
        assert files(tmp_path) == ["digests/weekly/2026-W46.md"]
