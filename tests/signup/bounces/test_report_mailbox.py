"""Where messages that came back lie."""

from __future__ import annotations

import mailbox
import time
from pathlib import Path

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.signup.bounces.report_mailbox import MOST_BYTES, read_messages
from knowledge_center.signup.bounces.report_parser import read_report
from tests.signup.bounces.samples import postfix

ONE = b"From: a@example.com\nSubject: one\n\nHello\n\nFrom here on it is cold.\n"
TWO = b"From: b@example.com\nSubject: two\n\nBye\n"


def test_one_message_in_a_file(tmp_path: Path) -> None:
    """A report that somebody saved by hand, whatever its name."""
    (tmp_path / "report.txt").write_bytes(ONE)
    (message,) = read_messages(tmp_path / "report.txt")
    assert (message.source, message.data) == (str(tmp_path / "report.txt"), ONE)


def test_an_mbox_as_others_write_it(tmp_path: Path) -> None:
    """Lines of the text that begin with From do not cut a message in two."""
    box = mailbox.mbox(tmp_path / "bounces")
    for data in (ONE, TWO):
        box.add(data)
    box.close()
    before = (tmp_path / "bounces").read_bytes()
    found = list(read_messages(tmp_path / "bounces"))
    assert [message.source for message in found] == [
        f"{tmp_path / 'bounces'}, message 1",
        f"{tmp_path / 'bounces'}, message 2",
    ]
    assert [message.data.rstrip() for message in found] == [ONE.rstrip(), TWO.rstrip()]
    assert (tmp_path / "bounces").read_bytes() == before


def test_an_mbox_whose_writer_marks_nothing(tmp_path: Path) -> None:
    """A message begins behind an empty line; a From inside a paragraph belongs to it."""
    text = b"From a@example.com Fri Nov 20 12:00:00 2026\nSubject: one\n\nWe came\nFrom here.\n\n"
    (tmp_path / "bounces").write_bytes(text + text.replace(b"one", b"two"))
    found = list(read_messages(tmp_path / "bounces"))
    assert [message.data for message in found] == [
        b"Subject: one\n\nWe came\nFrom here.\n\n",
        b"Subject: two\n\nWe came\nFrom here.\n\n",
    ]


def test_a_maildir_read_and_unread_and_nothing_is_moved(tmp_path: Path) -> None:
    """A mail program may be looking at the same folder."""
    box = mailbox.Maildir(tmp_path / "Maildir")
    box.add(ONE)
    seen = mailbox.MaildirMessage(TWO)
    seen.set_subdir("cur")
    seen.set_flags("S")
    box.add(seen)
    before = sorted(path for path in tmp_path.rglob("*"))
    assert sorted(message.data for message in read_messages(tmp_path / "Maildir")) == sorted([ONE, TWO])
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_a_folder_of_eml_files_by_name(tmp_path: Path) -> None:
    """Other files in it are none of our business."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.eml").write_bytes(ONE)
    (tmp_path / "deep/a.EML").write_bytes(TWO)
    (tmp_path / "notes.txt").write_bytes(b"x")
    assert [message.data for message in read_messages(tmp_path)] == [ONE, TWO]


@pytest.mark.parametrize(
    ("name", "expected"), [("missing", "There is no such file or folder."), (".", "There is no message")]
)
def test_nothing_to_read_is_reported(tmp_path: Path, name: str, expected: str) -> None:
    """An empty folder is more likely a wrong path than good news."""
    with pytest.raises(Unusable, match=expected):
        list(read_messages(tmp_path / name))


HEAD = b'Subject: Failure\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="b"\n\n'
SLOW = {
    "fields": HEAD + b"--b\nContent-Type: message/delivery-status\n\n" + b"a: b\n\n" * 1_000_000,
    "parts": HEAD + b"--b\n\nx\n" * 850_000,
    "paragraphs": b"Subject: Failure\n\nHi. This is the\n\n"
    + b"<a@example.com>:\n550 no 5.1.1\n\n" * 200_000,
}


@pytest.mark.parametrize("shape", sorted(SLOW))
def test_six_megabytes_made_to_be_slow_are_a_second_of_work(tmp_path: Path, shape: str) -> None:
    """Whoever sends such a report keeps nobody else's waiting."""
    text = SLOW[shape]
    assert len(text) > 5_900_000
    (tmp_path / "report").write_bytes(text)
    before = time.process_time()
    (message,) = read_messages(tmp_path / "report")
    read_report(message.data, message.source)
    assert time.process_time() - before < 4
    (tmp_path / "mbox").write_bytes(b"From a@example.com\n" + text)
    (message,) = read_messages(tmp_path / "mbox")
    assert len(message.data) == MOST_BYTES


def test_a_report_with_a_whole_mail_and_its_pictures_is_read(tmp_path: Path) -> None:
    """Some servers send back all of a mail, however long: whom it is about and which mail it was stands before that."""
    headers = b"Message-ID: <one@example.com>\nSubject: Weekly\n"
    original = headers + b"\n" + b"QUJD" * 1_500_000
    (tmp_path / "report.eml").write_bytes(postfix(original, "ann@example.org"))
    (message,) = read_messages(tmp_path / "report.eml")
    found = read_report(message.data, message.source)
    assert (found.kind, found.message_id) == ("failed", "<one@example.com>")
    assert [str(one.address and one.address.text) for one in found.recipients] == ["ann@example.org"]
