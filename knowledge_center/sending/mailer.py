"""Sending the transactional mails about signups: each once, whatever happens in between.

One transaction before a mail is handed over and one after it, with the states of ``delivery_state``. A mail
that a dead process left behind may have arrived: it is not sent again, but its reader can ask again. The
table is named ``letter`` (see ``signup.database``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from knowledge_center.file_lock import file_lock
from knowledge_center.problems import Unusable
from knowledge_center.sending import outbox
from knowledge_center.sending.delivery_state import (
    DUE,
    DeliveryState,
    Progress,
    due_values,
    suppress_missing_mailbox,
)
from knowledge_center.sending.transport import NothingTaken, NotSent, Transport
from knowledge_center.sending.welcome import WelcomeIssue, Welcomes
from knowledge_center.settings.model import Settings
from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import consents
from knowledge_center.signup.database import moment, seconds, transaction
from knowledge_center.signup.personal_links import Links, new_token, token_hash
from knowledge_center.signup.return_path import signup_return_path
from knowledge_center.signup.transactional_mail import TransactionalMail, as_message, compose

# How long a mail waits after each time it was put off: a greylisting server opens after minutes, a broken one
# after hours. After the last it has failed.
WAITS = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4),
    timedelta(hours=12), timedelta(hours=24),
)  # fmt: skip
# After which a server that takes nothing from anybody is asked again.
NOTHING_TAKEN_SECONDS = 30

MailOutcome = Literal["sent", "later", "failed", "unknown", "nothing due"]
_OUTCOMES: dict[DeliveryState, MailOutcome] = {
    "sent": "sent", "pending": "later", "failed": "failed", "unknown": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailer:
    """What mails are composed and sent with. ``clock`` tells now, as an aware datetime.

    ``welcomes`` makes the mails that welcome; without it none is sent. ``write_lock`` is taken for each
    transaction: within one process, waiting for it is quicker and fairer
    than asking SQLite again and again whether the file is free.
    """

    settings: Settings
    links: Links
    transport: Transport
    clock: Callable[[], datetime]
    welcomes: Welcomes | None = None
    write_lock: AbstractContextManager[object] = field(default_factory=nullcontext)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A mail that is ours to send, the secret of its link (empty: it has none), the tries before this one.

    ``welcome`` is what a mail that welcomes carries.
    """

    mail: TransactionalMail
    token: str
    tries: int
    welcome: WelcomeIssue | None = None


def mailer_lock(database: Path) -> AbstractContextManager[bool]:
    """Whether this process may send the mails of a database: one at a time does.

    The system takes the right back from whoever is killed. So whoever has it knows that no mail in
    ``sending`` belongs to a living process.
    """
    return file_lock(database.with_name(f"{database.name}-post"))


def mark_lost(db: sqlite3.Connection, now: datetime) -> int:
    """Settle what a dead process was about to hand over. Only for who holds ``mailer_lock``."""
    lost = Progress(state="sending").lost("The service was stopped while it handed this mail over.")
    with transaction(db):
        return db.execute(
            "UPDATE letter SET state = ?, changed_at = ?, detail = ? WHERE state = 'sending'",
            (lost.state, seconds(now), lost.detail),
        ).rowcount


def send_next(db: sqlite3.Connection, mailer: Mailer) -> MailOutcome:
    """Send the mail that has waited longest, if one is due. Only for who holds ``mailer_lock``.

    Raises NothingTaken, without blaming the mail, when the mail server takes nothing at the moment.
    """
    claim = _claim(db, mailer)
    if claim is None:
        return "nothing due"
    refusal = _hand_over(mailer, claim)
    state = _settle(db, mailer, claim, refusal)
    if isinstance(refusal, NothingTaken):
        raise refusal
    return _OUTCOMES[state]


def _claim(db: sqlite3.Connection, mailer: Mailer) -> _Claim | None:
    """The next due mail, in ``sending`` from now on.

    The secret of its link is made here, at the last moment, because only its hash is kept.
    """
    now = mailer.clock()
    with mailer.write_lock, transaction(db):
        while True:
            row = db.execute(
                f"SELECT * FROM letter WHERE {DUE} ORDER BY next_at, id LIMIT 1", due_values(now, WAITS)
            ).fetchone()
            if row is None:
                return None
            subscriber = subscribers.find(db, row["subscriber_id"])
            # Somebody may have confirmed by an earlier mail, or left, while this one waited.
            if subscriber is not None and (
                subscriber.may_confirm if row["kind"] == "confirm" else subscriber.state == "active"
            ):
                welcome, unreadable = None, False
                if row["kind"] == "welcome" and mailer.welcomes:
                    try:
                        welcome = mailer.welcomes.take(db, subscriber.id, subscriber.digests, now)
                    except (Unusable, OSError):
                        unreadable = True  # it is put off, like a mail that cannot be written
                if row["kind"] != "welcome" or welcome or unreadable:
                    break
            db.execute("DELETE FROM letter WHERE id = ?", (row["id"],))
        digests = tuple(row["digests"].split())
        token = ""
        if row["kind"] == "confirm":
            token = new_token()
            subscribers.add_token(db, subscriber.id, token, digests, now)
        _write(db, row["id"], Progress(tries=row["tries"]).claimed(), now)
    mail = TransactionalMail(
        number=row["id"],
        kind=row["kind"],
        to=subscriber.address,
        subscriber=subscriber.id,
        digests=digests if token else subscriber.digests,
        asked=moment(row["created_at"]),
        page=_page(db, subscriber.id) if token else "",
    )
    return _Claim(mail=mail, token=token, tries=row["tries"], welcome=welcome)


def _page(db: sqlite3.Connection, subscriber: str) -> str:
    asked = [line for line in consents(db, subscriber) if line.event == "signup"]
    return asked[-1].evidence.page if asked else ""


def _hand_over(mailer: Mailer, claim: _Claim) -> NotSent | None:
    """Send one mail; why it was not, or None."""
    try:
        message = _message(mailer, claim)
    except Exception as error:
        # It must not hold up the others; and an update half done, or a mistake of ours, may be mended by then.
        return NotSent("later", f"not written: {type(error).__name__}")
    try:
        back = signup_return_path(mailer.settings.mail, mailer.links.keys, claim.mail.subscriber)
        mailer.transport.send(back, claim.mail.to, message)
    except NothingTaken as refusal:
        return refusal
    except NotSent as refusal:
        if refusal.connection_lost:
            mailer.transport.close()
        return refusal
    return None


def _message(mailer: Mailer, claim: _Claim) -> bytes:
    mail, links = claim.mail, mailer.links
    if mail.kind == "welcome":
        if claim.welcome is None or mailer.welcomes is None:
            raise ValueError("there is no issue that can be read")
        return mailer.welcomes.message(claim.welcome, links, mail.subscriber, mail.to, mail.asked)
    link = links.confirm(claim.token) if claim.token else links.preferences(mail.subscriber)
    return as_message(mail, compose(mail, mailer.settings, link), mailer.settings, links.keys)


def _settle(db: sqlite3.Connection, mailer: Mailer, claim: _Claim, refusal: NotSent | None) -> DeliveryState:
    """Write down what became of a claimed mail; returns its new state."""
    now = mailer.clock()
    after = Progress(state="sending", tries=claim.tries).settled(refusal, WAITS)
    with mailer.write_lock, transaction(db):
        if claim.token and after.state in ("pending", "failed"):
            # A link that nobody was sent is no link.
            db.execute("DELETE FROM confirmation WHERE token_hash = ?", (token_hash(claim.token),))
        if claim.welcome and after.state in ("pending", "failed"):
            outbox.take_back_welcome(db, claim.welcome.issue_key, claim.mail.subscriber)
        _write(db, claim.mail.number, after, now)
        suppress_missing_mailbox(db, mailer.links.keys, claim.mail.to, refusal, "no such mailbox", now)
    return after.state


def _write(db: sqlite3.Connection, number: int, progress: Progress, now: datetime) -> None:
    """A mail that was not put off keeps its place in the queue."""
    next_at = seconds(now + progress.wait) if progress.wait else None
    db.execute(
        "UPDATE letter SET state = ?, tries = ?, detail = ?, changed_at = ?, next_at = ifnull(?, next_at)"
        " WHERE id = ?",
        (progress.state, progress.tries, progress.detail, seconds(now), next_at, number),
    )
