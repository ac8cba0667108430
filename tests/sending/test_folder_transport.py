"""Messages as files in a folder."""

from __future__ import annotations

import os
import threading
from email import message_from_bytes
from pathlib import Path

import pytest

from knowledge_center.sending.folder_transport import FolderTransport
from knowledge_center.sending.transport import NothingTaken
from tests.programs import keeps_modes

FROM = "bounces@example.com"


def eml(subject: str = "Please confirm", body: str = "Hello") -> bytes:
    return f"From: a@example.com\r\nSubject: {subject}\r\n\r\n{body}\r\n".encode()


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_a_message_is_a_file_that_says_whom_it_is_for(tmp_path: Path) -> None:
    """The name holds a number, the address and the subject; the bytes are the message's own."""
    outbox = tmp_path / "outbox"
    FolderTransport(outbox).send(FROM, "reader+tag@example.com", eml())
    assert names(outbox) == ["00001-reader+tag@example.com-please-confirm.eml"]
    data = (outbox / names(outbox)[0]).read_bytes()
    assert data == b"Return-Path: <bounces@example.com>\r\n" + eml()
    assert message_from_bytes(data)["Return-Path"] == f"<{FROM}>"


def test_numbers_go_on_where_they_were(tmp_path: Path) -> None:
    """Sorted by name, files are in the order of sending, after a restart too; other files do not matter."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    for round in range(2):
        folder = FolderTransport(tmp_path)
        for number in range(6):
            folder.send(FROM, f"reader{round}{9 - number}@example.com", eml("x"))
        folder.close()
    assert names(tmp_path) == [
        *(f"{at + 1 + round * 6:05}-reader{round}{9 - at}@example.com-x.eml" for round in (0, 1) for at in range(6)),
        "notes.txt",
    ]  # fmt: skip


def test_nothing_is_ever_replaced(tmp_path: Path) -> None:
    """Eight writers at once, the same address and subject: every message is there, whole, and nothing else."""
    folders = [FolderTransport(tmp_path) for _ in range(8)]

    def write(at: int) -> None:
        for number in range(20):
            folders[at].send(FROM, "reader@example.com", eml(body=f"{at} {number}"))

    writers = [threading.Thread(target=write, args=(at,)) for at in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    bodies = sorted(path.read_text().partition("\n\n")[2].strip() for path in tmp_path.iterdir())
    assert bodies == sorted(f"{at} {number}" for at in range(8) for number in range(20))


@keeps_modes
def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    """Addresses and links are nobody else's business."""
    outbox = tmp_path / "outbox"
    FolderTransport(outbox).send(FROM, "reader@example.com", eml())
    assert outbox.stat().st_mode & 0o777 == 0o700
    assert next(outbox.iterdir()).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("to", "subject", "name"),
    [
        ("../../x@example.com", "../a", "00001-.._.._x@example.com-a.eml"),
        ("x/y'!$@example.com", "a\tb", "00001-x_y___@example.com-a-b.eml"),
        ("x@example.com", "=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "00001-x@example.com-grusse.eml"),
        ("x@example.com", "=?nonsense?q?a?=", "00001-x@example.com.eml"),
        ("x@example.com", "w " * 99, f"00001-x@example.com-{'w-' * 19}w.eml"),
        ("x" * 64 + "@" + "y" * 99, "", f"00001-{'x' * 64}@{'y' * 15}.eml"),
    ],
)
def test_any_name_is_a_fair_file_name(to: str, subject: str, name: str, tmp_path: Path) -> None:
    """Neither an address nor a subject can lead out of the folder or break a file system."""
    FolderTransport(tmp_path).send(FROM, to, eml(subject))
    assert names(tmp_path) == [name]


def test_a_folder_that_cannot_be_used_is_reported(tmp_path: Path) -> None:
    """A file in the place of the folder: nothing is taken, and it says so."""
    (tmp_path / "outbox").write_text("", encoding="utf-8")
    with pytest.raises(NothingTaken, match=r"outbox cannot be written to: File exists") as caught:
        FolderTransport(tmp_path / "outbox").send(FROM, "reader@example.com", eml())
    assert caught.value.lasting


def test_a_message_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: no half file, under no name."""

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NothingTaken, match="No space left"):
        FolderTransport(tmp_path).send(FROM, "reader@example.com", eml())
    assert names(tmp_path) == []
