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
    """New, live and aside; on a system that exchanges two folders in one step, and on one that cannot."""
    if request.param == "two steps":
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    return tmp_path / "new", tmp_path / "live", tmp_path / "aside"


def test_the_first_site_is_put_in_place(places: tuple[Path, Path, Path]) -> None:
    """Where there was no site, the new one is simply there."""
    new, live, aside = places
    put_in_place(site(new, "new"), live, aside=aside)
    assert words(live) == "new"
    assert not new.exists() and not aside.exists()


def test_the_new_site_takes_the_place_of_the_old(places: tuple[Path, Path, Path]) -> None:
    """Afterwards the new site is live and nothing is left of the old one, nor of one that was left aside."""
    new, live, aside = places
    site(aside, "older")
    site(live, "old")
    (live / "removed.html").write_text("x", encoding="utf-8")
    put_in_place(site(new, "new"), live, aside=aside)
    assert words(live) == "new"
    assert [path.name for path in live.iterdir()] == ["index.html"]
    assert not new.exists() and not aside.exists()


@pytest.mark.parametrize("at", [0, 1])
def test_a_kill_at_any_rename_leaves_one_site_whole(
    places: tuple[Path, Path, Path], at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between any two steps, the next build finds the old site or the new one, complete."""
    new, live, aside = places
    site(live, "old")
    site(new, "new")
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
        put_in_place(new, live, aside=aside)
        killed = False
    except Killed:
        pass
    monkeypatch.undo()
    assert killed or words(live) == "new"
    assert live.exists() or aside.exists()
    was_needed = not live.exists()
    assert recover(live, aside=aside) is was_needed
    assert words(live) in ("old", "new")


def test_with_one_step_there_is_always_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system can exchange folders, no moment of the swap is without a live site."""
    new, live, aside = site(tmp_path / "new", "new"), site(tmp_path / "live", "old"), tmp_path / "aside"
    if not swap._exchange(new, live):
        pytest.fail("this file system cannot exchange folders: run the tests on one that can")
    swap._exchange(new, live)
    rename = Path.rename
    seen: list[str] = []

    def watch(self: Path, target: Path) -> Path:
        seen.append(words(live))
        done = rename(self, target)
        seen.append(words(live))
        return done

    monkeypatch.setattr(Path, "rename", watch)
    put_in_place(new, live, aside=aside)
    assert seen == ["new", "new"]


def test_recover_leaves_a_live_site_alone(tmp_path: Path) -> None:
    """A site that stands is never replaced by an older one; without either there is nothing to do."""
    live, aside = tmp_path / "live", tmp_path / "aside"
    assert recover(live, aside=aside) is False
    site(live, "live")
    site(aside, "older")
    assert recover(live, aside=aside) is False
    assert words(live) == "live"


def test_a_rename_that_fails_is_not_hidden(places: tuple[Path, Path, Path]) -> None:
    """When the new site is not there, that is an error, and the old one stays."""
    new, live, aside = places
    site(live, "old")
    with pytest.raises(OSError):
        put_in_place(new, live, aside=aside)
    assert live.exists() or recover(live, aside=aside)
    assert words(live) == "old"
