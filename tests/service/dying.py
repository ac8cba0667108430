"""A service that dies at a chosen point, again and again: run as a program, for many seeds.

Each life is a process of its own (a fork, so that nothing is imported twice). It counts what it does, every
statement to the database, every file it makes, every mail it hands over, and ends without a word at the
number it was given: as by SIGKILL, nothing is cleaned up.
"""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing, nullcontext
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from knowledge_center.sending.folder_transport import FolderTransport
from knowledge_center.service import background_worker as worker
from knowledge_center.service.background_worker import BackgroundWorker
from knowledge_center.service.configuration import Setup
from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import load_keys
from knowledge_center.signup.rate_limits import LIFTED
from knowledge_center.signup.signup_requests import SignupRequest, receive
from tests.samples import settings

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DEAD = 99


class Life:
    """Counts what is done, and ends the process at the ``last`` of it."""

    def __init__(self, last: int) -> None:
        self.left = last

    def step(self, *_: Any) -> None:
        self.left -= 1
        if self.left <= 0:
            os._exit(DEAD)

    def watched(self, path: Path) -> sqlite3.Connection:
        """A connection each of whose statements is a step."""
        db = connect(path)
        db.set_trace_callback(self.step)
        return db

    def stepping(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """A function that may be the last thing done, before it or right after it."""

        def call(*arguments: Any, **more: Any) -> Any:
            self.step()
            found = real(*arguments, **more)
            self.step()
            return found

        return call


def service(folder: Path) -> Setup:
    return Setup(
        settings=settings(),
        keys=load_keys(folder),
        database=folder / "s.sqlite3",
        public_url="https://mail.example.org",
        clock=lambda: NOW,
        limits=LIFTED,
    )


def live(folder: Path, addresses: list[str], last: int) -> None:
    """One life: take in the signups that are left, noting each that was answered, then work until all is done."""
    life = Life(last)
    setup = service(folder)
    answered = os.open(folder / "answered", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    begun = folder / "begun"
    for address in addresses[len(begun.read_text()) if begun.exists() else 0 :]:
        with begun.open("a") as file:
            file.write(".")
        post = SignupRequest(address=read_address(address), digests=("weekly",), evidence=Evidence(page="/"))
        with closing(life.watched(setup.database)) as db, transaction(db):
            receive(db, setup.keys, post, LIFTED, NOW)
        # From here on the reader has the answer.
        os.write(answered, f"{address}\n".encode())
    os.link, os.fsync = life.stepping(os.link), life.stepping(os.fsync)
    transport = FolderTransport(folder / "outbox")
    transport.send = life.stepping(transport.send)  # type: ignore[method-assign]
    worker.connect = life.watched  # type: ignore[attr-defined]
    working = BackgroundWorker(setup, transport, nullcontext())
    # Nothing to do is the end of this life.
    working._rest = working._stopping.set  # type: ignore[method-assign]
    working._run()
    os._exit(0)


def died(folder: Path, addresses: list[str], last: int) -> bool:
    """Live one life in a process of its own; whether it was cut short."""
    child = os.fork()
    if child == 0:
        try:
            live(folder, addresses, last)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, DEAD), code
    return code == DEAD


def token_in(mail: EmailMessage) -> str:
    """The secret of a mail's link."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(re.findall(r"/confirm/([\w-]{22})", body.get_content())[0])


def lived_through(folder: Path, seed: int) -> dict[str, int]:
    """All lives of a seed. Raises AssertionError where anybody was lost or written to twice."""
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    load_keys(folder)
    with closing(connect(folder / "s.sqlite3")):
        pass
    addresses = [f"r{n}@example.org" for n in range(chance.randint(1, 4))]
    deaths = sum(
        died(folder, addresses, chance.randint(1, 30 + 22 * len(addresses)))
        for _ in range(chance.randint(1, 4))
    )
    assert not died(folder, addresses, 10**9)
    files = (folder / "outbox").glob("*.eml")
    mails = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    to = Counter(str(mail["To"]) for mail in mails)
    answered = (folder / "answered").read_text().split()
    with closing(connect(folder / "s.sqlite3")) as db:
        rows = db.execute("SELECT address, l.state FROM letter l JOIN subscriber s ON s.id = subscriber_id")
        mail_states = [(row["address"], row["state"]) for row in rows]
        evidence = Counter(row[0] for row in db.execute("SELECT subscriber_id FROM consent"))
        waiting = db.execute("SELECT count(*) FROM request WHERE address <> ''").fetchone()[0]
        links = {token_in(mail) for mail in mails}
        assert {subscribers.link_state(db, link, NOW)[0] for link in links} <= {"open"}, "a link that is dead"
    unknown = [address for address, state in mail_states if state == "unknown"]
    assert waiting == 0, "a signup was left lying"
    assert max(evidence.values(), default=1) == 1, "one signup is on record twice"
    assert {state for _, state in mail_states} <= {"sent", "unknown"}, mail_states
    assert max(Counter(address for address, _ in mail_states).values(), default=1) == 1, (
        "two letters for one signup"
    )
    assert max(to.values(), default=0) <= 1, "somebody was written to twice"
    assert len(unknown) <= deaths, "more unknown than deaths"
    for address in answered:
        assert to[address] == 1 or address in unknown, "somebody who was answered is lost"
    return {
        "seeds": 1,
        "deaths": deaths,
        "answered": len(answered),
        "mails": len(mails),
        "unknown": len(unknown),
        # Handed over, but the service did not live to write it down: the case that matters most.
        "unknown and arrived": sum(to[address] for address in unknown),
        "not answered": len(addresses) - len(answered),
    }


if __name__ == "__main__":
    total: Counter[str] = Counter()
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        try:
            total.update(lived_through(Path(sys.argv[1]) / str(number), number))
        except AssertionError as error:
            sys.exit(f"seed {number}: {error}")
    print(json.dumps(total))
