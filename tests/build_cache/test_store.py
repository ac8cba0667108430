"""What a build keeps for the next: what is long waits on the disk, and is there whatever becomes of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.spool import Spool
from knowledge_center.build_cache.store import BuildCache, _proof

KEY = b"key"


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("kind", ["text", "page text"])
@pytest.mark.parametrize("disk", ["there", "full", "none"])
def test_what_is_put_in_is_there_in_this_build_and_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, disk: str
) -> None:
    """Also where the disk has no room for what is long, and without a file for this build alone."""
    if disk == "full":
        monkeypatch.setattr(Spool, "add", full)
    file = None if disk == "none" else tmp_path / "build.sqlite"
    first = BuildCache(file, b"")
    first.put(kind, "one", KEY, "first")
    first.put(kind, "one", KEY, "its text")
    first.put(kind, "two", KEY, "another")
    assert first.get(kind, "one", KEY) == "its text"
    first.commit()
    assert first.get(kind, "one", KEY) == "its text"
    first.close()
    if file:
        following = BuildCache(file, b"")
        assert following.get(kind, "one", KEY) == "its text"
        assert following.get(kind, "one", b"another key") is None
        following.commit()
        following.close()
        # What the second build did not ask for is gone.
        last = BuildCache(file, b"")
        assert (last.get(kind, "one", KEY), last.get(kind, "two", KEY)) == ("its text", None)
        last.close()


def test_long_texts_do_not_stay_in_memory(tmp_path: Path) -> None:
    """A thousand pages are on the disk until the build has ended, each once."""
    cache = BuildCache(tmp_path / "build.sqlite", b"")
    for number in range(3):
        cache.put("text", f"page-{number}", KEY, "x" * 50_000)
    assert cache.get("text", "page-1", KEY) is not cache.get("text", "page-1", KEY)
    cache.close()
    assert [path.name for path in tmp_path.iterdir()] == ["build.sqlite"]


def test_a_text_has_one_hash_whoever_has_found_it() -> None:
    """What a file was read with stands for that very text, until the build has ended; another text has its own."""
    cache = BuildCache(None, b"")
    text = "".join(["a ", "text"])
    assert cache.text_hash(text) == content_hash(text)
    cache.commit()
    cache.know_text(text, b"known")
    assert (cache.text_hash(text), cache.text_hash("".join(["a ", "text"]))) == (b"known", content_hash(text))
    cache.commit()
    assert cache.text_hash(text) == content_hash(text)


def test_what_is_in_the_file_does_not_wait_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview that is saved in all day does not fill the disk."""
    spools: list[Spool] = []
    begin = Spool.__init__

    def begun(self: Spool, folder: Path) -> None:
        spools.append(self)
        begin(self, folder)

    monkeypatch.setattr(Spool, "__init__", begun)
    cache = BuildCache(tmp_path / "build.sqlite", b"")
    cache.put("text", "page", KEY, "its text")
    (spool,) = spools
    assert len(list(spool)) == 1
    cache.commit()
    assert list(spool) == [] and cache.get("text", "page", KEY) == "its text"
    cache.close()


# As who means harm would write them: each calls its first name, one with a path that a module of ours has at hand.
CALLS = (
    "cknowledge_center.build_cache.store\nBuildCache\n(cknowledge_center.build_cache.store\nPath\n(V{}\ntRC\0tR.",
    "cknowledge_center.build_cache.store\nsqlite3.Connection\n(V{}\ntR.",
    "cos\nunlink\n(V{}\ntR.",
)


@pytest.mark.parametrize("call", CALLS)
def test_a_file_from_elsewhere_does_nothing_when_it_is_read(tmp_path: Path, call: str) -> None:
    """Whole and with the right proof: it is a cache without that value."""
    theirs, file = tmp_path / "letters.txt", tmp_path / "build.sqlite"
    theirs.write_text("Dear Ann")
    BuildCache(file, b"").close()
    with sqlite3.connect(file) as database:
        value = call.format(theirs).encode()
        row = "text", "one", value, _proof("text", "one", value)
        database.execute("INSERT INTO rows VALUES (?, ?, ?, ?)", row)
    cache = BuildCache(file, b"")
    assert cache.get("text", "one", KEY) is None
    cache.close()
    assert theirs.read_text() == "Dear Ann"


def test_a_check_beside_a_build_leaves_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a large build writes what it keeps, nobody else can look into the file; it is there afterwards."""
    file, connect = tmp_path / "build.sqlite", sqlite3.connect
    build = BuildCache(file, b"")
    build.put("page text", "one", KEY, "its text")
    build.commit()
    build.close()
    writing = connect(file, isolation_level=None)
    writing.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(sqlite3, "connect", lambda name, **_: connect(name, timeout=0))
    beside = BuildCache(file, b"")
    assert beside.get("page text", "one", KEY) is None
    beside.close()
    writing.execute("COMMIT")
    writing.close()
    following = BuildCache(file, b"")
    assert following.get("page text", "one", KEY) == "its text"
    following.close()


@pytest.mark.parametrize("damage", ["value = NULL", "value = 5", "bucket = CAST(x'ff' AS TEXT)"])
def test_a_damaged_row_does_not_spoil_the_file_for_good(tmp_path: Path, damage: str) -> None:
    """Bytes that a disk has lost: nothing is said of them, and two builds later all is kept again."""
    file = tmp_path / "build.sqlite"
    for _ in range(4):
        cache = BuildCache(file, b"")
        found = cache.get("text", "one", KEY)
        cache.put("text", "one", KEY, "its text")
        cache.commit()
        cache.close()
        if damage:
            with sqlite3.connect(file) as database:
                database.execute(f"UPDATE rows SET {damage}")
            damage = ""
    assert found == "its text"
