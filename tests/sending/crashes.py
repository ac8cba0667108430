"""Senders that die: a program for tests, in a process of its own because it forks.

    python -m tests.sending.crashes FOLDER FIRST LAST

For each seed, one or two senders of the same issue run at once, and each dies at a step that the seed
decides, as if killed. Then others follow, until one is let to the end. Every step counts: each statement
of the database, the moments before and after a message is handed over, before and after its file appears.
In half of the stories the issue is closed anew with an article more, somewhere in between. One reader has had an
article of it by another digest.
What is found is printed as JSON, a line for each seed.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from knowledge_center.content.content_reader import read_content
from knowledge_center.digests.ledger import Ledger
from knowledge_center.sending import folder_transport as folder_module
from knowledge_center.sending import outbox
from knowledge_center.sending import send_issue as send_module
from knowledge_center.sending import send_job as job
from knowledge_center.sending.editions import edition
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.outbox import Share
from knowledge_center.sending.transport import Transport
from knowledge_center.sending.transport_choice import signed_transport
from knowledge_center.settings.model import MailSettings
from knowledge_center.settings.site_settings import read
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.state_folder import DATABASE_FILE
from knowledge_center.signup.subscribers import find_address
from knowledge_center_cli import send_digest
from tests.digests.samples import entry, issue
from tests.samples import NOW
from tests.sending.samples import ISSUE_KEY, addresses, make_outbox, make_sending_site, titles

READERS = 5
KILLED = 9


class Fate:
    """Dies at its ``last`` step; lives on if that is 0. Counts the steps."""

    def __init__(self, last: int) -> None:
        self.last, self.steps = last, 0

    def step(self, *_: object) -> None:
        self.steps += 1
        if self.steps == self.last:
            os._exit(KILLED)


class Fragile:
    """A transport that may die with its sender."""

    def __init__(self, inner: Transport, fate: Fate) -> None:
        self.inner, self.fate = inner, fate

    def send(self, sender: str, to: str, data: bytes) -> None:
        self.fate.step()
        self.inner.send(sender, to, data)
        self.fate.step()

    def close(self) -> None:
        self.inner.close()


def sender(fate: Fate, *arguments: str) -> int:
    """Fork one that runs the real command; its process id."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        real_link = os.link

        def fragile_transport(environ: Mapping[str, str], outbox: Path, mail: MailSettings) -> Transport:
            return Fragile(signed_transport(environ, outbox, mail), fate)

        def fragile_connect(path: Path) -> sqlite3.Connection:
            fate.step()
            db = connect(path)
            db.set_trace_callback(fate.step)
            return db

        def fragile_link(source: Path, target: Path) -> None:
            fate.step()
            real_link(source, target)
            fate.step()

        send_module.connect = fragile_connect  # type: ignore[attr-defined]
        send_module.signed_transport = fragile_transport  # type: ignore[attr-defined]
        folder_module.os.link = fragile_link  # type: ignore[attr-defined]
        code = send_digest.main(["weekly", "--no-wait", *arguments])
    finally:
        os._exit(code)


def ended(child: int) -> bool:
    """Wait for a sender; whether it was killed. Any other end than a good one is an error."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, KILLED):
        raise SystemExit(f"a sender ended with {code}")
    return code == KILLED


def story(root: Path, template: Path, seed: int) -> dict[str, object]:
    """Senders that die, one that does not, and what readers and operator find afterwards."""
    dice = random.Random(seed)
    state = root / "state"
    shutil.rmtree(root / "outbox", ignore_errors=True)
    shutil.rmtree(state, ignore_errors=True)
    shutil.copytree(template, state)
    had = had_before(state)
    killed = 0
    rounds = dice.randint(1, 3)
    anew = dice.randint(1, rounds) if dice.random() < 0.5 else 0
    ledger.articles = "ab"
    for number in range(rounds):
        if number + 1 == anew:
            ledger.articles = "abc"
        together = [sender(Fate(dice.randint(1, 150))) for _ in range(dice.randint(1, 2))]
        killed += sum(map(ended, together))
    left = ended(sender(Fate(0)))
    got = mailed(root) + had
    db = connect(state / DATABASE_FILE)
    keys = outbox.mailings(db, ISSUE_KEY)
    unknown = {row.address for key in keys for row in outbox.in_state(db, key, "unknown")}
    sent = {row.address for key in keys for row in outbox.in_state(db, key, "sent")}
    skipped = {row.address for key in keys for row in outbox.in_state(db, key, "skipped")}
    unknown_rows = sum(outbox.counts(db, key).unknown for key in keys)
    db.close()
    everybody = set(addresses(READERS))
    everything = {(to, article) for to in everybody for article in ledger.articles}
    found = {
        "seed": seed,
        "killed": killed,
        "closed anew": bool(anew),
        "unknown": unknown_rows,
        "twice": [share for share, count in got.items() if count > 1],
        "left out": sorted(share for share in everything - set(got) if share[0] not in unknown),
        "said to be sent and not": sorted(sent - {to for to, _ in got}),
        "neither sent nor unknown": sorted(everybody - sent - skipped - unknown),
        "last sender killed": left,
    }
    # An operator decides: now everybody has it, and nobody more often than that decision allows.
    ended(sender(Fate(0), "--retry-unknown", "all"))
    got = mailed(root) + had
    found["left out in the end"] = sorted(everything - set(got))
    found["more than once and not unknown"] = [
        share for share, count in got.items() if count > 1 + (share[0] in unknown)
    ]
    return found


def had_before(state: Path) -> Counter[tuple[str, str]]:
    """One reader had the first article by the daily digest; who that is, and which."""
    reader, key = addresses(READERS)[0], IssueKey(digest="daily", issue="2026-11-14")
    with closing(connect(state / DATABASE_FILE)) as db, transaction(db):
        found = find_address(db, read_address(reader))
        assert found
        outbox.add_welcome(
            db, key, found.id, Share(articles=("a",), edition=edition(db, key.digest, key.issue, "a")), NOW
        )
    return Counter([(reader, "a")])


def mailed(root: Path) -> Counter[tuple[str, str]]:
    """How often which reader was mailed which article."""
    return Counter(
        (path.name.split("-")[1], article)
        for path in (root / "outbox").glob("*.eml")
        for article in titles(path.read_bytes())
    )


class Ledgers:
    """What a read of the ledger gives: the issue with the ``articles`` of the moment."""

    articles = "ab"

    def read(self, *_: object) -> Ledger:
        return Ledger(
            digest="weekly", source="docs/digests/weekly", issues=(issue(*map(entry, self.articles)),)
        )


ledger = Ledgers()


def once(real: Callable[..., object]) -> Callable[..., object]:
    """The function, asked only the first time."""
    answers: list[object] = []

    def ask(*arguments: object) -> object:
        if not answers:
            answers.append(real(*arguments))
        return answers[0]

    return ask


def main(folder: Path, first: int, last: int) -> None:
    root = make_sending_site(folder / "site")
    make_outbox(folder / "template", READERS).close()
    os.chdir(root)
    os.environ["KC_STATE"] = str(root / "state")
    os.environ.pop("KC_SMTP_URL", None)
    # What is the same for every sender is read once; what is reported about the mail is tested elsewhere.
    send_module.preflight = lambda *_, **__: ()  # type: ignore[attr-defined]
    for module, name, changed in (
        (job, "read_ledger", ledger.read),
        (send_digest, "read", once(read)),
        (job, "read_content", once(read_content)),
    ):
        setattr(module, name, changed)
    with contextlib.redirect_stdout(io.StringIO()):
        send_digest.main(["weekly", "--dry-run"])
    for seed in range(first, last):
        print(json.dumps(story(root, folder / "template", seed)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
