"""What a build is made from is the same, whoever has read it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from knowledge_center.articles.article_files import FileReading
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.settings.site_settings import read
from knowledge_center_mkdocs import shared_reading, workers
from knowledge_center_mkdocs.project_read import ProjectRead, read_project
from tests.samples import NOW, article_text, make_site


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with enough articles for two processes, one of which cannot be read and one of which is not right."""
    posts: dict[str, str | bytes] = {
        f"a-{number:02}.md": article_text(f"Number {number}", date=f"2026-10-{number + 1:02} 08:30")
        for number in range(20)
    }
    posts["a-04.md"] = "No fields at all.\n"
    posts["a-17.md"] = article_text("Number 17", "# A title again\n\nTODO\n", authors="[nobody-knows]")
    make_site(tmp_path, posts)
    if sys.platform != "linux":
        pytest.skip("A system that cannot copy a process.")
    monkeypatch.setattr(workers, "processes", lambda: 2)
    monkeypatch.setattr(shared_reading, "_FEWEST", 2)
    return tmp_path


def project(root: Path, cache: BuildCache | None) -> ProjectRead:
    return read_project(root, read(root / "mkdocs.yml"), NOW, cache)


def test_two_processes_read_what_one_reads(root: Path) -> None:
    """The same articles in the same order, and every problem with its line; so does a cache that has them."""
    cache = BuildCache(root / "build.sqlite", b"program")
    alone, shared, kept = project(root, None), project(root, cache), project(root, cache)
    cache.close()
    assert len(alone.content.articles.all) == 18
    assert {problem.path.rpartition("/")[2] for problem in alone.content.problems} == {"a-04.md", "a-17.md"}
    assert alone == shared == kept


def test_what_a_reader_was_killed_over_is_read_here(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems end a process when their memory is full."""
    here, read = os.getpid(), FileReading.read
    alone = project(root, None)

    def read_or_die(*arguments: Any, **more: Any) -> Any:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(*arguments, **more)

    monkeypatch.setattr(FileReading, "read", read_or_die)
    assert project(root, BuildCache(None, b"program")) == alone
