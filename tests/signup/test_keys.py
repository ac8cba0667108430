"""The secrets behind links: made once, kept safe, turned over without breaking a link."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.signup.keys import KEYS_FILE, load_keys, make_keys, rotate_keys
from tests.programs import keeps_modes


@keeps_modes
def test_keys_are_made_at_the_first_start_and_stay(tmp_path: Path) -> None:
    """The second start signs as the first did; nobody but the owner can read the file."""
    first = load_keys(tmp_path)
    assert load_keys(tmp_path) == first
    assert (tmp_path / KEYS_FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEYS_FILE]


def test_two_installations_have_nothing_in_common() -> None:
    """Every secret is random."""
    one, other = make_keys(), make_keys()
    assert len({*one.links, *other.links, one.marks, other.marks}) == 4


def test_two_first_starts_at_once_agree(tmp_path: Path) -> None:
    """Service and script may start together in an empty folder: both sign with the same key."""
    found = []
    barrier = threading.Barrier(8)

    def start() -> None:
        barrier.wait()
        found.append(load_keys(tmp_path))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_links_outlive_a_turn_over(tmp_path: Path) -> None:
    """After a new key the link in last year's mail still works, and new links are signed by the new key."""
    old = load_keys(tmp_path)
    mac = old.sign("u", "abcdefghij")
    new = rotate_keys(tmp_path)
    assert new == load_keys(tmp_path)
    assert new.sign("u", "abcdefghij") != mac
    assert new.verify("u", "abcdefghij", mac)
    assert new.mark("suppression", "a@example.com") == old.mark("suppression", "a@example.com")
    assert not old.verify("u", "abcdefghij", new.sign("u", "abcdefghij"))


@pytest.mark.parametrize("mac", ["", "x", "A" * 16, "ä" * 16, "\ud800"])
def test_a_forged_mark_is_none(mac: str) -> None:
    """Whatever is tried in its place, also letters no link can hold."""
    assert not make_keys().verify("u", "abcdefghij", mac)


def test_a_mark_is_for_one_purpose() -> None:
    """Who may choose digests by a link cannot make a link to leave of it."""
    keys = make_keys()
    assert not keys.verify("u", "abcdefghij", keys.sign("preferences", "abcdefghij"))


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"links": [], "marks": ""}', '{"links": ["xy"], "marks": "0"}', "\x80", '{"links": 3}'],
)
def test_a_broken_file_is_never_replaced(tmp_path: Path, text: str) -> None:
    """New keys would break every link that was ever mailed, so somebody has to decide; the message says what."""
    path = tmp_path / KEYS_FILE
    path.write_text(text, encoding="latin-1")
    with pytest.raises(Unusable) as refusal:
        load_keys(tmp_path)
    (problem,) = refusal.value.problems
    assert problem.path == str(path)
    assert "backup" in problem.fix
    assert "knowledge-center subscribers keys --new-keys" in problem.fix
    assert path.read_text(encoding="latin-1") == text
