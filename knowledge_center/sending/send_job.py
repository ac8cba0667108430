"""What is sent from this checkout, and by which settings: read once, for all that a command does."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from knowledge_center.clock import running_clock
from knowledge_center.content.content_reader import Content, read_content
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger import Ledger, read_ledger, read_ledgers
from knowledge_center.mail.issue_mail import IssueComposer, issue_composer
from knowledge_center.problems import Problem, Unusable
from knowledge_center.sending import outbox
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.message_template import MessageTemplate, compose_sample
from knowledge_center.sending.process_lock import ProcessLock, is_alive
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.signup.database import connect
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.personal_links import Links
from knowledge_center.signup.state_folder import DATABASE_FILE, public_url, state_folder

_SENDERS = "senders"
# How long before the latest issue of a daily digest others closed that are still gone on with.
_GOES_ON = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendJob:
    """An issue of a digest in the checkout ``root``, and the state folder with those who are to get it.

    ``environ`` says where mails go and by which keys; ``clock`` tells now (aware) and goes on while we wait.
    """

    root: Path
    settings: Settings
    digest: DigestSettings
    issue: Issue
    folder: Path
    environ: Mapping[str, str]
    clock: Callable[[], datetime]

    @property
    def issue_key(self) -> IssueKey:
        """The issue, as the outbox knows it."""
        return IssueKey(digest=self.digest.key, issue=self.issue.key)

    @property
    def articles(self) -> tuple[str, ...]:
        """The identities of what the issue holds."""
        return tuple(entry.id for entry in self.issue.entries)

    def ledgers(self) -> Mapping[str, Ledger]:
        """The ledgers of all digests. Raises Unusable where one cannot be read."""
        return read_ledgers(self.root / self.settings.docs_dir, self.settings)

    def content(self) -> Content:
        """All of docs/ as it is now."""
        return read_content(self.root, self.settings, self.clock())

    def composer(self, content: Content | None = None) -> IssueComposer:
        """Where the issue becomes a mail. Reads all of docs/ unless it is given."""
        return issue_composer(self.root, self.settings, content or self.content(), self.clock())

    def message_template(
        self,
        keys: Keys,
        *,
        issue: Issue | None = None,
        composer: IssueComposer | None = None,
        mailing: str = "",
    ) -> MessageTemplate:
        """The messages of the issue, or of one made of it, dated now. The one place where its mail is composed
        for a sending. ``mailing`` is the key that tells the messages of a later mailing from the first one's.

        Raises Unusable for an issue that no mail can be made of, and for a public address that is none.
        """
        issue = issue or self.issue
        links = Links(keys=keys, public_url=public_url(self.environ))
        compose = partial((composer or self.composer()).compose, issue)
        mail = compose_sample(issue, self.settings, links, compose)
        named = replace(issue, key=mailing or issue.key)
        return MessageTemplate(named, self.digest, self.settings, links, mail, date=self.clock())

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection | None]:
        """The database if there is one: who only looks makes none. Raises Unusable, see ``connect``."""
        path = self.folder / DATABASE_FILE
        if not path.exists():
            yield None
            return
        with closing(connect(path)) as db:
            yield db

    @contextmanager
    def process_lock(self) -> Iterator[str]:
        """Hold a lock that other senders see; yields the name that our rows are owned by. Raises OSError."""
        process_lock = ProcessLock.acquire(self.folder / _SENDERS)
        try:
            yield process_lock.name
        finally:
            process_lock.release()

    def sweep(self, db: sqlite3.Connection, issue_key: IssueKey) -> None:
        """Let nothing count as on its way whose sender has died. Inside the caller's transaction."""
        outbox.sweep(db, issue_key, self.clock(), lambda owner: is_alive(self.folder / _SENDERS, owner))


def open_job(
    root: Path, settings: Settings, digest: DigestSettings, issue: str, environ: Mapping[str, str]
) -> SendJob:
    """The job for the issue of that key, or for the latest one if it is empty.

    Raises Unusable where there is no such issue, and for a clock or a ledger that cannot be read.
    """
    found = _issue(root, settings, digest, issue)
    return SendJob(
        root=root,
        settings=settings,
        digest=digest,
        issue=found,
        folder=state_folder(settings, environ),
        environ=environ,
        clock=running_clock(environ),
    )


def with_unsent(job: SendJob) -> tuple[SendJob, ...]:
    """The job for the latest issue, after those for issues of the same digest that nobody has begun to send since
    one was sent from here, and those of the last days that have messages left, oldest first. Of a weekly or monthly
    digest such an issue is left to be named.

    Raises Unusable where ledger or database cannot be read.
    """
    if job.digest.every not in ("day", "article"):
        return (job,)
    with job.database() as db:
        begun = outbox.begun(db) if db else frozenset()
        unfinished = outbox.unfinished(db, job.digest.key) if db else ()
    root, settings = job.root, job.settings
    ledger = read_ledger(root / settings.docs_dir, settings.docs_dir, job.digest.key, settings.zone)
    unsent: list[Issue] = []
    for issue in reversed(ledger.issues):
        if (job.digest.key, issue.key) in begun:
            break
        unsent.insert(0, issue)
    else:
        return (job,)
    # Put off by a mail server, such as by greylisting, when the next issue closed.
    waiting, since = {key.closed for key in unfinished}, job.issue.closed_at - _GOES_ON
    begun_before = [i for i in ledger.issues if i.key in waiting and i.closed_at >= since and i not in unsent]
    unsent = begun_before + unsent
    return (*(replace(job, issue=issue) for issue in unsent if issue.key != job.issue.key), job)


def _issue(root: Path, settings: Settings, digest: DigestSettings, key: str) -> Issue:
    ledger = read_ledger(root / settings.docs_dir, settings.docs_dir, digest.key, settings.zone)
    if not ledger.issues:
        message = "No issue has been closed yet, so there is nothing to send."
        fix = f"knowledge-center close {digest.key}"
        raise Unusable([Problem(path=ledger.source, message=message, fix=fix)])
    issue = ledger.issue(key) if key else ledger.issues[-1]
    if issue is None:
        latest = ledger.issues[-1].key
        message = f"There is no closed issue “{key}”; the latest one is {latest}."
        fix = f"knowledge-center send {digest.key} {latest}"
        raise Unusable([Problem(path=ledger.source, message=message, fix=fix)])
    return issue
