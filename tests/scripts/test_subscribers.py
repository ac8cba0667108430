"""The operator's command, as it is run."""

from __future__ import annotations

import io
import json
import os
import pty
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from knowledge_center.signup import subscribers
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys, load_keys
from knowledge_center_cli.subscribers import main
from tests.samples import DATA, NOW, ROOT, environment, run
from tests.signup.bounces import letters
from tests.signup.bounces.letters import ISSUE
from tests.signup.people import ask, deliver, subscribe


class Desk:
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
            code = main(arguments)
        except SystemExit as ended:
            code = int(str(ended.code))
        self.said, self.complained = self.output.readouterr()
        return code

    def active(self) -> list[str]:
        return [found.address for found in subscribers.everybody(self.db, state="active")]


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    made = Desk(tmp_path, monkeypatch, capsys)
    yield made
    made.db.close()


def test_the_list_by_digest_and_state_as_lines_number_and_data(desk: Desk) -> None:
    """One line each for people, JSON for programs, a number for a chart."""
    subscribe(desk.db, desk.keys, "ann@example.com")
    subscribe(desk.db, desk.keys, "bob@example.com", "monthly")
    ask(desk.db, desk.keys, "cid@example.com")
    assert desk.run("list") == 0
    assert [line.split()[0] for line in desk.said.splitlines()] == [
        "ann@example.com", "bob@example.com", "cid@example.com",
    ]  # fmt: skip
    assert desk.run("list", "--digest", "weekly", "--count") == 0
    assert desk.said == "1\n"
    assert desk.run("list", "--state", "pending", "--json") == 0
    assert [found["address"] for found in json.loads(desk.said)] == ["cid@example.com"]
    assert desk.run("list", "--state", "left") == 0
    assert (desk.said, desk.complained) == ("", "Nobody.\n")


def test_an_address_is_added_with_evidence_shown_and_removed(desk: Desk) -> None:
    """What a person does on paper is kept like what a reader does by the form."""
    paper = "signed at the fair, sheet 3"
    assert desk.run("add", "Ann@example.com", "--digest", "weekly", "--evidence", paper) == 0
    assert desk.said == "Ann@example.com is subscribed to weekly, on your evidence.\n"
    assert desk.run("show", "ann@example.com") == 0
    assert f"added weekly  “{paper}”" in desk.said
    assert desk.run("show", "ann@example.com", "--json") == 0
    assert json.loads(desk.said)["consents"][0]["text"] == paper
    assert desk.run("remove", "ann@example.com", "--evidence", "asked on the phone") == 0
    assert desk.active() == []
    assert desk.run("remove", "ann@example.com") == 0
    assert desk.said == "ann@example.com gets nothing already: left since 2026-11-20.\n"
    assert desk.run("show", "ann@example.com") == 0
    assert "removed  “asked on the phone”" in desk.said
    assert desk.run("add", "ann@example.com", "--digest", "monthly", "--evidence", "came back") == 0
    assert desk.said.startswith("ann@example.com, who left on 2026-11-20, is subscribed to monthly")


@pytest.mark.parametrize("command", ["show", "remove"])
def test_who_is_not_known_is_not_known(desk: Desk, command: str) -> None:
    """A wrong letter in an address is said, not passed over."""
    assert desk.run(command, "nobody@example.com") == 1
    assert desk.complained == "nobody@example.com is not known here.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "ann@"], "This does not look like an email address"),
        (["add", "ann@example.com", "--digest", "daily", "--evidence", "x"], "there is no digest “daily”"),
        (["add", "ann@example.com", "--digest", "weekly", "--evidence", " "], "say how these people agreed"),
        (["add", "ann@example.com", "--digest", "weekly"], "--evidence"),
        (["list", "--digest", "daily"], "there are: weekly, monthly"),
        (["export", "--for", "carrier-pigeon"], "invalid choice"),
        ([], "COMMAND"),
    ],
)
def test_a_command_that_is_not_understood_changes_nothing(
    desk: Desk, arguments: list[str], said: str
) -> None:
    """Exit code 2, and what is possible."""
    assert desk.run(*arguments) == 2
    assert said in desk.complained
    assert list(subscribers.everybody(desk.db)) == []


def test_a_suppressed_address_stays_out(desk: Desk) -> None:
    """Not even the operator mails somebody who complained."""
    subscribe(desk.db, desk.keys, "ann@example.com")
    with transaction(desk.db):
        subscribers.suppress(desk.db, desk.keys, read_address("ann@example.com"), "complained", NOW)
    assert desk.run("add", "ann@example.com", "--digest", "weekly", "--evidence", "x") == 1
    assert "bounced or complained, and is never mailed again" in desk.complained
    assert desk.run("erase", "ann@example.com", "--yes") == 0
    assert "A mark that cannot be read back stays" in desk.said
    assert desk.run("show", "ann@example.com") == 1
    assert "is not known here, but marked" in desk.complained


def test_an_erasure_takes_the_outbox_too_and_asks_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without somebody at the keyboard it wants --yes."""
    subscribe(desk.db, desk.keys, "ann@example.com")
    outbox = desk.root / "outbox"
    outbox.mkdir()
    (outbox / "1.eml").write_text("To: ann@example.com\n\nHello\n")
    (outbox / "2.eml").write_text("To: joann@example.com\n\nHello\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert desk.run("erase", "ann@example.com") == 1
    assert desk.complained == ("Nobody is there to ask. If you mean it, add --yes.\nNothing was erased.\n")
    assert desk.active() == ["ann@example.com"]
    assert desk.run("erase", "ann@example.com", "--yes") == 0
    assert desk.said.splitlines()[:2] == ["outbox/1.eml: deleted.", "ann@example.com is erased."]
    assert [path.name for path in outbox.iterdir()] == ["2.eml"]
    assert desk.active() == []
    assert desk.run("erase", "ann@example.com", "--yes") == 1


@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("", 1), ("y", 0)])
def test_at_a_keyboard_the_question_is_answered(desk: Desk, answer: str, code: int) -> None:
    """Only a yes erases."""
    subscribe(desk.db, desk.keys, "ann@example.com")
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts/subscribers.py"), "erase", "ann@example.com"],
        cwd=desk.root, env=environment(NOW, KC_STATE=str(desk.state)), stdin=terminal,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.write(controller, f"{answer}\n".encode())
    said, complained = process.communicate(timeout=60)
    os.close(controller)
    os.close(terminal)
    assert process.returncode == code, complained
    assert "There is no way back. [y/N]" in said
    assert desk.active() == ([] if code == 0 else ["ann@example.com"])


def test_an_export_goes_to_the_terminal_or_into_a_file_of_its_owner(desk: Desk) -> None:
    """A list of addresses is nobody else's business."""
    subscribe(desk.db, desk.keys, "ann@example.com")
    subscribe(desk.db, desk.keys, "+1@example.com")
    assert desk.run("export", "--for", "mailchimp", "--digest", "weekly") == 0
    assert desk.said.splitlines()[1].startswith("ann@example.com,2026-11-20 12:00:00,")
    assert "  +1@example.com\n" in desk.complained
    target = desk.root / "list.csv"
    target.write_text("older")
    assert desk.run("export", "--for", "listmonk", "--to", str(target)) == 1
    assert "is no export" in desk.complained
    target.write_text("")
    target.chmod(0o644)
    assert desk.run("export", "--for", "listmonk", "--to", str(target), "--with-formulas") == 0
    assert desk.said == f"{target}: 2 subscribers for listmonk.\n"
    assert desk.complained == ""
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes().startswith(b"email,name,attributes\r\n")


def test_an_import_is_one_step_and_a_dry_run_none(desk: Desk) -> None:
    """What would happen can be read before it happens; bad lines are named and cost only themselves."""
    source = desk.root / "list.csv"
    source.write_text("email\nann@example.com\nbob@\n")
    command = ("import", str(source), "--from", "csv", "--digest", "weekly", "--evidence", "our shop")
    assert desk.run(*command, "--dry-run") == 1
    assert "  line 3: “bob@”: This does not look like an email address" in desk.said
    assert desk.said.endswith(
        "1 would be added, 0 known already, 0 left out, 1 could not be read.\nNothing was written.\n"
    )
    assert desk.active() == []
    assert desk.run(*command) == 1
    assert desk.active() == ["ann@example.com"]
    source.write_text("email\nann@example.com\ncid@example.com\n")
    assert desk.run(*command) == 0
    assert desk.said == "1 added, 1 known already, 0 left out, 0 could not be read.\n"


def test_bounces_are_taken_in_from_a_folder(desk: Desk) -> None:
    """A dry run says what would be done; the real one does it; a second one finds nothing new."""
    ann = subscribe(desk.db, desk.keys, "ann@example.com")
    bob = subscribe(desk.db, desk.keys, "bob@example.com")
    for key in (ann, bob):
        deliver(desk.db, key, ISSUE.key)
    box = desk.root / "box"
    box.mkdir()
    ours = letters.ours(desk.keys, ann, "ann@example.com")
    (box / "1.eml").write_bytes(letters.postfix(ours, "ann@example.com"))
    (box / "2.eml").write_bytes(letters.postfix(b"Subject: forged\r\n\r\nx", "bob@example.com"))
    assert desk.run("bounces", str(box), "--dry-run") == 0
    assert desk.said.endswith("1 suppressed, 1 not ours.\nNothing was written.\n")
    assert desk.active() == ["ann@example.com", "bob@example.com"]
    assert desk.run("bounces", str(box)) == 0
    assert f"{box}/1.eml\n  suppressed: ann@example.com: bounced 5.1.1; never mailed again\n" in desk.said
    assert desk.active() == ["bob@example.com"]
    assert desk.run("bounces", str(box), "--json") == 0
    assert [one["verdict"] for one in json.loads(desk.said)] == ["known", "not ours"]


def test_purge_keys_and_backup(desk: Desk) -> None:
    """The three things a schedule or a careful person does."""
    ask(desk.db, desk.keys, "old@example.com", now=NOW.replace(month=9))
    ask(desk.db, desk.keys, "new@example.com")
    assert desk.run("purge") == 0
    assert desk.said == "1 signup was deleted: nobody confirmed within 30 days.\n"
    assert desk.run("purge") == 0
    assert desk.said == "Nothing to delete: no signup has waited for more than 30 days.\n"
    assert desk.run("keys", "turn-over") == 0
    assert load_keys(desk.state).links[1:] == desk.keys.links
    assert "Restart the service" in desk.said
    target = desk.root / "backup.sqlite3"
    assert desk.run("backup", str(target)) == 0
    copy = connect(target)
    assert [found.address for found in subscribers.everybody(copy)] == ["new@example.com"]
    copy.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "none.csv", "--from", "csv", "--digest", "weekly", "--evidence", "x"], "none.csv: it cannot"),
        (["bounces", "none"], "There is no such file or folder."),
        (["backup", "mkdocs.yml/x"], "mkdocs.yml"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_in_a_sentence(desk: Desk, arguments: list[str], said: str) -> None:
    """No traceback for a wrong path."""
    assert desk.run(*arguments) == 1
    assert said in desk.complained and "Traceback" not in desk.complained


def test_a_database_that_is_none_and_one_that_is_held(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are sentences, and nothing is half done."""
    monkeypatch.setattr("knowledge_center.signup.database._BUSY_SECONDS", 0.1)
    desk.db.execute("BEGIN IMMEDIATE")
    assert desk.run("add", "ann@example.com", "--digest", "weekly", "--evidence", "x") == 1
    assert (
        desk.complained
        == "The database of subscribers did not answer: database is locked. Nothing was changed.\n"
    )
    desk.db.execute("ROLLBACK")
    monkeypatch.setenv("KC_STATE", str(desk.root / "other"))
    (desk.root / "other").mkdir()
    (desk.root / "other/subscribers.sqlite3").write_text("no database " * 100)
    assert desk.run("list") == 1
    assert "The database of subscribers cannot be opened" in desk.complained


def test_a_reader_that_has_seen_enough_ends_the_list_quietly(desk: Desk) -> None:
    """list | head"""
    evidence = subscribers.Evidence(text="x")
    with transaction(desk.db):
        for number in range(3000):
            address = read_address(f"reader{number}@example.com")
            subscribers.add(desk.db, desk.keys, address, ["weekly"], evidence, NOW)
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} {ROOT}/scripts/subscribers.py list | head -1"],
        cwd=desk.root, env=environment(NOW, KC_STATE=str(desk.state)), capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("reader0@example.com  active")


def test_the_command_runs_from_a_checkout(desk: Desk) -> None:
    """As a person runs it."""
    done = run(desk.root, "subscribers.py", "list", "--count", KC_STATE=str(desk.state))
    assert (done.returncode, done.stdout) == (0, "0\n")
