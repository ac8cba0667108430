"""A service that runs: uvicorn on a free port of this machine, its database and its outbox."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import httpx

from knowledge_center.sending.folder_transport import FolderTransport
from knowledge_center.sending.transport import Transport
from knowledge_center.service.app import app
from knowledge_center.service.configuration import Setup
from knowledge_center.service.server import listen, server
from knowledge_center.settings.model import Settings
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.keys import load_keys
from knowledge_center.signup.rate_limits import LIFTED, Limits
from tests.samples import settings

FORM = {"email": "ana@example.org", "consent": "1", "digest": "weekly", "page": "/"}
SECONDS = 60.0
TWO_DIGESTS: list[dict[str, object]] = [
    {
        "key": key,
        "title": key.title(),
        "description": "All.",
        "every": "week",
        "day": "monday",
        "time": "08:00",
    }
    for key in ("weekly", "monthly")
]


class Clock:
    """Now, as a test sets it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Running:
    """A service in a thread, from the start until ``stop``."""

    def __init__(
        self,
        folder: Path,
        *,
        site: Path | None = None,
        limits: Limits = LIFTED,
        transport: Transport | None = None,
        ours: Settings | None = None,
        **changes: Any,
    ) -> None:
        self.outbox = folder / "outbox"
        self.clock = Clock()
        self._socket = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        folder.mkdir(parents=True, exist_ok=True)
        self.setup = replace(
            Setup(
                settings=ours or settings(),
                keys=load_keys(folder),
                database=folder / "s.sqlite3",
                public_url=self.url,
                clock=self.clock,
                site=site,
                limits=limits,
                pause=(0, 0),
            ),
            **changes,
        )
        self.http = httpx.Client(base_url=self.url, timeout=SECONDS)
        self._server = server(app(self.setup, transport or FolderTransport(self.outbox)))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()
        wait_for(lambda: self._server.started)

    def stop(self) -> None:
        if not self._thread.is_alive():
            return
        self._server.should_exit = True
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()
        self.http.close()
        self._socket.close()

    def database(self) -> sqlite3.Connection:
        """A connection of the test's own."""
        return connect(self.setup.database)

    def change(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        db = self.database()
        try:
            with transaction(db):
                return work(db)
        finally:
            db.close()

    def one(self, query: str, *values: Any) -> Any:
        """The first column of the first row."""
        return self.change(lambda db: db.execute(query, values).fetchone()[0])

    def settled(self) -> None:
        """Wait until every post whose time has come was acted upon and every mail is out of hand."""
        due = "SELECT count(*) FROM request WHERE address <> '' AND due_at <= ?"
        wait_for(lambda: self.one(due, int(self.clock.now.timestamp())) == 0)
        wait_for(lambda: self.one("SELECT count(*) FROM letter WHERE state IN ('pending', 'sending')") == 0)

    def sign_up(self, **changes: str) -> httpx.Response:
        return self.http.post("/subscribe", data=FORM | changes)

    def mails(self) -> list[EmailMessage]:
        """What lies in the outbox, in the order it was sent."""
        found = []
        for file in sorted(self.outbox.glob("*.eml")):
            message = message_from_bytes(file.read_bytes(), policy=default)
            assert isinstance(message, EmailMessage)
            found.append(message)
        return found

    def path_in(self, message: EmailMessage) -> str:
        """The path of the link in a mail."""
        body = message.get_body(("plain",))
        assert body is not None
        found = re.search(rf"{re.escape(self.setup.public_url)}(/\S+)", body.get_content())
        assert found is not None
        return str(found[1])

    def subscribed(self, address: str = "ana@example.org") -> str:
        """As a reader does: sign up, open the mail, click. Returns the subscriber's id."""
        self.sign_up(email=address)
        self.settled()
        path = self.path_in([mail for mail in self.mails() if mail["To"] == address][-1])
        assert self.http.post(path).status_code == 200
        found: str = self.one("SELECT id FROM subscriber WHERE address = ?", address)
        return found


def wait_for(done: Callable[[], bool]) -> None:
    """Until something has happened; that it never does is a failure."""
    end = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
