"""The mail that welcomes a new subscriber: the last issue of a digest of theirs, and a word before it.

What it carries counts as delivered, under a key of its own beside the issue's: no later mail brings it again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from knowledge_center.content.content_reader import read_content
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger import Ledger, read_ledger
from knowledge_center.mail.issue_mail import issue_composer
from knowledge_center.sending import outbox
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.message_template import MessageTemplate, compose_sample
from knowledge_center.sending.reader_share import ReaderShares
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.signup.personal_links import Links

_FRESH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeIssue:
    """What one new subscriber is welcomed with: the issue with the articles that they have not had."""

    digest: DigestSettings
    issue: Issue

    @property
    def issue_key(self) -> IssueKey:
        """What the outbox knows it by."""
        return IssueKey(digest=self.digest.key, issue=self.issue.key).welcome


class Welcomes:
    """The welcomes of the site in the folder ``root``."""

    def __init__(self, root: Path, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._root, self._settings, self._clock = root, settings, clock
        self._ledgers: dict[str, tuple[datetime, Ledger]] = {}
        self._template = lru_cache(8)(self._composed)

    def take(
        self, db: sqlite3.Connection, subscriber: str, digests: Iterable[str], now: datetime
    ) -> WelcomeIssue | None:
        """What there is to welcome a subscriber to these digests with; it counts as mailed from now on.

        None where no issue was closed, or nothing of it is new to them. Inside the caller's transaction. Raises
        Unusable where a ledger cannot be read.
        """
        found = self._latest(db, digests)
        if found is None:
            return None
        key = found.issue_key
        if outbox.delivery(db, key, subscriber):  # they left since, and came back
            return None
        share = ReaderShares(key, [entry.id for entry in found.issue.entries]).of(db, subscriber)
        if share is None:
            return None
        outbox.add_welcome(db, key, subscriber, share, now)
        entries = tuple(entry for entry in found.issue.entries if entry.id in share.articles)
        return replace(found, issue=replace(found.issue, entries=entries))

    def message(self, welcome: WelcomeIssue, links: Links, subscriber: str, to: str, date: datetime) -> bytes:
        """The mail for SMTP. Raises Unusable where none can be made, ValueError for an address that is none."""
        return self._template(welcome, links).dated(date).message(subscriber, to)

    def _latest(self, db: sqlite3.Connection, digests: Iterable[str]) -> WelcomeIssue | None:
        """The last issue that was sent; of digests of which none was, the last that closed."""
        settings, begun = self._settings, outbox.begun(db)
        wanted = [digest for key in digests if (digest := settings.digest(key))]
        found = [
            WelcomeIssue(digest=digest, issue=issue)
            for digest in wanted
            for issue in self._ledger(digest.key).issues
        ]
        sent = [one for one in found if (one.digest.key, one.issue.key) in begun]
        return max(sent or found, key=lambda one: one.issue.closed_at.timestamp(), default=None)

    def _ledger(self, digest: str) -> Ledger:
        """At most so old that nobody waits for it: it is read while others cannot write."""
        now, settings = self._clock(), self._settings
        known = self._ledgers.get(digest)
        if known is None or not timedelta() <= now - known[0] < _FRESH:
            docs = self._root / settings.docs_dir
            known = now, read_ledger(docs, settings.docs_dir, digest, settings.zone)
            self._ledgers[digest] = known
        return known[1]

    def _composed(self, welcome: WelcomeIssue, links: Links) -> MessageTemplate:
        now, settings = self._clock(), self._settings
        content = read_content(self._root, settings, now)
        composer = issue_composer(self._root, settings, content, now)
        words = settings.words_in(welcome.digest.language)
        issue = replace(
            welcome.issue,
            subject=words.gettext("Welcome: %(digest)s", digest=welcome.digest.title),
            preheader=words.gettext(
                "You are subscribed. Here is the last issue, so that you need not wait for the next one."
            ),
            intro=words.gettext(
                "Thank you for confirming. What is new comes to you by mail from now on. Here is the last issue, so "
                "that you need not wait for the next one."
            ),
            evergreen=None,
        )
        mail = compose_sample(issue, settings, links, lambda own: composer.compose(issue, own))
        named = replace(issue, key=welcome.issue_key.issue)
        return MessageTemplate(named, welcome.digest, settings, links, mail, date=now)
