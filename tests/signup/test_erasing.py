"""Forgetting an address, wherever it is written."""

from __future__ import annotations

import sqlite3
from email.message import EmailMessage
from pathlib import Path

from knowledge_center.signup import subscribers
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.erasing import forget, in_outbox
from knowledge_center.signup.keys import Keys
from tests.signup.people import NOW, deliver, subscribe

ANN = read_address("ann@example.com")


def mail(to: str, text: str = "Hello", cte: str = "quoted-printable") -> bytes:
    message = EmailMessage()
    message["To"] = to
    message.set_content(text, cte=cte)
    return message.as_bytes()


def test_nothing_in_the_files_of_the_database_names_the_address(tmp_path: Path, keys: Keys) -> None:
    """Not in a table, not in a freed page, not in the write-ahead log."""
    path = tmp_path / "s.sqlite3"
    db = connect(path)
    key = subscribe(db, keys, "ann@example.com")
    deliver(db, key, "2026-W47")
    subscribe(db, keys, "bob@example.com")
    assert any(b"ann@example.com" in file.read_bytes() for file in tmp_path.iterdir())
    erased = forget(db, ANN, tmp_path / "outbox")
    assert erased.known and erased.settled
    assert not [file.name for file in tmp_path.iterdir() if b"ann@example.com" in file.read_bytes()]
    assert [found.address for found in subscribers.everybody(db)] == ["bob@example.com"]
    assert db.execute("SELECT count(*) FROM delivery").fetchone()[0] == 0
    db.close()


def test_a_reader_beside_it_does_not_stop_an_erasure(tmp_path: Path, keys: Keys) -> None:
    """While the service reads, older pages stay in the log, and that is said."""
    db, other = connect(tmp_path / "s.sqlite3"), connect(tmp_path / "s.sqlite3")
    db.execute("PRAGMA busy_timeout = 100")
    subscribe(db, keys, "ann@example.com")
    other.execute("BEGIN")
    other.execute("SELECT * FROM subscriber").fetchall()
    erased = forget(db, ANN, tmp_path / "outbox")
    assert erased.known and not erased.settled
    assert subscribers.find_address(db, ANN) is None
    other.close()
    db.close()


def test_messages_in_the_outbox_go_too_and_no_others(
    db: sqlite3.Connection, keys: Keys, tmp_path: Path
) -> None:
    """Also where an address stands in the text in another form, and never those of a longer address."""
    outbox = tmp_path / "outbox"
    (outbox / "sent").mkdir(parents=True)
    files = {
        "to.eml": mail("ANN@example.com"),
        "sent/text.eml": mail("x@example.com", "Somebody asked for ann@example.com. " + "word " * 30),
        "coded.eml": mail("x@example.com", "It was ann@example.com.", "base64"),
        "longer.eml": mail("joann@example.com", "ann@example.com.au and ann@example.community"),
        "tag.eml": mail("ann+x@example.com"),
    }
    for name, data in files.items():
        (outbox / name).write_bytes(data)
    (outbox / "broken.eml").write_bytes(b"Content-Type: text/plain; charset=nonsense\n\n\xff")
    found = [path.relative_to(outbox).as_posix() for path in in_outbox(outbox, ANN)]
    assert found == ["coded.eml", "sent/text.eml", "to.eml"]
    assert [path.name for path in forget(db, ANN, outbox).files] == ["coded.eml", "text.eml", "to.eml"]
    assert sorted(path.name for path in outbox.glob("*.eml")) == ["broken.eml", "longer.eml", "tag.eml"]


def test_the_mark_of_a_bounce_outlives_an_erasure(db: sqlite3.Connection, keys: Keys, tmp_path: Path) -> None:
    """An erased address that complained is still never mailed."""
    subscribe(db, keys, "ann@example.com")
    with transaction(db):
        subscribers.suppress(db, keys, ANN, "complained", NOW)
    forget(db, ANN, tmp_path / "outbox")
    assert subscribers.suppressed(db, keys, ANN)


def test_what_a_kill_left_half_written_goes_too(tmp_path: Path) -> None:
    """A hidden file with the beginning of a message in it; that of somebody else stays."""
    ours, other = tmp_path / ".0123456789abcdef.part", tmp_path / ".fedcba9876543210.part"
    ours.write_bytes(mail("ann@example.com")[:60])
    other.write_bytes(mail("bob@example.com")[:60])
    assert in_outbox(tmp_path, ANN) == (ours,)
