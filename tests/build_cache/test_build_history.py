"""What is remembered of the last builds, in a file that may be damaged, locked or gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from knowledge_center.build_cache.build_history import PastBuild, past_builds, remember_build

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def past(number: int) -> PastBuild:
    return PastBuild(at=NOW + timedelta(hours=number), seconds=1.5, files=10, bytes=1000, articles=number)


def test_the_last_builds_are_remembered_in_order(tmp_path: Path) -> None:
    """A few dozen; the oldest are forgotten."""
    file = tmp_path / ".cache/builds.jsonl"
    assert past_builds(file) == ()
    for number in range(70):
        remember_build(file, past(number))
    assert past_builds(file) == tuple(past(number) for number in range(10, 70))


def test_lines_that_are_none_are_left_out(tmp_path: Path) -> None:
    """Half a line, another program's, words that are no numbers: what can be read is."""
    file = tmp_path / "builds.jsonl"
    remember_build(file, past(1))
    good = file.read_text("utf-8")
    file.write_text(f'{{"at": "2026\n[]\n7\n{{"at": "soon"}}\n{good}{good[:40]}\n', "utf-8")
    assert past_builds(file) == (past(1),)
    remember_build(file, past(2))
    assert past_builds(file) == (past(1), past(2))
    file.write_bytes(b"\xff\xfe")
    assert past_builds(file) == ()


def test_where_nothing_can_be_written_nothing_is(tmp_path: Path) -> None:
    """No build ends over its own record."""
    (tmp_path / "builds.jsonl").mkdir()
    remember_build(tmp_path / "builds.jsonl", past(1))
    (tmp_path / "file").write_text("x", "utf-8")
    remember_build(tmp_path / "file/builds.jsonl", past(1))
    assert past_builds(tmp_path / "builds.jsonl") == () == past_builds(tmp_path / "file/builds.jsonl")
