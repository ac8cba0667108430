"""The operator's command, as it is run."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys, load_keys
from knowledge_center.signup.rate_limits import Limits
from knowledge_center.signup.signup_requests import SignupRequest, process, receive
from knowledge_center_cli.command import main
from tests.programs import keeps_modes
from tests.samples import DATA, NOW, ROOT, environment, run
from tests.signup.bounces import samples
from tests.signup.bounces.samples import ISSUE
from tests.signup.people import ask, deliver, subscribe


class Checkout:
    """A checkout with a state folder, and what the command said last."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch, output: pytest.CaptureFixture[str]) -> None:
        self.root, self.output = root, output
        self.state = root / "state"
        ours = DATA["extra"]["knowledge_center"]
        monthly = ours["digests"][0] | {"key": "monthly", "title": "The month", "every": "month", "day": 1}
        data = DATA | {"extra": {"knowledge_center": ours | {"digests": [*ours["digests"], monthly]}}}
        (root / "mkdocs.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
        self.state.mkdir()
        self.keys: Keys = load_keys(self.state)
        self.db: sqlite3.Connection = connect(self.state / "subscribers.sqlite3")
        patch.chdir(root)
        patch.setenv("KC_STATE", str(self.state))
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))

    def run(self, *arguments: str) -> int:
        try:
            code = main(["subscribers", *arguments])
        except SystemExit as ended:
            code = int(str(ended.code))
        self.printed, self.errors = self.output.readouterr()
        return code

    def active(self) -> list[str]:
        return [found.address for found in subscribers.everybody(self.db, state="active")]


@pytest.fixture
def checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Checkout]:
    made = Checkout(tmp_path, monkeypatch, capsys)
    yield made
    made.db.close()


def test_the_list_by_digest_and_state_as_lines_number_and_data(checkout: Checkout) -> None:
    """One line each for people, JSON for programs, a number for a chart."""
    subscribe(checkout.db, checkout.keys, "ann@example.com")
    subscribe(checkout.db, checkout.keys, "bob@example.com", "monthly")
    ask(checkout.db, checkout.keys, "cid@example.com")
    assert checkout.run("list") == 0
    assert [line.split()[0] for line in checkout.printed.splitlines()] == [
        "ann@example.com", "bob@example.com", "cid@example.com",
    ]  # fmt: skip
    assert checkout.run("list", "--digest", "weekly", "--count") == 0
    assert checkout.printed == "1\n"
    assert checkout.run("list", "--state", "pending", "--json") == 0
    assert [found["address"] for found in json.loads(checkout.printed)] == ["cid@example.com"]
    assert checkout.run("list", "--state", "left") == 0
    assert (checkout.printed, checkout.errors) == ("", "Nobody.\n")


def test_an_address_is_added_with_evidence_shown_and_removed(checkout: Checkout) -> None:
    """What a person does on paper is kept like what a reader does by the form."""
    paper = "signed at the fair, sheet 3"
    assert checkout.run("add", "Ann@example.com", "--digest", "weekly", "--evidence", paper) == 0
    assert checkout.printed == "Ann@example.com is subscribed to weekly, on your evidence.\n"
    assert checkout.run("show", "ann@example.com") == 0
    assert f"added weekly  “{paper}”" in checkout.printed
    assert checkout.run("show", "ann@example.com", "--json") == 0
    assert json.loads(checkout.printed)["consents"][0]["text"] == paper
    assert checkout.run("remove", "ann@example.com", "--evidence", "asked on the phone") == 0
    assert checkout.active() == []
    assert checkout.run("remove", "ann@example.com") == 0
    assert checkout.printed == "ann@example.com gets nothing already: left since 2026-11-20.\n"
    assert checkout.run("show", "ann@example.com") == 0
    assert "removed  “asked on the phone”" in checkout.printed
    assert checkout.run("add", "ann@example.com", "--digest", "monthly", "--evidence", "came back") == 0
    assert checkout.printed.startswith("ann@example.com, who left on 2026-11-20, is subscribed to monthly")


@pytest.mark.parametrize("command", ["show", "remove"])
def test_who_is_not_known_is_not_known(checkout: Checkout, command: str) -> None:
    """A wrong letter in an address is said, not passed over."""
    assert checkout.run(command, "nobody@example.com") == 1
    assert checkout.errors == "nobody@example.com is not known here.\n"


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["show", "ann@"], "This does not look like an email address"),
        (["add", "ann@example.com", "--digest", "daily", "--evidence", "x"], "there is no digest “daily”"),
        (["add", "ann@example.com", "--digest", "weekly", "--evidence", " "], "say how you know"),
        (["add", "ann@example.com", "--digest", "weekly"], "--evidence"),
        (["list", "--digest", "daily"], "there are: weekly, monthly"),
        (["export", "--for", "carrier-pigeon"], "invalid choice"),
        ([], "COMMAND"),
    ],
)
def test_a_command_that_is_not_understood_changes_nothing(
    checkout: Checkout, arguments: list[str], printed: str
) -> None:
    """Exit code 2, and what is possible."""
    assert checkout.run(*arguments) == 2
    assert printed in checkout.errors
    assert list(subscribers.everybody(checkout.db)) == []


def test_a_suppressed_address_stays_out(checkout: Checkout) -> None:
    """Not even the operator mails somebody who complained."""
    subscribe(checkout.db, checkout.keys, "ann@example.com")
    with transaction(checkout.db):
        subscribers.suppress(checkout.db, checkout.keys, read_address("ann@example.com"), "complained", NOW)
    assert checkout.run("add", "ann@example.com", "--digest", "weekly", "--evidence", "x") == 1
    assert "bounced or complained, and is never mailed again" in checkout.errors
    assert checkout.run("erase", "ann@example.com", "--yes") == 0
    assert "A mark that cannot be read back stays" in checkout.printed
    assert checkout.run("show", "ann@example.com") == 1
    assert "is not known here, but marked" in checkout.errors


def test_a_suppression_that_was_a_mistake_is_taken_back(checkout: Checkout) -> None:
    """With evidence, and not without."""
    subscribe(checkout.db, checkout.keys, "ann@example.com")
    with transaction(checkout.db):
        subscribers.suppress(
            checkout.db, checkout.keys, read_address("ann@example.com"), "bounced 5.7.1", NOW
        )
    assert checkout.run("unsuppress", "ann@example.com") == 2
    assert checkout.run("unsuppress", "ann@example.com", "--evidence", "our server was blocked") == 0
    assert checkout.printed.endswith("ann@example.com is subscribed to weekly again, on your evidence.\n")
    assert checkout.run("unsuppress", "ann@example.com", "--evidence", "once more") == 1
    assert "ann@example.com is not suppressed: active." in checkout.errors


def test_an_erasure_takes_the_outbox_too_and_asks_first(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without somebody at the keyboard it wants --yes."""
    subscribe(checkout.db, checkout.keys, "ann@example.com")
    outbox = checkout.root / "outbox"
    outbox.mkdir()
    (outbox / "1.eml").write_text("To: ann@example.com\n\nHello\n")
    (outbox / "2.eml").write_text("To: joann@example.com\n\nHello\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert checkout.run("erase", "ann@example.com") == 1
    assert checkout.errors == ("Nobody is there to ask. If you mean it, add --yes.\nNothing was erased.\n")
    assert checkout.active() == ["ann@example.com"]
    assert checkout.run("erase", "ann@example.com", "--yes") == 0
    assert checkout.printed.splitlines()[:2] == ["outbox/1.eml: deleted.", "ann@example.com is erased."]
    assert [path.name for path in outbox.iterdir()] == ["2.eml"]
    assert checkout.active() == []
    assert checkout.run("erase", "ann@example.com", "--yes") == 1


@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("", 1), ("y", 0)])
def test_at_a_keyboard_the_question_is_answered(checkout: Checkout, answer: str, code: int) -> None:
    """Only a yes erases."""
    subscribe(checkout.db, checkout.keys, "ann@example.com")
    import pty  # not on Windows

    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts/subscribers.py"), "erase", "ann@example.com"],
        cwd=checkout.root, env=environment(NOW, KC_STATE=str(checkout.state)), stdin=terminal,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.write(controller, f"{answer}\n".encode())
    printed, errors = process.communicate(timeout=60)
    os.close(controller)
    os.close(terminal)
    assert process.returncode == code, errors
    assert "There is no way back. [y/N]" in printed
    assert checkout.active() == ([] if code == 0 else ["ann@example.com"])


@keeps_modes
def test_an_export_goes_to_the_terminal_or_into_a_file_of_its_owner(checkout: Checkout) -> None:
    """A list of addresses is nobody else's business."""
    subscribe(checkout.db, checkout.keys, "ann@example.com")
    subscribe(checkout.db, checkout.keys, "+1@example.com")
    assert checkout.run("export", "--for", "mailchimp", "--digest", "weekly") == 0
    assert checkout.printed.splitlines()[1].startswith("ann@example.com,2026-11-20 12:00:00,")
    assert "  +1@example.com\n" in checkout.errors
    target = checkout.root / "list.csv"
    target.write_text("older")
    assert checkout.run("export", "--for", "listmonk", "--to", str(target)) == 1
    assert "is no export" in checkout.errors
    target.write_text("")
    target.chmod(0o644)
    assert checkout.run("export", "--for", "listmonk", "--to", str(target), "--with-formulas") == 0
    assert checkout.printed == f"{target}: 2 subscribers for listmonk.\n"
    assert checkout.errors == ""
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes().startswith(b"email,name,attributes\r\n")


def test_an_import_is_one_step_and_a_dry_run_none(checkout: Checkout) -> None:
    """What would happen can be read before it happens; bad lines are named and cost only themselves."""
    source = checkout.root / "list.csv"
    source.write_text("email\nann@example.com\nbob@\n")
    command = ("import", str(source), "--from", "csv", "--digest", "weekly", "--evidence", "our shop")
    assert checkout.run(*command, "--dry-run") == 1
    assert "  line 3: “bob@”: This does not look like an email address" in checkout.printed
    assert checkout.printed.endswith(
        "1 would be added, 0 known already, 0 left out, 1 could not be read.\nNothing was written.\n"
    )
    assert checkout.active() == []
    assert checkout.run(*command) == 1
    assert checkout.active() == ["ann@example.com"]
    source.write_text("email\nann@example.com\ncid@example.com\n")
    assert checkout.run(*command) == 0
    assert checkout.printed == "1 added, 1 known already, 0 left out, 0 could not be read.\n"


def test_bounces_are_taken_in_from_a_folder(checkout: Checkout) -> None:
    """A dry run says what would be done; the real one does it; a second one finds nothing new."""
    ann = subscribe(checkout.db, checkout.keys, "ann@example.com")
    bob = subscribe(checkout.db, checkout.keys, "bob@example.com")
    for key in (ann, bob):
        deliver(checkout.db, key, ISSUE.key)
    box = checkout.root / "box"
    box.mkdir()
    ours = samples.ours(checkout.keys, ann, "ann@example.com")
    (box / "1.eml").write_bytes(samples.postfix(ours, "ann@example.com"))
    (box / "2.eml").write_bytes(samples.postfix(b"Subject: forged\r\n\r\nx", "bob@example.com"))
    assert checkout.run("bounces", str(box), "--dry-run") == 0
    assert checkout.printed.endswith("1 suppressed, 1 not ours.\nNothing was written.\n")
    assert checkout.active() == ["ann@example.com", "bob@example.com"]
    assert checkout.run("bounces", str(box)) == 0
    assert (
        f"{box}/1.eml\n  suppressed: ann@example.com: bounced 5.1.1; never mailed again\n" in checkout.printed
    )
    assert checkout.active() == ["bob@example.com"]
    assert checkout.run("bounces", str(box), "--json") == 0
    assert [one["verdict"] for one in json.loads(checkout.printed)] == ["known", "not ours"]


def test_purge_keys_and_backup(checkout: Checkout) -> None:
    """The three things a schedule or a careful person does."""
    ask(checkout.db, checkout.keys, "old@example.com", now=NOW.replace(month=9))
    ask(checkout.db, checkout.keys, "new@example.com")
    assert checkout.run("purge") == 0
    assert checkout.printed == "1 signup was deleted: nobody confirmed within 30 days.\n"
    assert checkout.run("purge") == 0
    assert checkout.printed == "Nothing to delete: no signup has waited for more than 30 days.\n"
    assert checkout.run("keys", "turn-over") == 0
    assert load_keys(checkout.state).links[1:] == checkout.keys.links
    assert "Restart the service" in checkout.printed
    target = checkout.root / "backup.sqlite3"
    assert checkout.run("backup", str(target)) == 0
    copy = connect(target)
    assert [found.address for found in subscribers.everybody(copy)] == ["new@example.com"]
    copy.close()


def test_keys_that_are_missing_are_asked_for(checkout: Checkout) -> None:
    """No command makes new ones by the way; the one that does says what that ends."""
    subscribe(checkout.db, checkout.keys, "ann@example.com")
    assert checkout.run("keys", "--new-keys") == 0
    assert checkout.printed.endswith("the keys are there. Nothing was changed.\n")
    (checkout.state / "keys.json").unlink()
    for command in (["list"], ["keys", "turn-over"], ["backup", str(checkout.root / "backup.sqlite3")]):
        assert checkout.run(*command) == 1
        assert "The keys are missing, but there are subscribers." in checkout.errors
        assert "knowledge-center subscribers keys --new-keys" in checkout.errors
    assert checkout.run("keys", "--new-keys") == 0
    assert "every link in the mails sent so far" in checkout.printed
    assert checkout.run("list", "--count") == 0
    assert (checkout.printed, checkout.errors) == ("1\n", "")


def test_what_waits_and_what_was_dropped_stands_beside_the_number(checkout: Checkout) -> None:
    """For whoever looks; a program gets the number alone."""
    signups = [("ann@example.com", NOW), ("bob@example.com", NOW), ("bob@example.com", NOW)]
    for address, at in signups:
        asked = SignupRequest(
            address=read_address(address), digests=("weekly",), evidence=Evidence(ip="192.0.2.7")
        )
        with transaction(checkout.db):
            receive(checkout.db, checkout.keys, asked, Limits(computer_hour=1, mailbox_hour=1), at)
            process(checkout.db, checkout.keys, Limits(computer_hour=1, mailbox_hour=1), at)
    assert checkout.run("list", "--count") == 0
    assert checkout.printed == "1\n"
    assert checkout.errors.splitlines() == [
        "1 signup waits for a limit of computers or networks, the oldest since 2026-11-20 12:00 UTC.",
        "1 signup was dropped within a day: their mailboxes had got as many mails as one may.",
    ]


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["import", "none.csv", "--from", "csv", "--digest", "weekly", "--evidence", "x"], "none.csv: it cannot"),
        (["bounces", "none"], "There is no such file or folder."),
        (["backup", "mkdocs.yml/x"], "mkdocs.yml"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_reported_in_a_sentence(
    checkout: Checkout, arguments: list[str], printed: str
) -> None:
    """No traceback for a wrong path."""
    assert checkout.run(*arguments) == 1
    assert printed in checkout.errors and "Traceback" not in checkout.errors


def test_a_database_that_is_none_and_one_that_is_held(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are sentences, and nothing is half done."""
    monkeypatch.setattr("knowledge_center.signup.database._BUSY_SECONDS", 0.1)
    checkout.db.execute("BEGIN IMMEDIATE")
    assert checkout.run("add", "ann@example.com", "--digest", "weekly", "--evidence", "x") == 1
    assert (
        checkout.errors
        == "The database of subscribers did not answer: database is locked. Nothing was changed.\n"
    )
    checkout.db.execute("ROLLBACK")
    monkeypatch.setenv("KC_STATE", str(checkout.root / "other"))
    (checkout.root / "other").mkdir()
    (checkout.root / "other/subscribers.sqlite3").write_text("no database " * 100)
    assert checkout.run("list") == 1
    assert "The database of subscribers cannot be opened" in checkout.errors


def test_a_reader_that_has_seen_enough_ends_the_list_quietly(checkout: Checkout) -> None:
    """list | head"""
    evidence = Evidence(text="x")
    with transaction(checkout.db):
        for number in range(3000):
            address = read_address(f"reader{number}@example.com")
            subscribers.add(checkout.db, checkout.keys, address, ["weekly"], evidence, NOW)
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} {ROOT}/scripts/subscribers.py list | head -1"],
        cwd=checkout.root, env=environment(NOW, KC_STATE=str(checkout.state)), capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("reader0@example.com  active")


def test_the_command_runs_from_a_checkout(checkout: Checkout) -> None:
    """As a person runs it."""
    done = run(checkout.root, "subscribers.py", "list", "--count", KC_STATE=str(checkout.state))
    assert (done.returncode, done.stdout) == (0, "0\n")
