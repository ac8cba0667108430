"""Putting a finished site in the place of the last one."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.publishing import site_folder as swap
from knowledge_center.publishing.site_folder import put_in_place, recover


class Killed(Exception):
    """The machine stopped here."""


def site(path: Path, words: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(words, encoding="utf-8")
    return path


def words(path: Path) -> str:
    return (path / "index.html").read_text(encoding="utf-8")


@pytest.fixture(params=["one step", "two steps"])
def places(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path, Path]:
    """Staging, current and backup; on a system that exchanges two folders in one step, and on one that cannot."""
    if request.param == "two steps":
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    return tmp_path / "staging", tmp_path / "current", tmp_path / "backup"


def test_the_first_site_is_put_in_place(places: tuple[Path, Path, Path]) -> None:
    """Where there was no site, the new one is simply there."""
    staging, current, backup = places
    put_in_place(site(staging, "new"), current, backup=backup)
    assert words(current) == "new"
    assert not staging.exists() and not backup.exists()


def test_the_new_site_takes_the_place_of_the_old(places: tuple[Path, Path, Path]) -> None:
    """Afterwards the new site is the current one and nothing is left of the old one, nor of an older backup."""
    staging, current, backup = places
    site(backup, "older")
    site(current, "old")
    (current / "removed.html").write_text("x", encoding="utf-8")
    put_in_place(site(staging, "new"), current, backup=backup)
    assert words(current) == "new"
    assert [path.name for path in current.iterdir()] == ["index.html"]
    assert not staging.exists() and not backup.exists()


@pytest.mark.parametrize("at", [0, 1])
def test_a_kill_at_any_rename_leaves_one_site_whole(
    places: tuple[Path, Path, Path], at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between any two steps, the next build finds the old site or the new one, complete."""
    staging, current, backup = places
    site(current, "old")
    site(staging, "new")
    rename, count = Path.rename, 0

    def stop(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count > at:
            raise Killed
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stop)
    killed = True
    try:
        put_in_place(staging, current, backup=backup)
        killed = False
    except Killed:
        pass
    monkeypatch.undo()
    assert killed or words(current) == "new"
    assert current.exists() or backup.exists()
    was_needed = not current.exists()
    assert recover(current, backup=backup) is was_needed
    assert words(current) in ("old", "new")


def test_with_one_step_there_is_always_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system can exchange folders, no moment of the swap is without a current site."""
    staging, current, backup = (
        site(tmp_path / "staging", "new"),
        site(tmp_path / "current", "old"),
        tmp_path / "backup",
    )
    if not swap._exchange(staging, current):
        pytest.fail("this file system cannot exchange folders: run the tests on one that can")
    swap._exchange(staging, current)
    rename = Path.rename
    seen: list[str] = []

    def watch(self: Path, target: Path) -> Path:
        seen.append(words(current))
        done = rename(self, target)
        seen.append(words(current))
        return done

    monkeypatch.setattr(Path, "rename", watch)
    put_in_place(staging, current, backup=backup)
    assert seen == ["new", "new"]


def test_recover_leaves_a_live_site_alone(tmp_path: Path) -> None:
    """A site that stands is never replaced by an older one; without either there is nothing to do."""
    current, backup = tmp_path / "current", tmp_path / "backup"
    assert recover(current, backup=backup) is False
    site(current, "current")
    site(backup, "older")
    assert recover(current, backup=backup) is False
    assert words(current) == "current"


def test_a_rename_that_fails_is_not_hidden(places: tuple[Path, Path, Path]) -> None:
    """When the new site is not there, that is an error, and the old one stays."""
    staging, current, backup = places
    site(current, "old")
    with pytest.raises(OSError):
        put_in_place(staging, current, backup=backup)
    assert current.exists() or recover(current, backup=backup)
    assert words(current) == "old"
