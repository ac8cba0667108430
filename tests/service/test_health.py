"""What the operator is told by /healthz: 200 and ok, or 503 and a sentence that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from sqlite3 import Connection

import pytest

from knowledge_center.sending import outbox
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.transport import NothingTaken
from knowledge_center.service import health, writer_thread
from knowledge_center.service.background_worker import BackgroundWorker
from knowledge_center.signup.database import transaction
from tests.service.conftest import Start
from tests.service.running import Running, wait_for
from tests.service.test_background_worker import Moody

ISSUE = IssueKey(digest="weekly", issue="2026-W47")


def answered(service: Running) -> tuple[int, str]:
    answer = service.http.get("/healthz")
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.text


def test_a_worker_that_is_gone(service: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signups are kept, but nobody gets a letter."""
    assert answered(service) == (200, "ok\n")
    monkeypatch.setattr(BackgroundWorker, "alive", False)
    status, text = answered(service)
    assert status == 503 and "restart the service" in text


def test_a_full_disk_is_told_before_a_reader_meets_it(
    service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look writes as a signup does; when there is room again, all is well without a restart."""
    monkeypatch.setattr(health, "SECONDS_BETWEEN_WRITES", 0.0)
    full = True
    original: Callable[[Connection], AbstractContextManager[None]] = transaction

    def cramped(db: Connection) -> AbstractContextManager[None]:
        db.execute(f"PRAGMA max_page_count = {1 if full else 1_000_000}")
        return original(db)

    rows = service.one("SELECT count(*) FROM request")
    monkeypatch.setattr(writer_thread, "transaction", cramped)
    status, text = answered(service)
    assert status == 503
    assert "The last write into the database failed (SQLITE_FULL)" in text and "ok" not in text
    full = False
    assert answered(service) == (200, "ok\n")
    assert service.one("SELECT count(*) FROM request") == rows


def test_looking_writes_now_and_then_only(service: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often anybody asks; but a write that failed is looked into at once."""
    written: list[int] = []
    original = health._write

    def write(db: Connection) -> None:
        written.append(1)
        original(db)

    monkeypatch.setattr(health, "_write", write)
    for _ in range(20):
        assert answered(service) == (200, "ok\n")
    assert len(written) == 1


def test_letters_that_wait_for_the_mail_server(start: Start, tmp_path: Path) -> None:
    """After ten minutes, since when they wait and where to look; one reader's slow server is no such case."""
    transport = Moody(tmp_path / "state" / "outbox", *(NothingTaken("no connection") for _ in range(50)))
    service = start(transport=transport)
    service.sign_up()
    wait_for(lambda: len(transport.errors) < 50)
    service.clock.now += timedelta(minutes=9)
    assert answered(service)[0] == 200
    service.clock.now += timedelta(minutes=1)
    status, text = answered(service)
    assert status == 503
    assert (
        "1 mail to new readers waiting since 2026-11-20 12:00 UTC: does the mail server take mails?" in text
    )
    assert "@" not in text
    transport.errors.clear()
    service.clock.now += timedelta(minutes=1)
    service.settled()
    assert answered(service) == (200, "ok\n")
    greylisted = "UPDATE letter SET state = 'pending', next_at = ?"
    service.change(lambda db: db.execute(greylisted, (int(service.clock.now.timestamp()) + 60,)))
    assert answered(service) == (200, "ok\n")


def test_a_sending_that_stopped_by_itself(service: Running) -> None:
    """Until it goes on, or another issue was sent; not why, since that may name a reader."""
    other = IssueKey(digest="weekly", issue="2026-W48")
    at = service.clock.now
    service.change(lambda db: [outbox.begin(db, issue_key, at) for issue_key in (ISSUE, other)])
    reason = "Stopped: 25 messages in a row were not taken. The last time: 550 <ana@example.org> no."
    service.change(lambda db: outbox.note_end(db, ISSUE, reason, at + timedelta(minutes=1)))
    status, text = answered(service)
    assert status == 503
    assert "The sending of weekly 2026-W47 stopped by itself at 2026-11-20 12:01 UTC" in text
    assert "knowledge-center send weekly 2026-W47 --status" in text and "ana@" not in text
    addition = ISSUE.mailing(2)
    service.change(lambda db: outbox.begin(db, addition, at))
    service.change(lambda db: outbox.note_end(db, addition, reason, at + timedelta(minutes=2)))
    assert "knowledge-center send weekly 2026-W47 --status" in answered(service)[1]
    service.change(lambda db: outbox.note_end(db, other, "", at + timedelta(minutes=3)))
    assert answered(service)[0] == 200
