"""Real reports, when a folder of them lies beside the corpus that ``KC_CORPUS`` names.

What each is about stands in ``real_reports.tsv``: file, a mark of the address that failed, and whose fault it was.
Here the address becomes a reader's of ours, so that what came back is about one of our mails.
"""

from __future__ import annotations

import os
import re
import sqlite3
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from knowledge_center.mail.message import message_id
from knowledge_center.signup import subscribers
from knowledge_center.signup.bounces.failure_kinds import read_failure
from knowledge_center.signup.bounces.intake import Intake, Verdict
from knowledge_center.signup.bounces.report_parser import Recipient, Report, read_report
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.personal_links import Links
from knowledge_center.signup.return_path import issue_return_path
from tests.signup.bounces.samples import ISSUE, SETTINGS
from tests.signup.people import NOW, deliver, subscribe

FOLDER = Path(os.environ.get("KC_CORPUS", "")).parent / "cases/bounces"
pytestmark = pytest.mark.skipif(
    not os.environ.get("KC_CORPUS") or not FOLDER.is_dir(),
    reason="KC_CORPUS does not name a corpus with a folder of real reports beside it",
)
TABLE = [
    line.split("\t")
    for line in Path(__file__).with_name("real_reports.tsv").read_text(encoding="utf-8").splitlines()
]
FAILED = [(name, mark, kind) for name, mark, kind in TABLE if kind in ("reader", "passing", "ours")]
VERDICTS: dict[str, Verdict] = {
    "reader": "suppressed", "passing": "counted", "ours": "our fault", "complaint": "suppressed", "leave": "left",
    "nothing": "nothing", "other": "no report",
}  # fmt: skip
MAIL = replace(SETTINGS.mail, bounces="bounces@example.com", verp=True)


def test_every_report_is_in_the_table() -> None:
    """Nothing that lies there is left untried."""
    assert {path.name for path in FOLDER.glob("*.eml")} == {name for name, _, _ in TABLE}


@pytest.mark.parametrize("name", sorted({name for name, _, _ in FAILED}))
def test_a_real_failure_is_about_its_addresses_and_no_other(name: str) -> None:
    """Each with its own kind."""
    report = read_report((FOLDER / name).read_bytes(), name)
    assert report.kind == "failed"
    found = {
        (
            _mark(recipient),
            read_failure(recipient.status, recipient.detail).kind,
        )
        for recipient in report.recipients
    }
    assert found == {(mark, kind) for file, mark, kind in FAILED if file == name}


def _mark(recipient: Recipient) -> str:
    return sha256(recipient.address.text.encode()).hexdigest()[:8] if recipient.address else "-"


def _address(report: Report, mark: str) -> str:
    """The address of a mark; of a report that names nobody, a reader of ours."""
    found = [one.address.text for one in report.recipients if one.address and _mark(one) == mark]
    return found[0] if found else "ann@example.com"


@pytest.mark.parametrize(("name", "mark", "kind"), TABLE, ids=lambda value: value)
def test_a_real_report_to_a_signed_return_path_is_taken_in(
    db: sqlite3.Connection, keys: Keys, name: str, mark: str, kind: str
) -> None:
    """Attributed without anything of ours in it, and acted upon by its kind."""
    reader = subscribe(db, keys, _address(read_report((FOLDER / name).read_bytes(), name), mark))
    deliver(db, reader, ISSUE.key)
    back = issue_return_path(MAIL, keys, reader, ISSUE.digest, ISSUE.key)
    data = f"Delivered-To: <{back}>\n".encode() + (FOLDER / name).read_bytes()
    with transaction(db):
        taken = Intake(settings=SETTINGS, keys=keys).take(db, read_report(data, name), NOW)
    assert taken.verdict == VERDICTS[kind], taken
    states = {"suppressed": "suppressed", "left": "left"}
    assert [found.state for found in subscribers.everybody(db)] == [states.get(taken.verdict, "active")]


@pytest.mark.parametrize(("name", "mark", "kind"), TABLE, ids=lambda value: value)
def test_a_real_report_that_brings_back_our_headers_is_taken_in(
    db: sqlite3.Connection, keys: Keys, name: str, mark: str, kind: str
) -> None:
    """Where no return path is signed: the Message-ID that came back becomes ours, with our link beside it."""
    data = (FOLDER / name).read_bytes()
    came_back = read_report(data, name).message_id.encode()
    line = re.compile(rb"(?im)^message-id:[ \t]*" + re.escape(came_back) + rb"[ \t]*\r?$")
    text = _address(read_report(data, name), mark)
    reader = subscribe(db, keys, text)
    deliver(db, reader, ISSUE.key)
    if not came_back or not line.search(data):
        # Whoever names an address and nothing of ours may have made it up.
        with transaction(db):
            Intake(settings=SETTINGS, keys=keys).take(db, read_report(data, name), NOW)
        assert [found.state for found in subscribers.everybody(db)] == ["active"]
        return
    link = Links(keys=keys, public_url="https://subscribe.example.com").unsubscribe(reader)
    own = message_id(SETTINGS, ISSUE.digest, ISSUE.key, text)
    headers = f"Message-ID: {own}\nList-Unsubscribe: <{link}>".encode()
    with transaction(db):
        taken = Intake(settings=SETTINGS, keys=keys).take(db, read_report(line.sub(headers, data), name), NOW)
    assert (taken.verdict, taken.address) == (VERDICTS[kind], taken.address and read_address(text).text), (
        taken
    )
