"""Kills at any point: nobody who was answered is lost, nobody gets two mails for one signup."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx
import pytest

from knowledge_center.signup.database import connect
from tests.samples import DATA, ROOT
from tests.service.running import SECONDS, wait_for

# With KC_LONG=1 many more.
SEEDS = 1200 if os.environ.get("KC_LONG") else 80
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_deaths_at_every_kind_of_step(tmp_path: Path, part: int) -> None:
    """Many services that die between any two statements, file operations and mails, and start again."""
    each = SEEDS // PARTS
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.service.dying",
            str(tmp_path),
            str(part * each),
            str((part + 1) * each),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, done.stderr
    total = json.loads(done.stdout)
    assert total["seeds"] == each
    # The test is worth something only if it hits: deaths before the answer, between, and after the mail left.
    assert total["deaths"] > each
    assert total["not answered"] > 0
    assert total["mails"] > each
    assert total["unknown"] > total["unknown and arrived"] > 0


# Without the pause before a signup is acted upon, so that a kill meets the worker at work.
AT_ONCE = """
import functools, sys
from knowledge_center_cli import host
host.Setup = functools.partial(host.Setup, pause=(0, 0))
sys.exit(host.main())
"""


def test_kill_9_under_load(tmp_path: Path) -> None:
    """The real service, killed while people sign up, and started again on the same file."""
    chance = random.Random(5)
    (tmp_path / "mkdocs.yml").write_text(json.dumps(DATA))
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    call = [
        sys.executable, "-c", AT_ONCE, "--port", str(port), "--without-site", "--no-limits",
    ]  # fmt: skip
    environ = os.environ | {"KC_STATE": str(tmp_path / "state"), "PYTHONDONTWRITEBYTECODE": "1"}
    environ.pop("KC_SMTP_URL", None)
    answered: list[str] = []
    over = threading.Event()

    def people(who: int) -> None:
        number = 0
        while not over.is_set():
            number += 1
            reader = f"r{who}-{number}@example.org"
            try:
                if (
                    httpx.post(f"{address}/subscribe", data={"email": reader, "consent": "1"}).status_code
                    == 303
                ):
                    answered.append(reader)
            except httpx.TransportError:
                time.sleep(0.02)

    def start() -> subprocess.Popen[bytes]:
        service = subprocess.Popen(
            call, cwd=tmp_path, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(lambda: alive(address))
        return service

    crowd = [threading.Thread(target=people, args=(who,), daemon=True) for who in range(3)]
    for person in crowd:
        person.start()
    kills = 4
    for _ in range(kills):
        before = len(answered)
        service = start()
        # How many it answers in a time depends on the machine; that it was at work does not.
        wait_for(lambda before=before: len(answered) > before + 5)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.5))
        service.send_signal(signal.SIGKILL)
        service.wait(SECONDS)
    over.set()
    for person in crowd:
        person.join(SECONDS)
    service = start()
    with closing(connect(tmp_path / "state/subscribers.sqlite3")) as db:

        def waiting() -> int:
            letters = "SELECT count(*) FROM letter WHERE state IN ('pending', 'sending')"
            requests = "SELECT count(*) FROM request WHERE address <> ''"
            return sum(int(db.execute(query).fetchone()[0]) for query in (letters, requests))

        wait_for(lambda: waiting() == 0)
        service.terminate()
        service.wait(SECONDS)
        query = "SELECT address FROM letter JOIN subscriber s ON s.id = subscriber_id WHERE letter.state = 'unknown'"
        unknown = {row["address"] for row in db.execute(query)}
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    files = (tmp_path / "outbox").glob("*.eml")
    to = Counter(str(message_from_bytes(file.read_bytes(), policy=default)["To"]) for file in files)
    assert len(answered) > 20
    assert max(to.values()) == 1
    assert len(unknown) <= kills
    assert [reader for reader in answered if to[reader] != 1 and reader not in unknown] == []


def alive(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.TransportError:
        return False
