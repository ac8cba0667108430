"""Send the issue of a desk: what is asked for first, the last look, the run, and how it stands then."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from typing import Literal, Protocol

from knowledge_center.problems import Problem
from knowledge_center.sending import outbox
from knowledge_center.sending.preflight import last_look, making
from knowledge_center.sending.send_job import Desk
from knowledge_center.sending.send_options import begin, nothing_to_do, reader, send_again
from knowledge_center.sending.send_report import told
from knowledge_center.sending.send_run import Orders, Sender, run
from knowledge_center.sending.signal_handling import Stop
from knowledge_center.sending.transport_choice import OUTBOX, refuse_dead_links, signed_transport, where
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.state_folder import open_state, public_url
from knowledge_center.signup.subscribers import Subscriber
from knowledge_center.text.plurals import counted

# Nothing is left to do; some wait for a later try; it made no sense to go on; somebody said stop.
Outcome = Literal["done", "waits", "stopped", "interrupted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the operator asks for.

    ``only`` is an address or empty; ``again_unknown`` and ``again_failed`` are an address, ``all`` or empty;
    ``limit`` messages at most, ``rate`` a second (0: as fast as it goes); ``wait`` for messages that were
    put off; ``page``: only if the issue's page is there; ``force``: although the mail has faults.
    """

    only: str = ""
    again_unknown: str = ""
    again_failed: str = ""
    limit: int | None = None
    rate: float = 0.0
    wait: bool = True
    page: bool = False
    force: bool = False


class Operator(Protocol):
    """Whom a sending talks to."""

    def say(self, lines: Iterable[str]) -> None:
        """What is well, line by line."""

    def warn(self, line: str) -> None:
        """What ended it early."""

    def show(self, found: Iterable[Problem]) -> None:
        """What the last look found and what does not stop it; at least one problem."""

    def progress(self, total: int) -> AbstractContextManager[Callable[[int, str], None]]:
        """How far it has come: what is given is told how many messages more are done, and a remark."""


def send(desk: Desk, request: Request, operator: Operator) -> Outcome:
    """Send what is due of the issue. What cannot be used is said before anything begins.

    Raises Unusable, and sqlite3.Error or OSError where the database or the outbox fails; KeyboardInterrupt
    where somebody says stop a second time.
    """
    refuse_dead_links(desk.environ, public_url(desk.environ))
    way = signed_transport(desk.environ, OUTBOX, desk.settings.mail)
    state = open_state(desk.folder)
    with closing(connect(state.database)) as db, closing(way):
        with transaction(db):
            desk.sweep(db, desk.edition)
            asked = _send_again(db, desk, request)
            only = wanted(db, desk, request.only)
            reasons = list(nothing_to_do(db, desk.edition, only, desk.settings.zone))
        operator.say(asked)
        if reasons:
            operator.say(reasons)
            return "done"
        made = making(desk, state.keys)
        found = last_look(desk, made, page=request.page, force=request.force)
        if found:
            operator.show(found)
        with transaction(db):
            began = begin(db, desk.edition, only, desk.clock())
        operator.say([f"{desk.edition.digest} {desk.edition.issue} goes to {where(desk.environ, OUTBOX)}."])
        stencil, stop = made(public_url(desk.environ), began), Stop()
        total = _total(db, desk, request, only)
        with stop.heard(), desk.presence() as owner, operator.progress(total) as bar:
            sender = Sender(
                edition=desk.edition,
                owner=owner,
                keys=state.keys,
                transport=way,
                envelope_sender=desk.settings.mail.bounces,
                message=stencil.message,
                clock=desk.clock,
                sleep=stop.sleep,
                stopped=lambda: stop.asked,
                tell=lambda state: None if state == "pending" else bar(1, ""),
                tell_wait=lambda due: bar(0, f"waiting until {due.astimezone(desk.settings.zone):%H:%M}"),
            )
            orders = Orders(
                only=only.id if only else "", limit=request.limit, rate=request.rate, wait=request.wait
            )
            reason = run(db, sender, orders)
        with transaction(db):
            desk.sweep(db, desk.edition)
        operator.say(told(db, desk.edition, desk.settings.zone))
        if reason:
            operator.warn(reason)
            return "stopped"
        if stop.asked:
            operator.warn("Interrupted; the message in hand was finished.")
            return "interrupted"
        return "waits" if request.limit is None and _waits(db, desk, only) else "done"


def wanted(db: sqlite3.Connection, desk: Desk, address: str) -> Subscriber | None:
    """Whom --only names, or None where it names nobody. Raises Unusable, see ``wishes.reader``."""
    return reader(db, desk.edition, address, option="--only") if address else None


def _send_again(db: sqlite3.Connection, desk: Desk, request: Request) -> list[str]:
    """Do what --retry-unknown and --retry-failed ask for; a line for each. Raises Unusable."""
    lines = []
    wishes: tuple[tuple[Literal["unknown", "failed"], str], ...] = (
        ("unknown", request.again_unknown),
        ("failed", request.again_failed),
    )
    for state, whom in wishes:
        if whom:
            zone, option = desk.settings.zone, f"--retry-{state}"
            count = send_again(db, desk.edition, state, whom, desk.clock(), zone=zone, option=option)
            lines.append(f"{counted(count, 'message')} will be sent again.")
    return lines


def _total(db: sqlite3.Connection, desk: Desk, request: Request, only: Subscriber | None) -> int:
    """How many messages this run will have to do with at most."""
    total = 1 if only else outbox.counts(db, desk.edition).pending
    return total if request.limit is None else min(total, request.limit)


def _waits(db: sqlite3.Connection, desk: Desk, only: Subscriber | None) -> bool:
    """Whether a message is left for a later try."""
    row = outbox.delivery(db, desk.edition, only.id) if only else None
    return row.state == "pending" if row else outbox.counts(db, desk.edition).pending > 0
