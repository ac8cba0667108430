"""How a sending stands, as an operator reads it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge_center.sending import outbox
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.send_report import format_delivery, format_status
from knowledge_center.sending.transport import NotSent
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import load_keys
from knowledge_center.signup.subscribers import find_address
from tests.samples import NOW
from tests.sending.samples import ISSUE_KEY, make_outbox, unsubscribe

ZONE = ZoneInfo("America/Detroit")
SEND = "knowledge-center send weekly 2026-W46"


def test_every_fate_is_reported(tmp_path: Path) -> None:
    """The sum first; then what waits, what nobody knows and what was refused, with the command to go on."""
    db, keys = make_outbox(tmp_path, 7), load_keys(tmp_path)
    with transaction(db):
        outbox.begin(db, ISSUE_KEY, NOW)
        unsubscribe_now = find_address(db, read_address("reader0@example.com"))
    assert unsubscribe_now
    unsubscribe(db, "reader0@example.com")
    fates = [
        None, NotSent("later", "450 later"), NotSent("never", "550 5.2.2 full"), NotSent("unknown", "lost"),
    ]  # fmt: skip
    with transaction(db):
        for number_, fate in enumerate(fates, 1):
            reader = find_address(db, read_address(f"reader{number_}@example.com"))
            row = outbox.claim(db, ISSUE_KEY, "me", NOW, only=reader.id if reader else "")
            assert row
            outbox.settle(db, keys, row, fate, NOW)
        assert outbox.claim(db, ISSUE_KEY, "me", NOW, only=unsubscribe_now.id) is None
        assert outbox.claim(db, ISSUE_KEY, "other", NOW)
    lines = list(format_status(db, ISSUE_KEY, ZONE))
    assert lines == [
        "weekly 2026-W46: 1 of 7 recipients has it, 1 left before their turn.",
        f"  2 messages still to be sent. Go on with: {SEND}",
        "  1 message being sent by another process at this moment.",
        "  1 message may have arrived or not; nobody gets one twice by itself.",
        f"  To send again all the same: {SEND} --retry-unknown ADDRESS (or all)",
        "    reader4@example.com: lost (2026-11-20 07:00)",
        f"  1 message refused. Once the reason is mended: {SEND} --retry-failed ADDRESS (or all)",
        "    reader3@example.com: 550 5.2.2 full (2026-11-20 07:00)",
    ]
    with transaction(db):
        row = outbox.claim(db, ISSUE_KEY, "me", NOW)
        assert row
        outbox.settle(db, keys, row, None, NOW)
    assert list(format_status(db, ISSUE_KEY, ZONE))[1] == (
        f"  1 message still to be sent, the next at 2026-11-20 07:01. Go on with: {SEND}"
    )
    db.close()


def test_no_command_is_offered_that_sends_no_welcome(tmp_path: Path) -> None:
    """A greeting that came back, or whose fate nobody knows, is not sent again."""
    db, keys = make_outbox(tmp_path, 2), load_keys(tmp_path)
    welcome = ISSUE_KEY.welcome
    with transaction(db):
        outbox.begin(db, welcome, NOW)
        for fate in (NotSent("never", "550 5.1.1 unknown"), NotSent("unknown", "lost")):
            row = outbox.claim(db, welcome, "me", NOW)
            assert row
            outbox.settle(db, keys, row, fate, NOW)
    lines = "\n".join(format_status(db, welcome, ZONE))
    assert "1 message refused. A welcome is not sent again; the next issue comes as to everybody." in lines
    assert "1 message may have arrived or not" in lines and "--retry" not in lines
    db.close()


def test_one_recipient_is_reported_in_a_sentence(tmp_path: Path) -> None:
    """Who asks about one address gets an answer about it."""
    db, keys = make_outbox(tmp_path, 1), load_keys(tmp_path)
    reader = find_address(db, read_address("reader0@example.com"))
    assert reader
    with transaction(db):
        outbox.add_trial(db, ISSUE_KEY, reader.id, NOW)
        row = outbox.claim(db, ISSUE_KEY, "me", NOW)
        assert row
    sentences = []
    for fate in (None, NotSent("never", "550 no"), NotSent("unknown", "lost"), NotSent("later", "450")):
        with transaction(db):
            outbox.settle(db, keys, row, fate, NOW + timedelta(hours=1))
        found = outbox.delivery(db, ISSUE_KEY, reader.id)
        assert found
        sentences.append(format_delivery(found, ZONE))
    assert sentences == [
        "reader0@example.com has it since 2026-11-20 08:00.",
        "reader0@example.com was refused: 550 no.",
        "reader0@example.com may have it or not: lost.",
        "reader0@example.com waits to be sent.",
    ]
    assert next(format_status(db, ISSUE_KEY, ZONE)).startswith(
        "weekly 2026-W46: a trial before the sending itself; "
    )
    db.close()


def test_long_lists_are_cut(tmp_path: Path) -> None:
    """Twenty addresses, then how many more."""
    db, keys = make_outbox(tmp_path, 25), load_keys(tmp_path)
    with transaction(db):
        outbox.begin(db, ISSUE_KEY, NOW)
        while row := outbox.claim(db, ISSUE_KEY, "me", NOW):
            outbox.settle(db, keys, row, NotSent("never", "550 no"), NOW)
    lines = list(format_status(db, ISSUE_KEY, ZONE))
    assert len(lines) == 2 + 20 + 1
    assert lines[-1] == "    and 5 more"
    addition = ISSUE_KEY.mailing(2)
    with transaction(db):
        outbox.begin(db, addition, NOW)
    # No issue was closed under the name of a mailing, so no command takes it.
    assert list(format_status(db, addition, ZONE)) == [
        "weekly 2026-W46+2: 0 of 25 recipients have it.",
        f"  25 messages still to be sent. Go on with: {SEND}",
    ]
    assert list(format_status(db, IssueKey(digest="weekly", issue="2026-W47"), ZONE)) == [
        "weekly 2026-W47: its sending has not begun. Begin with: knowledge-center send weekly 2026-W47"
    ]
    db.close()
