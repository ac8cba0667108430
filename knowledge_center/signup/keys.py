"""The secrets behind links and marks: made at first start, kept outside the repository, rotated by hand."""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from knowledge_center.file_writing import replace_file, unfinished_file
from knowledge_center.problems import Problem, Unusable

KEYS_FILE = "keys.json"
# 96 bits: far beyond guessing, and short enough for a link that fits into a mail header.
_MAC_BYTES = 12
_SECRET = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """``links`` sign the links in mails, newest first; every one of them still verifies. ``marks`` never
    changes: addresses are remembered by it after they were erased."""

    links: tuple[str, ...]
    marks: str

    def sign(self, purpose: str, subject: str) -> str:
        """A mark of 16 letters for an address such as ``/u/{subject}.{mark}``, by the newest key."""
        return _mac(self.links[0], purpose, subject)

    def verify(self, purpose: str, subject: str, mac: str) -> bool:
        """Whether one of the keys has signed it. Takes the same time wherever the difference is."""
        found, given = False, mac.encode("utf-8", "surrogatepass")
        for key in self.links:
            # Every key is tried, so that the time says nothing about which one fits.
            found |= hmac.compare_digest(_mac(key, purpose, subject).encode(), given)
        return found

    def mark(self, purpose: str, text: str) -> bytes:
        """What stands for ``text`` where it is not to be read back: 32 bytes."""
        return hmac.digest(bytes.fromhex(self.marks), f"{purpose}\n{text}".encode(), sha256)


def make_keys() -> Keys:
    """New keys, from the system's own source of randomness."""
    return Keys(links=(secrets.token_hex(32),), marks=secrets.token_hex(32))


def load_keys(folder: Path) -> Keys:
    """The keys in ``folder``; made and written (mode 0600) where there are none yet.

    Two processes that start at once get the same keys. Raises Unusable for a file that cannot be read.
    """
    path = folder / KEYS_FILE
    if not path.exists():
        with (
            unfinished_file(path, _text(make_keys()), mode=0o600, durable=True) as unfinished,
            suppress(FileExistsError),
        ):
            os.link(unfinished, path)
    return _read(path)


def reload_keys(folder: Path, known: Keys) -> Keys:
    """The keys in ``folder`` as they are now; those that are ``known`` where they cannot be read."""
    try:
        return _read(folder / KEYS_FILE)
    except Unusable:
        return known


def rotate_keys(folder: Path) -> Keys:
    """Sign with a new key from now on; the links in mails that were sent keep working."""
    old = load_keys(folder)
    new = Keys(links=(secrets.token_hex(32), *old.links), marks=old.marks)
    replace_file(folder / KEYS_FILE, _text(new), mode=0o600, durable=True)
    return new


def _mac(key: str, purpose: str, subject: str) -> str:
    mac = hmac.digest(bytes.fromhex(key), f"{purpose}\n{subject}".encode(), sha256)
    return urlsafe_b64encode(mac[:_MAC_BYTES]).decode("ascii")


def _text(keys: Keys) -> str:
    return json.dumps({"links": keys.links, "marks": keys.marks}, indent=2) + "\n"


def _read(path: Path) -> Keys:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        keys = Keys(links=tuple(data["links"]), marks=data["marks"])
        if keys.links and all(_SECRET.fullmatch(key) for key in (*keys.links, keys.marks)):
            return keys
    except (OSError, ValueError, KeyError, TypeError):
        pass
    message = "The file with the keys cannot be read; without it no link in a mail can be made or understood."
    fix = (
        "Put back the copy from your last backup. A new file would break the links in every mail sent so far.\n"
        "If there is none: delete the file, then  knowledge-center subscribers keys --new-keys"
    )
    raise Unusable([Problem(path=path.as_posix(), message=message, fix=fix)])
