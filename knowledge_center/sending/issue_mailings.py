"""The mailings of an issue: the first one, and one more for what was added to the issue afterwards.

An issue that was closed, sent, taken back in git and closed again may hold an article more. Who had the issue
gets that article alone, in a mailing of its own with recipients, states and a date of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache

from knowledge_center.articles.model import Article, newest_first, public
from knowledge_center.content.content_reader import Content
from knowledge_center.digests.close_plan import snapshot
from knowledge_center.digests.evergreen import is_about
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger import Ledger
from knowledge_center.sending import editions, outbox
from knowledge_center.sending.editions import folded
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.message_template import MessageTemplate
from knowledge_center.sending.outbox import Claim
from knowledge_center.sending.pace_changes import ended_spells, owed, promises
from knowledge_center.sending.reader_share import Late, ReaderShares
from knowledge_center.sending.send_job import SendJob
from knowledge_center.settings.model import DigestSettings
from knowledge_center.signup.consents import changed_digests, consents
from knowledge_center.signup.keys import Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """One mailing of an issue. ``articles`` are identities; ``addition``: the issue went out without them."""

    issue_key: IssueKey
    articles: tuple[str, ...]
    addition: bool


def mailings(db: sqlite3.Connection, job: SendJob) -> tuple[Mailing, ...]:
    """All mailings of the job's issue: those that have begun, and the one that is to begin next."""
    first = Mailing(issue_key=job.issue_key, articles=job.articles, addition=False)
    begun = outbox.mailings(db, job.issue_key)
    if job.issue_key not in begun:
        return (first,)
    found, carried = [first], _carried(db, job.issue_key)
    if carried is None:
        return (first,)
    for key in begun:
        if key != job.issue_key:
            added = _carried(db, key) or frozenset()
            found.append(Mailing(issue_key=key, articles=_among(job.articles, added), addition=True))
            carried |= added
    new = tuple(article for article in job.articles if article.casefold() not in carried)
    if new:
        # Numbered on from those there are: an issue that was closed anew may lack what an earlier one added.
        found.append(Mailing(issue_key=_next(job.issue_key, begun), articles=new, addition=True))
    return tuple(found)


def _carried(db: sqlite3.Connection, key: IssueKey) -> frozenset[str] | None:
    number = editions.of_sending(db, key.digest, key.issue)
    return None if number is None else editions.articles_of(db, number)


def _among(articles: Sequence[str], chosen: frozenset[str]) -> tuple[str, ...]:
    return tuple(article for article in articles if article.casefold() in chosen)


def _next(first: IssueKey, begun: Sequence[IssueKey]) -> IssueKey:
    last = begun[-1].issue.removeprefix(first.issue)
    return first.mailing(int(last[1:] or 1) + 1 if last else 2)


class IssueMessages:
    """The messages of one mailing: a template for each set of articles that some reader gets."""

    def __init__(self, job: SendJob, mailing: Mailing, keys: Keys, content: Content) -> None:
        self._job, self._mailing, self._keys, self._content = job, mailing, keys, content
        self._composer = job.composer(content)
        now = job.clock()
        self._entries = {
            article.identity.casefold(): snapshot(article)
            for article in content.articles.all
            if public(article, now)
        } | {entry.id.casefold(): entry for entry in job.issue.entries}

    @cached_property
    def whole(self) -> MessageTemplate:
        """The messages to those who get all of it."""
        return self._template(self._mailing.articles)

    def dated(self, date: datetime) -> Callable[[Claim], bytes]:
        """What makes the message for a row that was claimed. It raises ValueError for an address that cannot
        stand in a header."""

        @lru_cache(64)
        def template(articles: tuple[str, ...]) -> MessageTemplate:
            whole = articles == self._mailing.articles
            return (self.whole if whole else self._template(articles)).dated(date)

        def message(claim: Claim) -> bytes:
            made = template(claim.articles or self._mailing.articles)
            return made.message(claim.subscriber, claim.address)

        return message

    def _template(self, articles: tuple[str, ...]) -> MessageTemplate:
        return self._job.message_template(
            self._keys,
            issue=self._issue(articles),
            composer=self._composer,
            mailing=self._mailing.issue_key.issue,
        )

    def _issue(self, articles: tuple[str, ...]) -> Issue:
        """The issue with these articles alone. What an editor wrote about others is not said of them."""
        issue, addition = self._job.issue, self._mailing.addition
        if articles == self._job.articles and not addition:
            return issue
        entries = tuple(self._entries[article.casefold()] for article in articles)
        issue = replace(issue, entries=entries, subject="", preheader="")
        return replace(issue, intro="", evergreen=None) if addition else issue


def reader_shares(db: sqlite3.Connection, job: SendJob, mailing: Mailing, content: Content) -> ReaderShares:
    """What each reader gets of a mailing; of an addition nobody gets more than that."""
    late = None
    if not mailing.addition:
        late = late_articles(
            db,
            job.digest,
            job.settings.digests,
            {ledger.digest: ledger for ledger in content.ledgers},
            content.articles.all,
            job.clock(),
        )
    return ReaderShares(mailing.issue_key, mailing.articles, late)


def late_articles(
    db: sqlite3.Connection,
    digest: DigestSettings,
    digests: Sequence[DigestSettings],
    ledgers: Mapping[str, Ledger],
    articles: Sequence[Article],
    now: datetime,
) -> Late | None:
    """What a mail of the digest adds for those who came to it from another one; None where nobody did.

    That is what the other one owed them, and the issues of this one are past.
    """
    changed = changed_digests(db)
    if not changed:
        return None
    promised = promises(digests, ledgers, articles, outbox.begun(db), now)
    past = folded(ledgers[digest.key].known_ids)
    there = tuple(
        article.identity
        for article in newest_first(tuple(articles))
        if public(article, now)
        and article.digest != "skip"
        and is_about(article, digest)
        and article.identity.casefold() in past
    )

    def late(db: sqlite3.Connection, subscriber: str) -> Sequence[str]:
        if subscriber not in changed:
            return ()
        missed = folded(owed(ended_spells(consents(db, subscriber)), promised))
        return tuple(article for article in there if article.casefold() in missed)

    return late
