"""What an operator asks before and after a sending. Nothing is sent, and who only looks makes no database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from knowledge_center.content.content_reader import Content
from knowledge_center.sending import editions, outbox
from knowledge_center.sending.issue_mailings import mailings, reader_shares
from knowledge_center.sending.send_issue import only_recipient
from knowledge_center.sending.send_job import SendJob
from knowledge_center.sending.send_report import MOST_LINES, format_status
from knowledge_center.sending.transport_choice import OUTBOX, refuse_dead_links, where
from knowledge_center.signup.database import transaction
from knowledge_center.signup.state_folder import public_url
from knowledge_center.text.plurals import counted


def status(job: SendJob, *, every: bool) -> Iterator[str]:
    """How it stands with the issue, or with ``every`` issue of its digest, line by line. Raises Unusable."""
    with job.database() as db:
        if db is None:
            yield "Nothing was sent yet: there is no database of subscribers."
            return
        issue_keys = (
            outbox.issue_keys(db, job.digest.key)
            if every
            else outbox.mailings(db, job.issue_key) or (job.issue_key,)
        )
        for issue_key in issue_keys:
            with transaction(db):
                job.sweep(db, issue_key)
            yield from format_status(db, issue_key, job.settings.zone)
            if reason := outbox.why_stopped(db, issue_key):
                yield f"  The latest run ended early. {reason}"
    if not issue_keys:
        yield f"Nothing of {job.digest.key} was sent yet."


def recipients(job: SendJob, only: str) -> list[str]:
    """The addresses a sending would go to now; the one of ``only`` where that is not empty.

    Raises Unusable, also where mails would leave with links that lead nowhere.
    """
    refuse_dead_links(job.environ, public_url(job.environ))
    with job.database() as db:
        if db is None:
            return []
        one = only_recipient(db, mailings(db, job), only)
        if one:
            return [one.address]
        content = job.content()
        # Whether somebody has had it all is asked as a sending would ask, and nothing of that is kept.
        with transaction(db, dry_run=True):
            editions.complete(db, job.ledgers)
            return list(dict.fromkeys(_recipients(db, job, content)))


def _recipients(db: sqlite3.Connection, job: SendJob, content: Content) -> Iterator[str]:
    for mailing in mailings(db, job):
        shares = reader_shares(db, job, mailing, content)
        for subscriber, address in list(outbox.recipients(db, mailing.issue_key)):
            if shares.of(db, subscriber):
                yield address


def format_dry_run(job: SendJob, addresses: list[str]) -> Iterator[str]:
    """What a sending to those addresses would do, line by line. Raises Unusable, see ``where``."""
    count = counted(len(addresses), "recipient")
    yield f"{job.issue_key.digest} {job.issue_key.issue} would go to {where(job.environ, OUTBOX)}: {count}."
    for address in addresses[:MOST_LINES]:
        yield f"  {address}"
    if len(addresses) > MOST_LINES:
        yield f"  and {len(addresses) - MOST_LINES:,} more"
    yield "Nothing was sent."
