"""Where the service keeps what must outlive every checkout: the database and the keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.model import Settings
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.keys import KEYS_FILE, Keys, load_keys
from knowledge_center.signup.subscribers import anybody, mark_suppressed

PUBLIC_URL = "http://127.0.0.1:8080"
DATABASE_FILE = "subscribers.sqlite3"
# Links to confirm are none of them: their secrets stand in the database.
NEW_KEYS = (
    "New keys are the end of every link in the mails sent so far, to leave or to choose, by one click too; reports "
    "about those mails are not understood any more; and erased addresses that bounced or complained are forgotten, so "
    "that an import could bring them back. Links to confirm a signup go on working."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The folder and what is in it; the same defaults for the service and every script.

    ``lost_keys``: others were missing, and these were made although there are subscribers.
    """

    folder: Path
    keys: Keys
    lost_keys: bool = False

    @property
    def database(self) -> Path:
        return self.folder / DATABASE_FILE


def state_folder(settings: Settings, environ: Mapping[str, str]) -> Path:
    """``KC_STATE``, else ``knowledge-center/<site host>`` in ``$XDG_STATE_HOME`` or ``~/.local/state``.

    Source: the XDG base directory specification. Never in the checkout, so that cleaning one deletes no
    subscriber.
    """
    if environ.get("KC_STATE"):
        return Path(environ["KC_STATE"])
    home = environ.get("XDG_STATE_HOME", "")
    # A relative path in it is to be ignored, says the specification.
    base = Path(home) if home and Path(home).is_absolute() else Path.home() / ".local/state"
    host = urlsplit(settings.site_url).netloc.lower()
    return base / "knowledge-center" / re.sub(r"[^a-z0-9.-]", "_", host)


def open_state(folder: Path, *, new_keys: bool = False) -> State:
    """Make the folder (mode 0700) and the keys where they are missing. Raises Unusable.

    Where there are subscribers, keys that are missing are lost: ``new_keys`` says to go on without them.
    A folder that is there stays as it is: it may be somebody's home. Every file in it is its owner's alone.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lost = _lost_keys(folder)
        if lost and not new_keys:
            raise Unusable([lost])
        state = State(folder=folder, keys=load_keys(folder), lost_keys=lost is not None)
        if lost:
            with closing(connect(state.database)) as db, transaction(db):
                mark_suppressed(db, state.keys)
        return state
    except OSError as error:
        message = f"The folder for subscribers and keys cannot be used: {error.strerror}."
        fix = "Give this user the right to write there, or name another folder:  KC_STATE=/path/to/folder"
        raise Unusable([Problem(path=folder.as_posix(), message=message, fix=fix)]) from None


def _lost_keys(folder: Path) -> Problem | None:
    """What to say where there are subscribers and no keys: such as after half a restore."""
    if (folder / KEYS_FILE).exists() or not (folder / DATABASE_FILE).exists():
        return None
    with closing(connect(folder / DATABASE_FILE)) as db:
        if not anybody(db):
            return None
    message = f"The keys are missing, but there are subscribers. {NEW_KEYS}"
    fix = (
        "Put back the copy that the backup keeps beside that of the database, under the name keys.json.\n"
        "If there is none:  knowledge-center subscribers keys --new-keys"
    )
    return Problem(path=(folder / KEYS_FILE).as_posix(), message=message, fix=fix)


def public_url(environ: Mapping[str, str], given: str = "") -> str:
    """The service's own address, for links in mails and the Origin check: ``given``, else ``KC_PUBLIC_URL``.

    Without a slash at its end. Raises Unusable for what is no such address.
    """
    url = (given or environ.get("KC_PUBLIC_URL", "") or PUBLIC_URL).rstrip("/")
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
        fits = fits and "@" not in parts.netloc
        _ = parts.port
    except ValueError:
        fits = False
    if not fits or re.search(r"[^!-~]", url):
        message = f"“{url}” was found, but the service's own address, beginning with https://, is expected."
        fix = "KC_PUBLIC_URL=https://subscribe.example.com"
        raise Unusable([Problem(path="KC_PUBLIC_URL", message=message, fix=fix)])
    return url
