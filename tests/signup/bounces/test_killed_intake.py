"""The intake is killed at every step: what came back is taken in whole or not at all, and once."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from knowledge_center.signup.bounces.intake import Intake
from knowledge_center.signup.bounces.report_parser import read_report
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.keys import Keys
from tests.signup.bounces import samples
from tests.signup.bounces.samples import ISSUE, SETTINGS
from tests.signup.people import NOW, deliver, subscribe

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies of a process are made by fork")


def take_in(path: Path, keys: Keys, reports: list[bytes], killed_at: int = 0) -> None:
    """All reports in one transaction; dies before the statement of that number."""
    statements = 0

    def count(statement: str) -> None:
        nonlocal statements
        statements += 1
        if statements == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with closing(connect(path)) as db:
        db.set_trace_callback(count)
        intake = Intake(settings=SETTINGS, keys=keys)
        with transaction(db):
            for data in reports:
                intake.take(db, read_report(data, "x.eml"), NOW)


def is_killed(path: Path, keys: Keys, reports: list[bytes], at: int) -> bool:
    """Take in by a copy of this process; whether it lived to die at that statement."""
    child = os.fork()
    if not child:
        try:
            take_in(path, keys, reports, at)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def rows(path: Path) -> list[str]:
    with closing(connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return list(db.iterdump())


def test_a_kill_leaves_all_of_it_or_nothing(tmp_path: Path, keys: Keys) -> None:
    """A mailbox that is gone, one that is full, a complaint and a fault of ours, in one folder."""
    path = tmp_path / "subscribers.sqlite3"
    reports = []
    with closing(connect(path)) as db:
        for name, status in (("ann", "5.1.1"), ("ben", "5.2.2"), ("cyd", ""), ("dan", "5.7.1")):
            address = f"{name}@example.com"
            key = subscribe(db, keys, address)
            deliver(db, key, ISSUE.key)
            ours = samples.ours(keys, key, address)
            reports.append(samples.postfix(ours, address, status) if status else samples.complaint(ours))
    before = rows(path)
    copy = tmp_path / "whole.sqlite3"
    with closing(sqlite3.connect(path)) as db, closing(sqlite3.connect(copy)) as other:
        db.backup(other)
    take_in(copy, keys, reports)
    after = rows(copy)
    assert after != before
    at = 1
    while is_killed(path, keys, reports, at):
        # Every third step: each is a process of its own.
        assert rows(path) == before
        at += 3
    assert at > 30
    assert rows(path) == after
    take_in(path, keys, reports)
    assert rows(path) == after
