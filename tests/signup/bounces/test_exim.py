"""A real mail server sends a real message of ours back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_center.signup import subscribers
from knowledge_center.signup.bounces.intake import Intake
from knowledge_center.signup.bounces.report_mailbox import read_messages
from knowledge_center.signup.bounces.report_parser import read_report
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys
from tests.programs import IS_ROOT, tool
from tests.signup.bounces import samples
from tests.signup.bounces.samples import ISSUE, SETTINGS
from tests.signup.people import NOW, deliver, subscribe

# Nothing leaves the machine: what is for our own address is put into a Maildir, all else is refused.
CONFIGURATION = """
exim_user = nobody
exim_group = {group}
deliver_drop_privilege = true
spool_directory = {root}/spool
log_file_path = {root}/%slog
pid_file_path = {root}/pid
primary_hostname = mx.example.org
never_users =
keep_environment =
disable_ipv6 = true

begin routers
back:
  driver = accept
  local_parts = knowledge
  transport = file
full:
  driver = redirect
  allow_fail
  local_parts = full
  data = :fail: 552 5.2.2 mailbox full
gone:
  driver = redirect
  allow_fail
  data = :fail: 550 5.1.1 no such user here

begin transports
file:
  driver = appendfile
  directory = {root}/Maildir
  maildir_format

begin retry
* * F,1h,1m
"""


@pytest.fixture
def exim() -> Iterator[Path]:
    """A folder with the configuration of an Exim of our own."""
    tool("exim4")
    if not IS_ROOT:
        pytest.skip("only root can start an Exim of its own")
    import pwd  # not on Windows

    nobody = pwd.getpwnam("nobody")
    # Not below pytest's own folder, which nobody but its owner may enter.
    with tempfile.TemporaryDirectory(prefix="kc-exim") as folder:
        root = Path(folder)
        os.chown(root, nobody.pw_uid, nobody.pw_gid)
        (root / "exim.conf").write_text(
            CONFIGURATION.format(root=root, group=nobody.pw_gid), encoding="utf-8"
        )
        yield root


def send(root: Path, data: bytes, to: str) -> None:
    """Hand a message to Exim and wait until it has done with it."""
    done = subprocess.run(
        [tool("exim4"), "-C", str(root / "exim.conf"), "-odf", "-oi", "-f", "knowledge@example.com", to],
        input=data.replace(b"\r\n", b"\n"), capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode in (0, 2), done.stderr


def test_what_a_real_server_returns_is_taken_in(exim: Path, db: sqlite3.Connection, keys: Keys) -> None:
    """Our message, its report, its Maildir: Ann is gone, Full is counted, and nobody else is touched."""
    for name in ("ann", "full", "other"):
        address = f"{name}@example.com"
        key = subscribe(db, keys, address)
        deliver(db, key, ISSUE.key)
        if name != "other":
            send(exim, samples.ours(keys, key, address), address)
    intake = Intake(settings=SETTINGS, keys=keys)
    reports = [read_report(message.data, message.source) for message in read_messages(exim / "Maildir")]
    assert len(reports) == 2
    with transaction(db):
        taken = {one.address: one for one in (intake.take(db, report, NOW) for report in reports)}
    assert taken["ann@example.com"].verdict == "suppressed"
    assert taken["full@example.com"].verdict == "counted"
    assert "5.2.2" in taken["full@example.com"].text
    states = {found.address: found.state for found in subscribers.everybody(db)}
    assert states == {
        "ann@example.com": "suppressed", "full@example.com": "active", "other@example.com": "active",
    }  # fmt: skip
    assert subscribers.suppressed(db, keys, read_address("ann@example.com"))
