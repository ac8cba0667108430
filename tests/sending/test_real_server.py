"""The whole way with a mail server that the world uses: Exim, with a configuration of its own on loopback."""

from __future__ import annotations

import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from knowledge_center_cli.send_digest import main
from knowledge_center_cli.subscribers import main as subscribers_main
from tests.digests.samples import entry, issue
from tests.mail.samples import HOSTILE_TITLES
from tests.programs import IS_ROOT, tool
from tests.samples import DATA
from tests.sending.samples import make_outbox, make_sending_site, subscribe
from tests.sending.test_dkim import make_key, verified

# It changes to the user who gets the mail.
pytestmark = pytest.mark.skipif(not IS_ROOT, reason="Exim lets only root start a server")
CONFIGURATION = """
primary_hostname = mail.test
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
pid_file_path = {folder}/pid
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
host_lookup =
keep_environment =
tls_advertise_hosts =
deliver_drop_privilege
acl_smtp_rcpt = check
begin acl
check:
  deny  local_parts = ^blocked
        message = 5.7.1 Service unavailable; client host blocked using a block list
  deny  local_parts = gone
        message = 5.1.1 nobody of that name
  defer local_parts = busy
        message = 4.2.0 come back later
  accept domains = example.com
begin routers
nobody:
  driver = redirect
  allow_fail
  local_parts = nobody
  data = :fail: 550 5.1.1 no such user here
all:
  driver = accept
  local_part_suffix = +*
  local_part_suffix_optional
  transport = box
begin transports
box:
  driver = appendfile
  maildir_format
  directory = {folder}/maildir
  envelope_to_add
  return_path_add
begin retry
* * F,1h,1m
"""


@dataclass(slots=True)
class Exim:
    """A running server: its port and the mailbox of everybody."""

    port: int
    maildir: Path

    def mails(self, count: int) -> list[EmailMessage]:
        """What was delivered, when it is so many."""
        until = time.monotonic() + 60
        while len(found := list((self.maildir / "new").glob("*"))) < count and time.monotonic() < until:
            time.sleep(0.05)
        read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]
        return [mail for mail in read if isinstance(mail, EmailMessage)]


@pytest.fixture
def exim() -> Iterator[Exim]:
    # Exim's own user has to get in, where the tests run as root.
    folder = Path(tempfile.mkdtemp())
    for part in (folder, folder / "spool", folder / "maildir"):
        part.mkdir(exist_ok=True)
        part.chmod(0o777)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    text = CONFIGURATION.format(folder=folder, port=port)
    (folder / "configuration").write_text(text, encoding="utf-8")
    server = subprocess.Popen(
        [tool("exim4"), "-C", str(folder / "configuration"), "-bdf"], stderr=subprocess.PIPE
    )
    try:
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert server.poll() is None and time.monotonic() < until, (
                    server.stderr and server.stderr.read()
                )
                time.sleep(0.05)
        yield Exim(port, folder / "maildir")
    finally:
        server.terminate()
        server.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def test_a_digest_arrives_in_mailboxes(
    exim: Exim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Signed, whole, once each; who does not exist is suppressed, who is busy gets it later."""
    mail = DATA["extra"]["knowledge_center"]["mail"] | {
        "dkim_selector": "digests",
        "bounces": "bounces@example.com",
    }
    stories = [entry(f"a{at}", title=title) for at, title in enumerate(HOSTILE_TITLES)]
    root = make_sending_site(tmp_path / "site", issue(*stories, subject="Grüße vom Wissen"), mail=mail)
    record = make_key(tmp_path / "key.pem")
    db = make_outbox(tmp_path / "state", 3)
    subscribe(db, tmp_path / "state", ["gone@example.com", "busy@example.com"])
    monkeypatch.chdir(root)
    monkeypatch.setenv("KC_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("KC_PUBLIC_URL", "https://subscribe.example.com")
    monkeypatch.setenv("KC_SMTP_URL", f"smtp://127.0.0.1:{exim.port}")
    monkeypatch.setenv("KC_DKIM_KEY", str(tmp_path / "key.pem"))
    assert main(["weekly", "--no-wait", "--force"]) == 3
    lines = capsys.readouterr().out
    assert "3 of 5 recipients have it." in lines
    assert "gone@example.com: 550 5.1.1 nobody of that name" in lines
    assert (
        db.execute("SELECT address FROM subscriber WHERE state = 'suppressed'").fetchone()[0]
        == "gone@example.com"
    )
    assert (
        db.execute("SELECT detail FROM delivery WHERE state = 'pending'").fetchone()[0]
        == "451 4.2.0 come back later"
    )
    db.close()
    arrived = exim.mails(3)
    assert sorted(str(mail["To"]) for mail in arrived) == [
        f"reader{number}@example.com" for number in range(3)
    ]
    for mail_ in arrived:
        assert mail_["Envelope-to"] == mail_["To"]
        assert mail_["Return-path"] == "<bounces@example.com>"
        assert mail_["Subject"] == "Grüße vom Wissen"
        text, html = (part.get_content() for part in mail_.iter_parts())
        assert "שלום עולם" in text and "</html>" in html
    for path in (exim.maildir / "new").iterdir():
        # A mailbox keeps lines as the system does; on the wire they end with CRLF.
        assert verified(path.read_bytes().replace(b"\n", b"\r\n"), record)


def test_a_mail_to_nobody_comes_back_to_its_own_return_path(
    exim: Exim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taken by one server, refused behind it: the report names the delivery by its address alone, and DKIM holds
    although a Return-Path was added."""
    mail = DATA["extra"]["knowledge_center"]["mail"] | {
        "bounces": "bounces@example.com", "verp": True, "dkim_selector": "digests",
    }  # fmt: skip
    root = make_sending_site(tmp_path / "site", issue(entry("a"), entry("b")), mail=mail)
    record = make_key(tmp_path / "key.pem")
    db = make_outbox(tmp_path / "state", 1)
    subscribe(db, tmp_path / "state", ["nobody@example.com"])
    monkeypatch.chdir(root)
    monkeypatch.setenv("KC_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("KC_PUBLIC_URL", "https://subscribe.example.com")
    monkeypatch.setenv("KC_SMTP_URL", f"smtp://127.0.0.1:{exim.port}")
    monkeypatch.setenv("KC_DKIM_KEY", str(tmp_path / "key.pem"))
    assert main(["weekly", "--no-wait", "--force"]) == 0
    assert "2 of 2 recipients have it." in capsys.readouterr().out
    arrived = {str(found["Envelope-to"]).partition("+")[0]: found for found in exim.mails(2)}
    assert set(arrived) == {"reader0@example.com", "bounces"}
    paths = {str(found["Return-path"]) for found in arrived.values()}
    assert "<>" in paths and any(path.startswith("<bounces+") for path in paths)
    for path in (exim.maildir / "new").iterdir():
        data = path.read_bytes().replace(b"\n", b"\r\n")
        if b"reader0@example.com" in data:
            assert (
                verified(data, record)
                and b"return-path" not in data.partition(b"b=")[0].lower().partition(b"h=")[2]
            )
        # Nothing is left that would tell whose mail it was, but the address that the report went to.
        path.write_bytes(
            re.sub(rb"(?im)^(list-unsubscribe|message-id):.*\n([ \t].*\n)*", b"", path.read_bytes())
        )
    assert subscribers_main(["bounces", str(exim.maildir)]) == 0
    assert "suppressed: nobody@example.com: bounced 5.1.1" in capsys.readouterr().out
    assert _states(db) == {"nobody@example.com": "suppressed", "reader0@example.com": "active"}
    db.close()


def test_a_server_that_blocks_us_stops_the_run(
    exim: Exim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Eleven refusals for our sake: the cause and the remedy, and every reader is still subscribed."""
    root = make_sending_site(tmp_path / "site", issue(entry("a"), entry("b")))
    db = make_outbox(tmp_path / "state", 0)
    subscribe(db, tmp_path / "state", [f"blocked+{number}@example.com" for number in range(15)])
    monkeypatch.chdir(root)
    monkeypatch.setenv("KC_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("KC_PUBLIC_URL", "https://subscribe.example.com")
    monkeypatch.setenv("KC_SMTP_URL", f"smtp://127.0.0.1:{exim.port}")
    assert main(["weekly", "--no-wait", "--force"]) == 1
    told = capsys.readouterr()
    assert (
        "Stopped: 11 of 11 answers were about us and not about the readers: the mail server is blocked"
        in told.err
    )
    assert "knowledge-center send weekly" in told.err and "--retry-failed all" in told.err
    assert set(_states(db).values()) == {"active"}
    assert db.execute("SELECT count(*) FROM delivery WHERE state = 'failed'").fetchone()[0] == 11
    db.close()


def _states(db: sqlite3.Connection) -> dict[str, str]:
    return {row["address"]: row["state"] for row in db.execute("SELECT address, state FROM subscriber")}
