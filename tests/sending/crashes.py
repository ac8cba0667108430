"""Senders that die: a program for tests, in a process of its own because it forks.

    python -m tests.sending.crashes FOLDER FIRST LAST

For each seed, one or two senders of the same issue run at once, and each dies at a step that the seed
decides, as if killed. Then others follow, until one is let to the end. Every step counts: each statement
of the database, the moments before and after a message is handed over, before and after its file appears.
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
from pathlib import Path

from knowledge_center.sending import folder_transport as folder_module
from knowledge_center.sending import outbox
from knowledge_center.sending import send_issue as send_module
from knowledge_center.sending import send_job as job
from knowledge_center.sending.transport import Transport
from knowledge_center.sending.transport_choice import signed_transport
from knowledge_center.settings.model import MailSettings
from knowledge_center.signup.database import connect
from knowledge_center.signup.state_folder import DATABASE_FILE
from knowledge_center_cli import send_digest
from tests.sending.samples import ISSUE_KEY, addresses, make_outbox, make_sending_site

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
    killed = 0
    for _ in range(dice.randint(1, 3)):
        together = [sender(Fate(dice.randint(1, 110))) for _ in range(dice.randint(1, 2))]
        killed += sum(map(ended, together))
    left = ended(sender(Fate(0)))
    got = Counter(path.name.split("-")[1] for path in (root / "outbox").glob("*.eml"))
    db = connect(state / DATABASE_FILE)
    unknown = {row.address for row in outbox.in_state(db, ISSUE_KEY, "unknown")}
    sent = {row.address for row in outbox.in_state(db, ISSUE_KEY, "sent")}
    db.close()
    everybody = set(addresses(READERS))
    found = {
        "seed": seed,
        "killed": killed,
        "unknown": len(unknown),
        "twice": [to for to, count in got.items() if count > 1],
        "left out": sorted(everybody - set(got) - unknown),
        "said to be sent and not": sorted(sent - set(got)),
        "neither sent nor unknown": sorted(everybody - sent - unknown),
        "last sender killed": left,
    }
    # An operator decides: now everybody has it, and nobody more often than that decision allows.
    ended(sender(Fate(0), "--retry-unknown", "all"))
    got = Counter(path.name.split("-")[1] for path in (root / "outbox").glob("*.eml"))
    found["left out in the end"] = sorted(everybody - set(got))
    found["more than once and not unknown"] = [to for to, count in got.items() if count > 1 + (to in unknown)]
    return found


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
    for module, name in ((send_digest, "read"), (job, "read_ledger"), (job, "read_content")):
        setattr(module, name, once(getattr(module, name)))
    with contextlib.redirect_stdout(io.StringIO()):
        send_digest.main(["weekly", "--dry-run"])
    for seed in range(first, last):
        print(json.dumps(story(root, folder / "template", seed)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
