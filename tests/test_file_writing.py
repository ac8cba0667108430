from __future__ import annotations

import sys
from pathlib import Path

import pytest

from knowledge_center.file_writing import replace_file, unfinished_file


def test_a_file_is_replaced_whole_with_its_folder(tmp_path: Path) -> None:
    """A text is UTF-8 with its own ends of lines, bytes are as they are, and nothing stays beside it."""
    target = tmp_path / "new/folder/file.txt"
    replace_file(target, "häuser\r\n")
    assert target.read_bytes() == "häuser\r\n".encode()
    replace_file(target, b"\n", durable=True)
    assert target.read_bytes() == b"\n"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes.")
def test_a_file_for_its_owner_is_never_anybody_elses(tmp_path: Path) -> None:
    """Not even while it is written, and not where an open one gives way to it."""
    target = tmp_path / "secret"
    target.write_text("")
    with unfinished_file(target, "x", mode=0o600) as unfinished:
        assert unfinished.stat().st_mode & 0o777 == 0o600
    replace_file(target, "x", mode=0o600)
    assert target.stat().st_mode & 0o777 == 0o600


def test_what_was_there_stays_where_the_new_one_fails(tmp_path: Path) -> None:
    """And the half-made file is gone."""
    target = tmp_path / "file"
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt), unfinished_file(target, "new"):
        raise KeyboardInterrupt
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]
