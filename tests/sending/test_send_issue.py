"""A sending from a checkout, without its command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any

import pytest

from knowledge_center.mail import issue_mail
from knowledge_center.problems import Unusable
from knowledge_center.sending import outbox, send_job
from knowledge_center.sending import send_issue as module
from knowledge_center.sending.outbox import Counts
from knowledge_center.sending.send_issue import Outcome, SendOptions, send
from knowledge_center.sending.signal_handling import StopSignal
from knowledge_center.sending.transport import NothingTaken, NotSent
from knowledge_center.signup.database import connect
from knowledge_center.signup.state_folder import DATABASE_FILE
from tests.sending.conftest import Checkout, Notes
from tests.sending.samples import ISSUE_KEY, Scripted, subscribe

SERVER = {"KC_SMTP_URL": "smtp://127.0.0.1:2525"}


def by(patch: pytest.MonkeyPatch, **answers: NotSent) -> Scripted:
    """Let mails go to a transport that answers so for those readers."""
    transport = Scripted({f"{reader}@example.com": [answer] for reader, answer in answers.items()})
    patch.setattr(module, "signed_transport", lambda *_: transport)
    return transport


def sent(checkout: Checkout, **request: object) -> tuple[Outcome, Notes]:
    notes = Notes()
    return send(checkout.job(), SendOptions(**request), notes), notes  # type: ignore[arg-type]


def found(checkout: Checkout) -> Counts:
    with closing(connect(checkout.state / DATABASE_FILE)) as db:
        return outbox.counts(db, ISSUE_KEY)


def test_everybody_gets_it_and_it_is_done(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it goes is reported first, how it stands last; the transport is closed."""
    transport = by(monkeypatch)
    outcome, notes = sent(checkout)
    assert (outcome, notes.total, notes.done, transport.closed) == ("done", 3, 3, 1)
    assert notes.reported == [
        "weekly 2026-W46 goes to files in outbox/ (KC_SMTP_URL is not set).",
        "weekly 2026-W46: 3 of 3 recipients have it.",
    ]
    assert sent(checkout)[1].reported == notes.reported[1:]
    assert len(transport.taken) == 3


def test_who_is_put_off_waits(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run is needed."""
    by(monkeypatch, reader1=NotSent("later", "4.2.2 full"))
    outcome, notes = sent(checkout, wait=False)
    assert (outcome, notes.done) == ("waits", 2)
    assert found(checkout) == Counts(pending=1, sent=2)


def test_a_trial_is_done_when_its_reader_has_it(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else counts; put off, it waits."""
    by(monkeypatch, reader1=NotSent("later", "4.2.2 full"))
    outcome, notes = sent(checkout, only="reader2@example.com", wait=False)
    assert (outcome, notes.total) == ("done", 1)
    assert sent(checkout, only="reader1@example.com", wait=False)[0] == "waits"


def test_a_limit_is_no_reason_to_complain(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who wanted one message got one message; the bar knows of it."""
    by(monkeypatch)
    outcome, notes = sent(checkout, limit=1)
    assert (outcome, notes.total, notes.done) == ("done", 1, 1)
    assert found(checkout) == Counts(pending=2, sent=1)


def test_a_server_that_takes_nothing_stops_it(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the reason, and nothing lost."""
    by(monkeypatch, **{f"reader{n}": NothingTaken("535 wrong password", lasting=True) for n in range(3)})
    outcome, notes = sent(checkout)
    assert (outcome, notes.warned) == ("stopped", ["Stopped: 535 wrong password."])
    assert found(checkout) == Counts(pending=3)


def test_reported_to_stop_it_ends_after_the_message_in_hand(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was handed over is written down; the rest waits."""
    transport = by(monkeypatch)
    stop = StopSignal()
    monkeypatch.setattr(module, "StopSignal", lambda: stop)

    class Watched(Scripted):
        def send(self, sender: str, to: str, data: bytes) -> None:
            stop.requested = True
            transport.send(sender, to, data)

    monkeypatch.setattr(module, "signed_transport", lambda *_: Watched())
    outcome, notes = sent(checkout)
    assert (outcome, notes.warned) == ("interrupted", ["Interrupted; the message in hand was finished."])
    assert (len(transport.taken), found(checkout)) == (1, Counts(pending=2, sent=1))


def test_nothing_is_promised_that_is_taken_back(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for one thing that goes and one that does not gets neither, and gets no report of it."""
    by(monkeypatch, reader1=NotSent("unknown", "no answer"))
    sent(checkout)
    notes = Notes()
    with pytest.raises(Unusable, match="is not known here"):
        send(checkout.job(), SendOptions(again_unknown="all", only="nobody@example.com"), notes)
    assert notes.reported == []
    assert found(checkout) == Counts(sent=2, unknown=1)
    assert sent(checkout, again_unknown="all")[1].reported[0] == "1 message will be sent again."
    assert found(checkout) == Counts(sent=3)


@pytest.mark.parametrize("environ", [{}, {"KC_PUBLIC_URL": "https://subscribe.example.com", **SERVER}])
def test_a_sending_reads_and_composes_once(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str]
) -> None:
    """For the preflight and for all readers together, whatever their addresses: docs/ is read and the mail is
    composed one time."""
    calls: Counter[str] = Counter()

    def count(name: str, real: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        calls[name] += 1
        return real(*arguments, **more)

    for at, name in ((send_job, "read_content"), (issue_mail, "compose")):
        monkeypatch.setattr(at, name, partial(count, name, getattr(at, name)))
    with closing(connect(checkout.state / DATABASE_FILE)) as db:
        subscribe(db, checkout.state, ["o'neil@example.com"])
    transport = by(monkeypatch)
    assert send(checkout.job(**environ), SendOptions(), Notes()) == "done"
    assert calls == {"read_content": 1, "compose": 1}
    assert len(transport.taken) == 4
