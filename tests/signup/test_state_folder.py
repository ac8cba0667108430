"""Where subscribers and keys are kept, and by which address the service is known."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.settings.site_settings import read_settings
from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import KEYS_FILE
from knowledge_center.signup.state_folder import DATABASE_FILE, open_state, public_url, state_folder
from tests.programs import IS_ROOT, keeps_modes
from tests.samples import DATA

SETTINGS = read_settings(DATA)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_one_folder_for_the_service_and_every_script(tmp_path: Path) -> None:
    """Named by the site's host, outside every checkout; KC_STATE moves it."""
    assert state_folder(SETTINGS, {"XDG_STATE_HOME": str(tmp_path)}) == (
        tmp_path / "knowledge-center/knowledge.example.com"
    )
    assert state_folder(SETTINGS, {"KC_STATE": "here", "XDG_STATE_HOME": str(tmp_path)}) == Path("here")
    default = Path.home() / ".local/state/knowledge-center/knowledge.example.com"
    assert state_folder(SETTINGS, {}) == default
    # A relative path is none, says the XDG specification.
    assert state_folder(SETTINGS, {"XDG_STATE_HOME": "relative"}) == default


def test_the_name_of_a_host_cannot_lead_elsewhere(tmp_path: Path) -> None:
    """Whatever stands in site_url, it becomes one folder."""
    odd = replace(SETTINGS, site_url="https://a:b@..%2f..:8080/x/")
    found = state_folder(odd, {"XDG_STATE_HOME": str(tmp_path)})
    assert found.parent == tmp_path / "knowledge-center"


@keeps_modes
def test_the_folder_is_its_owner_s_alone(tmp_path: Path) -> None:
    """Made where it is missing, closed to others, with keys in it."""
    state = open_state(tmp_path / "a/b")
    assert state.folder.stat().st_mode & 0o777 == 0o700
    assert open_state(tmp_path / "a/b") == state
    assert state.database == tmp_path / "a/b/subscribers.sqlite3"


@keeps_modes
def test_a_folder_that_was_there_stays_as_open_as_it_was(tmp_path: Path) -> None:
    """Whoever says KC_STATE=/tmp or their home does not lock everybody out of it; the keys are closed anyway."""
    tmp_path.chmod(0o755)
    open_state(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    """A sentence that offers another folder, no traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Unusable) as refusal:
        open_state(tmp_path / "file/state")
    assert "KC_STATE=" in str(refusal.value)


@pytest.mark.skipif(IS_ROOT, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_reported(tmp_path: Path) -> None:
    """The same for a folder of somebody else's."""
    tmp_path.chmod(0o500)
    with pytest.raises(Unusable):
        open_state(tmp_path / "state")


def test_the_service_s_own_address() -> None:
    """What is given comes first, then the environment, then this machine; a slash at the end is dropped."""
    assert public_url({}) == "http://127.0.0.1:8080"
    assert public_url({"KC_PUBLIC_URL": "https://s.example.com/"}) == "https://s.example.com"
    assert public_url({"KC_PUBLIC_URL": "https://s.example.com"}, "http://[::1]:9000") == "http://[::1]:9000"


@pytest.mark.parametrize(
    "url",
    ["s.example.com", "ftp://s.example.com", "https://", "https://s.example.com/?a=b", "https://s.example.com/#x",
     "https://s.example.com:port", "https://user:secret@s.example.com",
     "https://a b.example.com", "https://ü.example.com", "https://[::1"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url: str) -> None:
    """Links made from it would lead nowhere."""
    with pytest.raises(Unusable) as refusal:
        public_url({"KC_PUBLIC_URL": url})
    assert "https://" in str(refusal.value)


def test_keys_that_are_missing_beside_subscribers_are_not_made_anew(tmp_path: Path) -> None:
    """After half a restore: the sentence says what new keys would end, and how to have them all the same."""
    before = open_state(tmp_path)
    bob, ann = read_address("bob@example.com"), read_address("ann@example.com")
    with closing(connect(before.database)) as db, transaction(db):
        found = subscribers.add(db, before.keys, ann, ["weekly"], Evidence(), NOW)
        subscribers.add(db, before.keys, bob, ["weekly"], Evidence(), NOW)
        subscribers.suppress(db, before.keys, bob, "complained", NOW)
    (tmp_path / KEYS_FILE).unlink()
    for _ in range(2):
        with pytest.raises(Unusable) as refusal:
            open_state(tmp_path)
        (problem,) = refusal.value.problems
        assert problem.path == str(tmp_path / KEYS_FILE)
        assert "every link in the mails sent so far" in problem.message and "by one click" in problem.message
        assert "backup" in problem.fix and "knowledge-center subscribers keys --new-keys" in problem.fix
        assert not (tmp_path / KEYS_FILE).exists()
    after = open_state(tmp_path, new_keys=True)
    assert after.lost_keys and after.keys.marks != before.keys.marks
    assert found and not after.keys.verify("u", found, before.keys.sign("u", found))
    with closing(connect(before.database)) as db, transaction(db):
        # Whose mark can be made anew is marked anew: it outlives an erasure as before.
        subscribers.erase(db, bob)
        assert subscribers.suppressed(db, after.keys, bob) and not subscribers.suppressed(db, after.keys, ann)
    assert not open_state(tmp_path, new_keys=True).lost_keys
    assert open_state(tmp_path).keys == after.keys


def test_keys_are_made_beside_a_database_without_anybody(tmp_path: Path) -> None:
    """A first start that was cut short loses nobody's links."""
    connect(tmp_path / DATABASE_FILE).close()
    assert not open_state(tmp_path).lost_keys
