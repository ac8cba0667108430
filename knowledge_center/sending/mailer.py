"""Posting the mails about signups: each once, whatever happens in between.

    pending -> sending -> sent | failed | unknown, or pending again

One transaction before a mail is handed over and one after it. A mail that a dead process left behind
in ``sending`` may have arrived: it becomes ``unknown`` and is not sent again; its reader can ask again.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from knowledge_center.sending.transport import NothingTaken, NotSent, Transport
from knowledge_center.settings.model import Settings
from knowledge_center.signup import subscribers
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import MailAddress
from knowledge_center.signup.personal_links import Links, new_token, token_hash
from knowledge_center.signup.transactional_mail import TransactionalMail, as_message, compose

# Seconds until the next try: a greylisting server opens after minutes, a broken one after hours.
_WAITS = (60, 300, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600)
# After which a server that takes nothing from anybody is asked again.
NOTHING_TAKEN_SECONDS = 30

MailOutcome = Literal["sent", "later", "failed", "unknown", "nothing due"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailer:
    """What mails are written and posted with. ``clock`` tells now, as an aware datetime.

    ``write_lock`` is taken for each transaction: within one process, waiting for it is quicker and fairer than
    asking SQLite again and again whether the file is free.
    """

    settings: Settings
    links: Links
    transport: Transport
    clock: Callable[[], datetime]
    write_lock: AbstractContextManager[object] = field(default_factory=nullcontext)


@contextmanager
def mailer_lock(database: Path) -> Iterator[bool]:
    """Whether this process may post the mails of a database: one at a time does.

    The system takes the right back from whoever is killed. So whoever has it knows that no mail in
    ``sending`` belongs to a living process.
    """
    handle = os.open(database.with_name(f"{database.name}-post"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def mark_lost(db: sqlite3.Connection, now: datetime) -> int:
    """Mark what a dead process was about to hand over as ``unknown``. Only for who holds ``mailer_lock``."""
    with transaction(db):
        return db.execute(
            "UPDATE letter SET state = 'unknown', changed_at = ?,"
            " detail = 'The service was stopped while it handed this letter over.' WHERE state = 'sending'",
            (_seconds(now),),
        ).rowcount


def send_next(db: sqlite3.Connection, mailer: Mailer) -> MailOutcome:
    """Post the mail that has waited longest, if one is due. Only for who holds ``mailer_lock``.

    Raises NothingTaken, without blaming the mail, when the mail server takes nothing at the moment.
    """
    found = _claim(db, mailer)
    if found is None:
        return "nothing due"
    letter, token = found
    try:
        message = _written(letter, token, mailer)
    except Exception as error:
        # It must not hold up the others; and an update half done, or a mistake of ours, may be mended by then.
        return _not_sent(db, mailer, letter, token, NotSent("later", f"not written: {type(error).__name__}"))
    try:
        mailer.transport.send(mailer.settings.mail.bounces, letter.to, message)
    except NothingTaken as reason:
        _put_back(db, mailer, letter, token, reason.detail)
        raise
    except NotSent as reason:
        if reason.connection_lost:
            mailer.transport.close()
        return _not_sent(db, mailer, letter, token, reason)
    with mailer.write_lock, transaction(db):
        _settle(db, letter, "sent", "", mailer.clock())
    return "sent"


def _written(letter: TransactionalMail, token: str, mailer: Mailer) -> bytes:
    links = mailer.links
    link = links.confirm(token) if token else links.preferences(letter.subscriber)
    return as_message(letter, compose(letter, mailer.settings, link), mailer.settings, links.keys)


def _claim(db: sqlite3.Connection, mailer: Mailer) -> tuple[TransactionalMail, str] | None:
    """The next due mail, in ``sending`` from now on, and the secret of its link (empty: it has none).

    The secret is made here, at the last moment, because only its hash is kept.
    """
    now = mailer.clock()
    with mailer.write_lock, transaction(db):
        while True:
            row = db.execute(
                # None is put off for longer than that: the clock was wrong when it was.
                "SELECT * FROM letter WHERE state = 'pending' AND (next_at <= ? OR next_at > ?)"
                " ORDER BY next_at, id LIMIT 1",
                (_seconds(now), _seconds(now) + _WAITS[-1]),
            ).fetchone()
            if row is None:
                return None
            subscriber = subscribers.find(db, row["subscriber_id"])
            # Somebody may have confirmed by an earlier mail, or left, while this one waited.
            wanted = ("active",) if row["kind"] == "already" else ("pending", "left")
            if subscriber is not None and subscriber.state in wanted:
                break
            db.execute("DELETE FROM letter WHERE id = ?", (row["id"],))
        digests = tuple(row["digests"].split())
        token = ""
        if row["kind"] == "confirm":
            token = new_token()
            subscribers.add_token(db, subscriber.id, token, digests, now)
        db.execute(
            "UPDATE letter SET state = 'sending', tries = tries + 1, changed_at = ? WHERE id = ?",
            (_seconds(now), row["id"]),
        )
    letter = TransactionalMail(
        number=row["id"],
        kind=row["kind"],
        to=subscriber.address,
        subscriber=subscriber.id,
        digests=digests if token else subscriber.digests,
        asked=subscribers.moment(row["created_at"]),
        page=_page(db, subscriber.id) if token else "",
    )
    return letter, token


def _page(db: sqlite3.Connection, subscriber: str) -> str:
    asked = [line for line in subscribers.consents(db, subscriber) if line.event == "signup"]
    return asked[-1].evidence.page if asked else ""


def _put_back(
    db: sqlite3.Connection, mailer: Mailer, letter: TransactionalMail, token: str, detail: str
) -> None:
    """As if it had not been tried: it keeps its place."""
    now = mailer.clock()
    with mailer.write_lock, transaction(db):
        _forget_link(db, token)
        db.execute(
            "UPDATE letter SET state = 'pending', tries = tries - 1, detail = ?, changed_at = ? WHERE id = ?",
            (detail, _seconds(now), letter.number),
        )


def _not_sent(
    db: sqlite3.Connection, mailer: Mailer, letter: TransactionalMail, token: str, reason: NotSent
) -> MailOutcome:
    now = mailer.clock()
    with mailer.write_lock, transaction(db):
        if reason.outcome == "unknown":
            _settle(db, letter, "unknown", reason.detail, now)
            return "unknown"
        _forget_link(db, token)
        tries = db.execute("SELECT tries FROM letter WHERE id = ?", (letter.number,)).fetchone()
        if reason.outcome == "later" and tries is not None and tries[0] <= len(_WAITS):
            _settle(db, letter, "pending", reason.detail, now, wait=_WAITS[tries[0] - 1])
            return "later"
        _settle(db, letter, "failed", reason.detail, now)
        if reason.no_mailbox:
            address = MailAddress(text=letter.to, key=letter.to.lower())
            subscribers.suppress(db, mailer.links.keys, address, "no such mailbox", now)
        return "failed"


def _settle(
    db: sqlite3.Connection,
    letter: TransactionalMail,
    state: Literal["pending", "sent", "failed", "unknown"],
    detail: str,
    now: datetime,
    *,
    wait: int = 0,
) -> None:
    at = _seconds(now)
    db.execute(
        "UPDATE letter SET state = ?, detail = ?, changed_at = ?, next_at = ? WHERE id = ?",
        (state, detail, at, at + wait, letter.number),
    )


def _forget_link(db: sqlite3.Connection, token: str) -> None:
    """A link that nobody was sent is no link."""
    if token:
        db.execute("DELETE FROM confirmation WHERE token_hash = ?", (token_hash(token),))


def _seconds(now: datetime) -> int:
    return int(now.timestamp())
