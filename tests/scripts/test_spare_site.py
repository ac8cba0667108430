"""The copy of a first site, in which the second is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center_cli.build_folders import SPARE
from knowledge_center_cli.spare_site import SpareSite


@pytest.fixture
def current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site in the current folder."""
    monkeypatch.chdir(tmp_path)
    SPARE.parent.mkdir()
    (tmp_path / "site/articles").mkdir(parents=True)
    (tmp_path / "site/articles/index.html").write_text("Words")
    return Path("site")


def test_a_first_site_has_a_copy_by_hard_links(current: Path) -> None:
    """Two sites take the room of one."""
    SpareSite(current).wait()
    assert (SPARE / "articles/index.html").samefile(current / "articles/index.html")


def test_the_site_before_the_last_stays(current: Path) -> None:
    """It is what the next one is made in."""
    SPARE.mkdir()
    SpareSite(current).wait()
    assert not list(SPARE.iterdir())


def test_without_a_further_process_there_is_no_copy(current: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next build makes all files anew."""
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    SpareSite(current).wait()
    assert not SPARE.exists()
