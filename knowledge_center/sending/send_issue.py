"""Send the issue of a job: what is asked for first, the preflight, the run, and how it stands then."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from knowledge_center.content.content_reader import Content
from knowledge_center.problems import Problem
from knowledge_center.sending import editions, outbox
from knowledge_center.sending.delivery_state import DeliveryState, RetryableState
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.issue_mailings import IssueMessages, Mailing, mailings, reader_shares
from knowledge_center.sending.preflight import preflight
from knowledge_center.sending.send_job import SendJob
from knowledge_center.sending.send_options import begin, find_recipient, nothing_to_do, send_again
from knowledge_center.sending.send_report import format_status
from knowledge_center.sending.send_run import RunOptions, Sender, run
from knowledge_center.sending.signal_handling import StopSignal
from knowledge_center.sending.transport import Transport
from knowledge_center.sending.transport_choice import OUTBOX, refuse_dead_links, signed_transport, where
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.return_path import issue_return_path
from knowledge_center.signup.state_folder import open_state, public_url
from knowledge_center.signup.subscribers import Subscriber
from knowledge_center.text.plurals import counted

# Nothing is left to do; some wait for a later try; it made no sense to go on; a signal ended it.
Outcome = Literal["done", "waits", "stopped", "interrupted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
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
        """What the preflight found and what does not stop it; at least one problem."""

    def progress(self, total: int) -> AbstractContextManager[Callable[[int, str], None]]:
        """How far it has come: yields a callback for how many messages more are done, and a remark."""


def send(job: SendJob, options: SendOptions, operator: Operator) -> Outcome:
    """Send what is due of the issue. What cannot be used is reported before anything begins.

    Raises Unusable, and sqlite3.Error or OSError where the database or the outbox fails; KeyboardInterrupt
    at a second signal.
    """
    refuse_dead_links(job.environ, public_url(job.environ))
    transport = signed_transport(job.environ, OUTBOX, job.settings.mail)
    state = open_state(job.folder)
    with closing(connect(state.database)) as db, closing(transport):
        with transaction(db):
            editions.complete(db, job.ledgers)
            found = mailings(db, job)
            for mailing in found:
                job.sweep(db, mailing.issue_key)
            asked = _send_again(db, job, found, options)
            only = only_recipient(db, found, options.only)
            reasons = {
                mailing: list(nothing_to_do(db, mailing.issue_key, only, job.settings.zone))
                for mailing in found
            }
            earlier = _left_of_earlier(db, found[0].issue_key)
        operator.say([*earlier, *asked])
        due = [mailing for mailing in found if not reasons[mailing]]
        if not due:
            operator.say(line for mailing in found for line in reasons[mailing])
            return "done"
        content, stop = job.content(), StopSignal()
        this_run = _Run(db=db, job=job, operator=operator, transport=transport, keys=state.keys, stop=stop)
        waits, left = False, options.limit
        for mailing in due:
            outcome, tried = this_run.mail(mailing, replace(options, limit=left), only, content)
            if outcome in ("stopped", "interrupted"):
                return outcome
            waits = waits or outcome == "waits"
            left = None if left is None else left - tried
            if left == 0:
                break
        return "waits" if waits else "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What every mailing of a run works with."""

    db: sqlite3.Connection
    job: SendJob
    operator: Operator
    transport: Transport
    keys: Keys
    stop: StopSignal

    def mail(
        self, mailing: Mailing, options: SendOptions, only: Subscriber | None, content: Content
    ) -> tuple[Outcome, int]:
        """Send what is due of one mailing; how it ended, and how many messages were tried."""
        db, job, operator, stop = self.db, self.job, self.operator, self.stop
        key, tried = mailing.issue_key, 0
        messages = IssueMessages(job, mailing, self.keys, content)
        found = preflight(job, messages.whole, page=options.page, force=options.force)
        if found:
            operator.show(found)
        with transaction(db):
            began = begin(db, key, only, job.clock(), mailing.articles)
            outbox.note_end(db, key, "", job.clock())
            shares = reader_shares(db, job, mailing, content)
        operator.say(_heading(mailing, where(job.environ, OUTBOX)))
        total = _total(db, key, options, only)
        with stop.installed(), job.process_lock() as owner, operator.progress(total) as bar:

            def report_state(state: DeliveryState) -> None:
                nonlocal tried
                tried += 1
                if state != "pending":
                    bar(1, "")

            sender = Sender(
                issue_key=key,
                owner=owner,
                keys=self.keys,
                transport=self.transport,
                return_path=_return_path(job, key, self.keys),
                message=messages.dated(began),
                share=shares.of,
                clock=job.clock,
                sleep=stop.sleep,
                stopped=lambda: stop.requested,
                report_state=report_state,
                report_wait=lambda due: bar(0, f"waiting until {due.astimezone(job.settings.zone):%H:%M}"),
            )
            run_options = RunOptions(
                only=only.id if only else "", limit=options.limit, rate=options.rate, wait=options.wait
            )
            reason = run(db, sender, run_options)
        with transaction(db):
            job.sweep(db, key)
            outbox.note_end(db, key, reason, job.clock())
        operator.say(format_status(db, key, job.settings.zone))
        if reason:
            operator.warn(reason)
            return "stopped", tried
        if stop.requested:
            operator.warn("Interrupted; the message in hand was finished.")
            return "interrupted", tried
        return "waits" if options.limit is None and _waits(db, key, only) else "done", tried


def _left_of_earlier(db: sqlite3.Connection, own: IssueKey) -> list[str]:
    """What earlier issues still have to send: nobody comes back to them unless somebody says so."""
    return [
        f"{key.digest} {key.issue} has messages still to be sent. Go on with: {key.send_command}"
        for key in outbox.unfinished(db, own.digest)
        if key.closed < own.closed
    ]


def _heading(mailing: Mailing, where: str) -> list[str]:
    name = f"{mailing.issue_key.digest} {mailing.issue_key.issue}"
    if not mailing.addition:
        return [f"{name} goes to {where}."]
    count = counted(len(mailing.articles), "article")
    return [f"{name}, {count} more than the issue had when it was sent, goes to {where}."]


def _return_path(job: SendJob, key: IssueKey, keys: Keys) -> Callable[[str], str]:
    mail = job.settings.mail
    return lambda subscriber: issue_return_path(mail, keys, subscriber, key.digest, key.issue)


def only_recipient(db: sqlite3.Connection, found: Sequence[Mailing], address: str) -> Subscriber | None:
    """Whom --only names, or None where it names nobody. Raises Unusable, see ``find_recipient``."""
    keys = [mailing.issue_key for mailing in found]
    return find_recipient(db, keys, address, option="--only") if address else None


def _send_again(
    db: sqlite3.Connection, job: SendJob, found: Sequence[Mailing], options: SendOptions
) -> list[str]:
    """Do what --retry-unknown and --retry-failed ask for; a line for each. Raises Unusable."""
    lines = []
    asked: tuple[tuple[RetryableState, str], ...] = (
        ("unknown", options.again_unknown),
        ("failed", options.again_failed),
    )
    keys = [mailing.issue_key for mailing in found]
    for state, whom in asked:
        if whom:
            zone, option = job.settings.zone, f"--retry-{state}"
            count = send_again(db, keys, state, whom, job.clock(), zone=zone, option=option)
            lines.append(f"{counted(count, 'message')} will be sent again.")
    return lines


def _total(db: sqlite3.Connection, key: IssueKey, options: SendOptions, only: Subscriber | None) -> int:
    """How many messages this run will have to do with at most."""
    total = 1 if only else outbox.counts(db, key).pending
    return total if options.limit is None else min(total, options.limit)


def _waits(db: sqlite3.Connection, key: IssueKey, only: Subscriber | None) -> bool:
    """Whether a message is left for a later try."""
    row = outbox.delivery(db, key, only.id) if only else None
    return row.state == "pending" if row else outbox.counts(db, key).pending > 0
