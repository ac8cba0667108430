"""The site that stands, and what of it the next one takes over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.last_build import site_files
from knowledge_center.build_cache.last_site import LastSite, look_at_sites
from knowledge_center.build_cache.store import BuildCache

PATHS = ("a", "b", "a/index.html", "a/b", "a/b/index.html", "c/a", "c/b/index.html")
_SITES = st.lists(
    st.dictionaries(st.sampled_from(PATHS), st.sampled_from(["one", "two"]), min_size=1).filter(
        lambda site: not any(other.startswith(f"{path}/") for path in site for other in site)
    ),
    min_size=2,
    max_size=5,
)


def _build(root: Path, cache: BuildCache, wanted: dict[str, str], *, looks: bool = False) -> None:
    """Make a site of texts as builds do, and put it in its place."""
    current, staging, spare = root / "site", root / "next", root / "spare"
    look = look_at_sites(current, spare) if looks and spare.exists() else None
    if spare.exists():
        spare.rename(staging)
    last = LastSite(cache, current, staging, look)
    for path, text in wanted.items():
        key = content_hash(text)
        if file := last.file(path, key):
            last.take_over(path, file)
        else:
            last.will_write(path)
            (staging / path).write_text(text, encoding="utf-8")
            last.keep(path, key, last.written(path))
    last.prune()
    # What it knows is what is there.
    assert last.site_files() == site_files(str(staging))
    if current.exists():
        current.rename(spare)
    else:
        last.copy_to(spare)
        assert _files(spare) == wanted
    staging.rename(current)


def _files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


@settings(max_examples=60)
@given(sites=_SITES, looks=st.booleans())
def test_each_site_is_what_was_wanted_and_the_last_one_stays(
    sites: list[dict[str, str]], looks: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files come and go, a folder stands where a file was, and nothing is written to the site before."""
    root = tmp_path_factory.mktemp("sites")
    cache = BuildCache(None, b"")
    for at, wanted in enumerate(sites):
        _build(root, cache, wanted, looks=looks)
        assert _files(root / "site") == wanted
        empty = [one for one, folders, names in os.walk(root / "site") if not folders and not names]
        assert empty == []
        if at:
            assert _files(root / "spare") == sites[at - 1]


def test_a_copy_of_a_first_site_takes_no_room_and_may_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files are those of the site. There are file systems without hard links, and folders that are there."""
    cache = BuildCache(None, b"")
    _build(tmp_path, cache, {"a/index.html": "one"})
    last = LastSite(cache, tmp_path / "site", tmp_path / "new")
    last.share("a/index.html", (3, 0, 0))
    last.copy_to(tmp_path / "copy")
    assert (tmp_path / "copy/a/index.html").samefile(tmp_path / "site/a/index.html")
    last.copy_to(tmp_path / "copy")

    def no_link(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_link)
    last.copy_to(tmp_path / "other")
    assert _files(tmp_path / "other") == {}


def test_what_was_taken_over_can_still_be_made_anew(tmp_path: Path) -> None:
    """A file that is taken over is that of the site that stands, which nobody writes to."""
    cache = BuildCache(None, b"")
    _build(tmp_path, cache, {"a/index.html": "one"})
    last = LastSite(cache, tmp_path / "site", tmp_path / "next")
    kept = last.file("a/index.html", content_hash("one"))
    assert kept
    last.take_over("a/index.html", kept)
    last.will_write("a/index.html")
    (tmp_path / "next/a/index.html").write_text("two", encoding="utf-8")
    assert _files(tmp_path / "site") == {"a/index.html": "one"}


def test_what_others_write_and_delete_is_known_after_a_look(tmp_path: Path) -> None:
    """A plugin writes into the finished site, in a folder of its own too, and may take a file out of it."""
    cache = BuildCache(None, b"")
    _build(tmp_path, cache, {"a/index.html": "one", "b": "two"})
    last = LastSite(cache, tmp_path / "site", tmp_path / "next")
    for path, text in (("a/index.html", "one"), ("b", "two")):
        kept = last.file(path, content_hash(text))
        assert kept
        last.take_over(path, kept)
    last.prune()
    (tmp_path / "next/c").mkdir()
    (tmp_path / "next/c/map.json").write_text("{}", encoding="utf-8")
    (tmp_path / "next/b").unlink()
    last.look_again()
    assert last.site_files() == site_files(str(tmp_path / "next"))
    assert last.placed == {"a/index.html", "c/map.json"}


def test_files_that_another_process_has_made_are_found(tmp_path: Path) -> None:
    """A search index is written by a copy of the process, whose folder alone is looked at."""
    last = LastSite(BuildCache(None, b""), tmp_path / "site", tmp_path / "next")
    last.will_write("index")
    assert last.files_below("index") == []
    (tmp_path / "next/index/pieces").mkdir(parents=True)
    (tmp_path / "next/index/pieces/one.bin").write_bytes(b"1")
    assert last.files_below("index") == ["index/pieces/one.bin"]
    last.keep("index/pieces/one.bin", b"", last.written("index/pieces/one.bin"))
    assert last.site_files() == site_files(str(tmp_path / "next"))


@pytest.mark.parametrize("looks", [False, True])
def test_what_was_done_to_the_folder_a_site_is_made_in_is_undone(tmp_path: Path, looks: bool) -> None:
    """It holds the site before the last one: files may be gone there, others be new, and one have been replaced."""
    cache, wanted = BuildCache(None, b""), {"a/index.html": "one", "b": "two", "c": "three"}
    for _ in range(2):
        _build(tmp_path, cache, wanted)
    (tmp_path / "spare/a/index.html").unlink()
    (tmp_path / "spare/a").rmdir()
    (tmp_path / "spare/b").unlink()
    (tmp_path / "spare/b").write_text("two!", encoding="utf-8")
    (tmp_path / "spare/d").mkdir()
    (tmp_path / "spare/d/e").write_text("more", encoding="utf-8")
    _build(tmp_path, cache, wanted, looks=looks)
    assert _files(tmp_path / "site") == wanted


def test_a_site_that_cannot_be_looked_at_stops_nothing(tmp_path: Path) -> None:
    """A folder may be gone, or somebody else's: each file is asked for then."""
    _build(tmp_path, BuildCache(None, b""), {"a": "one"})
    assert look_at_sites(tmp_path / "site", tmp_path / "none") is None
    assert look_at_sites(tmp_path / "site", tmp_path / "site") is not None


@pytest.mark.parametrize("looks", [False, True])
def test_a_file_of_the_last_site_that_was_touched_is_made_again(tmp_path: Path, looks: bool) -> None:
    """Nobody publishes what somebody has written into the finished site."""
    cache, wanted = BuildCache(None, b""), {"a/index.html": "one", "b": "two"}
    for _ in range(2):
        _build(tmp_path, cache, wanted)
    (tmp_path / "site/b").unlink()
    (tmp_path / "site/b").write_text("own", encoding="utf-8")
    _build(tmp_path, cache, wanted, looks=looks)
    assert _files(tmp_path / "site") == wanted
