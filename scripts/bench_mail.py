"""What mailing costs: the latest issue to very many readers, and signups beside them.

Everything runs on this machine, the mail server too, which throws away what it gets. bench.py calls it.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

from knowledge_center.digests.ledger import read_ledger
from knowledge_center.sending import outbox
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.settings.site_settings import read
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.keys import load_keys
from knowledge_center.signup.personal_links import new_id
from knowledge_center.signup.state_folder import DATABASE_FILE

ROOT = Path(__file__).resolve().parent.parent
SIGNUPS, AT_ONCE = 2000, 8
ISSUES = 52
_FEW = 1000
_END = b"\r\n.\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A finished sending: how many messages of how many bytes, seconds from the first to the last, peak
    memory of the sender in MiB."""

    messages: int
    size: float
    seconds: float
    memory: float

    @property
    def rate(self) -> float:
        return self.messages / self.seconds


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures. Returns 1 when a command fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--readers", type=int, default=50_000, help="how many (default 50000)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="knowledge-center-bench-") as folder:
        try:
            for line in mailing(Path(folder), options.readers):
                print(line, flush=True)
        except subprocess.CalledProcessError as error:
            print(f"A command failed:\n{error.output}", file=sys.stderr)
            return 1
    return 0


def mailing(folder: Path, readers: int) -> Iterator[str]:
    """A line a figure. Raises CalledProcessError when a command fails."""
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    # The first time pictures are made, which is no part of a sending.
    send(folder, "one", 1)
    few = send(folder, "few", min(_FEW, readers))
    state = folder / f"readers-{readers}"
    make_readers(state, readers)
    size = make_year(state, folder)
    many = send(folder, state.name, readers)
    yield f"a digest to {readers:,} readers, {many.size / 1000:.0f} KB each, by a local mail server:"
    yield f"  {many.rate:.0f} messages a second, one connection, every step on the disk before the next"
    yield (
        f"  the {ISSUES}nd issue of a year, a tenth of the readers had an article of it by another digest: a delivery "
        f"is {size:.0f} bytes of the database"
    )
    yield f"  peak memory {many.memory:.0f} MiB; with {few.messages:,} readers {few.memory:.0f} MiB"
    rate = signups(folder, readers)
    yield f"signups beside {readers:,} readers, {AT_ONCE} at once, limits lifted: {rate:.0f} a second"


def send(folder: Path, name: str, readers: int) -> Sent:
    """The latest issue to so many readers, by the real command."""
    state = folder / name
    if not state.exists():
        make_readers(state, readers)
    ours, theirs = multiprocessing.Pipe()
    sink = multiprocessing.Process(target=take_all, args=(theirs,), daemon=True)
    sink.start()
    try:
        environ = os.environ | {
            "KC_STATE": str(state),
            "KC_SMTP_URL": f"smtp://127.0.0.1:{ours.recv()}",
            "KC_PUBLIC_URL": "https://subscribe.example.com",
        }
        call = [sys.executable, str(ROOT / "scripts/send_digest.py"), "weekly"]
        with subprocess.Popen(
            call, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as child:
            printed = child.stdout.read() if child.stdout else ""
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode or not ours.poll(10):
            raise subprocess.CalledProcessError(child.returncode or 1, call, output=printed)
        messages, size, seconds = ours.recv()
    finally:
        sink.terminate()
        sink.join()
    # Kibibytes on Linux, bytes on macOS.
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return Sent(messages=messages, size=size / messages, seconds=seconds, memory=usage.ru_maxrss / unit)


def make_readers(state: Path, count: int) -> None:
    """A database in the folder, in which so many active subscribers get the weekly digest."""
    state.mkdir(exist_ok=True)
    load_keys(state)
    with closing(connect(state / DATABASE_FILE)) as db, transaction(db):
        for number in range(count):
            reader, address = new_id(), f"reader{number}@example.com"
            db.execute(
                "INSERT INTO subscriber (id, address, address_key, state, created_at, changed_at, confirmed_at)"
                " VALUES (?, ?, ?, 'active', 0, 0, 0)",
                (reader, address, address),
            )
            db.execute("INSERT INTO choice (subscriber_id, digest) VALUES (?, 'weekly')", (reader,))


def make_year(state: Path, folder: Path) -> float:
    """All issues of a year but the latest, as if they had been sent; the bytes of the database per delivery.

    Every tenth reader has had the first article of the latest issue by another digest.
    """
    settings = read(folder / "mkdocs.yml")
    ledger = read_ledger(folder / settings.docs_dir, settings.docs_dir, "weekly", settings.zone)
    monday = ledger.issues[-1].boundary.date()
    now = ledger.issues[-1].closed_at
    with closing(connect(state / DATABASE_FILE)) as db:
        before = _bytes(db)
        for ago in range(ISSUES - 1, 0, -1):
            year, week, _ = (monday - timedelta(days=7 * ago + 1)).isocalendar()
            key = IssueKey(digest="weekly", issue=f"{year}-W{week:02}")
            _sent(db, key, [f"article-{ago}-{number}" for number in range(5)], now)
        count = db.execute("SELECT count(*) FROM delivery").fetchone()[0]
        size = (_bytes(db) - before) / count
        _sent(db, IssueKey(digest="daily", issue="2026-01-01"), [ledger.issues[-1].entries[0].id], now)
        db.execute(
            "DELETE FROM delivery WHERE digest = 'daily' AND substr(subscriber_id, -1) NOT IN ('a', 'b', 'c')"
        )
    return float(size)


def _sent(db: sqlite3.Connection, key: IssueKey, articles: Sequence[str], now: datetime) -> None:
    """Everybody who gets the weekly digest has that issue."""
    with transaction(db):
        outbox.begin(db, key, now, articles)
        db.execute(
            "INSERT OR IGNORE INTO delivery (digest, issue, subscriber_id, state, changed_at)"
            " SELECT ?, ?, subscriber_id, 'pending', 0 FROM choice",
            (key.digest, key.issue),
        )
        db.execute(
            "UPDATE delivery SET state = 'sent', tries = 1, changed_at = ? WHERE digest = ? AND issue = ?",
            (int(now.timestamp()), key.digest, key.issue),
        )


def _bytes(db: sqlite3.Connection) -> int:
    """The size of the database, without pages that are free again."""
    pages, free, size = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def take_all(results: Connection) -> None:
    """A mail server that takes every message of one connection and keeps none.

    Tells its port, and in the end how many messages, how many bytes, and the seconds from the first
    command to the last answer.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        results.send(server.getsockname()[1])
        line, _ = server.accept()
    with line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(b"220 sink\r\n")
        waiting, messages, size, begun, ended = b"", 0, 0, 0.0, 0.0
        in_message = False
        while True:
            end = waiting.find(_END if in_message else b"\r\n")
            if end < 0:
                more = line.recv(1 << 18)
                if not more:
                    break
                waiting += more
            elif in_message:
                messages, size, in_message = messages + 1, size + end, False
                waiting = waiting[end + len(_END) :]
                line.sendall(b"250 taken\r\n")
                ended = time.perf_counter()
            else:
                command, waiting = waiting[:end].upper(), waiting[end + 2 :]
                if command.startswith(b"EHLO"):
                    line.sendall(b"250-sink\r\n250 PIPELINING\r\n")
                    begun = time.perf_counter()
                elif command == b"DATA":
                    in_message = True
                    line.sendall(b"354 go on\r\n")
                else:
                    line.sendall(b"221 bye\r\n" if command == b"QUIT" else b"250 fine\r\n")
    results.send((messages, size, ended - begun))


def signups(folder: Path, readers: int) -> float:
    """Signups by the form that the real service answers in a second, each a new address, mails included."""
    environ = os.environ | {"KC_STATE": str(folder / f"readers-{readers}")}
    environ.pop("KC_SMTP_URL", None)
    call = [sys.executable, str(ROOT / "scripts/host.py"), "--port", "0", "--without-site", "--no-limits"]
    with (
        open(folder / "host.log", "w", encoding="utf-8") as log,
        subprocess.Popen(
            call, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=log, text=True
        ) as host,
    ):
        try:
            found = re.search(r":(\d+)/", host.stdout.readline() if host.stdout else "")
            if not found:
                raise subprocess.CalledProcessError(1, call, output=(folder / "host.log").read_text())
            port = int(found[1])
            shares = [range(at, SIGNUPS, AT_ONCE) for at in range(AT_ONCE)]
            begun = time.perf_counter()
            with ThreadPoolExecutor(AT_ONCE) as people:
                for done in [people.submit(sign_up, port, share) for share in shares]:
                    done.result()
            return SIGNUPS / (time.perf_counter() - begun)
        finally:
            host.terminate()


def sign_up(port: int, numbers: range) -> None:
    """One person after another, over one connection. Raises ValueError for any other answer than the usual."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        for number in numbers:
            form = {"email": f"new{number}@example.org", "digest": "weekly", "consent": "1", "page": "/"}
            head = {"Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", "/subscribe", urlencode(form), head)
            answer = line.getresponse()
            answer.read()
            if answer.status != 303:
                raise ValueError(f"a signup was answered with {answer.status}")


if __name__ == "__main__":
    sys.exit(main())
