"""What is done about a report: only about a mail of ours, only for its own reader, and only once.

Anybody can write a report and send it. So it counts only if it came to the signed return path of a delivery
(``signup.return_path``), or if it brings back the headers of our message, with two things in them that belong
together: the unsubscribe link, whose mark is made with a key nobody else has, and the Message-ID of an issue
that was sent to that very reader.

- the address we wrote to is not there (``failure_kinds``: reader): suppressed.
- it failed for a reason that passes: the issue counts as failed; after enough of them (``failing_issues``) the
  address is suppressed.
- it failed because of us: the issue counts as failed, so that it can be sent again, and the reader is not touched.
- a delay: nothing; the server there keeps trying.
- a complaint: suppressed at once.
- a request to leave with a valid mark: left.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from knowledge_center.mail.message import message_id
from knowledge_center.settings.model import Settings
from knowledge_center.signup import return_path
from knowledge_center.signup.bounces.failing_issues import BOUNCED, REASON, suppress_lasting_failure
from knowledge_center.signup.bounces.failure_kinds import CAUSES, read_failure
from knowledge_center.signup.bounces.report_parser import Recipient, Report
from knowledge_center.signup.database import moment, seconds
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.personal_links import Links
from knowledge_center.signup.subscriber_report import plain
from knowledge_center.signup.subscribers import (
    COMPLAINED,
    Evidence,
    Subscriber,
    consents,
    find,
    find_address,
    leave,
    lifted,
    suppress,
)

# Whom a mail went to, and the digest and issue that it was; None for a mail about the signup.
_Delivery = tuple[Subscriber, tuple[str, str] | None]
_SKEW = timedelta(hours=1)
Verdict = Literal["suppressed", "counted", "our fault", "left", "known", "nothing", "not ours", "no report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one message led to, with the sentence that says it."""

    source: str
    verdict: Verdict
    address: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Takes reports in. ``unsigned`` also believes reports whose Message-ID alone fits."""

    settings: Settings
    keys: Keys
    unsigned: bool = False

    def take(self, db: sqlite3.Connection, report: Report, now: datetime) -> Taken:
        """Do what a report calls for, inside the caller's transaction. A second time it changes nothing."""
        if report.kind == "other":
            return _result(report, "no report", "", report.about)
        if report.kind == "leave":
            return self._leave(db, report, now)
        if report.kind == "later":
            return _result(report, "nothing", "", f"a delay or no failure {report.about}".rstrip())
        found = self._ours(db, report)
        if isinstance(found, str):
            return _result(report, "not ours", "", found)
        subscriber, sent = found
        own = [r for r in report.recipients if r.address is None or subscriber in _named(db, [r])]
        recipient = (own or report.recipients)[0]
        detail = plain(recipient.detail)[:200]
        if _is_past(db, report, subscriber):
            what = "from before its suppression was taken back"
            return _result(report, "known", subscriber.address, what)
        if report.kind == "failed" and sent and _is_before_sending(db, report, subscriber, *sent):
            what = "from before it was sent again"
            return _result(report, "known", subscriber.address, f"{' '.join(sent)}: {what}")
        if report.kind == "complaint":
            return self._suppress(db, report, subscriber, COMPLAINED, now)
        said = f"{recipient.status} {detail}".strip()
        failed = _fail(db, subscriber, *sent, said, now) if sent else True
        failure = read_failure(recipient.status, recipient.detail)
        # A failure at another address says that ours was forwarded there, not that it does not exist.
        if own and failure.kind == "reader":
            return self._suppress(db, report, subscriber, f"bounced {recipient.status}".rstrip(), now)
        if suppress_lasting_failure(db, self.keys, subscriber.id, now):
            return _result(report, "suppressed", subscriber.address, f"{REASON}; never mailed again")
        what = f"{' '.join(sent) if sent else 'a mail about the signup'} {BOUNCED}{said}".rstrip(": ")
        if failure.cause:
            cause, remedy = CAUSES[failure.cause]
            what = f"{cause}; {remedy}. {what}"
        verdict: Verdict = "our fault" if failure.kind == "ours" else "counted"
        return _result(report, verdict if failed else "known", subscriber.address, what)

    def _suppress(
        self, db: sqlite3.Connection, report: Report, subscriber: Subscriber, reason: str, now: datetime
    ) -> Taken:
        done = suppress(db, self.keys, read_address(subscriber.address), reason, now)
        text = f"{reason}; never mailed again"
        return _result(report, "suppressed" if done else "known", subscriber.address, text)

    def _leave(self, db: sqlite3.Connection, report: Report, now: datetime) -> Taken:
        key = Links(keys=self.keys, public_url="").subscriber("u", report.mark)
        found = find(db, key) if key else None
        if found is None and (delivery := self._by_return_path(db, report)):
            found = delivery[0]
        if found is None:
            return _result(report, "not ours", "", "asks to leave, but the mark in it is not one of ours")
        gone = found.state in ("left", "suppressed")
        leave(db, found.id, Evidence(text="a mail that asks to leave"), now)
        return _result(report, "known" if gone else "left", found.address, "asked to leave by mail")

    def _ours(self, db: sqlite3.Connection, report: Report) -> _Delivery | str:
        """The reader and the issue a report is about, or why it is not about a mail of ours."""
        if delivery := self._by_return_path(db, report):
            return delivery
        if not report.message_id:
            return "brings back no header of a mail, so it cannot be told from a forged one"
        if report.mark:
            key = Links(keys=self.keys, public_url="").subscriber("u", report.mark)
            subscriber = find(db, key) if key else None
            if subscriber is None:
                return "the unsubscribe link in it is not one of ours, or its reader was erased"
            people: Iterable[Subscriber] = (subscriber,)
        elif self.unsigned:
            people = _named(db, report.recipients)
        else:
            return "brings back no unsubscribe link, so it cannot be told from a forged one"
        for subscriber in people:
            issue = self._issue(db, subscriber, report.message_id)
            if issue:
                return subscriber, issue
        return "its Message-ID belongs to no issue that was sent to this reader"

    def _by_return_path(self, db: sqlite3.Connection, report: Report) -> _Delivery | None:
        """The delivery whose return path a report came to, or names: nobody else can have made it."""
        for own in report.return_paths:
            subscriber = find(db, own.partition(".")[0])
            if subscriber is None:
                continue
            for digest, issue in _sent(db, subscriber):
                if return_path.is_of_issue(self.keys, own, digest, issue):
                    return subscriber, (digest, issue)
            if return_path.is_of_letter(self.keys, own):
                return subscriber, None
        return None

    def _issue(self, db: sqlite3.Connection, subscriber: Subscriber, message: str) -> tuple[str, str] | None:
        for digest, issue in _sent(db, subscriber):
            own = message_id(self.settings, digest, issue, subscriber.address)
            if own.casefold() == message.casefold():
                return digest, issue
        return None


def _sent(db: sqlite3.Connection, subscriber: Subscriber) -> list[tuple[str, str]]:
    """The digests and issues that left for a reader, or may have."""
    rows = db.execute(
        "SELECT digest, issue FROM delivery"
        " WHERE subscriber_id = ? AND state IN ('sending', 'sent', 'unknown', 'failed')",
        (subscriber.id,),
    )
    return [(row["digest"], row["issue"]) for row in rows]


def _is_past(db: sqlite3.Connection, report: Report, subscriber: Subscriber) -> bool:
    """Whether a report is older than what took a suppression back: messages stay in their mailbox, and are read
    again every day. A signup that was confirmed answers a bounce, but no complaint."""
    by = ("unsuppressed",) if report.kind == "complaint" else ("confirmed", "unsuppressed")
    at = lifted(consents(db, subscriber.id), by=by)
    return at is not None and (report.date is None or report.date <= at)


def _is_before_sending(
    db: sqlite3.Connection, report: Report, subscriber: Subscriber, digest: str, issue: str
) -> bool:
    """Whether a report is about an earlier try of a delivery that was sent once more since. It came between the
    beginning and that; clocks may differ a little."""
    row = db.execute(
        "SELECT s.began_at, d.changed_at FROM delivery d JOIN sending s USING (digest, issue)"
        " WHERE digest = ? AND issue = ? AND subscriber_id = ? AND state = 'sent'",
        (digest, issue, subscriber.id),
    ).fetchone()
    if row is None or report.date is None:
        return False
    return moment(row["began_at"]) - _SKEW <= report.date < moment(row["changed_at"]) - _SKEW


def _fail(
    db: sqlite3.Connection, subscriber: Subscriber, digest: str, issue: str, detail: str, now: datetime
) -> bool:
    """Remember that an issue came back. False if that is known."""
    key = (digest, issue, subscriber.id)
    which = "digest = ? AND issue = ? AND subscriber_id = ?"
    row = db.execute(f"SELECT state, detail FROM delivery WHERE {which}", key).fetchone()
    if row["state"] == "failed" and row["detail"].startswith(BOUNCED):
        return False
    db.execute(
        f"UPDATE delivery SET state = 'failed', detail = ?, changed_at = ? WHERE {which}",
        (f"{BOUNCED}{detail}", seconds(now), *key),
    )
    return True


def _named(db: sqlite3.Connection, recipients: Iterable[Recipient]) -> Iterable[Subscriber]:
    for recipient in recipients:
        found = find_address(db, recipient.address) if recipient.address else None
        if found:
            yield found


def _result(report: Report, verdict: Verdict, address: str, text: str) -> Taken:
    return Taken(source=report.source, verdict=verdict, address=address, text=plain(text)[:400])
