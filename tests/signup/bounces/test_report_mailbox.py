"""Where messages that came back lie."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.signup.bounces.report_mailbox import read_messages

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
