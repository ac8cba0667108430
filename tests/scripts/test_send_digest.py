"""Sending as an operator does it, with files in a folder and with a real mail server."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import termios
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from knowledge_center.sending import send_issue as send_module
from knowledge_center.signup.database import connect
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import load_keys
from knowledge_center.signup.personal_links import Links
from knowledge_center.signup.state_folder import DATABASE_FILE
from knowledge_center.signup.subscribers import find_address
from knowledge_center_cli.send_digest import main
from tests.digests.samples import MONDAY, entry, issue
from tests.samples import DATA, NOW, ROOT, environment, mind_ctrl_c
from tests.sending.samples import (
    addresses,
    make_outbox,
    make_sending_site,
    subscribe,
    unsubscribe,
)
from tests.sending.servers import Mailbox, mail_server
from tests.sending.test_dkim import make_key, verified

MAIL = DATA["extra"]["knowledge_center"]["mail"]
PUBLIC = "https://subscribe.example.com"
GOES = "weekly 2026-W46 goes to files in outbox/ (KC_SMTP_URL is not set).\n"


class Site:
    """A site with a closed issue and subscribers, and what the command said last."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch, output: pytest.CaptureFixture[str]) -> None:
        self.root, self.patch, self.output = root, patch, output
        self.state = root / "state"
        make_sending_site(
            root, issue(entry("a"), entry("b"), preheader="What else is in this issue of ours.")
        )
        make_outbox(self.state, 3).close()
        patch.chdir(root)
        for name in [name for name in os.environ if name.startswith("KC_")]:
            patch.delenv(name)
        patch.setenv("KC_STATE", str(self.state))
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))

    def send(self, *arguments: str) -> int:
        code = main(["weekly", *arguments])
        self.printed, self.errors = self.output.readouterr()
        return code

    def serve(self, port: int) -> None:
        """Let mails go to a server on this machine, with links that lead somewhere."""
        self.patch.setenv("KC_SMTP_URL", f"smtp://127.0.0.1:{port}")
        self.patch.setenv("KC_PUBLIC_URL", PUBLIC)

    def database(self) -> sqlite3.Connection:
        return connect(self.state / DATABASE_FILE)

    def mails(self) -> list[EmailMessage]:
        found = []
        for path in sorted((self.root / "outbox").glob("*.eml")):
            read = message_from_bytes(path.read_bytes(), policy=policy.default)
            assert isinstance(read, EmailMessage)
            found.append(read)
        return found

    def readers(self) -> list[str]:
        return sorted(str(mail["To"]) for mail in self.mails())

    def everything(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self.root.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Site:
    return Site(tmp_path / "site", monkeypatch, capsys)


def test_a_newcomer_finds_the_issue_in_the_folder(site: Site) -> None:
    """No mail server, no options: every reader's message is a file, complete and their own."""
    assert site.send() == 0
    assert site.printed == GOES + "weekly 2026-W46: 3 of 3 recipients have it.\n"
    assert site.errors == ""
    assert site.readers() == addresses(3)
    links = Links(keys=load_keys(site.state), public_url="http://127.0.0.1:8080")
    with closing(site.database()) as db:
        for mail in site.mails():
            reader = find_address(db, read_address(str(mail["To"])))
            assert reader
            assert mail["List-Unsubscribe"] == f"<{links.unsubscribe(reader.id)}>"
            assert mail["Date"].datetime == NOW
            text, html = (part.get_content() for part in mail.iter_parts())
            for part in (text, html):
                assert links.unsubscribe(reader.id) in part and links.preferences(reader.id) in part
    assert mail["Return-Path"] == "<knowledge@example.com>"


def test_a_second_time_nothing_is_sent(site: Site) -> None:
    """Everybody has it; the command says so and exits well."""
    site.send()
    assert site.send() == 0
    assert site.printed == "weekly 2026-W46: 3 of 3 recipients have it.\n"
    assert len(site.mails()) == 3


def test_a_dry_run_writes_nothing(site: Site) -> None:
    """It says where to and to whom. Where there is no database yet, none is made."""
    (site.root / ".build").mkdir()
    before = site.everything()
    assert site.send("--dry-run") == 0
    assert site.printed == (
        "weekly 2026-W46 would go to files in outbox/ (KC_SMTP_URL is not set): 3 recipients.\n"
        "  reader0@example.com\n  reader1@example.com\n  reader2@example.com\nNothing was sent.\n"
    )
    assert site.send("--dry-run", "--only", "reader1@example.com") == 0
    assert "1 recipient.\n  reader1@example.com\n" in site.printed
    assert site.everything() == before
    shutil.rmtree(site.state)
    assert site.send("--dry-run") == 0
    assert "0 recipients" in site.printed
    assert site.send("--status") == 0
    assert not site.state.exists()


def test_a_dry_run_names_only_some_of_many(site: Site) -> None:
    """Twenty addresses, then how many more."""
    with closing(site.database()) as db:
        subscribe(db, site.state, [f"more{number}@example.com" for number in range(30)])
    site.send("--dry-run")
    assert len(re.findall("@example.com", site.printed)) == 20
    assert "  and 13 more\n" in site.printed


def test_a_trial_to_oneself_leaves_the_others_for_later(site: Site) -> None:
    """--only before the sending has begun: who confirms between trial and sending gets the issue too."""
    assert site.send("--only", "Reader1@example.com") == 0
    assert site.readers() == ["reader1@example.com"]
    with closing(site.database()) as db:
        subscribe(db, site.state, ["new@example.com"])
    assert site.send() == 0
    assert site.readers() == sorted([*addresses(3), "new@example.com"])
    assert site.send("--only", "reader1@example.com") == 0
    assert site.printed == "reader1@example.com has it since 2026-11-20 07:00.\n"


def test_who_came_after_the_sending_began_waits_for_the_next_issue(site: Site) -> None:
    """Recipients are those of the moment it first began, also for who resumes it."""
    assert site.send("--limit", "1") == 0
    assert "2 messages still to be sent. Go on with: knowledge-center send weekly 2026-W46" in site.printed
    with closing(site.database()) as db:
        subscribe(db, site.state, ["late@example.com"])
        unsubscribe(db, "reader0@example.com")
        unsubscribe(db, "reader1@example.com")
        unsubscribe(db, "reader2@example.com")
    assert site.send("--only", "late@example.com") == 1
    assert "late@example.com was not subscribed yet when the sending of 2026-W46 began." in site.errors
    assert site.send() == 0
    assert "1 of 3 recipients has it, 2 left before their turn." in site.printed
    assert len(site.mails()) == 1


def test_a_second_try_is_the_same_message(site: Site) -> None:
    """Its date is the moment at which the sending first began, whenever it is taken up again."""
    site.send("--limit", "1")
    site.patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp()) + 86_400))
    site.send()
    assert {mail["Date"].datetime for mail in site.mails()} == {NOW}


def test_without_subscribers_nothing_begins(site: Site) -> None:
    """Who tries the command before anybody has confirmed takes the issue from nobody."""
    with closing(site.database()) as db:
        for address in addresses(3):
            unsubscribe(db, address)
    assert site.send() == 0
    assert (
        site.printed
        == "Nobody is subscribed to weekly yet, so nothing was sent; 2026-W46 can be sent later.\n"
    )
    with closing(site.database()) as db:
        subscribe(db, site.state, ["new@example.com"])
    assert site.send() == 0
    assert site.readers() == ["new@example.com"]


def test_the_latest_issue_is_sent_unless_one_is_named(site: Site) -> None:
    """Each issue has recipients of its own; --status tells of all."""
    make_sending_site(site.root, issue(entry("c"), key="2026-W47", boundary=MONDAY.replace(day=23)))
    assert site.send() == 0
    assert site.send("2026-W46", "--limit", "2") == 0
    assert len(site.mails()) == 5
    assert site.send("--status") == 0
    assert site.printed == (
        "weekly 2026-W46: 2 of 3 recipients have it.\n"
        "  1 message still to be sent. Go on with: knowledge-center send weekly 2026-W46\n"
        "weekly 2026-W47: 3 of 3 recipients have it.\n"
    )
    assert site.send("2026-W47", "--status") == 0
    assert site.printed == "weekly 2026-W47: 3 of 3 recipients have it.\n"


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["2026-W10"], "There is no closed issue “2026-W10”; the latest one is 2026-W46."),
        (["--only", "nobody@example.com"], "nobody@example.com is not known here."),
        (["--only", "not an address"], "This does not look like an email address"),
        (["--only", "left@example.com"], "left@example.com is not subscribed to weekly."),
        (["--only", "monthly@example.com"], "monthly@example.com is not subscribed to weekly."),
        (["--retry-unknown", "reader1@example.com"], "reader1@example.com has got nothing yet."),
        (["--dry-run", "--only", "nobody@example.com"], "nobody@example.com is not known here."),
    ],
)
def test_what_cannot_be_done_is_reported(arguments: list[str], printed: str, site: Site) -> None:
    """A sentence, exit code 1, and nothing is sent."""
    with closing(site.database()) as db:
        subscribe(db, site.state, ["left@example.com"])
        unsubscribe(db, "left@example.com")
        subscribe(db, site.state, ["monthly@example.com"], "monthly")
    assert site.send(*arguments) == 1
    assert printed in site.errors
    assert site.errors.endswith("Nothing was sent.\n")
    assert site.mails() == []


def test_without_an_issue_the_command_that_makes_one_is_named(site: Site) -> None:
    """Nothing was closed yet."""
    shutil.rmtree(site.root / "docs/digests")
    assert site.send() == 1
    assert "No issue has been closed yet" in site.errors
    assert "knowledge-center close weekly" in site.errors


@pytest.mark.parametrize(
    "arguments",
    [["daily"], [], ["weekly", "--limit", "0"], ["weekly", "--rate", "-1"], ["weekly", "--rate", "x"]],
)
def test_a_command_line_that_makes_no_sense_is_refused(
    arguments: list[str], site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what is expected, and exit code 2."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert re.search("there are: weekly|required: digest|expected", capsys.readouterr().err)


def test_no_mail_leaves_with_links_that_lead_nowhere(site: Site) -> None:
    """A mail server together with the default address of the service is refused before anything begins."""
    site.patch.setenv("KC_SMTP_URL", "smtp://me:s3cret@mail.example.com")
    for arguments in ([], ["--dry-run"]):
        assert site.send(*arguments) == 1
        assert "KC_PUBLIC_URL=https://subscribe.example.com" in site.errors
        assert "s3cret" not in site.errors
    with closing(site.database()) as db:
        assert db.execute("SELECT count(*) FROM sending").fetchone()[0] == 0


def test_a_mail_with_a_fault_does_not_leave(site: Site) -> None:
    """The check of the mail refuses it and names the fault; --force sends it all the same."""
    box = Mailbox()
    with mail_server(box) as port:
        site.serve(port)
        site.patch.setenv("KC_PUBLIC_URL", "http://subscribe.example.com")
        assert site.send() == 1
        assert "List-Unsubscribe" in site.errors and "https" in site.errors
        assert box.got == []
        with closing(site.database()) as db:
            assert db.execute("SELECT count(*) FROM sending").fetchone()[0] == 0
        assert site.send("--force") == 0
    assert len(box.got) == 3


def test_a_fault_of_a_mail_in_a_folder_is_reported(site: Site) -> None:
    """Nothing leaves, so nothing is refused."""
    site.patch.setenv("KC_PUBLIC_URL", "http://subscribe.example.com")
    assert site.send() == 0
    assert "List-Unsubscribe" in site.errors
    assert len(site.mails()) == 3


def test_a_real_server_gets_every_message_over_one_connection(site: Site) -> None:
    """From the address that failed deliveries go back to; then it says goodbye."""
    make_sending_site(
        site.root, mail=MAIL | {"bounces": "bounces@example.com", "unsubscribe": "leave@example.com"}
    )
    box = Mailbox(pipelining=True)
    with mail_server(box) as port:
        site.serve(port)
        assert site.send() == 0
    assert site.printed.startswith(f"weekly 2026-W46 goes to 127.0.0.1:{port} (on this machine).\n")
    assert sorted(got.to for got in box.got) == addresses(3)
    assert {got.sender for got in box.got} == {"bounces@example.com"}
    assert (box.connections, box.quits) == (1, 1)
    for got in box.got:
        assert re.search(
            rb"^List-Unsubscribe: <https://subscribe\.example\.com/u/([a-z2-7]{10}\.[\w-]{16})>, "
            rb"<mailto:leave@example\.com\?subject=unsubscribe%20\1>\r$",
            got.data,
            re.MULTILINE,
        )


def test_what_a_server_refuses_is_reported_and_suppressed(site: Site) -> None:
    """One mailbox does not exist, one is full: both failed, one is never mailed again; a retry spares it."""
    box = Mailbox(rcpt=["550 5.1.1 who?", "552 5.2.2 full"])
    with mail_server(box) as port:
        site.serve(port)
        assert site.send() == 0
        assert "1 of 3 recipients has it." in site.printed
        assert "2 messages refused." in site.printed
        assert "550 5.1.1 who?" in site.printed and "552 5.2.2 full" in site.printed
        with closing(site.database()) as db:
            rows = db.execute("SELECT state, reason FROM subscriber WHERE state = 'suppressed'").fetchall()
        assert [tuple(row) for row in rows] == [("suppressed", "550 5.1.1 who?")]
        assert site.send("--retry-failed", "all") == 0
    assert "2 of 3 recipients have it, 1 left before their turn." in site.printed
    assert len(box.got) == 2


def test_a_lost_answer_is_listed_and_sent_again_only_when_asked_for(site: Site) -> None:
    """unknown stays unknown, however often the command runs, until --retry-unknown names the reader."""
    box = Mailbox(data=["drop"])
    with mail_server(box) as port:
        site.serve(port)
        assert site.send() == 0
        assert "2 of 3 recipients have it." in site.printed
        lost = re.findall(
            r"^    (\S+): the connection was lost after the message", site.printed, re.MULTILINE
        )
        assert len(lost) == 1
        assert site.send() == site.send("--status") == 0
        assert "--retry-unknown ADDRESS" in site.printed and lost[0] in site.printed
        assert len(box.got) == 3
        (other, *_) = (address for address in addresses(3) if address not in lost)
        assert site.send("--retry-unknown", other) == 1
        assert f"{other} has it since" in site.errors
        assert site.send("--retry-unknown", lost[0]) == 0
    assert site.printed.startswith("1 message will be sent again.\n")
    assert "3 of 3 recipients have it." in site.printed
    assert Counter(got.to for got in box.got) == Counter(
        {address: 1 + (address in lost) for address in addresses(3)}
    )


def test_a_message_that_was_put_off_waits_for_the_next_run(site: Site) -> None:
    """With --no-wait the command ends with exit code 3; later, it goes on."""
    box = Mailbox(rcpt=["451 4.7.1 greylisted"])
    with mail_server(box) as port:
        site.serve(port)
        assert site.send("--no-wait") == 3
        assert "1 message still to be sent, the next at 2026-11-20 07:01." in site.printed
        site.patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp()) + 120))
        assert site.send("--no-wait") == 0
    assert sorted(got.to for got in box.got) == addresses(3)


def test_one_reader_is_reported_like_all(site: Site) -> None:
    """--only: put off is exit code 3; a mailbox that does not exist is told, and the reader then unknown here."""
    box = Mailbox(rcpt=["451 4.7.1 greylisted", "550 5.1.1 who?"])
    with mail_server(box) as port:
        site.serve(port)
        assert site.send("--only", "reader1@example.com", "--no-wait") == 3
        assert site.send("--only", "reader2@example.com", "--no-wait") == 0
        assert "reader2@example.com: 550 5.1.1 who?" in site.printed and site.errors == ""
        assert site.send("--only", "reader2@example.com") == 1
    assert "reader2@example.com is not subscribed to weekly." in site.errors


def test_a_server_that_is_not_there_spoils_nothing(site: Site) -> None:
    """The reason is told, exit code 1; with a server, everybody gets it."""
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    site.serve(port)
    assert site.send("--no-wait") == 1
    assert site.errors.endswith(f"Stopped: 127.0.0.1:{port} cannot be reached: Connection refused.\n")
    assert "3 messages still to be sent" in site.printed
    assert site.send("--status") == 0
    ended = f"The latest run ended early. Stopped: 127.0.0.1:{port} cannot be reached: Connection refused."
    assert ended in site.printed
    box = Mailbox()
    with mail_server(box) as port:
        site.serve(port)
        assert site.send() == 0
    assert len(box.got) == 3


def test_messages_are_signed_where_a_key_is_set(site: Site) -> None:
    """Every one, each over its own links; without the key's file nothing leaves."""
    make_sending_site(site.root, mail=MAIL | {"dkim_selector": "digests"})
    key = site.root / "digests.pem"
    record = make_key(key)
    box = Mailbox()
    with mail_server(box) as port:
        site.serve(port)
        assert site.send() == 1
        assert "KC_DKIM_KEY" in site.errors
        site.patch.setenv("KC_DKIM_KEY", str(key))
        assert site.send() == 0
    assert len(box.got) == 3
    for got in box.got:
        assert verified(got.data, record)


def test_the_page_can_be_looked_for_first(site: Site) -> None:
    """--check-page: a link to a page that is not there goes to nobody."""
    codes = [404]

    class Page(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(codes[0] if self.path == "/digests/weekly/2026-W46/" else 500)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    box = Mailbox()
    with mail_server(box) as port, ThreadingHTTPServer(("127.0.0.1", 0), Page) as pages:
        thread = threading.Thread(target=pages.serve_forever)
        thread.start()
        try:
            text = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
            text = text.replace("https://knowledge.example.com/", f"http://127.0.0.1:{pages.server_port}/")
            (site.root / "mkdocs.yml").write_text(text, encoding="utf-8")
            site.serve(port)
            assert site.send("--check-page") == 1
            assert "/digests/weekly/2026-W46/, but it answers 404." in site.errors
            assert box.got == []
            codes[0] = 200
            # The site's address is none that others could open, which the check of the mail says.
            assert site.send("--check-page", "--force") == 0
            assert "answers" not in site.errors
        finally:
            pages.shutdown()
            thread.join()
    assert len(box.got) == 3


def test_a_broken_database_is_a_sentence(site: Site) -> None:
    """No traceback for a file that is none of ours."""
    (site.state / DATABASE_FILE).write_bytes(b"nonsense " * 1000)
    for arguments in ([], ["--status"], ["--dry-run"]):
        assert site.send(*arguments) == 1
        assert "The database of subscribers cannot be opened" in site.errors


def test_a_full_disk_is_a_sentence_and_costs_nobody_anything(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what to look at; with room again, the same command mails everybody once."""
    make_outbox(site.root / "many", 400).close()
    monkeypatch.setenv("KC_STATE", str(site.root / "many"))

    def full(path: Path) -> sqlite3.Connection:
        db = connect(path)
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
        return db

    with monkeypatch.context() as disk:
        disk.setattr(send_module, "connect", full)
        assert site.send() == 1
    assert "database or disk is full. Look whether the disk has room" in site.errors
    assert site.send() == 0
    assert "400 of 400 recipients have it" in site.printed
    assert len(list((site.root / "outbox").glob("*.eml"))) == 400


def test_an_outbox_that_cannot_be_written_is_a_sentence(site: Site) -> None:
    """A file in the folder's place."""
    (site.root / "outbox").write_text("", encoding="utf-8")
    assert site.send() == 1
    assert "Stopped: outbox cannot be written to: File exists." in site.errors
    assert "3 messages still to be sent" in site.printed


def test_a_second_ctrl_c_does_not_wait(site: Site) -> None:
    """The message in hand becomes unknown, which is said."""

    class Interrupted:
        def send(self, sender: str, to: str, data: bytes) -> None:
            raise KeyboardInterrupt

        def close(self) -> None:
            """Nothing was open."""

    site.patch.setattr(send_module, "signed_transport", lambda *_: Interrupted())
    assert site.send() == 130
    assert "unknown: see --status" in site.errors
    assert site.send("--status") == 0
    assert "1 message may have arrived or not" in site.printed


@contextmanager
def process(site: Site, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command as a process of its own."""
    child = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts/send_digest.py"), "weekly", *arguments],
        cwd=site.root, env=environment(NOW, **{k: v for k, v in os.environ.items() if k.startswith("KC_")}),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=mind_ctrl_c,
    )  # fmt: skip
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
        child.communicate()


def wait_for(true: Callable[[], Any]) -> None:
    """Until it is true, but not for ever."""
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_finishes_the_message_in_hand(number: int, site: Site) -> None:
    """It says so and exits with 130; nothing is unknown, and the next run does the rest."""
    box = Mailbox(delay=1.0)  # On a busy machine a signal may be late.
    with mail_server(box) as port:
        site.serve(port)
        with process(site) as child:
            wait_for(lambda: box.got)
            child.send_signal(number)
            printed, errors = child.communicate(timeout=60)
        assert child.returncode == 130
        assert "Interrupted; the message in hand was finished." in errors
        assert "still to be sent" in printed and "may have arrived" not in printed
        assert len(box.got) < 3
        box.delay = 0
        assert site.send() == 0
    assert sorted(got.to for got in box.got) == addresses(3)


def test_kill_9_at_any_moment(site: Site) -> None:
    """A real process, a real server, a real kill: again and again, and nobody gets two or none."""
    with closing(site.database()) as db:
        subscribe(db, site.state, [f"more{number}@example.com" for number in range(37)])
    dice, box, kills = random.Random(5), Mailbox(delay=0.01), 0
    with mail_server(box) as port:
        site.serve(port)
        for _ in range(4):
            before = len(box.got)
            with process(site) as child:
                wait_for(lambda before=before, child=child: len(box.got) > before or child.poll() is not None)  # type: ignore[misc]
                time.sleep(dice.uniform(0, 0.1))
                kills += child.poll() is None
                child.kill()
        assert site.send() == 0
        unknown = re.findall(r"^    (\S+): the sender died", site.printed, re.MULTILINE)
    assert kills
    assert len(unknown) <= kills
    got = Counter(message.to for message in box.got)
    assert set(got.values()) == {1}
    everybody = {*addresses(3), *(f"more{number}@example.com" for number in range(37))}
    assert everybody - set(got) <= set(unknown)


def test_two_senders_share_the_work(site: Site) -> None:
    """Started together, both exit well; every reader has the issue once."""
    with closing(site.database()) as db:
        subscribe(db, site.state, [f"more{number}@example.com" for number in range(57)])
    box = Mailbox(delay=0.005)
    with mail_server(box) as port:
        site.serve(port)
        with process(site) as one, process(site) as other:
            told = [child.communicate(timeout=120) for child in (one, other)]
    assert [one.returncode, other.returncode] == [0, 0], told
    got = Counter(message.to for message in box.got)
    assert len(got) == 60 and set(got.values()) == {1}


def test_a_log_holds_no_bar(site: Site) -> None:
    """Where nobody watches, there are sentences alone."""
    with process(site) as child:
        printed, errors = child.communicate(timeout=60)
    assert child.returncode == 0
    assert printed == GOES + "weekly 2026-W46: 3 of 3 recipients have it.\n"
    assert errors == ""


def test_a_terminal_shows_a_bar(site: Site) -> None:
    """How many of how many, while it goes on."""
    import pty  # not on Windows

    ours, theirs = pty.openpty()
    call = [sys.executable, str(ROOT / "scripts/send_digest.py"), "weekly"]
    with open(ours, "rb", buffering=0) as screen:
        termios.tcsetwinsize(theirs, (24, 80))
        with open(theirs, "wb", buffering=0) as terminal:
            subprocess.run(
                call, cwd=site.root, env=environment(NOW, KC_STATE=str(site.state)),
                stdout=subprocess.DEVNULL, stderr=terminal, timeout=60, check=True,
            )  # fmt: skip
        shown = ""
        # A terminal that nobody writes to any more ends in an error on some systems.
        with suppress(OSError):
            while part := screen.read(4096):
                shown += part.decode()
    assert "0/3" in shown and "3/3" in shown and "mails/s" in shown
