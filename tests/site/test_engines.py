"""Another engine: the same site, or a word about why not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.samples import NOW, environment, run
from tests.sites import Built


def made(engine: str, root: Path, folder: Path) -> dict[str, bytes]:
    """All files of the site in ``root`` as ``engine`` builds it, by path; the packed sitemap has a date in it."""
    call = [sys.executable, "-m", engine, "build", "-f", "mkdocs.yml", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(
        call, cwd=root, env=environment(NOW), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "sitemap.xml.gz"
    }


def test_properdocs_makes_the_same_site(built: Built, tmp_path: Path) -> None:
    """The maintained drop-in for MkDocs gives the same pages and the same feeds, byte for byte."""
    one = made("mkdocs", built.root, tmp_path / "mkdocs")
    other = made("properdocs", built.root, tmp_path / "properdocs")
    assert list(one) == list(other)
    assert [path for path in one if one[path] != other[path]] == []


def test_a_site_without_our_hooks_is_noticed(built: Built, tmp_path: Path) -> None:
    """An engine that passes over hooks leaves no feeds; the check of the feeds says what happened."""
    folder = tmp_path / "site"
    for path in built.folder.rglob("*.html"):
        copy = folder / path.relative_to(built.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert not (folder / "feed.xml").exists()
    done = run(built.root, "check.py", "--feeds", str(folder))
    assert done.returncode == 1
    assert "hooks" in done.stdout
