"""Outboxes to send from: a small site with a closed issue, a database with subscribers."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import yaml

from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger_text import issue_text
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.transport import NotSent
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import load_keys
from knowledge_center.signup.state_folder import DATABASE_FILE
from knowledge_center.signup.subscribers import add, find_address, leave
from tests.digests.samples import entry, issue
from tests.samples import DATA, NOW, make_docs

ISSUE_KEY = IssueKey(digest="weekly", issue="2026-W46")


def addresses(count: int) -> list[str]:
    """So many readers."""
    return [f"reader{number}@example.com" for number in range(count)]


def subscribe(
    db: sqlite3.Connection, folder: Path, found: Iterable[str], digest: str = "weekly"
) -> list[str]:
    """Make them active subscribers; their ids, in the same order."""
    keys = load_keys(folder)
    ids = []
    with transaction(db):
        for text in found:
            made = add(db, keys, read_address(text), [digest], Evidence(text="a test"), NOW)
            assert made
            ids.append(made)
    return ids


def unsubscribe(db: sqlite3.Connection, text: str) -> None:
    """One reader leaves."""
    found = find_address(db, read_address(text))
    assert found
    with transaction(db):
        leave(db, found.id, Evidence(), NOW)


def make_outbox(folder: Path, count: int) -> sqlite3.Connection:
    """A state folder with keys and a database of so many readers of the weekly digest."""
    folder.mkdir(parents=True, exist_ok=True)
    db = connect(folder / DATABASE_FILE)
    subscribe(db, folder, addresses(count))
    return db


def make_sending_site(root: Path, *issues: Issue, **changes: Any) -> Path:
    """A site in ``root`` with closed issues (one by default), enough to send digests from. Returns ``root``."""
    ours = DATA["extra"]["knowledge_center"] | changes
    root.mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(
        yaml.safe_dump(DATA | {"extra": {"knowledge_center": ours}}), encoding="utf-8"
    )
    make_docs(root, {})
    for found in issues or (issue(entry("a"), entry("b")),):
        path = root / f"docs/digests/{found.digest}/{found.key}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(issue_text(found), encoding="utf-8")
    return root


class Ticking:
    """A clock that only moves when somebody sleeps."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


def titles(data: bytes) -> str:
    """The titles of the articles a and b and so on that a message lists, as one word: ``ab``."""
    text = message_from_bytes(data).get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
    found = re.findall(r"/articles/([a-z])/", text)
    return "".join(dict.fromkeys(found))


class Scripted:
    """A Transport that does what the test sets for each address, in turn, and takes everything else."""

    def __init__(self, answers: Mapping[str, list[NotSent | None]] | None = None) -> None:
        self.answers = dict(answers or {})
        self.taken: list[str] = []
        self.asked: list[str] = []
        self.mails: list[tuple[str, bytes]] = []
        self.closed = 0

    def send(self, sender: str, to: str, data: bytes) -> None:
        self.asked.append(to)
        waiting = self.answers.get(to, [])
        answer = waiting.pop(0) if waiting else None
        if answer:
            raise answer
        self.taken.append(to)
        self.mails.append((to, data))

    def close(self) -> None:
        self.closed += 1
